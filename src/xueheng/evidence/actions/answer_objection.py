"""Answering an objection: upheld, and then corrected or taken back as any record is; or declined, in words."""

from django.db import transaction

from xueheng.evidence.actions.attest_record import refuse_first_recorder
from xueheng.evidence.actions.object_to_record import words_of
from xueheng.evidence.model_objections import Objection
from xueheng.evidence.objections import ANSWERED, LONGEST_WORDS, OPEN, label
from xueheng.evidence.places import streams_of
from xueheng.evidence.refusals import ObjectionRefused
from xueheng.identity.public import Viewer
from xueheng.trust.public import lock_streams, now, seal, write_journal


def answer_objection(by: Viewer, number: int, *, upheld: bool, words: str) -> None:
    """Decides by who verifies the type or decides on objections to it, and has neither recorded the fact nor put the
    objection. Raises ObjectionRefused, OwnRecord.
    """
    said = words_of(words)
    if not said:
        raise ObjectionRefused.words_missing(LONGEST_WORDS)
    rows = Objection.objects.visible_to(by, act="answer")
    found = rows.filter(pk=number).select_related("record").first()
    if found is None:
        raise ObjectionRefused.unknown()
    refuse_first_recorder(by, [found.record])
    with transaction.atomic():
        stream = streams_of([found.organisation])[found.organisation]
        lock_streams([stream])
        changed = Objection.objects.visible_to(by, act="answer").filter(pk=number, state=OPEN)
        sealed = seal(found.subject, label(found, "answer"), said.encode())
        done = changed.update(
            state=ANSWERED, upheld=upheld, answer=sealed, answered_by=by.person, answered_post=by.post, ended_at=now()
        )
        if not done:
            raise ObjectionRefused.ended()
        write_journal(
            stream, "answer_objection", actor=by.person, post=by.post,
            about=[("record", found.record_id), ("objection", number)], detail={"upheld": upheld},
        )  # fmt: skip
