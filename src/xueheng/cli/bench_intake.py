"""`bench intake`: a district's workbook checked and stored on the server, while class sheets are saved beside it."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from xueheng.cli.bench_jobs import benchmark_surroundings
from xueheng.cli.bench_machine import machine
from xueheng.cli.refusals import CommandRefused, unknown
from xueheng.cli.speech import Speech
from xueheng.wording import Text

INTAKE = "intake"
ROWS = 100_000
_MODULE = "benchmarks.intake"
DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True, slots=True)
class IntakeAsked:
    """What the command was asked. `rows`: of the workbook, and pupils of the school; `only`: databases with commas."""

    folder: Path
    rows: int = ROWS
    runs: int = 1
    only: str | None = None


def bench_intake(asked: IntakeAsked, speech: Speech, *, as_data: bool) -> int:
    """The command itself: 1 where a run did not finish. Raises CommandRefused."""
    if find_spec("benchmarks") is None or find_spec(_MODULE) is None or find_spec("tests") is None:
        raise CommandRefused(
            Text("这份安装里没有测速用的数据和程序", "This installation has no benchmarks"),
            Text("请在源代码文件夹里运行 ./xueheng bench。", "Run ./xueheng bench in the source folder."),
        )
    before, found = machine(), []
    for database in _databases(asked.only):
        for told in _runs(asked, database):
            found.append(told)
            if not as_data:
                _say(told, speech)
    if as_data:
        json.dump({"workload": INTAKE, "machine": before, "runs": found}, sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
    return 0 if len(found) == asked.runs * len(_databases(asked.only)) else 1


def _databases(only: str | None) -> Sequence[str]:
    if only is None:
        return list(DATABASES)
    wanted = [word.strip() for word in only.split(",") if word.strip()]
    for word in wanted:
        if word not in DATABASES:
            raise unknown(Text("数据库", "database"), word, DATABASES)
    return wanted


def _runs(asked: IntakeAsked, database: str) -> Iterator[Mapping[str, Any]]:
    """What each run says of itself, as soon as it is over. Faults go to the error output as they are."""
    words = [str(asked.folder), "--rows", str(asked.rows), "--database", database, "--runs", str(asked.runs)]
    command = [sys.executable, "-P", "-m", _MODULE, *words]
    with subprocess.Popen(command, env=benchmark_surroundings(), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("{"):
                yield json.loads(line)


def _say(told: Mapping[str, Any], speech: Speech) -> None:
    name, rows, check, store = DATABASES[told["database"]], told["rows"], told["check_s"], told["store_s"]
    sheets, middle, most, worst = told["sheets"], told["p50_ms"], told["p95_ms"], told["worst_ms"]
    speech.say(
        Text(
            f"{name}：{rows:,} 行，核对 {check} 秒，入库 {store} 秒，共 {told['total_s']} 秒。"
            f"同时存 {sheets} 张 45 人的班级表：p50 {middle} 毫秒，p95 {most} 毫秒，最慢 {worst} 毫秒。",
            f"{name}: {rows:,} rows checked in {check} s and stored in {store} s, {told['total_s']} s in all. Meanwhile"
            f" {sheets} class sheets of 45 were saved: p50 {middle} ms, p95 {most} ms, slowest {worst} ms.",
        )
    )
