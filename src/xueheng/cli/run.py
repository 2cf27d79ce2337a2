"""`run`: a standard over a period on the server's own record."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from pkgutil import resolve_name
from typing import Annotated, Any

import typer

from xueheng.cli.data_folder import data_option
from xueheng.cli.given_day import given_day
from xueheng.cli.progress import Waiting
from xueheng.cli.refusals import unknown
from xueheng.cli.speech import Speech, speech
from xueheng.web.public import bring_up_to_date, start_django
from xueheng.wording import Text

Say = Callable[[str, str], str]
IDENTITY, EVALUATION = "xueheng.identity.public:", "xueheng.evaluation.public:"
"""Rooms with tables are looked up once Django stands."""


def add_run(made: typer.Typer, say: Say, about: str) -> None:
    """Add the command to the command line."""

    @made.command("run", help=about)
    def command(
        standard: Annotated[str, typer.Argument(metavar="STANDARD", help=say("标准或业务包。", "A standard or pack."))],
        period: Annotated[
            str | None,
            typer.Option(
                "--period",
                metavar="P",
                help=say("评价周期；不写则是今天所在的。", "The period; by default the present one."),
            ),
        ] = None,
        as_of: Annotated[
            str | None,
            typer.Option(
                "--as-of",
                metavar="DAY",
                help=say("单位与学籍截至哪一天；不写则是周期最后一天。", "Units and enrolments of this day."),
            ),
        ] = None,
        data: Annotated[Path | None, data_option(say)] = None,
    ) -> int:
        return run_command(standard, period, given_day(as_of), data, speech())


def run_command(standard: str, period: str | None, as_of: date | None, data: Path | None, told: Speech) -> int:
    """The command itself; returns its exit code."""
    start_django(data)
    bring_up_to_date()
    by = resolve_name(f"{IDENTITY}programme_viewer")()
    name = _standard_named(standard)
    with Waiting(told.language) as waiting:
        run = resolve_name(f"{EVALUATION}run_standard")(
            by, name, period, lambda done, of, said: waiting(said, done, of), as_of=as_of
        )
    folder = resolve_name(f"{EVALUATION}results_of")(run.number)
    told.table(
        (Text("项目", "What"), Text("值", "Value")),
        [
            (told.label(Text("标准", "Standard")), f"{run.standard} {run.version}"),
            (told.label(Text("周期", "Period")), f"{run.label}（{run.first}–{run.last}）"),
            (told.label(Text("单位与学籍截至", "Units and enrolments as of")), str(run.tree_day)),
            (told.label(Text("评价对象", "Subjects")), f"{run.subjects:,}"),
            (told.label(Text("快照", "Snapshot")), run.snapshot_digest),
            (told.label(Text("结果", "Results")), run.digests["results"]),
        ],
        numbers_from=2,
    )
    told.say(Text(f"结果在 {folder}", f"The results are in {folder}"))
    return 0


def _standard_named(name: str) -> str:
    """The standard of the packs in force that is meant: its qualified name, or the name of its pack."""
    library: Any = resolve_name(f"{IDENTITY}library")()
    if name in library.standards:
        return name
    of_pack = library.packs[name].standards if name in library.packs else ()
    if of_pack:
        return str(of_pack[0])
    raise unknown(Text("标准", "standard"), name, sorted(library.standards))
