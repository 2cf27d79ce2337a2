"""Somebody else than the one who asked lets a post read, or does not."""

from django.db import transaction

from xueheng.identity.model_posts import ReadingPurpose
from xueheng.identity.permission import refused
from xueheng.identity.post_refusals import PurposeSettled
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import now, write_journal


@transaction.atomic
def approve_purpose(by: Viewer, number: int) -> None:
    """Approve a request to read sensitive fields, from now until its end.

    May: a post with that right that reaches the asking post, held by another person. Raises PermissionRefused or
    PurposeSettled.
    """
    _settle(by, number, "approve_purpose", approved_by_id=by.post)


@transaction.atomic
def refuse_purpose(by: Viewer, number: int) -> None:
    """Refuse a request to read sensitive fields. Raises PermissionRefused or PurposeSettled."""
    _settle(by, number, "refuse_purpose", refused=True)


def _settle(by: Viewer, number: int, verb: str, **change: object) -> None:
    if by.post is None:
        raise refused("approves", "purposes")
    asked = ReadingPurpose.objects.visible_to(by).filter(pk=number).exclude(post__person=by.person)
    if not asked.exists():
        raise refused("approves", "purposes")
    opened = ReadingPurpose.objects.visible_to(by, act="approve").filter(pk=number, until__gt=now())
    subjects = list(opened.values_list("subject", flat=True))
    if not subjects or not _changed(number, **change):
        raise PurposeSettled
    about = [("purpose", number), *([("person", subjects[0])] if subjects[0] is not None else [])]
    write_journal("reading", verb, actor=by.person, post=by.post, about=about, detail={})


def _changed(number: int, **change: object) -> bool:
    """Whether this was the change that settled it: two at once do not both."""
    still = ReadingPurpose.objects.for_the_programme("settling a request once").filter(
        pk=number, approved_by=None, refused=False
    )
    return bool(still.update(**change))
