"""Tables: pages by key, never a row twice and none left out; a fixed number of queries; workbooks that stay text."""

import base64
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.db.models import QuerySet
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from xueheng.errors import XuehengError
from xueheng.identity.public import RouteUndeclared
from xueheng.shell.models import Job
from xueheng.shell.public import (
    Column,
    Filter,
    Status,
    Table,
    TablePage,
    TableRequest,
    export_table,
    read_page,
    table_page,
)
from xueheng.shell.tables.export import ExportTooLarge
from xueheng.shell.tables.filters import asked as asked_of
from xueheng.shell.tests.people import CHEN, asked
from xueheng.trust.models import Detail, Entry
from xueheng.wording import Text

pytestmark = pytest.mark.django_db

NAMES = ("=1+1", "+86", "-3", "@SUM", "\t=1", "李小花")


def prepared(rows: Sequence[Job]) -> list[dict[str, Any]]:
    """As a real table decrypts names: all of a page together, in one query."""
    kinds = dict(Job.objects.filter(number__in=[row.number for row in rows]).values_list("number", "kind"))
    return [{"job": row, "name": NAMES[row.number % 6], "kind": kinds[row.number]} for row in rows]


TABLE = Table(
    "jobs",
    Text("全部记录", "All records"),
    columns=(
        Column("name", Text("姓名", "Name"), lambda row: row["name"], link=lambda row: f"/jobs/{row['job'].number}/"),
        Column("made", Text("先后", "Made"), lambda row: row["job"].created, order=("created",)),
        Column("length", Text("时长", "Length"), lambda row: row["job"].total, unit=Text("分钟", "min")),
        Column("state", Text("状态", "State"), lambda row: Status("ok", Text("已审核", "verified"))),
        Column("secret", Text("内部", "Inner"), lambda row: "不导出", exported=False),
    ),
    order=("-created",),
    key="number",
    filters=(
        Filter("state", Text("状态", "State"), "choice", (("done", Text("已审核", "verified")),)),
        Filter("since", Text("起始日期", "Since"), "day"),
    ),
    prepare=prepared,
    page_size=5,
)


