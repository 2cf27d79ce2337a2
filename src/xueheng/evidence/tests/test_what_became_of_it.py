"""What became of what somebody recorded: sent back, corrected by others, recorded today."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from xueheng.evidence.actions.attest_record import refuse_record
from xueheng.evidence.public import correct_record, retract_record
from xueheng.evidence.tests.office import attended, served
from xueheng.evidence.waiting import corrected_by_others, recorded_since, sent_back
from xueheng.identity.tests.authority import Authority
from xueheng.trust.public import now

pytestmark = pytest.mark.django_db
DAY = 24 * 3_600 * 1_000_000


def numbers(rows: object) -> list[int]:
    return sorted(row.number for row in rows)  # type: ignore[attr-defined]  # records


def test_what_was_sent_back_waits_until_it_is_put_right(place: Authority) -> None:
    ann = place.pupil("ann")
    assert numbers(sent_back(ann)) == []
    number = served(place)
    refuse_record(place.viewer("class_teacher"), number, reason="没有证明")
    assert numbers(sent_back(ann)) == [number]
    assert numbers(sent_back(place.pupil("ben"))) == [], "to who recorded it alone"
    correct_record(ann, number, fields={"hours_served": 10}, reason="改正时长")
    assert numbers(sent_back(ann)) == []


def test_what_others_changed_is_told_to_who_recorded(place: Authority) -> None:
    teacher = place.viewer("class_teacher")
    first, second = (attended(teacher, place.people[word]) for word in ("ann", "ben"))
    since = now() - DAY
    assert numbers(corrected_by_others(teacher, since)) == []
    correct_record(teacher, first, fields={"days_due": 19}, reason="自己改的")
    assert numbers(corrected_by_others(teacher, since)) == [], "her own correction is no news to her"
    gone = retract_record(place.viewer("school_admin"), second, reason="记错了人")
    assert numbers(corrected_by_others(teacher, since)) == [gone]
    assert numbers(corrected_by_others(teacher, now() + DAY)) == []


def test_what_was_recorded_today_is_ones_own(place: Authority) -> None:
    teacher, since = place.viewer("class_teacher"), now() - DAY
    assert numbers(recorded_since(teacher, since)) == []
    number = attended(teacher, place.people["ann"])
    assert numbers(recorded_since(teacher, since)) == [number]
    assert numbers(recorded_since(place.viewer("school_admin"), since)) == []
    assert numbers(recorded_since(teacher, now() + DAY)) == []


def test_where_nothing_came_of_anything_one_short_question_is_asked(place: Authority) -> None:
    teacher = place.viewer("class_teacher")
    attended(teacher, place.people["ann"])
    for rows in (sent_back, lambda viewer: corrected_by_others(viewer, now() - DAY)):
        with CaptureQueriesContext(connection) as asked:
            assert list(rows(teacher)) == []
        assert len(asked) == 1
