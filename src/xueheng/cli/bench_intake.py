"""`bench intake`: a district's workbook checked and stored on the server, while class sheets are saved beside it."""

from collections.abc import Sequence

from xueheng.cli.bench_server import DATABASES, ServerAsked, Told, Workload, bench_server
from xueheng.cli.refusals import unknown
from xueheng.cli.speech import Speech
from xueheng.wording import Text

INTAKE = "intake"
ROWS = 100_000
WORKLOAD = Workload(INTAKE, "benchmarks.intake", "--rows")


def bench_intake(asked: ServerAsked, speech: Speech, *, as_data: bool) -> int:
    """The command itself: 1 where a run did not finish. Raises CommandRefused."""
    return bench_server(WORKLOAD, asked, _databases(asked.only), lambda told: _say(told, speech), as_data=as_data)


def _databases(only: str | None) -> Sequence[str]:
    if only is None:
        return list(DATABASES)
    wanted = [word.strip() for word in only.split(",") if word.strip()]
    for word in wanted:
        if word not in DATABASES:
            raise unknown(Text("数据库", "database"), word, DATABASES)
    return wanted


def _say(told: Told, speech: Speech) -> None:
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
