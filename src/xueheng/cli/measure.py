"""`measure`: one measure of one unit, with the run that it comes from."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from pkgutil import resolve_name
from typing import Annotated, Any

import typer

from xueheng.cli.data_folder import data_option
from xueheng.cli.progress import Waiting
from xueheng.cli.speech import Speech, speech
from xueheng.web.public import bring_up_to_date, start_django
from xueheng.wording import Text

Say = Callable[[str, str], str]
IDENTITY, EVALUATION = "xueheng.identity.public:", "xueheng.evaluation.public:"
"""Rooms with tables are looked up once Django stands."""
MISSING = Text("缺数据", "no data")


def add_measure(made: typer.Typer, say: Say, about: str) -> None:
    """Add the command to the command line."""

    @made.command("measure", help=about)
    def command(
        measure: Annotated[
            str, typer.Argument(metavar="PACK.MEASURE", help=say("业务包.统计项。", "The measure, with its pack."))
        ],
        of: Annotated[
            str,
            typer.Option(
                "--of", metavar="UNIT", help=say("单位的代码、编号或全称。", "A unit's code, number or name.")
            ),
        ],
        period: Annotated[
            str | None,
            typer.Option(
                "--period", metavar="P", help=say("周期；不写则是今天所在的。", "The period; by default today's.")
            ),
        ] = None,
        as_data: Annotated[
            bool, typer.Option("--json", help=say("只输出 JSON。", "Print JSON and nothing else."))
        ] = False,
        data: Annotated[Path | None, data_option(say)] = None,
    ) -> int:
        return measure_command(measure, of, period, speech(), as_data=as_data, data=data)


def measure_command(
    measure: str, of: str, period: str | None, told: Speech, *, as_data: bool, data: Path | None
) -> int:
    """The command itself; returns its exit code."""
    start_django(data)
    bring_up_to_date()
    by = resolve_name(f"{IDENTITY}programme_viewer")()
    unit = resolve_name(f"{EVALUATION}unit_meant")(of)
    with Waiting(told.language) as waiting:
        made = resolve_name(f"{EVALUATION}run_measure")(
            by, measure, period, lambda done, total, said: waiting(said, done, total)
        )
    figures = resolve_name(f"{EVALUATION}figures_of_unit")(made, unit)
    if as_data:
        json.dump(_data(made.run, unit, figures), sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
        return 0
    rows = [(f"{measure} {each.part}".strip(), each.shown or told.label(MISSING)) for each in figures]
    told.table(
        (Text("项目", "What"), Text("值", "Value")),
        [
            (told.label(Text("单位", "Unit")), unit.name),
            (told.label(Text("周期", "Period")), f"{made.run.label}（{made.run.first}–{made.run.last}）"),
            *rows,
            (told.label(Text("评价批次", "Run")), str(made.run.number)),
            (told.label(Text("快照", "Snapshot")), made.run.snapshot_digest),
            (told.label(Text("各单位的值", "Values of all units")), made.run.digests["values"]),
        ],
        numbers_from=2,
    )
    return 0


def _data(run: Any, unit: Any, figures: Any) -> dict[str, object]:
    return {
        "measure": run.standard,
        "version": run.version,
        "unit": {"number": str(unit.number), "code": unit.code, "name": unit.name},
        "period": {"label": run.label, "first": str(run.first), "last": str(run.last)},
        "values": [{"part": each.part, "shown": each.shown, "exact": each.exact} for each in figures],
        "run": {
            "number": str(run.number),
            "snapshot": run.snapshot_digest,
            "known_at": run.known_at,
            "values_digest": run.digests["values"],
            "packs": run.definitions,
        },
    }
