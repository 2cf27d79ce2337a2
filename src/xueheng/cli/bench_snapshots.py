"""`bench snapshots`: a large record's full snapshot, one after 1 % more, and live answers beside it."""

from xueheng.cli.bench_server import DATABASES, ServerAsked, Told, Workload, bench_server
from xueheng.cli.refusals import unknown
from xueheng.cli.speech import Speech
from xueheng.wording import Text

SNAPSHOTS = "snapshots"
RECORDS = 3_000_000
SQLITE = "sqlite"
A_PUPIL, FEWEST = 250, 400
"""Records of a pupil in a year, and as many pupils as live answers are asked for."""


def bench_snapshots(asked: ServerAsked, speech: Speech, *, as_data: bool) -> int:
    """The command itself: 1 where a run did not finish. `rows` of what was asked: records to snapshot. Raises
    CommandRefused.
    """
    if asked.only not in (None, SQLITE):
        raise unknown(Text("数据库", "database"), asked.only or "", (SQLITE,))
    pupils = max(FEWEST, asked.rows // A_PUPIL)
    workload = Workload(SNAPSHOTS, "benchmarks.snapshots", "--records", False, ("--pupils", str(pupils)))
    return bench_server(workload, asked, [SQLITE], lambda told: _say(told, speech), as_data=as_data)


def _say(told: Told, speech: Speech) -> None:
    name, records, pupils = DATABASES[SQLITE], told["records"], told["pupils"]
    full, more, share = told["full_s"], told["incremental_s"], round(100 * told["incremental_s"] / told["full_s"])
    speech.say(
        Text(
            f"{name}：{pupils:,} 人 {records:,} 条。全量快照 {full} 秒；多 1% 以后再作 {more} 秒（{share}%），"
            f"{told['files_used_again']} / {told['files']} 个文件沿用。此刻的结果 p50 {told['live_p50_ms']} 毫秒，"
            f"p99 {told['live_p99_ms']} 毫秒。",
            f"{name}: {records:,} records of {pupils:,} pupils. A full snapshot {full} s; after 1 % more {more} s "
            f"({share} %), {told['files_used_again']} of {told['files']} files used again. A live answer p50 "
            f"{told['live_p50_ms']} ms, p99 {told['live_p99_ms']} ms.",
        )
    )
