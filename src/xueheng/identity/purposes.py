"""For what minors' sensitive fields may be read, and the viewer that reads under an approved purpose."""

from collections.abc import Mapping
from dataclasses import replace

from xueheng.identity.holding import post_holds
from xueheng.identity.model_posts import ReadingPurpose
from xueheng.identity.viewer import Viewer, today
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
    rows = ReadingPurpose.objects.for_the_programme("whether a purpose holds").filter(
        post_holds(today(), "post__"),
        number=number,
        post=viewer.post,
        approved_by__isnull=False,
        refused=False,
        until__gt=now(),
    )
    subjects = list(rows.values_list("subject", flat=True))
    if not subjects:
        return None
    return replace(viewer, purpose=number, memo={PURPOSE_SUBJECT: subjects[0]})
