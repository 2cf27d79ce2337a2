"""The options of `compare`, told in the reader's language."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from xueheng.cli.compare import CompareAsked, both_records, compare_command
from xueheng.cli.compare_records import GivenRecords
from xueheng.cli.speech import speech

Say = Callable[[str, str], str]


def add_compare(made: typer.Typer, say: Say, about: str) -> None:
    """Add the command to the command line."""
    records, subjects, packs = _sides(say, "records"), _sides(say, "subjects"), _sides(say, "pack")

    @made.command("compare", help=about)
    def compare(
        before: Annotated[Path, typer.Argument(metavar="A", help=say("原来的结果文件夹。", "The results before."))],
        after: Annotated[Path, typer.Argument(metavar="B", help=say("现在的结果文件夹。", "The results after."))],
        out: Annotated[
            Path | None,
            typer.Option("--out", metavar="FILE", help=say("写一个 .xlsx 工作簿。", "Write an .xlsx workbook.")),
        ] = None,
        pages: Annotated[
            Path | None,
            typer.Option(
                "--pages",
                metavar="DIR",
                help=say(
                    "写网页：变动名单一页，可以转发的概要一页。",
                    "Write web pages: one with the movers, one that may be handed on.",
                ),
            ),
        ] = None,
        records_before: Annotated[list[Path] | None, records[0]] = None,
        records_after: Annotated[list[Path] | None, records[1]] = None,
        subjects_before: Annotated[list[Path] | None, subjects[0]] = None,
        subjects_after: Annotated[list[Path] | None, subjects[1]] = None,
        pack_before: Annotated[Path | None, packs[0]] = None,
        pack_after: Annotated[Path | None, packs[1]] = None,
        as_json: Annotated[bool, typer.Option("--json", help=say("输出 JSON。", "Write JSON."))] = False,
    ) -> int:
        given = both_records(
            GivenRecords(tuple(records_before or ()), tuple(subjects_before or ()), pack_before),
            GivenRecords(tuple(records_after or ()), tuple(subjects_after or ()), pack_after),
        )
        return compare_command(CompareAsked(before, after, out, pages, as_json, given), speech(aside=as_json))


def _sides(say: Say, what: str) -> list[Any]:
    """One option for each side."""
    made = []
    for end, zh, en in (("before", "原来", "before"), ("after", "现在", "after")):
        told = {
            "records": (
                f"--{end}",
                "PATH...",
                say(f"算出{zh}那份结果的记录：说出哪些记录变了。", f"The records {en}: which of them changed is told."),
            ),
            "subjects": (
                f"--{end}-subjects",
                "PATH...",
                say(
                    f"{zh}的名册；不写则按那时的命令。",
                    f"The list of subjects {en}; as the command then had it by default.",
                ),
            ),
            "pack": (
                f"--{end}-pack",
                "DIR",
                say(f"{zh}的业务包；不写则按那时的命令。", f"The pack {en}; as the command then had it by default."),
            ),
        }[what]
        made.append(typer.Option(told[0], metavar=told[1], help=told[2]))
    return made
