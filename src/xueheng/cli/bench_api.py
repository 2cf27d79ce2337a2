"""`bench api`: records sent over the interface in batches, acknowledged a second, to a real server process."""

from xueheng.cli.bench_server import DATABASES, ServerAsked, Told, Workload, bench_server
from xueheng.cli.refusals import unknown
from xueheng.cli.speech import Speech
from xueheng.wording import Text

API = "api"
RECORDS = 60_000
POSTGRESQL = "postgresql"
WORKLOAD = Workload(API, "benchmarks.api_intake", "--records")


def bench_api(asked: ServerAsked, speech: Speech, *, as_data: bool) -> int:
    """The command itself: 1 where a run did not finish. `rows` of what was asked: records to send. Raises
    CommandRefused.
    """
    database = asked.only or POSTGRESQL
    if database not in DATABASES:
        raise unknown(Text("数据库", "database"), database, DATABASES)
    return bench_server(WORKLOAD, asked, [database], lambda told: _say(told, speech), as_data=as_data)


def _say(told: Told, speech: Speech) -> None:
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
