"""The options of `evaluate` and `explain`, told in the reader's language."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from xueheng.cli.evaluate import Asked, evaluate_command
from xueheng.cli.explain import explain_command
from xueheng.cli.gathering import Sources
from xueheng.cli.given_day import given_day, today
from xueheng.cli.speech import speech

Say = Callable[[str, str], str]


def _inputs_option(say: Say) -> Any:
    return typer.Option(
        "--input",
        metavar="DIR...",
        help=say(
            "别的标准的结果文件夹：照里面写的读，不重算。",
            "Folders of results of other standards: read as they stand, not computed again.",
        ),
    )


def _reading_options(say: Say) -> dict[str, Any]:
    """The options of evaluate and explain that say what is read."""
    return {
        "standard": typer.Argument(
            metavar="STANDARD",
            help=say(
                "业务包.标准，或业务包的名称（即它的第一个标准）；有 --pack 时在那个包里找。",
                "pack.standard, or a pack's name (its first standard); with --pack, a name within that pack.",
            ),
        ),
        "records": typer.Option(
            "--records",
            metavar="PATH...",
            help=say(
                "记录：工作簿、CSV、按记录类型命名的 Parquet 文件，或装着它们的文件夹。",
                "Records: workbooks, CSV, Parquet files named by evidence type, or folders of them.",
            ),
        ),
        "subjects": typer.Option(
            "--subjects",
            metavar="PATH...",
            help=say(
                "名册：编号、属性、所属班级学校等；不写则由记录里的编号构成。",
                "The subjects: numbers, attributes, what they belong to; by default the records' own numbers.",
            ),
        ),
        "pack": typer.Option("--pack", metavar="DIR", help=say("业务包的文件夹。", "The folder of a pack.")),
        "period": typer.Option(
            "--period",
            metavar="PERIOD",
            help=say(
                "评价周期：2025-2026，或 2025-09-01..2026-08-31；默认为当前学年。",
                "The period: 2025-2026, or 2025-09-01..2026-08-31; the current school year where left out.",
            ),
        ),
        "day": typer.Option(
            "--day",
            metavar="DAY",
            help=say(
                "表里没有日期时用的日子，如 2025-11-03；默认为评价周期的最后一天。",
                "The day for sheets without one, as 2025-11-03; the period's last day where left out.",
            ),
        ),
        "layout": typer.Option(
            "--layout", metavar="NAME", help=say("只按这一种版式读工作簿。", "Read workbooks by this layout only.")
        ),
        "inputs": _inputs_option(say),
        "overlays": typer.Option(
            "--overlay",
            metavar="DIR|FILE",
            help=say(
                "校本层业务包的文件夹，或它的 overlay.yaml；可写多个。结果分基准和校本两份。",
                "The folder of a layer's pack, or its overlay.yaml; repeat it for several. Results are base and own.",
            ),
        ),
    }


def _asked(
    standard: str,
    records: list[Path],
    subjects: list[Path] | None,
    pack: Path | None,
    period: str | None,
    day: str | None,
    layout: str | None,
    inputs: list[Path] | None = None,
    overlays: list[Path] | None = None,
) -> Asked:
    sources = Sources(tuple(records), tuple(subjects or ()), given_day(day), layout, inputs=tuple(inputs or ()))
    return Asked(standard, sources, pack, period, tuple(overlays or ()))


def add_evaluate(made: typer.Typer, say: Say, about: str) -> None:
    """Add the command to the command line."""
    reading = _reading_options(say)

    @made.command("evaluate", help=about)
    def evaluate(
        standard: Annotated[str, reading["standard"]],
        records: Annotated[list[Path], reading["records"]],
        out: Annotated[
            Path,
            typer.Option(
                "--out",
                metavar="FILE|DIR",
                help=say(
                    "结果：.csv、.parquet、.xlsx 文件，或一个文件夹。",
                    "Results: a .csv, .parquet or .xlsx file, or a folder.",
                ),
            ),
        ],
        subjects: Annotated[list[Path] | None, reading["subjects"]] = None,
        pack: Annotated[Path | None, reading["pack"]] = None,
        period: Annotated[str | None, reading["period"]] = None,
        day: Annotated[str | None, reading["day"]] = None,
        layout: Annotated[str | None, reading["layout"]] = None,
        inputs: Annotated[list[Path] | None, reading["inputs"]] = None,
        overlays: Annotated[list[Path] | None, reading["overlays"]] = None,
        marked: Annotated[
            Path | None,
            typer.Option(
                "--marked",
                metavar="PATH",
                help=say(
                    "把读入的工作簿写回：得分、等级和退回的单元格都标在里面；有几个文件时给文件夹。",
                    "Give the workbooks back with points, levels and rejected cells marked; a folder for several.",
                ),
            ),
        ] = None,
        pages: Annotated[
            Path | None,
            typer.Option(
                "--pages",
                metavar="DIR",
                help=say(
                    "写网页：每人一页，把每个数拆开来看。", "Write web pages: one a subject, taking each number apart."
                ),
            ),
        ] = None,
    ) -> int:
        asked = _asked(standard, records, subjects, pack, period, day, layout, inputs, overlays)
        return evaluate_command(asked, out, marked, pages, speech(), today())


def add_explain(made: typer.Typer, say: Say, about: str) -> None:
    """Add the command to the command line."""
    reading = _reading_options(say)

    @made.command("explain", help=about)
    def explain(
        standard: Annotated[str, reading["standard"]],
        records: Annotated[list[Path], reading["records"]],
        subject: Annotated[
            str, typer.Option("--subject", metavar="ID", help=say("评价对象的编号。", "The subject's number."))
        ],
        indicator: Annotated[
            str | None, typer.Option("--indicator", metavar="CODE", help=say("只看这一项。", "Only this indicator."))
        ] = None,
        subjects: Annotated[list[Path] | None, reading["subjects"]] = None,
        pack: Annotated[Path | None, reading["pack"]] = None,
        period: Annotated[str | None, reading["period"]] = None,
        day: Annotated[str | None, reading["day"]] = None,
        layout: Annotated[str | None, reading["layout"]] = None,
        inputs: Annotated[list[Path] | None, reading["inputs"]] = None,
        overlays: Annotated[list[Path] | None, reading["overlays"]] = None,
        as_json: Annotated[bool, typer.Option("--json", help=say("输出 JSON。", "Write JSON."))] = False,
    ) -> int:
        asked = _asked(standard, records, subjects, pack, period, day, layout, inputs, overlays)
        return explain_command(asked, subject, indicator, as_json, speech(), today())
