"""Taking a fact back: it stays readable with the reason, and counts no more."""

from django.db import transaction

from xueheng.evidence.acting import acts_on, store_acts
from xueheng.evidence.actions.correct_record import changeable, reason_of, refuse_unless_standing
from xueheng.evidence.places import streams_of
from xueheng.identity.public import Viewer
from xueheng.trust.public import lock_streams


def retract_record(by: Viewer, number: int, *, reason: str) -> int:
    """The number of the record that takes `number` back. By whom may correct it.

    Raises RecordUnknown, AlreadyCorrected, AlreadyRetracted, ReasonMissing.
    """
    said = reason_of(reason)
    fact = changeable(by, number, "retract")
    made = acts_on(by, "retraction", [fact], said)
    with transaction.atomic():
        lock_streams(streams_of([fact.organisation]).values())
        refuse_unless_standing(fact)
        store_acts(by, "retract", made, [fact])
    return int(made[0].number)
