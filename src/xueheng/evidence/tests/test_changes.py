"""Correcting, retracting, attesting, refusing: new records that name the old ones."""

from datetime import timedelta

import pytest

from xueheng.evidence import moments
from xueheng.evidence.descriptions import beside
from xueheng.evidence.model_records import Record
from xueheng.evidence.public import (
    EvidenceRejected,
    RecordUnknown,
    attest_many,
    attest_record,
    correct_record,
    current_fields,
    history_of,
    refuse_record,
    retract_record,
    shown_records,
)
from xueheng.evidence.refusals import (
    AlreadyCorrected,
    AlreadyRetracted,
    NothingChanged,
    NotToVerify,
    OwnRecord,
    ReasonMissing,
)
from xueheng.evidence.signatures import signatures
from xueheng.evidence.states import rebuild_states, state_rows
from xueheng.evidence.tests.office import (
    FULL_MONTH,
    ONE_ABSENT,
    SERVICE,
    STEADY,
    attended,
    count_of_records,
    observed,
    record_of,
    served,
    state_of,
)
from xueheng.evidence.views.one_record import steps_of
from xueheng.identity.tests.authority import DAY, Authority
from xueheng.trust.models import Entry
from xueheng.trust.public import now

pytestmark = pytest.mark.django_db
WHY = "看错了人"


def test_a_correction_is_a_new_record_and_the_old_one_stays(place: Authority) -> None:
    teacher = place.viewer("class_teacher")
    old = observed(teacher, place.people["ann"])
    new = correct_record(teacher, old, fields={**STEADY, "level": "growing"}, reason=WHY)
    assert record_of(new).target == old
    assert dict(current_fields(teacher, record_of(old))) == STEADY
    assert dict(current_fields(teacher, record_of(new)))["level"] == "growing"
    assert shown_records(teacher, [record_of(new)])[0].words == WHY
    assert state_of(old).corrected_by == new
    assert [r.number for r in history_of(teacher, record_of(old)).facts] == [old, new]
    assert history_of(teacher, record_of(new)).current.number == new
    assert Entry.objects.filter(verb="correct").count() == 1


def test_what_was_corrected_cannot_be_corrected_again(place: Authority) -> None:
    teacher = place.viewer("class_teacher")
    old = observed(teacher, place.people["ann"])
    new = correct_record(teacher, old, fields={**STEADY, "level": "growing"}, reason=WHY)
    with pytest.raises(AlreadyCorrected) as refused:
        correct_record(teacher, old, fields={**STEADY, "level": "attention"}, reason=WHY)
    assert refused.value.by == new
    with pytest.raises(AlreadyCorrected):
        retract_record(teacher, old, reason=WHY)


def test_a_correction_sent_twice_is_stored_once(place: Authority) -> None:
    teacher = place.viewer("class_teacher")
    old = observed(teacher, place.people["ann"])
    fields = {**STEADY, "level": "growing"}
    first = correct_record(teacher, old, fields=fields, reason=WHY, client="c")
    assert correct_record(teacher, old, fields=fields, reason=WHY, client="c") == first


def test_a_correction_that_changes_nothing_is_refused(place: Authority) -> None:
    teacher = place.viewer("class_teacher")
    old = observed(teacher, place.people["ann"])
    with pytest.raises(NothingChanged):
        correct_record(teacher, old, fields=STEADY, reason=WHY)
    moved = correct_record(teacher, old, fields=STEADY, day=DAY - timedelta(days=1), reason="日期记错")
    assert record_of(moved).day == DAY - timedelta(days=1)


@pytest.mark.parametrize("reason", ["", "  \n ", "长" * 201])
def test_a_correction_needs_a_reason(place: Authority, reason: str) -> None:
    teacher = place.viewer("class_teacher")
    old = observed(teacher, place.people["ann"])
    with pytest.raises(ReasonMissing):
        correct_record(teacher, old, fields={**STEADY, "level": "growing"}, reason=reason)
    with pytest.raises(ReasonMissing):
        retract_record(teacher, old, reason=reason)


def test_a_correction_is_checked_like_any_fact(place: Authority) -> None:
    teacher = place.viewer("class_teacher")
    old = attended(teacher, place.people["ann"])
    with pytest.raises(EvidenceRejected):
        correct_record(teacher, old, fields={"days_due": 20, "days_excused": 21, "days_absent": 0}, reason=WHY)
    assert count_of_records() == 1


def test_only_the_recorder_or_the_verifier_corrects(place: Authority) -> None:
    number = served(place)
    fields = {"hours_served": 15}
    for other in (place.pupil("ben"), place.guardian("mother"), place.viewer("subject_teacher"), place.viewer("head")):
        with pytest.raises(RecordUnknown):
            correct_record(other, number, fields=fields, reason=WHY)
    new = correct_record(place.viewer("class_teacher"), number, fields=fields, reason="按签到表")
    assert current_fields(place.pupil("ann"), record_of(new)) == {"hours_served": 15}


def test_a_retracted_fact_stays_readable_and_stands_no_more(place: Authority) -> None:
    teacher = place.viewer("class_teacher")
    old = observed(teacher, place.people["ann"])
    back = retract_record(teacher, old, reason=WHY)
    assert state_of(old).retracted_by == back
    assert record_of(back).act == "retraction"
    assert shown_records(teacher, [record_of(back)])[0].words == WHY
    assert dict(current_fields(teacher, record_of(old))) == STEADY
    with pytest.raises(AlreadyRetracted):
        retract_record(teacher, old, reason=WHY)
    with pytest.raises(AlreadyRetracted):
        correct_record(teacher, old, fields={**STEADY, "level": "growing"}, reason=WHY)


