"""The options of `bench`, told in the reader's language."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from xueheng.cli.bench import LEAST_ROWS, BenchAsked, bench_command, memory_bytes
from xueheng.cli.bench_api import API, RECORDS, bench_api
from xueheng.cli.bench_intake import INTAKE, ROWS, bench_intake
from xueheng.cli.bench_pages import PAGES, PUPILS, SECONDS, USERS, bench_pages
from xueheng.cli.bench_pages import RECORDS as PAGES_RECORDS
from xueheng.cli.bench_server import ServerAsked
from xueheng.cli.bench_snapshots import RECORDS as SNAPSHOT_RECORDS
from xueheng.cli.bench_snapshots import SNAPSHOTS, bench_snapshots
from xueheng.cli.refusals import CommandRefused
from xueheng.cli.speech import speech
from xueheng.wording import Text

Say = Callable[[str, str], str]
OF_A_SERVER = {PAGES: PAGES_RECORDS, API: RECORDS, INTAKE: ROWS, SNAPSHOTS: SNAPSHOT_RECORDS}
"""Workloads on a running server, each with the records or rows that it takes where nobody says how many."""


def add_bench(made: typer.Typer, say: Say, about: str) -> None:
    """Add the command to the command line."""

    @made.command("bench", help=about)
    def bench(
        workload: Annotated[
            str,
            typer.Argument(
                metavar="WORKLOAD",
                help=say(
                    "任务：district-year、intake、api、snapshots、pages。",
                    "district-year, intake, api, snapshots or pages.",
                ),
            ),
        ],
        folder: Annotated[Path, typer.Argument(metavar="DIR", help=say("放数据的文件夹。", "The folder of its data."))],
        rows: Annotated[int | None, _rows_option(say)] = None,
        seed: Annotated[
            int,
            typer.Option(
                "--seed", min=0, metavar="N", help=say("造数据的种子。", "The seed that the records are drawn from.")
            ),
        ] = 0,
        runs: Annotated[int | None, _runs_option(say)] = None,
        only: Annotated[str | None, _only_option(say)] = None,
        steps: Annotated[
            bool,
            typer.Option("--steps", help=say("再说明时间花在哪几步。", "Also tell which steps the time goes to.")),
        ] = False,
        memory: Annotated[
            str | None,
            typer.Option(
                "--memory-limit",
                metavar="SIZE",
                help=say("每个进程最多用多少内存，如 4GB。", "The most memory that a job's process may take, as 4GB."),
            ),
        ] = None,
        pupils: Annotated[int | None, _pages_option(say, "--pupils", "学生数（120000）", "pupils (120000)")] = None,
        users: Annotated[int | None, _pages_option(say, "--users", "同时看的人数（20）", "people at once (20)")] = None,
        seconds: Annotated[int | None, _pages_option(say, "--seconds", "量多久（300）", "for how long (300)")] = None,
        as_json: Annotated[bool, typer.Option("--json", help=say("输出 JSON。", "Write JSON."))] = False,
    ) -> int:
        if workload in OF_A_SERVER:
            _refuse_others(workload, seed, steps, memory)
            asked_of_server = ServerAsked(folder, rows or OF_A_SERVER[workload], runs or 1, only)
            return _bench_server(workload, asked_of_server, (pupils, users, seconds), as_json)
        _refuse_pages_own(pupils, users, seconds)
        asked = BenchAsked(workload, folder, rows, seed, runs or 5, only, steps, memory_bytes(memory))
        return bench_command(asked, speech(), as_data=as_json)


def _bench_server(workload: str, asked: ServerAsked, own: tuple[int | None, ...], as_json: bool) -> int:
    """`own`: pupils, users and seconds, which only the pages have."""
    if workload == PAGES:
        pupils, users, seconds = own
        district = {"users": users or USERS, "pupils": pupils or PUPILS, "seconds": seconds or SECONDS}
        return bench_pages(asked, speech(), **district, as_data=as_json)
    _refuse_pages_own(*own)
    measured = {API: bench_api, INTAKE: bench_intake, SNAPSHOTS: bench_snapshots}[workload]
    return measured(asked, speech(), as_data=as_json)


def _rows_option(say: Say) -> Any:
    return typer.Option(
        "--make",
        min=LEAST_ROWS,
        metavar="ROWS",
        help=say(
            "先造出这么多条记录，如 3000000；intake：工作簿的行数，默认 100000；api：发送的记录数，默认 60000；"
            "snapshots、pages：库里的记录数，默认 3000000。",
            "Make so many records first, as 3000000; intake: rows of the workbook (100000); api: records sent (60000); "
            "snapshots, pages: records stored (3000000).",
        ),
    )


def _runs_option(say: Say) -> Any:
    return typer.Option(
        "--runs",
        min=1,
        metavar="N",
        help=say("量几遍，取中位数（默认 5；intake 默认 1）。", "How many runs; medians (5; intake: 1)."),
    )


def _only_option(say: Say) -> Any:
    return typer.Option(
        "--only",
        metavar="NAMES",
        help=say(
            "只量这几样，逗号隔开：floor、full、rescore、live、polars、pandas；intake、api、pages：sqlite、postgresql。",
            "Only these, commas between: floor, full, rescore, live, polars, pandas; intake, api, pages: sqlite, "
            "postgresql.",
        ),
    )


def _pages_option(say: Say, name: str, zh: str, en: str) -> Any:
    return typer.Option(name, min=1, metavar="N", help=say(f"pages：{zh}。", f"pages: {en}."))


def _refuse_pages_own(*given: int | None) -> None:
    if any(each is not None for each in given):
        raise CommandRefused(
            Text("--pupils、--users、--seconds 只用于 pages", "--pupils, --users and --seconds are for pages alone"),
            Text("请去掉再运行。", "Leave them out."),
        )


def _refuse_others(workload: str, seed: int, steps: bool, memory: str | None) -> None:
    if seed or steps or memory is not None:
        raise CommandRefused(
            Text(
                f"{workload} 没有 --seed、--steps、--memory-limit", f"{workload} has no --seed, --steps, --memory-limit"
            ),
            Text("请去掉再运行。", "Leave them out."),
        )
