"""What waits to be verified, and what was sent back: for the queue's page and for the home page."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Count, Q

from xueheng.evidence.kept import KeptQuerySet
from xueheng.evidence.model_objections import Objection
from xueheng.evidence.model_records import Record
from xueheng.evidence.model_samples import SampleCandidate, SampleDraw
from xueheng.evidence.places import streams_of
from xueheng.evidence.reading import records, where_any
from xueheng.evidence.visibility import near
from xueheng.identity.public import Viewer
from xueheng.trust.public import streams_told

MOST_DRAWS = 20
_WHY = "whether, or how many records there are of the viewer's own, in her class or draw; nothing of them is told"


def waiting_records(viewer: Viewer) -> KeptQuerySet:
    """Facts that the viewer may verify and that wait for it, or were drawn for a second look."""
    found: KeptQuerySet = Record.objects.visible_to(viewer, act="verify")
    return found.filter(near(viewer, "verify")).filter(Q(state__to_verify=True) | Q(state__sampled=True))


def sent_back(viewer: Viewer) -> KeptQuerySet:
    """What the viewer recorded and somebody sent back, as long as it is neither corrected nor taken back."""
    mine = Q(
        recorder=viewer.person,
        state__refused_by__isnull=False,
        state__attested_by=None,
        state__corrected_by=None,
        state__retracted_by=None,
    )
    return where_any(mine, lambda: records(viewer).filter(mine))


def corrected_by_others(viewer: Viewer, since: int) -> KeptQuerySet:
    """Corrections and retractions, since a moment, that somebody else made of what the viewer recorded."""
    made = Q(act__in=("correction", "retraction"), recorded_at__gte=since) & ~Q(recorder=viewer.person)

    def of(own: KeptQuerySet) -> Q:
        return made & Q(target__in=own.filter(recorder=viewer.person).values("number"))

    every: KeptQuerySet = Record.objects.for_the_programme(_WHY)
    return where_any(of(every), lambda: records(viewer).filter(of(records(viewer))))


def recorded_since(viewer: Viewer, since: int) -> KeptQuerySet:
    """What the viewer herself recorded since a moment."""
    mine = Q(recorder=viewer.person, recorded_at__gte=since)
    return where_any(mine, lambda: records(viewer).filter(mine))


def objections_to_answer(viewer: Viewer) -> Any:
    """Objections that are the viewer's to decide."""
    return Objection.objects.visible_to(viewer, act="answer")


def objections_changed(viewer: Viewer, since: int) -> Any:
    """Answers, since a moment, to what the viewer or her family put; and of what she recorded, objections put since."""
    mine = (
        Q(subject__in=viewer.own_people, state="answered", ended_at__gte=since)
        if viewer.post is None
        else Q(recorder=viewer.person, made_at__gte=since) & ~Q(state="withdrawn")
    )
    rows = Objection.objects.for_the_programme(_WHY).filter(mine)
    return Objection.objects.visible_to(viewer).filter(mine) if rows.exists() else rows.none()


def draws_open(viewer: Viewer) -> list[tuple[int, str, int | None]]:
    """The viewer's own draws with something left to do: number, type, and how many are still to be looked at (None: it
    is not drawn yet). In two queries.
    """
    own = SampleDraw.objects.visible_to(viewer).filter(person=viewer.person, post=viewer.post)
    rows = list(own.order_by("-sealed_at").values_list("number", "type", "seed")[:MOST_DRAWS])
    left = Count("pk", filter=Q(drawn=True, looked=None))
    # Counted of one's own draws: nothing is told of the records, and asking who sees them would search all of them.
    candidates = SampleCandidate.objects.for_the_programme(_WHY).filter(draw__in=[number for number, _, _ in rows])
    counts = dict(candidates.values("draw").annotate(left=left).values_list("draw", "left"))
    told = [(number, type_, None if seed is None else counts.get(number, 0)) for number, type_, seed in rows]
    return [one for one in told if one[2] != 0]


def last_recorded(schools: Collection[int]) -> dict[int, int]:
    """When something was last recorded, corrected or verified in each school, microseconds since 1970; schools where
    nothing ever was are left out. In one query, however many records there are.
    """
    names = {name: unit for unit, name in streams_of(schools).items() if unit is not None}
    return {names[told.name]: told.last_at for told in streams_told() if told.name in names}


def classes_recorded(classes: Collection[int], types: Collection[str], since: date) -> set[int]:
    """The classes in which something of these types was recorded about a day from `since` on."""
    rows = Record.objects.for_the_programme(_WHY)
    return set(
        rows.filter(organisation__in=classes, type__in=types, day__gte=since)
        .values_list("organisation", flat=True)
        .distinct()
    )
