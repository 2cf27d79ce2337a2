"""`import`: a workbook or CSV of records brought in by a nightly job, as if its sender had uploaded it."""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from pkgutil import resolve_name
from typing import Annotated, Any

import typer

from xueheng.cli.data_folder import data_option
from xueheng.cli.given_day import given_day
from xueheng.cli.progress import Waiting
from xueheng.cli.refusals import CommandRefused, cannot_write, unknown
from xueheng.cli.speech import Speech, speech
from xueheng.web.public import bring_up_to_date, start_django
from xueheng.wording import Text

Say = Callable[[str, str], str]
IDENTITY, EVIDENCE = "xueheng.identity.public:", "xueheng.evidence.public:"
"""Rooms with tables are looked up once Django stands."""
LARGEST_FILE = 50 * 1024 * 1024
REJECTED_ROWS = 1
"""The exit code where rows were sent back; the others are stored."""


@dataclass(frozen=True, slots=True)
class ImportAsked:
    """What the command was asked. `who`: a login name and a post (its name or number), parted by a slash."""

    layout: str
    file: Path
    who: str
    day: date | None
    preview: bool


def add_import(made: typer.Typer, say: Say, about: str) -> None:
    """Add the command to the command line."""

    @made.command("import", help=about)
    def command(
        layout: Annotated[
            str,
            typer.Argument(metavar="TYPE|LAYOUT", help=say("表格的版式，或记录类型。", "A layout, or a record type.")),
        ],
        file: Annotated[Path, typer.Argument(metavar="FILE", help=say("表格或 CSV。", "The workbook or CSV."))],
        who: Annotated[
            str,
            typer.Option(
                "--as",
                metavar="ACCOUNT/POST",
                help=say("以谁的哪个任职：登录名/任职（或任职编号）。", "Whose post: login name/post, or its number."),
            ),
        ],
        day: Annotated[
            str | None,
            typer.Option(
                "--day", metavar="DAY", help=say("表里没有日期时的日子。", "The day of a workbook without days.")
            ),
        ] = None,
        preview: Annotated[
            bool, typer.Option("--preview", help=say("只核对，不入库。", "Check only, store nothing."))
        ] = False,
        data: Annotated[Path | None, data_option(say)] = None,
        as_json: Annotated[bool, typer.Option("--json", help=say("输出 JSON。", "Write JSON."))] = False,
    ) -> int:
        asked = ImportAsked(layout, file, who, given_day(day), preview)
        return import_command(asked, data, speech(aside=as_json), as_json=as_json)


def import_command(asked: ImportAsked, data: Path | None, told: Speech, *, as_json: bool) -> int:
    """The command itself; returns its exit code: 0 all rows are stored, 1 some were sent back."""
    content = _content(asked.file)
    start_django(data)
    bring_up_to_date()
    by = _viewer(asked.who)
    with Waiting(told.language) as waiting:
        batch = _brought(by, asked, content, lambda done, of, said: waiting(said, done, of))
        marked = _marked(by, int(batch.pk), asked.file)
    found = {
        "upload": str(batch.pk),
        "layout": batch.layout,
        "stored": not asked.preview,
        "received": batch.received,
        "new": batch.new,
        "same": batch.same,
        "rejected": batch.rejected,
        "kinds": batch.said.get("kinds", {}),
        "marked": str(marked),
    }
    if as_json:
        json.dump(found, sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
    else:
        _say(found, told)
    return REJECTED_ROWS if batch.rejected else 0


def _brought(by: Any, asked: ImportAsked, content: bytes, progress: Callable[[int, int, Text], None]) -> Any:
    """Received, checked and, unless only looked at, stored: by the same functions as from the page."""
    incoming = resolve_name(f"{EVIDENCE}IncomingFile")(asked.file.name, content)
    batch = resolve_name(f"{EVIDENCE}receive_upload")(by, incoming, asked.layout, asked.day)
    batch = resolve_name(f"{EVIDENCE}check_upload")(by, int(batch.pk), progress)
    if asked.preview:
        return batch
    return resolve_name(f"{EVIDENCE}store_upload")(by, int(batch.pk), progress)


def _marked(by: Any, number: int, file: Path) -> Path:
    """The marked workbook beside the one that was brought: complete, or as it was. Raises CommandRefused."""
    resolve_name(f"{EVIDENCE}make_return")(by, number)
    name, pieces = resolve_name(f"{EVIDENCE}open_return")(by, number)
    path = file.with_name(name)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with draft.open("wb") as target:
            target.writelines(pieces)
        draft.replace(path)
    except OSError as fault:
        draft.unlink(missing_ok=True)
        raise cannot_write(path, fault) from fault
    return path


def _viewer(who: str) -> Any:
    """Whoever the command acts as, under one of her posts. Raises CommandRefused, AccountClosed."""
    login, _, post = who.partition("/")
    account = resolve_name(f"{IDENTITY}Account").objects.filter(login=login.strip().lower()).first()
    if account is None or not post:
        raise CommandRefused(
            Text(f"没有“{who}”这个账号和任职", f'There is no account and post "{who}"'),
            Text("请写成 登录名/任职，任职写名称或编号。", "Write LOGIN/POST, the post by its name or number."),
        )
    held = [one for one in resolve_name(f"{IDENTITY}identities")(account.person_id) if one.post is not None]
    fitting = [one for one in held if post in (one.role, one.key)]
    if len(fitting) != 1:
        known = [f"{login}/{one.role if _alone(one, held) else one.key}" for one in held]
        raise unknown(Text("任职", "post"), who, known)
    return resolve_name(f"{IDENTITY}viewer_for")(account, fitting[0].key)


def _alone(one: Any, held: list[Any]) -> bool:
    """Whether nobody else of these has the same role."""
    return [each.role for each in held].count(one.role) == 1


def _content(file: Path) -> bytes:
    try:
        if file.stat().st_size > LARGEST_FILE:
            most = LARGEST_FILE // (1024 * 1024)
            raise CommandRefused(
                Text(f"{file} 超过 {most} MB", f"{file} is larger than {most} MB"),
                Text("请分成几个文件。", "Split it."),
            )
        return file.read_bytes()
    except OSError as fault:
        detail = fault.strerror or str(fault)
        raise CommandRefused(
            Text(f"读不了 {file}：{detail}", f"{file} cannot be read: {detail}"),
            Text("请检查文件名和权限。", "Check its name and its rights."),
        ) from fault


def _say(found: dict[str, Any], told: Speech) -> None:
    done = (
        Text("已入库", "stored")
        if found["stored"]
        else Text("可入库（只核对，没有入库）", "could be stored (not done)")
    )
    told.say(
        Text(
            f"收到 {found['received']:,} 行：{done.zh} {found['new']:,}，已有相同 {found['same']:,}，"
            f"退回 {found['rejected']:,}。",
            f"{found['received']:,} rows: {found['new']:,} {done.en}, {found['same']:,} there before, "
            f"{found['rejected']:,} sent back.",
        )
    )
    told.say(Text(f"逐行的结果和原因在 {found['marked']}", f"Each row's outcome and why: {found['marked']}"))
