"""Imports: one's own, and those brought in at units that the post reaches and may itself import for."""

from django.db.models import Q

from xueheng.identity.policy import policy
from xueheng.identity.reach import within_reach
from xueheng.identity.viewer import Viewer
from xueheng.identity.visible import NOTHING


def imports(viewer: Viewer, act: str) -> Q:
    """The imports themselves; to manage is for whoever brought the file, under the same post."""
    return _brought(viewer, act, "")


def rows(viewer: Viewer, act: str) -> Q:
    """The rows of imports that are seen."""
    return _brought(viewer, act, "batch__")


def headings(viewer: Viewer, act: str) -> Q:
    """What units said of their headings, and of spellings."""
    return within_reach(viewer, "organisation") if policy().rights.get((viewer.role, "imports")) else NOTHING


def _brought(viewer: Viewer, act: str, path: str) -> Q:
    if viewer.post is None:
        return NOTHING
    own = Q(**{f"{path}person": viewer.person, f"{path}post": viewer.post})
    if act == "manage" or not policy().rights.get((viewer.role, "imports")):
        return own
    return own | within_reach(viewer, f"{path}organisation")
