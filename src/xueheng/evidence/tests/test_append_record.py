"""A fact enters the record: checked, bound, encrypted, once."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from xueheng.evidence.model_records import Record
from xueheng.evidence.payload import is_as_committed, opened_payloads
from xueheng.evidence.public import (
    EvidenceRejected,
    NewFact,
    Recorded,
    Refused,
    append_many,
    append_record,
    current_fields,
)
from xueheng.evidence.refusals import ClientReused, TypeUnknown
from xueheng.evidence.tests.office import (
    ATTENDANCE,
    FULL_MONTH,
    OBSERVATION,
    ONE_ABSENT,
    RESOURCES,
    SERVICE,
    STEADY,
    TWO_HOURS,
    count_of_records,
    observed,
    record_of,
    served,
    state_of,
)
from xueheng.identity.permission import PermissionRefused
from xueheng.identity.tests.authority import DAY, MOVE, YEAR, Authority
from xueheng.trust.models import About, Detail, Entry

pytestmark = pytest.mark.django_db


def fault_fields(rejected: EvidenceRejected) -> list[str]:
    return [fault.field for fault in rejected.faults]


def rejected(
    place: Authority, fields: Mapping[str, object], type_: str = OBSERVATION, day: date = DAY
) -> EvidenceRejected:
    by = place.pupil("ann") if type_ == SERVICE else place.viewer("class_teacher")
    with pytest.raises(EvidenceRejected) as refused:
        append_record(by, type=type_, subject=place.people["ann"], day=day, fields=fields)
    assert count_of_records() == 0
    return refused.value


def test_a_teacher_records_what_she_saw(place: Authority) -> None:
    teacher = place.viewer("class_teacher")
    number = observed(teacher, place.people["ann"])
    record = record_of(number)
    assert (record.act, record.type, record.type_version) == ("fact", OBSERVATION, "1.0.0")
    assert (record.subject, record.organisation, record.day) == (place.people["ann"], place.units["c3"], DAY)
    assert (record.recorder, record.post, record.provenance) == (teacher.person, teacher.post, "form")
    assert dict(current_fields(teacher, record)) == STEADY


def test_nothing_of_the_payload_stands_in_clear(place: Authority) -> None:
    note = "示例：主动整理图书角"
    teacher = place.viewer("class_teacher")
    number = append_record(
        teacher, type=OBSERVATION, subject=place.people["ann"], day=DAY, fields={**STEADY, "seen_case": note}
    )
    stored = bytes(record_of(number).payload)
    assert note.encode() not in stored
    assert b"steady" not in stored
    assert opened_payloads([record_of(number)])[number].fields["seen_case"] == note  # type: ignore[union-attr]


def test_the_journal_binds_the_record(place: Authority) -> None:
    number = observed(place.viewer("class_teacher"), place.people["ann"])
    entry = Entry.objects.get(verb="record")
    assert entry.stream_id == f"record/{place.units['first']}"
    assert list(About.objects.filter(entry=entry).values_list("kind", "number")) == [("record", number)]
    assert f'"numbers":"{number}"' in Detail.objects.get(entry=entry).text


def test_the_commitment_covers_envelope_and_fields(place: Authority) -> None:
    number = observed(place.viewer("class_teacher"), place.people["ann"])
    record = record_of(number)
    payload = opened_payloads([record])[number]
    assert payload is not None
    assert is_as_committed(record, payload)
    record.day = DAY - timedelta(days=1)
    assert not is_as_committed(record, payload)


def test_a_type_that_somebody_verifies_waits_for_it(place: Authority) -> None:
    assert state_of(served(place)).to_verify
    assert not state_of(observed(place.viewer("class_teacher"), place.people["ann"])).to_verify


def test_blank_fields_are_left_out_and_defaults_put_in(place: Authority) -> None:
    teacher = place.viewer("class_teacher")
    number = append_record(
        teacher, type=ATTENDANCE, subject=place.people["ann"], day=DAY, fields={"days_due": 20, "days_excused": ""}
    )
    assert dict(current_fields(teacher, record_of(number))) == {"days_due": 20, "days_excused": 0, "days_absent": 0}


def test_the_same_client_id_is_stored_once(place: Authority) -> None:
    teacher = place.viewer("class_teacher")
    first = observed(teacher, place.people["ann"], client="sheet-1")
    again = observed(teacher, place.people["ann"], client="sheet-1")
    assert first == again
    assert count_of_records() == 1
    assert Entry.objects.filter(verb="record").count() == 1


def test_a_client_id_with_other_contents_is_refused_and_says_which_record_has_it(place: Authority) -> None:
    teacher = place.viewer("class_teacher")
    first = observed(teacher, place.people["ann"], client="sheet-1")
    with pytest.raises(ClientReused) as refused:
        observed(teacher, place.people["ben"], client="sheet-1")
    assert refused.value.number == first
    assert count_of_records() == 1


def test_two_people_may_use_the_same_client_id(place: Authority) -> None:
    observed(place.viewer("class_teacher"), place.people["ann"], client="1")
    observed(place.viewer("subject_teacher"), place.people["ben"], client="1")
    assert count_of_records() == 2


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"habit": "conduct"}, ["level"]),
        ({"habit": "conduct", "level": "best"}, ["level"]),
        ({"habit": "conduct", "level": 3}, ["level"]),
        ({**STEADY, "mood": "good"}, ["mood"]),
        ({**STEADY, "seen_case": "长" * 501}, ["seen_case"]),
        ({**STEADY, "seen_case": "a\x00b"}, ["seen_case"]),
        ({**STEADY, "seen_case": "abc\u202edef"}, ["seen_case"]),
        ({**STEADY, "seen_case": 5}, ["seen_case"]),
        ({}, ["habit", "level"]),
    ],
)  # fmt: skip
def test_a_field_that_does_not_fit_is_named(place: Authority, fields: Mapping[str, object], named: list[str]) -> None:
    assert fault_fields(rejected(place, fields)) == named


@pytest.mark.parametrize("hours", [4, 121, 2.0, "20", True, 2**70])
def test_numbers_outside_their_range_or_kind_are_refused(place: Authority, hours: object) -> None:
    assert fault_fields(rejected(place, {"hours_served": hours}, SERVICE)) == ["hours_served"]


def test_a_number_out_of_range_says_the_range(place: Authority) -> None:
    said = rejected(place, {"hours_served": 125}, SERVICE).faults[0].reason
    assert said.zh == "“服务时数”填的是 12.5 小时，应在 0.5–12 之间"
    assert said.en == '"Hours served" is 12.5 h, it should be within 0.5–12'


def test_values_that_contradict_each_other_are_refused(place: Authority) -> None:
    """15 days absent and 10 excused are more than the 20 due."""
    told = rejected(place, {"days_due": 20, "days_absent": 15, "days_excused": 10}, ATTENDANCE).faults[0]
    assert told.field == ""
    assert "考勤月报" in told.reason.zh


def test_a_day_to_come_is_refused(place: Authority) -> None:
    told = rejected(place, STEADY, day=DAY + timedelta(days=1)).faults[0]
    assert (told.field, told.reason.zh) == ("day", "“日期”2026-03-03 还没有到")


def test_a_day_before_she_was_enrolled_is_refused(place: Authority) -> None:
    told = rejected(place, STEADY, day=YEAR - timedelta(days=1)).faults[0]
    assert (told.field, told.reason.zh) == ("day", "日期 2025-08-31 早于在册之日 2025-09-01")


def test_a_unit_is_not_recorded_about_before_it_was_founded(place: Authority) -> None:
    with pytest.raises(EvidenceRejected) as refused:
        append_record(
            place.viewer("school_admin"), type=RESOURCES, subject=place.units["primary"], day=date(2015, 8, 31),
            fields={"pupils": 100},
        )  # fmt: skip
    assert fault_fields(refused.value) == ["day"]


def test_the_record_belongs_to_the_class_of_its_day(place: Authority) -> None:
    """She moved on 5 January: what is told of November belongs to her former class."""
    before = observed(place.viewer("other_class_teacher"), place.people["moved"], day=MOVE - timedelta(days=40))
    assert record_of(before).organisation == place.units["c6"]
    with pytest.raises(PermissionRefused):
        observed(place.viewer("other_class_teacher"), place.people["moved"], day=MOVE)


def test_whoever_may_not_record_is_told_nothing_of_the_pupil(place: Authority, elsewhere: Authority) -> None:
    teacher = place.viewer("class_teacher")
    said = set()
    for pupil in (elsewhere.people["ann"], place.people["dan"], 12345):
        with pytest.raises(PermissionRefused) as refused:
            observed(teacher, pupil)
        said.add(str(refused.value))
    assert len(said) == 1
    with pytest.raises(PermissionRefused):
        append_record(teacher, type=SERVICE, subject=place.people["ann"], day=DAY, fields=TWO_HOURS)
    other_pupil = place.pupil("ben")
    with pytest.raises(PermissionRefused):
        append_record(other_pupil, type=SERVICE, subject=place.people["ann"], day=DAY, fields=TWO_HOURS)


def test_a_type_that_no_pack_declares_is_refused(place: Authority) -> None:
    with pytest.raises(TypeUnknown):
        append_record(
            place.viewer("class_teacher"), type="student.mood", subject=place.people["ann"], day=DAY, fields={}
        )


def test_a_sheet_stores_its_good_rows_and_says_what_is_wrong_with_the_others(place: Authority) -> None:
    teacher = place.viewer("class_teacher")
    facts = [
        NewFact(ATTENDANCE, place.people["ann"], DAY, FULL_MONTH, "a"),
        NewFact(ATTENDANCE, place.people["ben"], DAY, {"days_due": 40, "days_absent": 0}, "b"),
        NewFact(ATTENDANCE, place.people["cai"], DAY, ONE_ABSENT, "c"),
    ]
    outcomes = append_many(teacher, facts, provenance="sheet")
    assert [type(outcome) for outcome in outcomes] == [Recorded, Refused, Recorded]
    assert isinstance(outcomes[1], Refused)
    assert [fault.field for fault in outcomes[1].faults] == ["days_due"]
    again = append_many(teacher, facts, provenance="sheet")
    assert [getattr(outcome, "is_new", None) for outcome in again] == [False, None, False]
    assert count_of_records() == 2
    assert Entry.objects.filter(verb="record").count() == 1


def test_a_sheet_is_one_entry_of_the_journal_for_each_school(place: Authority) -> None:
    by = place.viewer("data_officer")
    from_two = [place.units["first"], place.units["nine"]]
    del by
    admin, nine = place.viewer("school_admin"), place.viewer("nine_admin")
    for viewer, unit in ((admin, "primary"), (nine, "nine_primary")):
        append_record(viewer, type=RESOURCES, subject=place.units[unit], day=DAY, fields={"pupils": 100})
    streams = Entry.objects.filter(verb="record").values_list("stream_id", flat=True)
    assert sorted(streams) == sorted(f"record/{school}" for school in from_two)


def test_at_most_five_hundred_at_once(place: Authority) -> None:
    fact = NewFact(OBSERVATION, place.people["ann"], DAY, STEADY)
    with pytest.raises(ValueError, match="501 facts"):
        append_many(place.viewer("class_teacher"), [fact] * 501, provenance="sheet")
    assert Record.objects.for_the_programme("test").count() == 0