def make(count: int, *, alike: int = 3) -> None:
    """Jobs of which `alike` at a time have the same moment, so that the key has to settle their order."""
    Job.objects.bulk_create(Job(number=n, kind="a", created=n // alike, total=n * 1000) for n in range(1, count + 1))


def read(**query: str) -> TablePage:
    return read_page(TableRequest(TABLE, query, "/jobs/"), Job.objects.all())


def numbers(page: TablePage) -> list[int]:
    return [int(row[0].link.strip("/").split("/")[1]) for row in page.rows]


def walked(page: TablePage, way: str) -> list[list[int]]:
    """The pages from here on, one way, by their own links."""
    found = []
    for _ in range(50):
        found.append(numbers(page))
        address = page.next_address if way == "next" else page.previous_address
        if not address:
            return found
        page = read(**asked(address).GET.dict())
    raise AssertionError("the pages have no end")


@pytest.mark.parametrize("count", [0, 1, 4, 5, 6, 23])
@pytest.mark.parametrize("sort", ["", "made", "-made"])
def test_pages_show_each_row_once_in_order(count: int, sort: str) -> None:
    make(count)
    pages = walked(read(sort=sort), "next")
    wanted = sorted(range(1, count + 1), key=lambda n: (n // 3, n), reverse=sort != "made")
    assert [n for page in pages for n in page] == wanted
    assert all(len(page) == 5 for page in pages[:-1])


def test_going_back_shows_the_same_pages() -> None:
    make(23)
    forwards = walked(read(), "next")
    last = read()
    while last.next_address:
        last = read(**asked(last.next_address).GET.dict())
    assert walked(last, "previous") == forwards[::-1]


def test_a_row_added_meanwhile_moves_nothing_to_the_next_page() -> None:
    make(12)
    following = read().next_address
    Job.objects.create(number=99, kind="a", created=99)
    assert numbers(read(**asked(following).GET.dict())) == [7, 6, 5, 4, 3]


@pytest.mark.parametrize(
    "place", ["x", "W10", "eyJhIjoxfQ", "WyJ4IiwgIjEiXQ", "WzEsMiwzXQ", "%00", "WyJcdTAwMDAiLCIxIl0"]
)
def test_a_place_that_is_none_is_the_first_page(place: str) -> None:
    make(7)
    assert numbers(read(after=place)) == [7, 6, 5, 4, 3]


def test_a_place_beyond_all_numbers_is_no_fault() -> None:
    make(7)
    far = base64.urlsafe_b64encode(b'["1","99999999999999999999999999"]').decode()
    assert numbers(read(after=far)) == [5, 4, 3, 2, 1]


def test_a_sort_that_is_not_declared_is_the_tables_own_order() -> None:
    make(3)
    for sort in ("length", "name", "person__name", "-", "created; drop table"):
        assert numbers(read(sort=sort)) == [3, 2, 1]


def test_the_queries_are_the_same_few_for_one_row_and_for_many(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for count in (1, 5, 30):
        Job.objects.all().delete()
        make(count)
        with CaptureQueriesContext(
            connection,
        ) as spent:
            read()
        assert len(spent) == (2 if count <= 5 else 3), [query["sql"] for query in spent]
        assert not any("OFFSET" in query["sql"] for query in spent)


def test_nobody_counts_beyond_a_thousand() -> None:
    make(1001)
    page = read()
    assert page.count == 1001
    assert page.said_count.zh == "共 1,000+ 条，本页 5 条"
    assert page.said_count.en == "1,000+ rows, 5 on this page"
    Job.objects.filter(number=1).delete()
    assert read().said_count.zh == "共 1,000 条，本页 5 条"


def test_filters_take_only_what_they_know() -> None:
    known = TableRequest(TABLE, {"state": "done", "since": "2026-03-12"})
    assert {name: str(value) for name, value in known.values.items()} == {"state": "done", "since": "2026-03-12"}
    unknown = TableRequest(TABLE, {"state": "x' or 1=1", "since": "昨天", "more": "1"})
    assert unknown.values == {}
    assert [one.problem.zh for one in unknown.filters if one.problem] == [
        "“状态”里没有这一项，请重新选择。",
        "“起始日期”要写成 2026-03-12 这样的日期。",
    ]


def test_the_address_keeps_what_was_asked_and_a_new_order_begins_at_the_first_page() -> None:
    make(12)
    page = read(state="done", after=read().last)
    assert page.headings[1].address == "/jobs/?state=done&sort=made"
    assert page.asked.address(export="xlsx") == "/jobs/?state=done&export=xlsx"


def sheet_of(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content)).active


def exported(**query: str) -> Any:
    return sheet_of(export_table(TableRequest(TABLE, query), Job.objects.all()).content)


def test_what_looks_like_a_formula_stays_text() -> None:
    make(6, alike=1)
    rows = list(exported(sort="made").iter_rows(min_row=2))
    assert [row[0].value for row in rows] == [NAMES[n % 6] for n in range(1, 7)]
    assert {row[0].data_type for row in rows} == {"s"}
    assert [row[0].quotePrefix for row in rows] == [NAMES[n % 6] != "李小花" for n in range(1, 7)]


def test_a_workbook_has_the_headings_of_the_page_and_exact_numbers() -> None:
    make(2)
    with override("zh-hans"):
        rows = [[cell.value for cell in row] for row in exported().iter_rows()]
    assert rows == [["姓名", "先后", "时长（分钟）", "状态"], ["-3", 0, 2000, "已审核"], ["+86", 0, 1000, "已审核"]]


def test_a_long_table_is_exported_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xueheng.shell.tables.export._AT_ONCE", 7)
    make(30)
    lengths = [row[2].value for row in exported(sort="made").iter_rows(min_row=2)]
    assert lengths == [n * 1000 for n in range(1, 31)]


def test_too_long_a_table_is_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xueheng.shell.tables.export.EXPORT_LIMIT", 3)
    make(4)
    with pytest.raises(ExportTooLarge, match="没有导出"):
        exported()


def narrowed(found: TableRequest) -> "QuerySet[Job]":
    values: Mapping[str, Any] = found.values
    return Job.objects.filter(state=values["state"]) if "state" in values else Job.objects.all()


def test_a_page_of_a_table_and_its_workbook_come_from_one_view() -> None:
    make(7)
    shown = table_page(asked("/jobs/"), TABLE, narrowed).content.decode()
    assert "共 7 条，本页 5 条" in shown
    assert 'rel="next"' in shown
    assert 'rel="prev"' not in shown
    response = table_page(asked("/jobs/", export="xlsx"), TABLE, narrowed)
    assert response["Content-Disposition"].endswith("filename*=UTF-8''%E5%85%A8%E9%83%A8%E8%AE%B0%E5%BD%95.xlsx")
    assert sheet_of(response.content).max_row == 8


def noted() -> list[dict[str, Any]]:
    return [json.loads(text) for text in Detail.objects.filter(entry__verb="export").values_list("text", flat=True)]


def test_a_table_that_says_nothing_of_itself_is_noted_before_it_is_handed_out() -> None:
    make(7)
    table_page(asked("/jobs/", state="done"), TABLE, narrowed)
    assert noted() == []
    table_page(asked("/jobs/", export="xlsx", since="1970-01-01"), TABLE, narrowed)
    assert noted() == [{"table": "jobs", "filters": {"since": "1970-01-01"}, "rows": 7}]
    [entry] = Entry.objects.filter(verb="export")
    assert (entry.stream_id, entry.actor, entry.post) == ("reading", CHEN.person, CHEN.post)


def test_what_was_typed_is_noted_only_as_typed() -> None:
    table = replace(TABLE, filters=(*TABLE.filters, Filter("name", Text("姓名", "Name"))))
    table_page(asked("/jobs/", export="xlsx", name="李小花"), table, narrowed)
    assert noted() == [{"table": "jobs", "filters": {"name": "typed"}, "rows": 0}]


def test_only_a_table_that_says_it_tells_of_nobody_is_not_noted() -> None:
    make(2)
    table_page(asked("/jobs/", export="xlsx"), replace(TABLE, holds_personal_data=False), narrowed)
    assert noted() == []


def test_whoever_is_not_known_takes_nothing_away() -> None:
    make(2)
    with pytest.raises(RouteUndeclared):
        table_page(asked("/jobs/", None, export="xlsx"), TABLE, narrowed)


def test_empty_and_filtered_to_nothing_say_different_things() -> None:
    assert "还没有内容。" in table_page(asked("/jobs/"), TABLE, narrowed).content.decode()
    make(2)
    shown = table_page(asked("/jobs/", state="done"), TABLE, narrowed).content.decode()
    assert "没有符合条件的内容。" in shown
    assert "状态：已审核" in shown


def test_values_of_rows_are_escaped() -> None:
    hostile = Table(
        "h", Text("表"), (Column("x", Text("x"), lambda row: "<script>alert(1)</script>"),), ("created",), "number"
    )
    make(1)
    shown = table_page(asked("/h/"), hostile, lambda found: Job.objects.all()).content.decode()
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)" in shown


def test_no_table_answers_with_a_missing_page() -> None:
    make(1)
    try:
        table_page(asked("/jobs/", after="%%%", before="§", sort="§", export="pdf"), TABLE, narrowed)
    except Http404:  # pragma: no cover
        pytest.fail("an address that cannot be read is the first page")


def _no_blanks(typed: str) -> None:
    if " " in typed:
        raise XuehengError(Text("有空格", "it has a blank"), Text("请去掉空格。", "Take it out."))


def test_what_a_filter_cannot_read_is_told_beside_it_and_asks_nothing() -> None:
    [one] = asked_of([Filter("name", Text("姓名", "Name"), check=_no_blanks)], {"name": "示 例"})
    assert one.problem == Text("姓名：有空格。请去掉空格。", "Name: it has a blank. Take it out.")
    assert (one.typed, one.value) == ("示 例", None)
    [fine] = asked_of([Filter("name", Text("姓名", "Name"), check=_no_blanks)], {"name": "示例"})
    assert (fine.problem, fine.value) == (None, "示例")