def test_the_class_teacher_verifies_what_a_pupil_recorded(place: Authority) -> None:
    number = served(place)
    attestation = attest_record(place.viewer("class_teacher"), number)
    state = state_of(number)
    assert (state.attested_by, state.to_verify) == (attestation, False)
    assert record_of(attestation).act == "attestation"


def test_many_are_verified_at_once_in_one_entry_of_the_journal(place: Authority) -> None:
    numbers = [served(place, word) for word in ("ann", "ben", "cai")]
    made = attest_many(place.viewer("class_teacher"), numbers, remark="已核对签到表")
    assert [record_of(number).target for number in made] == sorted(numbers)
    assert Entry.objects.filter(verb="attest").count() == 1
    assert not any(state_of(number).to_verify for number in numbers)


def test_all_are_verified_or_none(place: Authority) -> None:
    first, second = served(place, "ann"), served(place, "ben")
    teacher = place.viewer("class_teacher")
    attest_record(teacher, second)
    with pytest.raises(NotToVerify):
        attest_many(teacher, [first, second])
    assert state_of(first).to_verify


def test_nobody_verifies_her_own_record(place: Authority) -> None:
    """The class teacher verifies this type, and corrected the fact herself: somebody else has to look at it."""
    number = served(place)
    teacher = place.viewer("class_teacher")
    corrected = correct_record(teacher, number, fields={"hours_served": 15}, reason="按签到表")
    with pytest.raises(OwnRecord):
        attest_record(teacher, corrected)
    assert state_of(corrected).to_verify


def test_who_may_not_verify_is_told_nothing(place: Authority, elsewhere: Authority) -> None:
    number = served(place)
    for other in (
        place.pupil("ann"),
        place.guardian("mother"),
        place.viewer("other_class_teacher"),
        place.viewer("head"),
        elsewhere.viewer("class_teacher"),
        place.viewer("system_admin"),
    ):
        with pytest.raises((RecordUnknown, OwnRecord)):
            attest_record(other, number)
    assert state_of(number).to_verify


def test_a_type_that_nobody_verifies_is_not_verified(place: Authority) -> None:
    number = observed(place.viewer("subject_teacher"), place.people["ann"])
    with pytest.raises(RecordUnknown):
        attest_record(place.viewer("class_teacher"), number)


def test_a_refusal_sends_the_fact_back_until_it_is_corrected(place: Authority) -> None:
    number = served(place)
    teacher = place.viewer("class_teacher")
    refusal = refuse_record(teacher, number, reason="签到表上没有")
    assert (state_of(number).refused_by, state_of(number).to_verify) == (refusal, False)
    with pytest.raises(NotToVerify):
        attest_record(teacher, number)
    new = correct_record(place.pupil("ann"), number, fields={"hours_served": 10}, reason="记多了")
    assert state_of(new).to_verify
    attest_record(teacher, new)
    assert not state_of(new).to_verify


def test_a_refusal_outweighs_an_attestation(place: Authority) -> None:
    number = served(place)
    teacher = place.viewer("class_teacher")
    attest_record(teacher, number)
    refuse_record(teacher, number, reason="后来发现是别人的")
    assert state_of(number).refused_by is not None


def test_the_states_can_be_made_anew(place: Authority) -> None:
    teacher = place.viewer("class_teacher")
    numbers = [served(place, word) for word in ("ann", "ben", "cai")]
    attest_record(teacher, numbers[0])
    refuse_record(teacher, numbers[1], reason="没有签到")
    correct_record(place.pupil("ben"), numbers[1], fields={"hours_served": 5}, reason="记多了")
    retract_record(place.pupil("cai"), numbers[2], reason="重复了")
    attended(teacher, place.people["ann"], FULL_MONTH)
    attended(place.viewer("class_teacher"), place.people["ben"], ONE_ABSENT)
    kept = state_rows()
    assert rebuild_states() == len(kept) == 6
    assert state_rows() == kept


def test_every_act_is_a_record_of_the_type_and_place_of_its_fact(place: Authority) -> None:
    number = served(place)
    attest_record(place.viewer("class_teacher"), number)
    rows = Record.objects.for_the_programme("test").values_list("act", "type", "subject", "organisation")
    assert set(rows) == {
        ("fact", SERVICE, place.people["ann"], place.units["c3"]),
        ("attestation", SERVICE, place.people["ann"], place.units["c3"]),
    }


def test_a_history_keeps_its_order_when_the_clock_is_set_back(
    place: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = served(place)
    attest_record(place.viewer("class_teacher"), number)
    monkeypatch.setattr(moments, "now", lambda: now() - 24 * 3_600 * 1_000_000)
    new = correct_record(place.pupil("ann"), number, fields={"hours_served": 30}, reason=WHY)
    attest_record(place.viewer("class_teacher"), new)
    ann = place.pupil("ann")
    history = history_of(ann, record_of(new))
    every = [*history.facts, *history.acts]
    steps = steps_of(ann, history, beside(ann, every), signatures(ann, every))
    told = [step.told.record.act for step in steps]
    assert told == ["fact", "attestation", "correction", "attestation"]
