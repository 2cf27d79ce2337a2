"""Posts, and the purposes for which minors' sensitive fields are read."""

from django.db.models import Q

from xueheng.identity.policy import policy
from xueheng.identity.reach import once_within_reach, within_reach
from xueheng.identity.sight.acts import how_far
from xueheng.identity.viewer import Viewer
from xueheng.identity.visible import NOTHING


def posts(viewer: Viewer, act: str) -> Q:
    """One's own posts, and those at units reached. To manage: those that the viewer's post appoints to."""
    if act == "manage":
        managed = {right.thing for right in policy().rights.get((viewer.role, "appoints"), ())}
        return within_reach(viewer, "organisation") & Q(role__in=managed)
    own = Q(person=viewer.person)
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
