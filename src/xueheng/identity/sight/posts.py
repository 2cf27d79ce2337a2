"""Posts, and the purposes for which minors' sensitive fields are read."""

from django.db.models import Q

from xueheng.identity.policy import policy
from xueheng.identity.reach import once_within_reach, within_reach
from xueheng.identity.sight.acts import how_far
from xueheng.identity.viewer import Viewer
from xueheng.identity.visible import NOTHING


def posts(viewer: Viewer, act: str) -> Q:
    """One's own posts and those lent from them, and those at units reached. To manage: those that the viewer's post
    appoints to; to end: these, and of a lent post lender and borrower.
    """
    own, lent = Q(person=viewer.person), Q(delegated_from__person=viewer.person)
    if act in ("manage", "end"):
        managed = {right.thing for right in policy().rights.get((viewer.role, "appoints"), ())}
        appointed = within_reach(viewer, "organisation") & Q(role__in=managed)
        return appointed | lent | (own & Q(delegated_from__isnull=False)) if act == "end" else appointed
    own |= lent
    if how_far(viewer, act, "posts"):
        return own | once_within_reach(viewer, "organisation", "from_day")
    return own


def purposes(viewer: Viewer, act: str) -> Q:
    """Those one's own post asked for; those of posts reached. To approve: open ones, never those of oneself."""
    far = how_far(viewer, act, "purposes")
    reached = within_reach(viewer, "post__organisation") if "" in far else NOTHING
    if act == "approve":
        return reached & Q(approved_by=None, refused=False) & ~Q(post__person=viewer.person)
    return reached | Q(post=viewer.post) if viewer.post is not None else reached
