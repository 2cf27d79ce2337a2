"""The growth page: the next step from a pupil's own gaps, the aspects against herself, what was recorded of her."""

import re
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from xueheng.evaluation.tests.test_run_pages import signed_in, words
from xueheng.evidence.public import append_record, attest_record, choose_shown, correct_record
from xueheng.identity.models import Account
from xueheng.identity.public import give_consent, pupil_leaves
from xueheng.identity.tests.authority import DAY, Authority
from xueheng.identity.viewer import programme_viewer

pytestmark = pytest.mark.django_db
OBSERVATION, LABOUR, REFLECTION, READING = (
    "student.observation", "student.labour", "student.reflection", "student.reading",
)  # fmt: skip


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: SimpleNamespace) -> None:
    for place in ("evidence.snapshots.place", "evaluation.places", "evaluation.definitions_kept"):
        monkeypatch.setattr(f"xueheng.{place}.data_folder", lambda: tmp_path)
    monkeypatch.setattr("xueheng.identity.holding.today", lambda: DAY)


def laboured(place: Authority, days: int, word: str = "ann") -> list[int]:
    """Labour at home on so many days, verified by the class teacher."""
    made = []
    for at in range(days):
        number = append_record(
            place.pupil(word), type=LABOUR, subject=place.people[word], day=DAY - timedelta(days=at),
            fields={"labour_place": "home"},
        )  # fmt: skip
        attest_record(place.viewer("class_teacher"), number)
        made.append(number)
    return made


def seen_at_work(place: Authority, level: str = "steady", day: date = DAY) -> int:
    return append_record(
        place.viewer("class_teacher"), type=OBSERVATION, subject=place.people["ann"], day=day,
        fields={"habit": "labour", "level": level},
    )  # fmt: skip


def growth(place: Authority, word: str, about: str = "ann", asked: str = "") -> str:
    account, _ = Account.objects.get_or_create(
        person_id=place.people[word], defaults={"login": word, "must_change_password": False}
    )
    client = Client(HTTP_ACCEPT_LANGUAGE="zh-hans")
    client.force_login(account)
    answer = client.get(reverse("growth_of", args=[place.people[about]]) + asked)
    assert answer.status_code == 200
    return words(answer)


def test_it_opens_with_the_next_step_taken_from_her_own_gaps(place: Authority) -> None:
    laboured(place, 1)
    page = growth(place, "ann")
    assert page.index("下一步") < page.index("时间线")
    assert "还没有“" in page
    assert "还没有“劳动记录”" not in page


def test_what_was_done_long_ago_comes_up_again_and_what_was_done_lately_does_not(place: Authority) -> None:
    types: dict[str, dict[str, object]] = {
        READING: {"book_title": "示例书"}, REFLECTION: {"on_aspect": "learning"},
        "student.inquiry": {"reached": "plan"}, "student.exercise": {"exercised": 30},
        "student.artwork": {"shown_at": "class"}, LABOUR: {"labour_place": "home"},
        "student.volunteering": {"hours_served": 20}, "student.practice": {"days_out": 10},
    }  # fmt: skip
    for name, fields in types.items():
        long_ago = DAY - timedelta(days=40 if name == READING else 2)
        append_record(place.pupil("ann"), type=name, subject=place.people["ann"], day=long_ago, fields=fields)
    page = growth(place, "ann")
    assert "上一次“阅读登记”是 40 天前" in page
    assert page.count("天前") == 1
    assert "还没有“" not in page


def test_few_records_conclude_nothing_and_enough_of_them_do(place: Authority) -> None:
    laboured(place, 2)
    assert "劳动与社会实践 ○ — — 记录少，暂不下结论 2" in growth(place, "ann")
    seen_at_work(place)
    laboured_more = append_record(
        place.pupil("ann"), type="student.practice", subject=place.people["ann"], day=DAY, fields={"days_out": 20}
    )
    attest_record(place.viewer("class_teacher"), laboured_more)
    page = growth(place, "ann")
    assert "劳动与社会实践 ○" not in page
    assert "还没有上一周期的结果可比" in page


