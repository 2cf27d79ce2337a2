"""Objecting to a record: a pupil or her guardian says what is wrong, and somebody who did not record it decides."""

from django.db import transaction

from xueheng.evidence.model_objections import Objection
from xueheng.evidence.model_records import Record, RecordState
from xueheng.evidence.objections import KINDS, LONGEST_WORDS, OPEN, label, may_object
from xueheng.evidence.places import streams_of
from xueheng.evidence.reading import record_for
from xueheng.evidence.refusals import ObjectionRefused
from xueheng.identity.public import Viewer
from xueheng.trust.public import lock_streams, now, seal, write_journal

_WHY = "where the record stands that somebody objects to"


def object_to_record(by: Viewer, number: int, kind: str, words: str = "") -> int:
    """The number of the objection. `kind`: a key of KINDS; `words`: a line more, needed for `other`.

    Raises RecordUnknown, ObjectionRefused.
    """
    record = record_for(by, number)
    said = words_of(words)
    if kind not in KINDS or (kind == "other" and not said):
        raise ObjectionRefused.words_missing(LONGEST_WORDS)
    with transaction.atomic():
        stream = streams_of([record.organisation])[record.organisation]
        lock_streams([stream])
        state = RecordState.objects.for_the_programme(_WHY).select_for_update().filter(pk=record.number).first()
        if not may_object(by, record, state):
            raise ObjectionRefused.not_here()
        mine = Objection.objects.visible_to(by).filter(record=record, person=by.person, state=OPEN)
        if mine.exists():
            raise ObjectionRefused.put_already()
        made = _made(by, record, kind, said)
        made.save(force_insert=True)
        write_journal(
            stream, "object", actor=by.person, post=by.post,
            about=[("record", record.number), ("objection", made.number)], detail={"kind": kind},
        )  # fmt: skip
    return int(made.number)


def words_of(words: str) -> str:
    """Words in one line, trimmed. Raises ObjectionRefused where they are too long or cannot be shown."""
    said = " ".join(words.split())
    if len(said) > LONGEST_WORDS or not (said.isprintable() or not said):
        raise ObjectionRefused.words_missing(LONGEST_WORDS)
    return said


def _made(by: Viewer, record: Record, kind: str, said: str) -> Objection:
    made = Objection(
        record=record, type=record.type, subject=record.subject, organisation=record.organisation, day=record.day,
        recorder=record.recorder, kind=kind, person=by.person, words=b"", made_at=now(),
    )  # fmt: skip
    made.words = seal(made.subject, label(made, "words"), said.encode()) if said else b""
    return made
