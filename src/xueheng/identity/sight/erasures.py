"""Erasures: to posts that put them forward or decide them, by the unit of the asking post."""

from django.db.models import Q

from xueheng.identity.reach import within_reach
from xueheng.identity.sight.acts import how_far
from xueheng.identity.viewer import Viewer
from xueheng.identity.visible import NOTHING


def erasures(viewer: Viewer, act: str) -> Q:
    """Those one's own post asked for, and those of units reached. To approve: open ones that somebody else put forward
    about somebody else.
    """
    far = how_far(viewer, act, "erasures")
    reached = within_reach(viewer, "organisation") if "" in far else NOTHING
    if act == "approve":
        return reached & Q(state="proposed") & ~Q(proposed_by__person=viewer.person) & ~Q(subject=viewer.person)
    return reached | Q(proposed_by=viewer.post) if far and viewer.post is not None else reached
