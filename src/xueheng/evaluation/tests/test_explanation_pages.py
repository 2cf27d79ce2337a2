"""A result taken apart on its page: the sums are done again here, by hand, from what the page says."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from html import unescape
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from xueheng.evaluation.public import run_standard
from xueheng.evaluation.tests.test_run_pages import signed_in, words
from xueheng.evaluation.tests.test_runs import BY, MEASURED, STANDARD, YEAR, measured_and_verified
from xueheng.evidence.public import append_record, attest_record, correct_record
from xueheng.identity.public import library
from xueheng.identity.tests.authority import DAY, Authority

pytestmark = pytest.mark.django_db
PRIMARY = "student.primary"
TABLE = re.compile(r"<table class=\"dense adds-up\">(.*?)</table>", re.DOTALL)
ROW, CELL = re.compile(r"<tr[^>]*>(.*?)</tr>", re.DOTALL), re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.DOTALL)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: SimpleNamespace) -> None:
    for place in ("evidence.snapshots.place", "evaluation.places", "evaluation.definitions_kept"):
        monkeypatch.setattr(f"xueheng.{place}.data_folder", lambda: tmp_path)


@pytest.fixture(autouse=True)
def on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are asked on the day of the tests."""
    monkeypatch.setattr("xueheng.identity.holding.today", lambda: DAY)


def exactly(text: str) -> Fraction:
    """What a page says of a number: ≈83.3333 (250/3) is 250/3, 15% is 15/100."""
    text = unescape(re.sub(r"<[^>]+>", "", text)).strip()
    if found := re.search(r"\((\d+/\d+)\)", text):
        return Fraction(found[1])
    return Fraction(text.removesuffix("%").removeprefix("≈")) / (100 if text.endswith("%") else 1)


def sums(page: str) -> Iterator[tuple[list[list[str]], list[str]]]:
    """Each table that adds up: its parts that count, and its last line."""
    for table in TABLE.findall(page):
        rows = [CELL.findall(row) for row in ROW.findall(table)]
        cells = [[unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in row] for row in rows[1:]]
        yield [row for row in cells[:-1] if row[3] not in ("—", "")], cells[-1]


def observed_in_full(place: Authority) -> None:
    """What makes the labour and the conduct of a girl of grade 3 known."""
    teacher, pupil, mother = place.viewer("class_teacher"), place.people["ann"], place.guardian("mother")
    for habit, level in (("conduct", "outstanding"), ("conduct", "steady"), ("labour", "growing"), ("study", "steady")):
        append_record(
            teacher, type="student.observation", subject=pupil, day=DAY, fields={"habit": habit, "level": level}
        )
    for day in (3, 4, 5):
        made = append_record(
            mother, type="student.labour", subject=pupil, day=date(2026, 2, day), fields={"labour_place": "home"}
        )
        attest_record(teacher, made)


def test_contributions_add_up_and_give_what_was_published(place: Authority) -> None:
    measured_and_verified(place)
    run = run_standard(BY, STANDARD, YEAR)
    answer = signed_in(place, "mother").get(reverse("run_explanation", args=[run.number, place.people["ann"]]))
    assert answer.status_code == 200
    page = answer.content.decode()
    tables = list(sums(page))
    assert tables
    parts, total = tables[0]
    # The total is a sum: weighted tests and bonus, as they are.
    for _, points, share, contribution in parts:
        assert share == "—"
        assert exactly(points) == exactly(contribution)
    assert sum(exactly(row[3]) for row in parts) == exactly(total[3])
    weighed, all_of_it = tables[1]
    for _, points, share, contribution in weighed:
        assert exactly(points) * exactly(share) == exactly(contribution)
    assert sum(exactly(row[2]) for row in weighed) == 1 == exactly(all_of_it[2])
    assert sum(exactly(row[3]) for row in weighed) == exactly(all_of_it[3])
    # Her total by hand, of test_runs: 87.3.
    assert exactly(total[3]) == Fraction("87.3")
    assert "87.3" in words(answer)
    assert f"./xueheng explain-record {STANDARD} --run {run.number} --subject {place.people['ann']}" in unescape(page)
    assert run.snapshot_digest in page
    assert run.digests["results"] in page


def test_every_sum_of_five_aspects_side_by_side_adds_up(place: Authority) -> None:
    observed_in_full(place)
    measured_and_verified(place)
    address = reverse("live_explanation", args=[PRIMARY, place.people["ann"]])
    page = signed_in(place, "ann").get(address).content.decode()
    tables = list(sums(page))
    assert len(tables) >= 3
    for parts, total in tables:
        assert sum((exactly(row[3]) for row in parts), Fraction(0)) == exactly(total[3])
        for row in parts:
            # A share that does not end is shown in short: the product is right within what was left out.
            if row[2] != "—":
                assert abs(exactly(row[1]) * exactly(row[2]) - exactly(row[3])) <= Fraction(1, 10_000)
    told = re.sub(r"<[^>]+>", " ", page)
    assert "各项并列，不合成总分" in told
    # Conduct seen: one of 100 and one of 85 make 92.5.
    assert re.search(r"观察到的行为\s+<?.*?92\.5", page, re.DOTALL)


