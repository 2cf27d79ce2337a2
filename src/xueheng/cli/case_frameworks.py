"""`case`: standards out to other programs and theirs in, as CASE 1.0 packages."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from xueheng.cli.refusals import CommandRefused
from xueheng.cli.speech import Speech, speech
from xueheng.cli.standard_choice import choose_standard
from xueheng.language.public import case_text, framework_of, read_case, skeleton
from xueheng.wording import Text

Say = Callable[[str, str], str]
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


def add_case(made: typer.Typer, say: Say, about: str) -> None:
    """Add the commands to the command line."""
    group = typer.Typer(no_args_is_help=True, help=about)
    made.add_typer(group, name="case")
    _add_export(group, say)
    _add_import(group, say)


def _add_export(group: typer.Typer, say: Say) -> None:
    about = say(
        "把一个标准写成 CASE 1.0 的 JSON 文件：条目、代码、名称、说明、依据、次序。",
        "Write a standard as a CASE 1.0 JSON file: items, codes, titles, notes, sources, order.",
    )

    @group.command("export", help=about)
    def export(
        standard: Annotated[str, typer.Argument(metavar="PACK.STANDARD", help=say("标准。", "The standard."))],
        file: Annotated[Path, typer.Argument(metavar="FILE.json", help=say("写到哪里。", "Where to write it."))],
        pack: Annotated[
            Path | None, typer.Option("--pack", metavar="DIR", help=say("业务包的文件夹。", "The folder of a pack."))
        ] = None,
        base: Annotated[
            str,
            typer.Option(
                "--base",
                metavar="URL",
                help=say(
                    "对外提供时的地址；不写则用 urn:uuid。", "The address it will be served under; by itself urn:uuid."
                ),
            ),
        ] = "",
    ) -> int:
        return export_command(standard, file, pack, base, speech())


def _add_import(group: typer.Typer, say: Say) -> None:
    about = say(
        "把 CASE 1.0 文件做成一个新业务包的初稿：每个条目一个节点，测什么、怎么赋分留给您写，check 会逐处指出。",
        "Make a new pack's first text from a CASE 1.0 file; what leaves measure is left to you: check names each.",
    )

    @group.command("import", help=about)
    def bring(
        file: Annotated[Path, typer.Argument(metavar="FILE.json", help=say("CASE 文件。", "The CASE file."))],
        folder: Annotated[
            Path,
            typer.Argument(
                metavar="FOLDER", help=say("新文件夹，名字就是包名。", "A new folder; its name is the pack's.")
            ),
        ],
    ) -> int:
        return import_command(file, folder, speech())


def export_command(standard: str, file: Path, pack: Path | None, base: str, told: Speech) -> int:
    """`case export`; returns its exit code."""
    if base and not re.fullmatch(r"https?://\S+", base):
        raise CommandRefused(
            Text(f"“{base}”不是网址", f'"{base}" is no address'),
            Text("请写成 https://… ，或不写 --base。", "Write https://…, or leave --base out."),
        )
    chosen = choose_standard(standard, pack)
    framework = framework_of(chosen.library, chosen.standard)
    try:
        file.write_text(case_text(framework, base), "utf-8")
    except OSError as fault:
        raise CommandRefused(
            Text(f"不能写 {file}", f"{file} cannot be written"),
            Text("请换一个能写的地方。", "Choose a place that can be written to."),
        ) from fault
    told.say(Text(f"已写好 {file}", f"Written: {file}"))
    return 0


def import_command(file: Path, folder: Path, told: Speech) -> int:
    """`case import`; returns its exit code."""
    if not NAME.fullmatch(folder.resolve().name):
        raise CommandRefused(
            Text(f"文件夹名“{folder.name}”不能作包名", f'the folder\'s name "{folder.name}" cannot name a pack'),
            Text("请用小写字母、数字和下划线，以字母开头。", "Use small letters, digits and _, a letter first."),
        )
    if folder.exists() and any(folder.iterdir()) if folder.is_dir() else folder.exists():
        raise CommandRefused(
            Text(f"{folder} 已经有内容", f"{folder} holds something already"),
            Text("请给一个新文件夹。", "Give a new folder."),
        )
    try:
        read = read_case(file.read_bytes())
        texts = skeleton(read.framework, folder.resolve().name)
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (folder / name).write_text(text, "utf-8")
    except OSError as fault:
        raise CommandRefused(
            Text(f"不能读 {file} 或不能写 {folder}", f"{file} cannot be read, or {folder} cannot be written"),
            Text("请检查路径和权限。", "Check the paths and the permissions."),
        ) from fault
    for remark in read.remarks:
        told.say(remark)
    told.say(
        Text(
            f"已写好 {folder}。接着写每个观测点的统计项：./xueheng check {folder} 会逐处指出。",
            f"Written: {folder}. Then say what each leaf measures: ./xueheng check {folder} names each.",
        )
    )
    return 0
