"""Taking several facts back at once, as one does who sees right after sending that a sheet was wrong."""

from collections.abc import Sequence

from django.db import transaction

from xueheng.evidence.acting import acts_on, store_acts
from xueheng.evidence.actions.correct_record import reason_of
from xueheng.evidence.facts import MOST_AT_ONCE
from xueheng.evidence.model_records import Record, RecordState
from xueheng.evidence.places import streams_of
from xueheng.evidence.refusals import RecordUnknown
from xueheng.identity.public import Viewer
from xueheng.trust.public import lock_streams

_WHY = "the facts that are to be taken back"


def retract_many(by: Viewer, numbers: Sequence[int], *, reason: str) -> list[int]:
    """The numbers of the facts that were taken back, together or not at all; what no longer stands is passed over, so
    that sending it twice does no harm.

    By whom may correct them; at most 500. Raises RecordUnknown, ReasonMissing.
    """
    said, wanted = reason_of(reason), sorted(set(numbers))[:MOST_AT_ONCE]
    facts = {fact.number: fact for fact in Record.objects.visible_to(by, act="retract").filter(pk__in=wanted)}
    if len(facts) != len(wanted):
        raise RecordUnknown
    with transaction.atomic():
        lock_streams(streams_of(fact.organisation for fact in facts.values()).values())
        states = RecordState.objects.for_the_programme(_WHY).select_for_update().filter(record__in=wanted)
        standing = sorted(
            state.record_id for state in states if state.corrected_by is None and state.retracted_by is None
        )
        some = [facts[number] for number in standing]
        if some:
            store_acts(by, "retract", acts_on(by, "retraction", some, said), some)
    return standing