def test_against_herself_of_the_year_before(place: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    # The year after: what was recorded in 2025-2026 is what she is compared with.
    later = date(2026, 10, 12)
    laboured(place, 3)
    seen_at_work(place, "growing")
    days_out(place, 20, DAY)
    monkeypatch.setattr("xueheng.identity.holding.today", lambda: later)
    for at in range(3):
        append_record(
            place.viewer("class_teacher", later), type=OBSERVATION, subject=place.people["ann"],
            day=later - timedelta(days=at), fields={"habit": "labour", "level": "outstanding"},
        )  # fmt: skip
    page = growth(place, "ann")
    assert "和 2025-2026 的自己比" in page
    assert "2025-2026" in page


def days_out(place: Authority, tenths: int, day: date) -> None:
    made = append_record(
        place.pupil("ann"), type="student.practice", subject=place.people["ann"], day=day, fields={"days_out": tenths}
    )
    attest_record(place.viewer("class_teacher"), made)


def without_the_clock(page: str) -> str:
    """A page says when it was made; a minute may pass between two."""
    return re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", "", page)


def test_there_is_no_rank_no_class_and_nobody_else_on_it(place: Authority) -> None:
    laboured(place, 3)
    laboured(place, 3, "ben")
    page = growth(place, "ann")
    assert "只和自己比" in page
    for other, name in place.names.items():
        if other not in (place.people["ann"], place.people["class_teacher"]):
            assert name not in page
    before = growth(place, "mother")
    laboured(place, 9, "cai")
    assert without_the_clock(growth(place, "mother")) == without_the_clock(before)


def test_the_timeline_says_what_was_corrected_what_it_counts_for_and_who_recorded_it(place: Authority) -> None:
    number = seen_at_work(place)
    correct_record(
        place.viewer("class_teacher"), number, fields={"habit": "labour", "level": "outstanding"}, reason="看错了人"
    )
    page = growth(place, "ann")
    assert "更正过" in page
    assert "表现 突出" in page
    assert "表现 稳定" not in page
    assert "记入：" in page
    assert place.names[place.people["class_teacher"]] in page


def test_the_timeline_can_be_narrowed_and_goes_on(place: Authority) -> None:
    for at in range(22):
        append_record(
            place.pupil("ann"), type=READING, subject=place.people["ann"], day=DAY - timedelta(days=at),
            fields={"book_title": f"示例书{at:02d}"},
        )  # fmt: skip
    seen_at_work(place)
    assert "示例书" not in growth(place, "ann", asked="?kind=teachers")
    first = growth(place, "mother", asked="?kind=family")
    assert "示例书21" in first
    assert "更早的" in first
    assert "示例书" not in growth(place, "father", asked="?kind=works")
    assert "没有更早的了" in growth(place, "ann", asked="?before=1&kind=nonsense")


def test_a_mother_of_two_switches_and_a_father_of_one_need_not(place: Authority) -> None:
    mother = signed_in(place, "mother")
    opened = mother.get(reverse("growth"))
    assert opened.status_code == 302
    page = words(mother.get(opened["Location"]))
    assert all(place.names[place.people[word]] in page for word in ("ann", "hua"))
    assert mother.get(reverse("growth_of", args=[place.people["hua"]])).status_code == 200
    assert mother.get(reverse("growth_of", args=[place.people["ben"]])).status_code == 404


def test_without_consent_it_says_what_is_missing_until_it_is_given(place: Authority) -> None:
    assert "还没有您对“成长记录”的同意" in growth(place, "mother")
    assert "还没有家长对“成长记录”的同意" in growth(place, "ann")
    give_consent(place.guardian("mother"), place.people["ann"], "growth_records", "2026-1", DAY)
    assert "同意以前" not in growth(place, "mother")


def test_a_pupil_who_left_keeps_the_page(place: Authority) -> None:
    laboured(place, 3)
    pupil_leaves(programme_viewer(DAY), place.people["ann"], DAY, "moved")
    assert "劳动记录" in growth(place, "ann")


def test_with_nothing_recorded_it_says_so(place: Authority) -> None:
    page = growth(place, "ann")
    assert "还没有记录" in page
    assert "这里还没有记录。" in page


def test_staff_are_told_where_to_go_and_pupils_find_it_in_their_tabs(place: Authority) -> None:
    assert "老师请从“人员”打开" in words(signed_in(place, "head").get(reverse("growth")))
    home = signed_in(place, "ann").get("/").content.decode()
    tabs = home.partition('class="bottom-tabs"')[2]
    assert [tabs.count(f"<span>{word}</span>") for word in ("首页", "成长", "记录", "我的", "上传")] == [1, 1, 1, 1, 0]
    assert "还没有“" in words(signed_in(place, "mother").get("/"))


def test_what_is_shown_to_the_family_alone_is_not_on_the_teachers_page(place: Authority) -> None:
    number = append_record(
        place.pupil("ann"), type=REFLECTION, subject=place.people["ann"], day=DAY,
        fields={"on_aspect": "beauty", "reflection_text": "我画了一只猫"},
    )  # fmt: skip
    assert "我画了一只猫" in growth(place, "ann")
    assert "作品与反思" in growth(place, "class_teacher").partition("时间线")[2]
    choose_shown(place.pupil("ann"), number, audience="family")
    assert "作品与反思" not in growth(place, "class_teacher").partition("时间线")[2]
    assert "作品与反思" in growth(place, "mother").partition("时间线")[2]


def test_the_page_asks_the_same_however_much_was_recorded(place: Authority) -> None:
    laboured(place, 1)
    client = signed_in(place, "mother")
    address = reverse("growth_of", args=[place.people["ann"]])
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for at in range(1, 12):
        number = append_record(
            place.pupil("ann"), type=LABOUR, subject=place.people["ann"], day=DAY - timedelta(days=at),
            fields={"labour_place": "school"},
        )  # fmt: skip
        attest_record(place.viewer("class_teacher"), number)
    with CaptureQueriesContext(connection) as twelve:
        client.get(address)
    assert len(twelve) == len(one)
