"""`bench api`: records sent over the interface in batches, acknowledged a second, to a real server process."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from typing import Any

from xueheng.cli.bench_intake import DATABASES, IntakeAsked
from xueheng.cli.bench_jobs import benchmark_surroundings
from xueheng.cli.bench_machine import machine
from xueheng.cli.refusals import CommandRefused, unknown
from xueheng.cli.speech import Speech
from xueheng.wording import Text

API = "api"
RECORDS = 60_000
POSTGRESQL = "postgresql"
_MODULE = "benchmarks.api_intake"


def bench_api(asked: IntakeAsked, speech: Speech, *, as_data: bool) -> int:
    """The command itself: 1 where a run did not finish. `rows` of what was asked: records to send. Raises
    CommandRefused.
    """
    if find_spec("benchmarks") is None or find_spec(_MODULE) is None or find_spec("tests") is None:
        raise CommandRefused(
            Text("这份安装里没有测速用的数据和程序", "This installation has no benchmarks"),
            Text("请在源代码文件夹里运行 ./xueheng bench。", "Run ./xueheng bench in the source folder."),
        )
    database = asked.only or POSTGRESQL
    if database not in DATABASES:
        raise unknown(Text("数据库", "database"), database, DATABASES)
    before, found = machine(), []
    for told in _runs(asked, database):
        found.append(told)
        if not as_data:
            _say(told, speech)
    if as_data:
        json.dump({"workload": API, "machine": before, "runs": found}, sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
    return 0 if len(found) == asked.runs else 1


def _runs(asked: IntakeAsked, database: str) -> Iterator[dict[str, Any]]:
    words = [str(asked.folder), "--records", str(asked.rows), "--database", database, "--runs", str(asked.runs)]
    command = [sys.executable, "-P", "-m", _MODULE, *words]
    with subprocess.Popen(command, env=benchmark_surroundings(), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("{"):
                yield json.loads(line)


def _say(told: Mapping[str, Any], speech: Speech) -> None:
    name, records, seconds, rate = (
        DATABASES[told["database"]], told["records"], told["seconds"], told["records_per_second"],
    )  # fmt: skip
    server, database, slowest = told["server_us"], told["database_us"], told["slowest_ms"]
    speech.say(
        Text(
            f"{name}：{records:,} 条用 {seconds} 秒，每秒 {rate:,} 条。每条的处理器微秒：服务 {server}，"
            f"数据库 {database}。最慢的一批 {slowest} 毫秒。",
            f"{name}: {records:,} records in {seconds} s, {rate:,} a second. Processor microseconds a record: server "
            f"{server}, database {database}. Slowest batch {slowest} ms.",
        )
    )
