"""Taking an objection back, by who put it, as long as nobody has answered."""

from django.db import transaction

from xueheng.evidence.model_objections import Objection
from xueheng.evidence.objections import WITHDRAWN
from xueheng.evidence.places import streams_of
from xueheng.evidence.refusals import ObjectionRefused
from xueheng.identity.public import Viewer
from xueheng.trust.public import lock_streams, now, write_journal


def withdraw_objection(by: Viewer, number: int) -> None:
    """It stays in the history as taken back. Raises ObjectionRefused."""
    found = Objection.objects.visible_to(by, act="withdraw").filter(pk=number).first()
    if found is None:
        raise ObjectionRefused.unknown()
    with transaction.atomic():
        stream = streams_of([found.organisation])[found.organisation]
        lock_streams([stream])
        if (
            not Objection.objects.visible_to(by, act="withdraw")
            .filter(pk=number)
            .update(state=WITHDRAWN, ended_at=now())
        ):
            raise ObjectionRefused.ended()
        write_journal(
            stream, "withdraw_objection", actor=by.person, post=by.post,
            about=[("record", found.record_id), ("objection", number)],
        )  # fmt: skip
