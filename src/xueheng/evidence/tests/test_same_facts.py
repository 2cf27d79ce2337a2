"""The same fact from a second source is linked and counted once; what contradicts it waits to be settled."""

from datetime import date
from typing import Any

import pytest

from xueheng.evidence.facts import NewFact
from xueheng.evidence.model_records import RecordLink
from xueheng.evidence.public import EvidenceRejected, append_record, correct_record, record_fact, retract_record
from xueheng.evidence.states import rebuild_states, state_rows
from xueheng.evidence.tests.office import (
    ATTENDANCE,
    FULL_MONTH,
    ONE_ABSENT,
    attended,
    count_of_records,
    observed,
    state_of,
)
from xueheng.identity.models import Organisation, Post
from xueheng.identity.tests.authority import DAY, YEAR, Authority
from xueheng.identity.viewer import Viewer

pytestmark = pytest.mark.django_db


def links() -> list[tuple[int, int]]:
    return list(RecordLink.objects.for_the_programme("test").order_by("pk").values_list("record_id", "same_as_id"))


@pytest.fixture
def substitute(place: Authority) -> Viewer:
    """Another class teacher of the same class for a while: the teacher of class six, standing in."""
    unit = Organisation.objects.for_the_programme("test").get(pk=place.units["c3"])
    person = place.people["other_class_teacher"]
    post = Post.objects.create(person_id=person, role="class_teacher", organisation=unit, from_day=YEAR, acting=True)
    return Viewer(person, post.pk, "class_teacher", unit.pk, "administrative", place.day)


def test_an_upload_that_repeats_a_form_is_linked(place: Authority) -> None:
    teacher = place.viewer("class_teacher")
    first = observed(teacher, place.people["ann"])
    second = observed(teacher, place.people["ann"], provenance="upload")
    assert links() == [(second, first)]


def test_the_same_observation_twice_by_one_teacher_is_two_observations(place: Authority) -> None:
    teacher = place.viewer("class_teacher")
    observed(teacher, place.people["ann"])
    observed(teacher, place.people["ann"])
    assert links() == []
    assert count_of_records() == 2


def test_two_teachers_say_the_same(place: Authority, substitute: Viewer) -> None:
    first = attended(place.viewer("class_teacher"), place.people["ann"], day=date(2026, 2, 10))
    second = attended(substitute, place.people["ann"], day=date(2026, 2, 27))
    assert links() == [(second, first)]
    assert not state_of(first).differs
    assert not state_of(second).differs


def test_a_third_source_is_linked_to_the_first(place: Authority, substitute: Viewer) -> None:
    teacher = place.viewer("class_teacher")
    first = attended(teacher, place.people["ann"])
    second = attended(substitute, place.people["ann"])
    third = attended(teacher, place.people["ann"], provenance="upload")
    assert links() == [(second, first), (third, first)]


def test_another_month_is_another_fact(place: Authority, substitute: Viewer) -> None:
    attended(place.viewer("class_teacher"), place.people["ann"], day=date(2026, 1, 30))
    attended(substitute, place.people["ann"], ONE_ABSENT, day=date(2026, 2, 27))
    assert links() == []


def test_two_teachers_say_otherwise_and_the_class_teacher_settles_it(place: Authority, substitute: Viewer) -> None:
    teacher = place.viewer("class_teacher")
    first = attended(teacher, place.people["ann"])
    told = record_fact(substitute, NewFact(ATTENDANCE, place.people["ann"], DAY, ONE_ABSENT))
    assert told.differs
    assert state_of(first).differs
    assert state_of(told.number).differs
    settled = correct_record(teacher, told.number, fields={**FULL_MONTH, "days_excused": 0}, reason="按点名册")
    assert not state_of(first).differs
    assert not state_of(settled).differs
    assert links() == [(settled, first)]
    kept = state_rows()
    rebuild_states()
    assert state_rows() == kept


def test_retracting_one_of_two_settles_it_too(place: Authority, substitute: Viewer) -> None:
    first = attended(place.viewer("class_teacher"), place.people["ann"])
    second = attended(substitute, place.people["ann"], ONE_ABSENT)
    retract_record(place.viewer("class_teacher"), second, reason="不是她的数")
    assert not state_of(first).differs


def test_one_who_said_it_already_is_told_to_correct_it(place: Authority) -> None:
    teacher = place.viewer("class_teacher")
    first = attended(teacher, place.people["ann"], day=date(2026, 2, 10))
    with pytest.raises(EvidenceRejected) as refused:
        attended(teacher, place.people["ann"], ONE_ABSENT, day=date(2026, 2, 27))
    assert f"记录 {first}" in refused.value.text.zh
    assert "更正那一条" in (refused.value.remedy.zh if refused.value.remedy else "")
    with pytest.raises(EvidenceRejected) as refused:
        attended(teacher, place.people["ann"], day=date(2026, 2, 27))
    assert "不用再记" in (refused.value.remedy.zh if refused.value.remedy else "")
    assert count_of_records() == 1


def test_after_a_retraction_it_may_be_recorded_anew(place: Authority) -> None:
    teacher = place.viewer("class_teacher")
    retract_record(teacher, attended(teacher, place.people["ann"]), reason="记错月份")
    attended(teacher, place.people["ann"], ONE_ABSENT)


def test_the_key_may_hold_a_field(place: Authority) -> None:
    """One grade a term for each course: two courses are two facts."""
    teacher = place.viewer("subject_teacher")
    grade: dict[str, Any] = {"type": "student.course_grade", "subject": place.people["ann"]}
    append_record(teacher, **grade, day=DAY, fields={"course": "语文", "grade_level": "good"})
    append_record(teacher, **grade, day=DAY, fields={"course": "数学", "grade_level": "good"})
    with pytest.raises(EvidenceRejected):
        append_record(teacher, **grade, day=date(2026, 2, 20), fields={"course": "语文", "grade_level": "pass"})
    first_term = date(2026, 1, 20)
    append_record(teacher, **grade, day=first_term, fields={"course": "语文", "grade_level": "pass"})
    assert count_of_records() == 3


def test_notes_that_differ_do_not_make_two_facts(place: Authority) -> None:
    teacher, other = place.viewer("class_teacher"), place.viewer("subject_teacher")
    first = observed(teacher, place.people["ann"])
    fields = {"habit": "conduct", "level": "steady", "seen_case": "示例：主动整理"}
    second = append_record(other, type="student.observation", subject=place.people["ann"], day=DAY, fields=fields)
    assert links() == [(second, first)]
