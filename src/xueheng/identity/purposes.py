"""For what minors' sensitive fields may be read, and the viewer that reads under an approved purpose."""

from collections.abc import Mapping
from dataclasses import replace

from django.db.models import Q

from xueheng.identity.holding import post_holds
from xueheng.identity.model_posts import ReadingPurpose
from xueheng.identity.policy import policy
from xueheng.identity.viewer import Viewer, today
from xueheng.identity.visible import NOTHING
from xueheng.trust.public import now
from xueheng.wording import Text

PURPOSES: Mapping[str, Text] = {
    "check": Text("核查", "Checking a fact"),
    "objection": Text("申诉", "Answering an objection"),
    "register": Text("学籍办理", "Keeping the register"),
    "statistics": Text("统计", "Statistics"),
    "safety": Text("安全救助", "Safety of the child"),
}
"""The purposes that can be asked for."""
PURPOSE_SUBJECT = "purpose_subject"
"""Where a viewer under a purpose remembers whom it covers; a viewer not made by `with_purpose` has it not, and sees
nothing.
"""
MOST_DAYS = 30
"""The longest that one approval holds, in days."""


def with_purpose(viewer: Viewer, number: int) -> Viewer | None:
    """The viewer under an approved purpose of her own post; None when it is not approved, over, or another post's."""
    if viewer.post is None:
        return None
    rows = ReadingPurpose.objects.for_the_programme("whether a purpose holds").filter(_holds(viewer), number=number)
    subjects = list(rows.values_list("subject", flat=True))
    if not subjects:
        return None
    return replace(viewer, purpose=number, memo={PURPOSE_SUBJECT: subjects[0]})


def purposes_in_force(viewer: Viewer, person: int | None = None) -> list[ReadingPurpose]:
    """The approved requests of the viewer's own post that hold now, the one that ends first before others; with
    `person` those that may cover her.
    """
    if viewer.post is None:
        return []
    found = ReadingPurpose.objects.visible_to(viewer).filter(_holds(viewer))
    if person is not None:
        found = found.filter(Q(subject=None) | Q(subject=person))
    return list(found.order_by("until", "number"))


def sees_pupils_by_purpose(viewer: Viewer) -> bool:
    """Whether the post sees pupils under an approved purpose alone."""
    far = policy().suffixes(viewer.role, "sees", "people")
    return "purpose" in far and not far & {"", "pupils"}


def covered_by_purpose(viewer: Viewer, path: str) -> Q:
    """Whom the viewer's approved purpose is about: one person, or whoever is reached; nobody without one."""
    if viewer.purpose is None or PURPOSE_SUBJECT not in viewer.memo:
        return NOTHING
    subject = viewer.memo[PURPOSE_SUBJECT]
    return Q() if subject is None else Q(**{path: subject})


def _holds(viewer: Viewer) -> Q:
    of_the_post = Q(post_holds(today(), "post__"), post=viewer.post)
    return of_the_post & Q(approved_by__isnull=False, refused=False, until__gt=now())
