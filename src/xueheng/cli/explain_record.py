"""`explain-record`: one subject's result on the server's own record taken apart, as its page in the browser has it."""

import json
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from pkgutil import resolve_name
from typing import Annotated, Any

import typer

from xueheng.cli.data_folder import data_option
from xueheng.cli.explanation_tree import tree_lines
from xueheng.cli.refusals import CommandRefused, unknown
from xueheng.cli.speech import Speech, speech
from xueheng.evaluation.core.public import period_for
from xueheng.web.public import bring_up_to_date, start_django
from xueheng.wording import Text

Say = Callable[[str, str], str]
IDENTITY, EVALUATION = "xueheng.identity.public:", "xueheng.evaluation.public:"


def add_explain_record(made: typer.Typer, say: Say, about: str) -> None:
    """Add the command to the command line."""

    @made.command("explain-record", help=about)
    def command(
        standard: Annotated[str, typer.Argument(metavar="STANDARD", help=say("标准。", "The standard."))],
        subject: Annotated[
            int, typer.Option("--subject", metavar="ID", help=say("评价对象的编号。", "The subject's number."))
        ],
        run: Annotated[
            int | None,
            typer.Option("--run", metavar="N", help=say("评价批次；不写则按此刻。", "A run; else as of now.")),
        ] = None,
        period: Annotated[
            str | None,
            typer.Option("--period", metavar="P", help=say("评价周期，不写批次时用。", "The period, without a run.")),
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help=say("输出 JSON。", "Write JSON."))] = False,
        data: Annotated[Path | None, data_option(say)] = None,
    ) -> int:
        return explain_record(standard, subject, run, period, as_json, data, speech())


def explain_record(
    standard: str, subject: int, run: int | None, period: str | None, as_json: bool, data: Path | None, told: Speech
) -> int:
    """The command itself; returns its exit code."""
    start_django(data)
    bring_up_to_date()
    library: Any = resolve_name(f"{IDENTITY}library")()
    if standard not in library.standards:
        raise unknown(Text("标准", "standard"), standard, sorted(library.standards))
    if run is None:
        during = period_for(library, standard, period, _today())
        found = resolve_name(f"{EVALUATION}explained_now")(standard, during, subject)
    else:
        found = resolve_name(f"{EVALUATION}explained_run")(_run_of(run, standard), subject)
    if as_json:
        json.dump(found, sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
        return 0
    for line in tree_lines(found, told.language):
        told.line(line)
    return 0


def _run_of(number: int, standard: str) -> Any:
    runs = resolve_name(f"{EVALUATION}Run").objects.for_the_programme("a result is explained at the command line")
    found = runs.filter(pk=number, standard=standard).first()
    if found is None:
        raise CommandRefused(
            Text(f"没有“{standard}”的评价批次 {number}", f'there is no run {number} of "{standard}"'),
            Text("批次的页面上有编号。", "A run's page has its number."),
        )
    return found


def _today() -> date:
    return datetime.now().astimezone().date()
