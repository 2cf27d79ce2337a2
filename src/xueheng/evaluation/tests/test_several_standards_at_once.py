"""One pupil by several standards: her record, her place and the runs are looked up once, and nothing else comes out."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from xueheng.evaluation.core.public import Evaluation, Period
from xueheng.evaluation.live_standards import LiveResults, live_results
from xueheng.evaluation.public import Run, run_standard
from xueheng.evaluation.tests.test_explanation_pages import observed_in_full
from xueheng.evaluation.tests.test_runs import BY, PERIOD, STANDARD, YEAR, measured_and_verified
from xueheng.evaluation.visibility import last_runs, sees_result, standards_seen, standards_seen_of
from xueheng.identity.tests.authority import Authority

pytestmark = pytest.mark.django_db
PRIMARY = "student.primary"
BEFORE = Period("school_year", "2024-2025", date(2024, 9, 1), date(2025, 8, 31))
ASKED = [(STANDARD, PERIOD), (PRIMARY, PERIOD), (STANDARD, BEFORE), (PRIMARY, BEFORE)]


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: SimpleNamespace) -> None:
    for place in ("evidence.snapshots.place", "evaluation.places", "evaluation.definitions_kept"):
        monkeypatch.setattr(f"xueheng.{place}.data_folder", lambda: tmp_path)


def answers(evaluation: Evaluation) -> dict[str, object]:
    """By code; nothing where the standard does not apply to her."""
    return {column.code: evaluation.answer_at(0, column) for column in evaluation.columns if evaluation.table.num_rows}


def test_each_answer_is_the_one_that_it_would_be_alone(place: Authority) -> None:
    measured_and_verified(place)
    observed_in_full(place)
    ann = place.people["ann"]
    together = LiveResults(ann, ASKED)
    for standard, period in reversed(ASKED):
        assert answers(together.of(standard, period)) == answers(live_results(standard, period, ann))
    total = answers(together.of(STANDARD, PERIOD))["total"]
    assert getattr(total, "shown", None) == "87.3"
    assert getattr(answers(together.of(STANDARD, BEFORE)).get("total"), "shown", None) is None


def test_four_answers_ask_for_no_more_than_one(place: Authority) -> None:
    measured_and_verified(place)
    ann = place.people["ann"]
    for asked in ASKED:
        live_results(*asked, ann)  # compiled once
    with CaptureQueriesContext(connection) as one:
        live_results(STANDARD, PERIOD, ann)
    with CaptureQueriesContext(connection) as four:
        together = LiveResults(ann, ASKED)
        for asked in ASKED:
            together.of(*asked)
    assert len(four) == len(one)


def test_of_each_standard_the_last_run_that_is_over(place: Authority) -> None:
    measured_and_verified(place)
    run_standard(BY, STANDARD, YEAR)
    primary, last = run_standard(BY, PRIMARY, YEAR), run_standard(BY, STANDARD, YEAR)
    broken = run_standard(BY, PRIMARY, YEAR)
    Run.objects.for_the_programme("a test").filter(pk=broken.pk).update(state="failed")
    viewer = place.viewer("class_teacher")
    found = last_runs(viewer, [STANDARD, PRIMARY, "fitness.none"])
    assert {name: run.pk for name, run in found.items()} == {STANDARD: last.pk, PRIMARY: primary.pk}
    assert last_runs(viewer, [PRIMARY]).keys() == {PRIMARY}
    assert last_runs(place.viewer("system_admin"), [STANDARD]) == {}


@pytest.mark.parametrize("word", ["class_teacher", "other_class_teacher", "head", "school_admin", "system_admin"])
def test_the_standards_seen_of_somebody_are_those_whose_result_of_her_is_seen(place: Authority, word: str) -> None:
    viewer = place.viewer(word)
    for subject in (place.people["ann"], place.units["first"], place.units["nine"]):
        alone = [name for name in sorted(standards_seen(viewer)) if sees_result(viewer, name, subject)]
        assert standards_seen_of(viewer, subject) == alone
    assert (word == "class_teacher") <= bool(standards_seen_of(viewer, place.people["ann"]))
