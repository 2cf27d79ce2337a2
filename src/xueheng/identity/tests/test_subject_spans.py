"""Who and what there is to be evaluated, cut wherever something about them changes."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from xueheng.identity.packs_in_force import library
from xueheng.identity.periods import OPEN
from xueheng.identity.subject_spans import SubjectSpan, pieces, subject_spans
from xueheng.identity.tests.authority import DAY, MERGER, MOVE, YEAR, Authority

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)


def spans(entity: str, subject: int) -> list[SubjectSpan]:
    return [span for span in subject_spans(library().entities[f"common.{entity}"]) if span.subject == subject]


def on(day: date, found: list[SubjectSpan]) -> SubjectSpan:
    (span,) = [each for each in found if each.first <= day <= each.last]
    return span


def test_days_are_cut_where_what_is_said_begins_or_ends() -> None:
    first, last = date(2026, 1, 1), date(2026, 1, 31)
    said = [
        (date(2025, 1, 1), date(2026, 1, 10), "grade", "13"),
        (date(2026, 1, 11), OPEN, "grade", "14"),
        (date(2026, 1, 20), date(2026, 1, 25), "school", 5),
    ]
    assert list(pieces(first, last, said)) == [
        (first, date(2026, 1, 10), {"grade": "13"}),
        (date(2026, 1, 11), date(2026, 1, 19), {"grade": "14"}),
        (date(2026, 1, 20), date(2026, 1, 25), {"grade": "14", "school": 5}),
        (date(2026, 1, 26), last, {"grade": "14"}),
    ]


def test_a_pupil_has_her_class_her_school_and_her_grade(place: Authority) -> None:
    ann = on(DAY, spans("pupil", place.people["ann"]))
    assert (ann.above["class"], ann.above["school"]) == (place.units["c3"], place.units["first"])
    assert ann.above["district"] == place.units["district"]
    assert (ann.attributes["grade"], ann.attributes["enrolment"]) == ("13", "enrolled")
    assert (ann.first, ann.last) == (YEAR, OPEN)


def test_a_pupil_who_moved_has_both_classes_one_after_the_other(place: Authority) -> None:
    found = spans("pupil", place.people["moved"])
    assert on(MOVE - ONE_DAY, found).above["class"] == place.units["c6"]
    assert on(MOVE, found).above["school"] == place.units["nine"]
    days = [(span.first, span.last) for span in found]
    assert all(last + ONE_DAY == first for (_, last), (first, _) in pairwise(days))


def test_a_merged_school_ends_and_says_what_it_became_and_its_classes_go_on(place: Authority) -> None:
    closing = spans("school", place.units["closing"])
    assert closing[-1].last == MERGER - ONE_DAY
    assert closing[-1].merged_into == place.units["first"]
    eve = spans("pupil", place.people["eve"])
    assert on(MERGER - ONE_DAY, eve).above["school"] == place.units["closing"]
    assert on(MERGER, eve).above["school"] == place.units["first"]


def test_a_teacher_is_where_her_post_is(place: Authority) -> None:
    teacher = on(DAY, spans("teacher", place.people["class_teacher"]))
    assert (teacher.above["class"], teacher.above["school"]) == (place.units["c3"], place.units["first"])
