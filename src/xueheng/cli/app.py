"""The commands with their options, told in the reader's language."""

import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from typer import rich_utils

from xueheng import __version__
from xueheng.cli.backup import add_backup
from xueheng.cli.bench_options import add_bench
from xueheng.cli.case_frameworks import add_case
from xueheng.cli.check import check_command
from xueheng.cli.compare_options import add_compare
from xueheng.cli.demo import DEMO_FOLDER, demo_command
from xueheng.cli.doctor import add_doctor
from xueheng.cli.evaluate import Asked, evaluate_command
from xueheng.cli.explain import explain_command
from xueheng.cli.explain_record import add_explain_record
from xueheng.cli.gathering import Sources
from xueheng.cli.given_day import given_day
from xueheng.cli.import_workbook import add_import
from xueheng.cli.journal import add_journal
from xueheng.cli.measure import add_measure
from xueheng.cli.oneroster import add_oneroster
from xueheng.cli.overlay_options import add_overlay
from xueheng.cli.restore import add_restore
from xueheng.cli.rule_list import say_rules
from xueheng.cli.run import add_run
from xueheng.cli.schema import schema_command
from xueheng.cli.serve import add_serve
from xueheng.cli.setup import add_setup
from xueheng.cli.speech import speech
from xueheng.wording import Language, Text, reader_language

Say = Callable[[str, str], str]


def build_app(language: Language) -> typer.Typer:
    """The command line for a reader of `language`."""

    def say(zh: str, en: str) -> str:
        return Text(zh, en).say(language)

    _speak_help(say)
    made = typer.Typer(
        add_completion=False,
        rich_markup_mode="rich",
        pretty_exceptions_enable=False,
        no_args_is_help=True,
        help=say(
            "学衡：由一份写成文字的标准和学校自己的工作簿，得到可以逐个拆开来看的评价。",
            "Xueheng: evaluations that can be taken apart, from a standard written as text and a school's workbooks.",
        ),
    )
    _add_version(made, say)
    for add in (_add_check, _add_schema, _add_evaluate, _add_explain, add_compare, add_overlay, _add_demo, add_bench):
        add(made, say)
    add_serve(made, say)
    add_setup(made, say)
    add_journal(made, say)
    add_run(made, say)
    add_import(made, say)
    add_oneroster(made, say)
    add_case(made, say)
    add_measure(made, say)
    for add in (add_explain_record, add_backup, add_restore, add_doctor):
        add(made, say)
    return made


def _today() -> date:
    """Today where this machine stands."""
    return datetime.now().astimezone().date()


def _speak_help(say: Say) -> None:
    """The fixed words of help pages."""
    rich_utils.ARGUMENTS_PANEL_TITLE = say("参数", "Arguments")
    rich_utils.OPTIONS_PANEL_TITLE = say("选项", "Options")
    rich_utils.COMMANDS_PANEL_TITLE = say("命令", "Commands")
    rich_utils.REQUIRED_LONG_STRING = say("[必填]", "[required]")
    rich_utils.DEFAULT_STRING = "[默认 / default：{}]"


def _add_version(made: typer.Typer, say: Say) -> None:
    def told(asked: bool) -> None:
        if asked:
            print(f"xueheng {__version__}")
            raise typer.Exit

    @made.callback()
    def start(
        version: Annotated[
            bool, typer.Option("--version", help=say("显示版本号。", "Show the version."), callback=told, is_eager=True)
        ] = False,
    ) -> None:
        del version


def _add_check(made: typer.Typer, say: Say) -> None:
    about = say(
        "检查业务包：逐处列出问题，在两个引擎上运行算例。有错误时退出码为 1。",
        "Check packs: list every issue, run the worked examples on both engines. Exit code 1 where there are errors.",
    )

    @made.command("check", help=about)
    def check(
        packs: Annotated[
            list[str] | None,
            typer.Argument(
                metavar="[PACK|DIR]...",
                help=say(
                    "业务包的名称或文件夹；不写则检查自带的全部。",
                    "Packs by name or folder; all that come with the program where left out.",
                ),
            ),
        ] = None,
        list_rules: Annotated[
            bool,
            typer.Option(
                "--list-rules", help=say("列出所有编号、消息和办法。", "List every id with its message and what to do.")
            ),
        ] = False,
        as_json: Annotated[bool, typer.Option("--json", help=say("输出 JSON。", "Write JSON."))] = False,
    ) -> int:
        if list_rules:
            say_rules(speech(), as_data=as_json)
            return 0
        return check_command(packs or [], speech(), as_data=as_json, today=_today())


