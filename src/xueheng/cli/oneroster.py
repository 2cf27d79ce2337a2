"""`oneroster`: rosters out to other programs and theirs in, as OneRoster 1.2 CSV."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from pkgutil import resolve_name
from typing import Annotated, Any
from zipfile import ZipFile

import typer

from xueheng.cli.data_folder import data_option
from xueheng.cli.given_day import given_day
from xueheng.cli.progress import Waiting
from xueheng.cli.refusals import CommandRefused
from xueheng.cli.speech import Speech, speech
from xueheng.web.public import bring_up_to_date, start_django
from xueheng.wording import Text

Say = Callable[[str, str], str]
IDENTITY = "xueheng.identity.public:"
"""Rooms with tables are looked up once Django stands."""
FINDINGS = 1
MOST_SAID = 20


def add_oneroster(made: typer.Typer, say: Say, about: str) -> None:
    """Add the commands to the command line."""
    group = typer.Typer(no_args_is_help=True, help=about)
    made.add_typer(group, name="oneroster")
    _add_export(group, say)
    _add_import(group, say)


def _add_export(group: typer.Typer, say: Say) -> None:
    about = say(
        "导出名册：全量，或某时刻以后的变化（--since）。",
        "Rosters out: whole, or what changed since a moment (--since).",
    )

    @group.command("export", help=about)
    def export(
        place: Annotated[
            Path,
            typer.Argument(metavar="FOLDER|ZIP", help=say("文件夹，或 .zip 文件。", "A folder, or a .zip file.")),
        ],
        of: Annotated[
            str | None,
            typer.Option(
                "--of", metavar="UNIT", help=say("只这个单位及下级（单位代码）。", "This unit and below (its code).")
            ),
        ] = None,
        since: Annotated[
            str | None,
            typer.Option(
                "--since",
                metavar="TIME",
                help=say("此刻以后的变化，如 2026-03-01T00:00:00Z。", "Changes after it, as 2026-03-01T00:00:00Z."),
            ),
        ] = None,
        source: Annotated[
            str | None,
            typer.Option(
                "--source",
                metavar="CODE",
                help=say("只给回这个程序送来的。", "Only what the program of this name gave."),
            ),
        ] = None,
        demographics: Annotated[
            bool,
            typer.Option(
                "--demographics",
                help=say("连同性别、生日和证件号；记入日志。", "Sex, day of birth and numbers too; journalled."),
            ),
        ] = False,
        data: Annotated[Path | None, data_option(say)] = None,
    ) -> int:
        return export_command(place, of, since, source, data, speech(), demographics=demographics)


def _add_import(group: typer.Typer, say: Say) -> None:
    about = say(
        "读入别的程序的名册。有退回的行时一行也不存，退出码为 1。",
        "Bring in another program's roster. Where rows are rejected nothing is stored, and the exit code is 1.",
    )

    @group.command("import", help=about)
    def bring(
        file: Annotated[Path, typer.Argument(metavar="ZIP", help=say("OneRoster 的 zip。", "The OneRoster zip."))],
        preview: Annotated[
            bool, typer.Option("--preview", help=say("只核对，不入库。", "Check it only, store nothing."))
        ] = False,
        accept: Annotated[
            bool,
            typer.Option(
                "--accept-rejected", help=say("退回的行不存，其余入库。", "Store the rest beside rejected rows.")
            ),
        ] = False,
        of: Annotated[
            str | None,
            typer.Option(
                "--of", metavar="UNIT", help=say("为哪个单位导入（单位代码）。", "For which unit (its code).")
            ),
        ] = None,
        day: Annotated[
            str | None,
            typer.Option("--day", metavar="DAY", help=say("从哪天起；默认今天。", "From which day; today by itself.")),
        ] = None,
        rejected: Annotated[
            Path | None,
            typer.Option(
                "--rejected", metavar="FILE", help=say("退回的行和原因写成 CSV。", "Rejected rows and why, as CSV.")
            ),
        ] = None,
        data: Annotated[Path | None, data_option(say)] = None,
    ) -> int:
        return import_command(file, of, day, rejected, data, speech(), preview=preview, accept=accept)


def export_command(
    place: Path, of: str | None, since: str | None, source: str | None, data: Path | None, told: Speech, *,
    demographics: bool,
) -> int:  # fmt: skip
    """`oneroster export`; returns its exit code."""
    moment = _moment(since)
    start_django(data)
    bring_up_to_date()
    by = _identity("programme_viewer")()
    made = _identity("export_roster")(by, of=_unit(of), since=moment, sensitive=demographics, source=source)
    _write(place, made.content)
    told.table(
        (Text("文件", "File"), Text("行", "Rows")),
        [(f"{name}.csv", f"{rows:,}") for name, rows in made.rows.items()],
        numbers_from=2,
    )
    told.say(Text(f"已写好 {place}", f"Written: {place}"))
    return 0


def _write(place: Path, content: bytes) -> None:
    """The zip, or its files into a folder."""
    try:
        if place.suffix.lower() == ".zip":
            place.write_bytes(content)
            return
        place.mkdir(parents=True, exist_ok=True)
        whole = place / "oneroster.zip"
        whole.write_bytes(content)
        with ZipFile(whole) as packed:
            packed.extractall(place)
    except OSError as fault:
        raise CommandRefused(
            Text(f"不能写 {place}", f"{place} cannot be written"),
            Text("请换一个能写的地方。", "Choose a place that can be written to."),
        ) from fault


def import_command(
    file: Path, of: str | None, day: str | None, rejected: Path | None, data: Path | None, told: Speech, *,
    preview: bool, accept: bool,
) -> int:  # fmt: skip
    """`oneroster import`; returns its exit code."""
    try:
        content = file.read_bytes()
    except OSError as fault:
        raise CommandRefused(
            Text(f"不能读 {file}", f"{file} cannot be read"), Text("请检查路径。", "Check the path.")
        ) from fault
    from_day = given_day(day)
    start_django(data)
    bring_up_to_date()
    by = _identity("programme_viewer")()
    with Waiting(told.language) as waiting:
        number = _identity("receive_roster")(by, file.name, content, from_day or by.day, _unit_of_import(of))
        batch = _identity("check_roster")(by, number, lambda done, of, said: waiting(said, done, of))
        faulty = _identity("roster_rows")(batch, "rejected")
        if not preview and (accept or not batch.rejected):
            batch = _identity("store_roster")(by, number, lambda done, of, said: waiting(said, done, of))
            faulty = _identity("roster_rows")(batch, "rejected")
    _tell(batch, faulty, told)
    if rejected is not None and faulty:
        rejected.write_bytes(_identity("rejected_rows")(faulty))
    if batch.state != "stored":
        _identity("withdraw_roster")(by, number)
        told.say(Text("没有入库。", "Nothing was stored."))
    return FINDINGS if batch.rejected else 0


def _tell(batch: Any, faulty: Any, told: Speech) -> None:
    counts = (
        (Text("收到", "received"), batch.received), (Text("新", "new"), batch.new),
        (Text("有变化", "changed"), batch.changed), (Text("相同", "the same"), batch.same),
        (Text("退回", "rejected"), batch.rejected),
        (Text("来源不再有（未删除）", "no longer there (not deleted)"), batch.gone),
    )  # fmt: skip
    told.table(
        (Text("行", "Rows"), Text("数", "Number")),
        [(told.label(said), f"{rows:,}") for said, rows in counts],
        numbers_from=2,
    )
    for row in faulty[:MOST_SAID]:
        told.say(
            Text(f"{row.sheet}.csv 第 {row.row} 行 {row.reason.zh}", f"{row.sheet}.csv line {row.row}: {row.reason.en}")
        )


def _identity(name: str) -> Any:
    return resolve_name(f"{IDENTITY}{name}")


def _unit(code: str | None) -> int | None:
    return None if code is None else int(_identity("unit_of_code")(code))


def _unit_of_import(code: str | None) -> int | None:
    """The unit that is named, else the one authority that stands here."""
    return _unit(code) if code is not None else _identity("only_authority")()


def _moment(written: str | None) -> int | None:
    if written is None:
        return None
    try:
        found = datetime.fromisoformat(written)
    except ValueError as fault:
        raise CommandRefused(
            Text(f"看不懂时刻“{written}”", f'The moment "{written}" cannot be read'),
            Text("请写成 2026-03-01T00:00:00Z 这样。", "Write it like 2026-03-01T00:00:00Z."),
        ) from fault
    return round((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp() * 1_000_000)