def test_records_lead_to_their_pages_and_those_out_of_sight_are_a_closed_row(place: Authority) -> None:
    observed_in_full(place)
    number = append_record(
        place.viewer("subject_teacher"), type="student.course_grade", subject=place.people["ann"], day=DAY,
        fields={"course": next(iter(courses())), "grade_level": "good"},
    )  # fmt: skip
    attest_record(place.viewer("school_admin"), number)
    address = reverse("live_explanation", args=[PRIMARY, place.people["ann"]])
    own = signed_in(place, "ann").get(address).content.decode()
    assert reverse("record", args=[number]) in own
    assert "不对您开放" not in own
    teacher = signed_in(place, "class_teacher").get(address)
    assert reverse("record", args=[number]) not in teacher.content.decode()
    assert "另有 1 条不对您开放；可以问学校教务" in words(teacher)


def courses() -> list[str]:
    table = library().tables["student.courses"]
    return [str(row[0]) for row in table.rows]


def test_only_who_sees_the_child_sees_where_it_comes_from(place: Authority) -> None:
    measured_and_verified(place)
    run = run_standard(BY, STANDARD, YEAR)
    ann = place.people["ann"]
    addresses = [
        reverse("run_explanation", args=[run.number, ann]), reverse("live_explanation", args=[STANDARD, ann]),
        reverse("growth_of", args=[ann]),
    ]  # fmt: skip
    for word, may in (
        ("ann", True), ("mother", True), ("father", True), ("class_teacher", True), ("ben", False),
        ("mother_of_dan", False), ("other_class_teacher", False), ("nine_admin", False), ("data_officer", False),
        ("system_admin", False),
    ):  # fmt: skip
        client = signed_in(place, word)
        for address in addresses:
            status = client.get(address).status_code
            assert (status == 200) is may, (word, address, status)


def test_after_a_correction_the_run_says_the_old_and_the_live_page_the_new(place: Authority) -> None:
    first = measured_and_verified(place)
    run = run_standard(BY, STANDARD, YEAR)
    office = place.viewer("school_admin")
    client, ann = signed_in(place, "mother"), place.people["ann"]
    live = reverse("live_explanation", args=[STANDARD, ann])
    before = words(client.get(live))
    assert "1320" not in before
    newer = correct_record(
        place.viewer("pe_teacher"), first, fields={**MEASURED, "rope_skip_1min": 60}, reason="数错了"
    )
    attest_record(office, newer)
    assert words(client.get(live)) != before
    assert "87.3" in words(client.get(reverse("run_explanation", args=[run.number, ann])))
    assert "已被更正" in words(client.get(reverse("run_explanation", args=[run.number, ann])))


def test_a_run_whose_snapshot_is_gone_says_so_and_what_to_do(place: Authority, tmp_path: Path) -> None:
    measured_and_verified(place)
    run = run_standard(BY, STANDARD, YEAR)
    for path in (tmp_path / "snapshots").glob("*/manifest.json"):
        path.unlink()
    shown = words(signed_in(place, "mother").get(reverse("run_explanation", args=[run.number, place.people["ann"]])))
    assert "快照不见了" in shown
    assert "从备份取回" in shown


def test_a_file_that_was_changed_since_the_last_explanation_is_noticed(place: Authority, tmp_path: Path) -> None:
    measured_and_verified(place)
    run = run_standard(BY, STANDARD, YEAR)
    teacher = signed_in(place, "class_teacher")
    addresses = [reverse("run_explanation", args=[run.number, place.people[word]]) for word in ("ann", "ben")]
    assert "87.3" in words(teacher.get(addresses[0]))
    changed = next((tmp_path / "snapshots" / "files").glob("fitness.fitness_test-*"))
    changed.chmod(0o600)
    content = bytearray(changed.read_bytes())
    content[len(content) // 2] ^= 1
    changed.write_bytes(content)
    assert f"{changed.name} 被改动过、损坏或不见了" in words(teacher.get(addresses[1]))
    changed.unlink()
    assert f"{changed.name} 被改动过、损坏或不见了" in words(teacher.get(addresses[1]))


def test_an_explanation_asks_the_same_however_many_records_it_rests_on(place: Authority) -> None:
    observed_in_full(place)
    client = signed_in(place, "ann")
    address = reverse("live_explanation", args=[PRIMARY, place.people["ann"]])
    client.get(address)
    observed_in_full_again(place, DAY - timedelta(days=1))  # so that both are made anew
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for day in range(2, 5):
        observed_in_full_again(place, DAY - timedelta(days=day))
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)


def observed_in_full_again(place: Authority, day: date) -> None:
    for habit in ("conduct", "labour", "study"):
        append_record(
            place.viewer("class_teacher"), type="student.observation", subject=place.people["ann"], day=day,
            fields={"habit": habit, "level": "steady"},
        )  # fmt: skip
