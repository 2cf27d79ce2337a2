"""Choosing whom a record is shown to, and whether it goes into the term report. A choice narrows, it never opens."""

from django.db import transaction

from xueheng.evidence.model_objections import ShownChoice
from xueheng.evidence.places import streams_of
from xueheng.evidence.reading import record_for
from xueheng.evidence.refusals import RecordUnknown
from xueheng.evidence.showing import AUDIENCES, Choice, choices_of, may_choose, may_narrow
from xueheng.identity.public import Viewer
from xueheng.trust.public import lock_streams, now, write_journal

_WHY = "a choice takes the place of the one before"


def choose_shown(by: Viewer, number: int, *, audience: str | None = None, in_report: bool | None = None) -> Choice:
    """The choice in force from now on. `audience`: a key of AUDIENCES; None leaves either part as it is.

    By the pupil or her guardian; who sees it only of what the family recorded. Raises RecordUnknown.
    """
    record = record_for(by, number)
    if not may_choose(by, record) or (audience is not None and not may_narrow(by, record)):
        raise RecordUnknown
    if audience is not None and audience not in AUDIENCES:
        raise RecordUnknown
    with transaction.atomic():
        stream = streams_of([record.organisation])[record.organisation]
        lock_streams([stream])
        before = choices_of([number]).get(number, Choice())
        chosen = Choice(
            before.audience if audience is None else audience, before.in_report if in_report is None else in_report
        )
        if chosen == before:
            return before
        moment = now()
        ShownChoice.objects.for_the_programme(_WHY).filter(record=number, ended_at__isnull=True).update(ended_at=moment)
        ShownChoice.objects.create(
            record=record, subject=record.subject, person=by.person, audience=chosen.audience,
            in_report=chosen.in_report, made_at=moment,
        )  # fmt: skip
        write_journal(
            stream, "choose_shown", actor=by.person, post=by.post, about=[("record", number)],
            detail={"audience": chosen.audience, "report": chosen.in_report},
        )  # fmt: skip
    return chosen
