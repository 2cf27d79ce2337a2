"""What waits to be verified, and what was sent back: for the queue's page and for the home page."""

from django.db.models import Q

from xueheng.evidence.kept import KeptQuerySet
from xueheng.evidence.model_records import Record
from xueheng.identity.public import Viewer


def waiting_records(viewer: Viewer) -> KeptQuerySet:
    """Facts that the viewer may verify and that wait for it, or were drawn for a second look."""
    found: KeptQuerySet = Record.objects.visible_to(viewer, act="verify")
    return found.filter(Q(state__to_verify=True) | Q(state__sampled=True))


def sent_back(viewer: Viewer) -> KeptQuerySet:
    """What the viewer recorded and somebody sent back, as long as it is neither corrected nor taken back."""
    found: KeptQuerySet = Record.objects.visible_to(viewer)
    return found.filter(
        recorder=viewer.person,
        state__refused_by__isnull=False,
        state__attested_by=None,
        state__corrected_by=None,
        state__retracted_by=None,
    )


def corrected_by_others(viewer: Viewer, since: int) -> KeptQuerySet:
    """Corrections and retractions, since a moment, that somebody else made of what the viewer recorded."""
    own = Record.objects.visible_to(viewer).filter(recorder=viewer.person).values("number")
    found: KeptQuerySet = Record.objects.visible_to(viewer)
    made = found.filter(act__in=("correction", "retraction"), recorded_at__gte=since, target__in=own)
    return made.exclude(recorder=viewer.person)
