"""The pages of runs and results, as the data officer, a school's office and a mother see them."""

import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from xueheng.evaluation.public import Run, run_standard
from xueheng.evaluation.tests.test_runs import BY, MEASURED, STANDARD, TESTED, YEAR, measured_and_verified
from xueheng.evidence.public import append_record, attest_record
from xueheng.identity.models import Account
from xueheng.identity.public import names_on, today
from xueheng.identity.tests.authority import Authority
from xueheng.shell.public import run_one

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: SimpleNamespace) -> None:
    for place in ("evidence.snapshots.place", "evaluation.places", "evaluation.definitions_kept"):
        monkeypatch.setattr(f"xueheng.{place}.data_folder", lambda: tmp_path)


def signed_in(place: Authority, word: str) -> Client:
    account = Account.objects.create(login=word, person_id=place.people[word], must_change_password=False)
    client = Client(HTTP_ACCEPT_LANGUAGE="zh-hans")
    client.force_login(account)
    return client


def words(answer: Any) -> str:
    body = answer.content.decode().partition("<main")[2]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def unit_words(place: Authority, word: str) -> str:
    unit = place.units[word]
    return names_on([unit], today())[unit]


def go_on() -> None:
    """The jobs' runner does what waits."""
    while run_one(lambda person, post: True):
        pass


def test_the_data_officer_evaluates_checks_and_compares(place: Authority) -> None:
    measured_and_verified(place)
    officer = signed_in(place, "data_officer")
    for _ in range(2):
        answer = officer.post(reverse("new_run"), {"standard": STANDARD, "label": YEAR, "known_at": "now"})
        assert answer.status_code == 302, words(answer)
        go_on()
    before, after = Run.objects.for_the_programme("a test").order_by("begun")
    listed = words(officer.get(reverse("runs")))
    assert "国家学生体质健康标准" in listed
    assert listed.count("已完成") == 2
    assert officer.post(reverse("compute_run_again", args=[after.number])).status_code == 302
    go_on()
    assert "复算一致" in words(officer.get(reverse("run", args=[after.number])))
    assert officer.post(reverse("compare_runs", args=[after.number]), {"other": str(before.number)}).status_code == 302
    go_on()
    compared = words(officer.get(reverse("run_comparison", args=[after.number, before.number])))
    assert "标准没有变" in compared
    assert "0 个对象变了" in compared


def test_a_period_that_is_none_is_refused_at_the_field_and_nothing_begins(place: Authority) -> None:
    officer = signed_in(place, "data_officer")
    answer = officer.post(reverse("new_run"), {"standard": STANDARD, "label": "去年", "known_at": "now"})
    assert answer.status_code == 422
    assert "去年" in words(answer)
    assert not run_one(lambda person, post: True)


def test_a_tree_of_a_day_outside_the_period_is_refused_at_the_field(place: Authority) -> None:
    officer = signed_in(place, "data_officer")
    sent = {"standard": STANDARD, "label": YEAR, "known_at": "now", "as_of": "2025-08-31"}
    answer = officer.post(reverse("new_run"), sent)
    assert answer.status_code == 422
    assert "2025-08-31 不在周期 2025-09-01–2026-08-31 之内" in words(answer)
    assert officer.post(reverse("new_run"), {**sent, "as_of": "2026-01-04"}).status_code == 302
    go_on()
    (run,) = Run.objects.for_the_programme("a test")
    assert run.as_of == date(2026, 1, 4)
    assert "2026-01-04" in words(officer.get(reverse("run", args=[run.number])))


def test_a_run_that_failed_says_why_and_can_be_run_anew(place: Authority) -> None:
    measured_and_verified(place)
    run = run_standard(BY, STANDARD, YEAR)
    Run.objects.for_the_programme("a test").update(state="failed", said={"zh": "磁盘满了", "en": "the disk is full"})
    officer = signed_in(place, "data_officer")
    assert "磁盘满了" in words(officer.get(reverse("run", args=[run.number])))
    assert officer.post(reverse("repeat_run", args=[run.number])).status_code == 302
    go_on()
    assert Run.objects.for_the_programme("a test").filter(state="done").count() == 1


def test_a_school_sees_the_distributions_of_its_own_classes_and_no_other_schools(place: Authority) -> None:
    measured_and_verified(place)
    other = append_record(
        place.viewer("nine_admin"),
        type="fitness.fitness_test",
        subject=place.people["gao"],
        day=TESTED,
        fields=MEASURED,
    )
    attest_record(BY, other)
    run = run_standard(BY, STANDARD, YEAR)
    shown = words(signed_in(place, "school_admin").get(reverse("run", args=[run.number])))
    assert unit_words(place, "c3") in shown
    assert unit_words(place, "nine") not in shown
    # The district's officer for sport sees distributions alone, and none of fewer than ten: a class has one pupil.
    district = words(signed_in(place, "pe_officer").get(reverse("run", args=[run.number])))
    assert "不足 10 人" in district


def test_a_mother_sees_her_childs_result_and_not_another_childs(place: Authority) -> None:
    measured_and_verified(place)
    measured_and_verified(place, "cai")
    run_standard(BY, STANDARD, YEAR)
    mother = signed_in(place, "mother")
    shown = words(mother.get(reverse("subject_results", args=[place.people["ann"]])))
    assert "87.3" in shown
    assert "有变化" not in shown
    assert mother.get(reverse("subject_results", args=[place.people["cai"]])).status_code == 404


def test_a_page_of_runs_asks_the_database_the_same_however_many_there_are(place: Authority) -> None:
    measured_and_verified(place)
    run_standard(BY, STANDARD, YEAR)
    officer = signed_in(place, "data_officer")
    officer.get(reverse("runs"))
    with CaptureQueriesContext(connection) as one:
        officer.get(reverse("runs"))
    for _ in range(3):
        run_standard(BY, STANDARD, YEAR)
    with CaptureQueriesContext(connection) as four:
        officer.get(reverse("runs"))
    assert len(four) == len(one)
