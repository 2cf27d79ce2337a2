"""`bench pages`: every page of every post, asked for by twenty people at once; and a class sheet saved meanwhile."""

from collections.abc import Mapping, Sequence
from typing import Any

from xueheng.cli.bench_server import DATABASES, ServerAsked, Told, Workload, bench_server
from xueheng.cli.refusals import unknown
from xueheng.cli.speech import Speech
from xueheng.wording import Text

PAGES = "pages"
RECORDS, PUPILS, USERS, SECONDS, WORKBOOK_ROWS = 3_000_000, 120_000, 20, 300, 100_000
SQLITE = "sqlite"
WANTED_MS, WANTED_OF_A_SHEET_MS = 200, 150
HEADINGS = (
    Text("页面", "Page"),
    Text("身份", "Role"),
    Text("请求", "Requests"),
    Text("p50 毫秒", "p50 ms"),
    Text("p95 毫秒", "p95 ms"),
    Text("查询", "Queries"),
    Text("处理器毫秒", "CPU ms"),
    Text("压缩后 KB", "KB compressed"),
    Text("", ""),
)
SLOW = Text("慢", "slow")


def bench_pages(asked: ServerAsked, speech: Speech, *, users: int, pupils: int, seconds: int, as_data: bool) -> int:
    """The command itself: 1 where a run did not finish. `rows` of what was asked: records in the district. Raises
    CommandRefused.
    """
    database = asked.only or SQLITE
    if database not in DATABASES:
        raise unknown(Text("数据库", "database"), database, DATABASES)
    more = ("--pupils", str(pupils), "--users", str(users), "--seconds", str(seconds))
    rows = ("--rows", str(min(WORKBOOK_ROWS, pupils)), "--database", database)
    workload = Workload(PAGES, "benchmarks.pages", "--records", False, (*more, *rows))
    return bench_server(workload, asked, [database], lambda told: _say(told, speech), as_data=as_data)


def _say(told: Told, speech: Speech) -> None:
    at: Mapping[str, Any] = told["machine"]
    speech.say(
        Text(
            f"机器：{at['cpu']}，{at['cores']} 核，{at['memory_mb']:,} MB，开始时负载 {at['load_before']}。",
            f"Machine: {at['cpu']}, {at['cores']} cores, {at['memory_mb']:,} MB, "
            f"load {at['load_before']} at the start.",
        )
    )
    name, pupils, records = DATABASES[told["database"]], told["pupils"], told["records"]
    users, seconds, requests, busy = told["users"], told["seconds"], told["requests"], told["server_busy"]
    speech.say(
        Text(
            f"{name}：{pupils:,} 人 {records:,} 条。{users} 人同时看，隔一秒一页，{seconds:g} 秒里 {requests:,} 页；"
            f"服务用了 {busy} 个核。",
            f"{name}: {records:,} records of {pupils:,} pupils. {users} people at once, a second between pages: "
            f"{requests:,} pages in {seconds:g} s; the server took {busy} cores.",
        )
    )
    speech.table(HEADINGS, [_row(one, speech) for one in told["pages"]])
    slow = [one for one in told["pages"] if one["p95_ms"] > WANTED_MS]
    speech.say(
        Text(
            f"p95 超过 {WANTED_MS} 毫秒的页面和身份：{len(slow)} / {len(told['pages'])}。",
            f"Pages of a role with a p95 above {WANTED_MS} ms: {len(slow)} of {len(told['pages'])}.",
        )
    )
    _say_of_all(told["pages_of_all"], speech)
    _say_sheet(told, speech)
    for fault in dict.fromkeys(told["faults"]):
        speech.say(Text(f"没有打开：{fault}", f"Not opened: {fault}"))


def _say_of_all(pages: Sequence[Told], speech: Speech) -> None:
    """Each page over all who asked for it: of one role alone a run of minutes has a few requests only."""
    slow = [f"{one['page']} {one['p95_ms']:,}" for one in pages if one["p95_ms"] > WANTED_MS]
    speech.say(
        Text(
            f"不分身份，p95 超过 {WANTED_MS} 毫秒的页面：{len(slow)} / {len(pages)}。{'、'.join(slow)}",
            f"Pages, whoever asks, with a p95 above {WANTED_MS} ms: {len(slow)} of {len(pages)}. {', '.join(slow)}",
        )
    )


def _row(one: Told, speech: Speech) -> list[str]:
    return [
        one["page"],
        one["role"],
        f"{one['requests']:,}",
        f"{one['p50_ms']:,}",
        f"{one['p95_ms']:,}",
        str(one["queries"]),
        f"{one['cpu_ms']:.0f}",
        f"{one['bytes'] / 1024:.1f}",
        speech.label(SLOW) if one["p95_ms"] > WANTED_MS else "",
    ]


def _say_sheet(told: Told, speech: Speech) -> None:
    for what, of in (
        (Text("大家看页面时存班级表", "A class sheet saved while people look"), told["sheet"]),
        (
            Text(
                f"核对、入库 {told['workbook']['rows']:,} 行时存班级表",
                f"A class sheet saved while {told['workbook']['rows']:,} rows are checked and stored",
            ),
            told["sheet_beside_workbook"],
        ),
    ):
        late = of["p95_ms"] > WANTED_OF_A_SHEET_MS
        mark = Text(f"（超过 {WANTED_OF_A_SHEET_MS}）", f" (above {WANTED_OF_A_SHEET_MS})") if late else Text("", "")
        speech.say(
            Text(
                f"{what.zh}：{of['requests']} 次，p50 {of['p50_ms']}、p95 {of['p95_ms']}{mark.zh}、"
                f"最慢 {of['worst_ms']} 毫秒。",
                f"{what.en}: {of['requests']} times, p50 {of['p50_ms']}, p95 {of['p95_ms']}{mark.en}, "
                f"worst {of['worst_ms']} ms.",
            )
        )
