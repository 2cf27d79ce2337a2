"""Saying that one has an eye on pupils about whom nothing was recorded lately. A note to oneself, like a draft: it is
in no journal, and nobody else sees it.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction

from xueheng.evidence.model_sheets import WatchedPupil
from xueheng.identity.public import Enrolment, Viewer, holds_on, refused, require, within_reach

WATCHED_WEEKS = 3
"""So long the hint is silent about them."""
MOST_WATCHED = 80
_WHY = "pupils of the classes for which the viewer records"


def watch_pupils(by: Viewer, pupils: Sequence[int]) -> int:
    """How many of these are pupils of classes reached; about them the hint is silent for three weeks.

    Raises PermissionRefused.
    """
    require(by, "records", "evidence")
    if by.post is None:
        raise refused("records", "evidence")
    rows = Enrolment.objects.for_the_programme(_WHY).filter(holds_on(by.day), within_reach(by, "organisation"))
    own = sorted(set(rows.filter(pupil__in=pupils[:MOST_WATCHED]).values_list("pupil_id", flat=True)))
    until = by.day + timedelta(weeks=WATCHED_WEEKS)
    with transaction.atomic():
        WatchedPupil.objects.visible_to(by).filter(pupil__in=own).delete()
        WatchedPupil.objects.visible_to(by).filter(until__lt=by.day).delete()
        WatchedPupil.objects.bulk_create(
            [WatchedPupil(post=by.post, person=by.person, pupil=pupil, until=until) for pupil in own]
        )
    return len(own)
