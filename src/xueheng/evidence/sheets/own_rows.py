"""Who sees what a post keeps for its sheets: the holder of the post alone."""

from django.db.models import Q

from xueheng.evidence.model_sheets import KeptPhrase, LastSheet, WatchedPupil
from xueheng.identity.public import NOTHING, Viewer, declare_rule


def of_the_post(viewer: Viewer, act: str) -> Q:
    """Rows of the post that the viewer holds now."""
    del act
    return Q(person=viewer.person, post=viewer.post) if viewer.post is not None else NOTHING


def of_the_person(viewer: Viewer, act: str) -> Q:
    """One's own, whichever post one works under."""
    del act
    return Q(person=viewer.person) if viewer.post is not None else NOTHING


declare_rule(LastSheet, of_the_post)
declare_rule(WatchedPupil, of_the_post)
declare_rule(KeptPhrase, of_the_person)