def _add_schema(made: typer.Typer, say: Say) -> None:
    about = say(
        "业务包各种文件的 JSON Schema，供编辑器补全和划线。",
        "JSON Schemas of a pack's files, so that editors complete and underline.",
    )

    @made.command("schema", help=about)
    def schema(
        kind: Annotated[
            str | None,
            typer.Argument(
                metavar="[KIND]",
                help=say(
                    "文件种类，如 measures；不写则列出种类。",
                    "A kind of file, as measures; the kinds are listed where left out.",
                ),
            ),
        ] = None,
        into: Annotated[
            Path | None,
            typer.Option(
                "--all", metavar="DIR", help=say("把全部写入这个文件夹。", "Write all of them into this folder.")
            ),
        ] = None,
    ) -> int:
        return schema_command(kind, into, speech())


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


def _add_evaluate(made: typer.Typer, say: Say) -> None:
    reading = _reading_options(say)
    about = say(
        "按标准评价：读文件，写结果，说明每一行的去向。",
        "Evaluate by a standard: read files, write results, and account for every row.",
    )

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
        return evaluate_command(asked, out, marked, pages, speech(), _today())


def _add_explain(made: typer.Typer, say: Say) -> None:
    reading = _reading_options(say)
    about = say(
        "说明一个对象的得分：每一步的数、评分依据和所依据的记录。",
        "Explain one subject's result: every number, scale and record on the way.",
    )

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
        return explain_command(asked, subject, indicator, as_json, speech(), _today())


def _add_demo(made: typer.Typer, say: Say) -> None:
    about = say(
        "造出示例工作簿，读入，评价，写出结果；示例里的人全是编造的。",
        "Make example workbooks, read them, evaluate, write results. Everybody in them is made up.",
    )

    @made.command("demo", help=about)
    def demo(
        out: Annotated[
            Path, typer.Option("--out", metavar="DIR", help=say("写到这个文件夹。", "The folder to write to."))
        ] = Path(DEMO_FOLDER),
        pupils: Annotated[
            int,
            typer.Option(
                "--pupils", min=1, max=200_000, metavar="N", help=say("编造多少人。", "How many people to make up.")
            ),
        ] = 12_000,
        seed: Annotated[
            int,
            typer.Option(
                "--seed",
                metavar="N",
                help=say("种子：同一个种子造出同样的数据。", "The seed: the same one makes the same data."),
            ),
        ] = 1,
        pages: Annotated[
            int | None,
            typer.Option(
                "--pages",
                min=0,
                metavar="N",
                help=say(
                    "写多少页得分依据；不写则为一所学校的每人一页。",
                    "How many pages of explanations; by default one school's.",
                ),
            ),
        ] = None,
        all_pages: Annotated[
            bool, typer.Option("--all-pages", help=say("每人都写一页。", "Write a page for everybody."))
        ] = False,
        serve: Annotated[
            bool | None,
            typer.Option(
                "--serve/--no-serve",
                help=say(
                    "再把示例区装进服务并打开；不写时，在终端里运行就打开。",
                    "Then load the example region into a server and serve it; by default at a terminal.",
                ),
            ),
        ] = None,
        port: Annotated[
            int, typer.Option("--port", metavar="N", min=0, max=65535, help=say("服务的端口。", "The server's port."))
        ] = 8765,
    ) -> int:
        serving = sys.stdout.isatty() if serve is None else serve
        at = port if serving else None
        return demo_command(out, pupils, seed, pupils if all_pages else pages, speech(), _today(), at)


app = build_app(reader_language())
"""The command line in the language of this process's environment."""
