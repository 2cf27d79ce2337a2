"""Verifying facts: attested, or refused with a reason. Packs grant who may; never the recorder, never the subject."""

from collections.abc import Collection, Mapping, Sequence

from django.db import transaction

from xueheng.evidence.acting import acts_on, store_acts
from xueheng.evidence.actions.correct_record import reason_of
from xueheng.evidence.catalogue import evidence_type
from xueheng.evidence.facts import MOST_AT_ONCE
from xueheng.evidence.model_records import Record, RecordState
from xueheng.evidence.model_samples import SampleCandidate
from xueheng.evidence.places import streams_of
from xueheng.evidence.refusals import AlreadyCorrected, AlreadyRetracted, NotToVerify, OwnRecord, RecordUnknown
from xueheng.identity.public import Viewer
from xueheng.trust.public import lock_streams
from xueheng.wording import Text

_WHY = "the facts that are to be verified"
_NOT_VERIFIED = Text("这类记录不用审核", "is of a type that nobody verifies")
_REFUSED = Text("已退回，等记录人更正", "was sent back and waits for its recorder")
_ATTESTED = Text("已审核通过", "is verified already")
_LOOKED_BY_SELF = Text("是您审核过的，抽查要由另一位来看", "was verified by you; a second look takes somebody else")


def attest_record(by: Viewer, number: int, *, remark: str = "") -> int:
    """The number of the attestation.

    Raises RecordUnknown, OwnRecord, NotToVerify, AlreadyCorrected, AlreadyRetracted.
    """
    return attest_many(by, [number], remark=remark)[0]


def attest_many(by: Viewer, numbers: Collection[int], *, remark: str = "") -> list[int]:
    """The numbers of the attestations, all stored or none; at most 500. Raises as `attest_record`."""
    said = reason_of(remark) if remark.strip() else ""
    return _verify(by, "attestation", numbers, said)


def refuse_record(by: Viewer, number: int, *, reason: str) -> int:
    """The number of the refusal: the fact goes back to its recorder and does not count as verified, even if somebody
    attested it before. Raises as `attest_record`, and ReasonMissing.
    """
    return refuse_many(by, [number], reason=reason)[0]


def refuse_many(by: Viewer, numbers: Collection[int], *, reason: str) -> list[int]:
    """The numbers of the refusals, all stored or none; at most 500."""
    return _verify(by, "refusal", numbers, reason_of(reason))


def _verify(by: Viewer, act: str, numbers: Collection[int], said: str) -> list[int]:
    wanted = sorted(set(numbers))
    if len(wanted) > MOST_AT_ONCE:
        raise ValueError(f"{len(wanted)} records; {MOST_AT_ONCE} are verified at once")
    facts = _verifiable(by, wanted)
    made = acts_on(by, act, facts, said)
    with transaction.atomic():
        lock_streams(streams_of(fact.organisation for fact in facts).values())
        states = _locked_states(wanted)
        attesters = _attesters(states.values())
        for fact in facts:
            _refuse_unless_waiting(by, act, fact, states[fact.number], attesters)
        _note_second_looks(made)
        store_acts(by, "attest" if act == "attestation" else "refuse", made, facts)
    return [int(record.number) for record in made]


def _verifiable(by: Viewer, numbers: Sequence[int]) -> list[Record]:
    """The facts in order. One's own is told apart from unknown ones, since one knows of it.

    Raises RecordUnknown, OwnRecord.
    """
    found = {fact.number: fact for fact in Record.objects.visible_to(by, act="verify").filter(pk__in=numbers)}
    lacking = [number for number in numbers if number not in found]
    if lacking:
        own = Record.objects.visible_to(by).filter(pk__in=lacking, recorder=by.person)
        if (mine := own.values_list("number", flat=True).first()) is not None:
            raise OwnRecord(mine)
        raise RecordUnknown
    refuse_first_recorder(by, list(found.values()))
    return [found[number] for number in numbers]


def refuse_first_recorder(by: Viewer, facts: Sequence[Record]) -> None:
    """Whoever recorded a fact does not verify it after somebody corrected it either."""
    below = {fact.target: fact.number for fact in facts if fact.target is not None}
    while below:
        rows = Record.objects.for_the_programme(_WHY).filter(pk__in=below).values_list("number", "recorder", "target")
        found = list(rows)
        for number, recorder, _ in found:
            if recorder == by.person:
                raise OwnRecord(below[number])
        below = {target: below[number] for number, _, target in found if target is not None}


def _locked_states(numbers: Sequence[int]) -> dict[int, RecordState]:
    rows = RecordState.objects.for_the_programme(_WHY).select_for_update().filter(pk__in=numbers).order_by("pk")
    return {state.record_id: state for state in rows}


def _attesters(states: Collection[RecordState]) -> Mapping[int, int]:
    """Number of an attestation → who made it."""
    numbers = [state.attested_by for state in states if state.attested_by is not None]
    rows = Record.objects.for_the_programme(_WHY).filter(pk__in=numbers)
    return dict(rows.values_list("number", "recorder"))


def _refuse_unless_waiting(
    by: Viewer, act: str, fact: Record, state: RecordState, attesters: Mapping[int, int]
) -> None:
    if not evidence_type(fact.type).verified_by_anyone:
        raise NotToVerify(fact.number, _NOT_VERIFIED)
    if state.corrected_by is not None:
        raise AlreadyCorrected(fact.number, state.corrected_by)
    if state.retracted_by is not None:
        raise AlreadyRetracted(fact.number)
    if state.refused_by is not None:
        raise NotToVerify(fact.number, _REFUSED)
    if state.attested_by is not None and act == "attestation":
        if not state.sampled:
            raise NotToVerify(fact.number, _ATTESTED)
        if attesters[state.attested_by] == by.person:
            raise NotToVerify(fact.number, _LOOKED_BY_SELF)


def _note_second_looks(made: Sequence[Record]) -> None:
    """Whatever was drawn by lot has been looked at now."""
    by_fact = {record.target: record.number for record in made}
    waiting = SampleCandidate.objects.for_the_programme(_WHY).filter(drawn=True, looked=None, record__in=by_fact)
    for candidate in waiting:
        candidate.looked = by_fact[candidate.record_id]
        candidate.save(update_fields=["looked"])
