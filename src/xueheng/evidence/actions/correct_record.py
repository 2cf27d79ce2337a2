"""Correcting a fact: a new record that names the old one, which stays where it is."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction

from xueheng.evidence.catalogue import evidence_type
from xueheng.evidence.facts import NewFact, Recorded
from xueheng.evidence.files.incoming import IncomingFile
from xueheng.evidence.files.kept_files import carried_over
from xueheng.evidence.model_records import Attachment, Record, RecordState
from xueheng.evidence.payload import Payload, opened_payloads
from xueheng.evidence.places import streams_of
from xueheng.evidence.reading import shown_records
from xueheng.evidence.recording import Origin, Prepared, prepare
from xueheng.evidence.refusals import (
    AlreadyCorrected,
    AlreadyRetracted,
    NothingChanged,
    ReasonMissing,
    RecordUnknown,
)
from xueheng.evidence.showing import carry_choice
from xueheng.evidence.storing import as_recorded, store
from xueheng.evidence.twins import sent_before
from xueheng.identity.public import Viewer
from xueheng.trust.public import KeyDestroyed, lock_streams

LONGEST_REASON = 200
_WHY = "the fact that is to be changed"


def correct_record(
    by: Viewer,
    number: int,
    *,
    fields: Mapping[str, object],
    reason: str,
    day: date | None = None,
    client: str | None = None,
    files: Mapping[str, Sequence[IncomingFile]] | None = None,
) -> int:
    """The number of the record that stands now instead of `number`.

    `fields`: all fields of the fact as they should have been, in stored units; `day`: another day. File fields not
    named in `files` keep their files; fields that the corrector may not read keep their values. By the recorder, by
    who verifies the type, and where two sources differ by who records the type there.

    Raises RecordUnknown, AlreadyCorrected, AlreadyRetracted, NothingChanged, ReasonMissing, EvidenceRejected,
    ClientReused.
    """
    return correct_fact(by, number, fields, reason, day, client, files or {}).number


def correct_fact(
    by: Viewer,
    number: int,
    fields: Mapping[str, object],
    reason: str,
    day: date | None = None,
    client: str | None = None,
    files: Mapping[str, Sequence[IncomingFile]] | None = None,
) -> Recorded:
    """As `correct_record`, and what was found beside it."""
    old = changeable(by, number, "correct")
    said = reason_of(reason)
    payload = opened_payloads([old])[old.number]
    if payload is None:
        raise KeyDestroyed(old.subject)
    kept = _kept_files(old, payload, files or {})
    unread = {name: payload.fields[name] for name in shown_records(by, [old])[0].hidden}
    plain = {name: value for name, value in fields.items() if name not in _file_fields(old)}
    fact = NewFact(old.type, old.subject, day or old.day, {**plain, **unread, **kept}, client, files or {})
    origin = Origin(by, "form", None, old, said)
    prepared = prepare(origin, [fact])
    if prepared.refused:
        raise prepared.refused[0].error()
    with transaction.atomic():
        return _corrected(origin, prepared, old, payload, kept)


def _corrected(
    origin: Origin, prepared: Prepared, old: Record, payload: Payload, kept: Mapping[str, object]
) -> Recorded:
    draft = prepared.drafts[0]
    lock_streams([*prepared.streams.values(), *streams_of([old.organisation]).values()])
    if not sent_before(origin.by.person, prepared.drafts):
        refuse_unless_standing(old)
        if dict(draft.payload.fields) == dict(payload.fields) and draft.record.day == old.day:
            raise NothingChanged(old.number)
    outcome = as_recorded(store(origin, prepared)[0])
    if outcome.is_new:
        carry_choice(old.number, outcome.number)
    if outcome.is_new and kept:
        Attachment.objects.bulk_create(carried_over(old, draft.record, kept))
    return outcome


def changeable(by: Viewer, number: int, act: str) -> Record:
    """The fact, if the viewer may do the act to it. Raises RecordUnknown."""
    found: Record | None = Record.objects.visible_to(by, act=act).filter(pk=number).first()
    if found is None:
        raise RecordUnknown
    return found


def refuse_unless_standing(old: Record) -> None:
    """Raises AlreadyCorrected, AlreadyRetracted. Its row is locked until the transaction ends, so that two changes of
    one fact wait for each other.
    """
    state = RecordState.objects.for_the_programme(_WHY).select_for_update().get(pk=old.number)
    if state.corrected_by is not None:
        raise AlreadyCorrected(old.number, state.corrected_by)
    if state.retracted_by is not None:
        raise AlreadyRetracted(old.number)


def reason_of(words: str) -> str:
    """A reason in words, trimmed. Raises ReasonMissing."""
    said = " ".join(words.split())
    if not said or len(said) > LONGEST_REASON or not said.isprintable():
        raise ReasonMissing(LONGEST_REASON)
    return said


def _file_fields(old: Record) -> set[str]:
    return {field.name for field in evidence_type(old.type).fields if field.is_file}


def _kept_files(old: Record, payload: Payload, files: Mapping[str, object]) -> dict[str, object]:
    names = _file_fields(old) - set(files)
    return {name: value for name, value in payload.fields.items() if name in names}
