"""Benchmarks over a server's database: each run says what it measured as one line of JSON, and is shown at once."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from xueheng.cli.bench_jobs import benchmark_surroundings
from xueheng.cli.bench_machine import machine
from xueheng.cli.refusals import CommandRefused
from xueheng.wording import Text

DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ServerAsked:
    """What the command was asked. `rows`: of the workload; `only`: databases with commas."""

    folder: Path
    rows: int
    runs: int = 1
    only: str | None = None


@dataclass(frozen=True, slots=True)
class Workload:
    """A benchmark: its name, its module, and by which word the module takes the number of rows. `chooses`: the module
    takes a database and a number of runs; else it is run as often itself. `more`: further words for it.
    """

    name: str
    module: str
    rows: str
    chooses: bool = True
    more: tuple[str, ...] = ()


def bench_server(
    workload: Workload, asked: ServerAsked, databases: Sequence[str], say: Callable[[Told], None], *, as_data: bool
) -> int:
    """Every run on every database: 1 where one did not finish. Raises CommandRefused."""
    if find_spec("benchmarks") is None or find_spec(workload.module) is None or find_spec("tests") is None:
        raise CommandRefused(
            Text("这份安装里没有测速用的数据和程序", "This installation has no benchmarks"),
            Text("请在源代码文件夹里运行 ./xueheng bench。", "Run ./xueheng bench in the source folder."),
        )
    before, found = machine(), []
    for database in databases:
        for told in _runs(workload, asked, database):
            found.append(told)
            if not as_data:
                say(told)
    if as_data:
        json.dump(
            {"workload": workload.name, "machine": before, "runs": found}, sys.stdout, ensure_ascii=False, indent=2
        )
        sys.stdout.write("\n")
    return 0 if len(found) == asked.runs * len(databases) else 1


def _runs(workload: Workload, asked: ServerAsked, database: str) -> Iterator[Told]:
    """What each run says of itself, as soon as it is over. Faults go to the error output as they are."""
    words = [str(asked.folder), workload.rows, str(asked.rows), *workload.more]
    chosen = ["--database", database, "--runs", str(asked.runs)] if workload.chooses else []
    command = [sys.executable, "-P", "-m", workload.module, *words, *chosen]
    surroundings = {**benchmark_surroundings()}
    surroundings.pop("DJANGO_SETTINGS_MODULE", None)  # a benchmark's server has its own
    for _ in range(1 if workload.chooses else asked.runs):
        with subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            for line in process.stdout:
                if line.startswith("{"):
                    yield json.loads(line)
