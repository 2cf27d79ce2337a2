"""Somebody puts forward that a person's data be erased."""

from collections.abc import Iterable, Sequence

from django.db import IntegrityError, transaction

from xueheng.identity.erasure_grounds import GROUNDS, holds_posts, open_already, unclear
from xueheng.identity.holding import post_holds
from xueheng.identity.model_erasures import Erasure
from xueheng.identity.model_posts import Post
from xueheng.identity.people import numbers_of_same, standing_number
from xueheng.identity.permission import refused
from xueheng.identity.unit_rights import answers_for
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import Counted, Eraser, Erasing, new_number, now, seal, write_journal

ASKS, ERASURES = "asks", "erasures"
LEAST, MOST = 2, 200
WHY = "an erasure is put forward"


def propose_erasure(by: Viewer, subject: int, ground: str, reason: str) -> int:
    """The number of the erasure that somebody else decides. `ground`: one of GROUNDS.

    May: a post with that right that answers for where she is, or was last; nobody for herself. Raises
    PermissionRefused, PersonUnknown, ErasureRefused, KeyDestroyed where she is erased already.
    """
    subject = standing_number(subject)
    _require(by, subject)
    said = reason.strip()
    if ground not in GROUNDS or not LEAST <= len(said) <= MOST:
        raise unclear()
    _refuse_post_holders(by, subject)
    number = new_number()
    sealed = seal(subject, reason_label(number), said.encode())
    try:
        with transaction.atomic():
            Erasure.objects.create(
                number=number, subject=subject, organisation=by.organisation or 0, ground=ground, reason=sealed,
                proposed_by_id=by.post, proposed_at=now(),
            )  # fmt: skip
            about = [("erasure", number), ("person", subject)]
            write_journal("identity", "propose_erasure", actor=by.person, post=by.post, about=about)
    except IntegrityError as fault:
        raise open_already() from fault
    return number


def erasure_preview(by: Viewer, subject: int, erasers: Iterable[Eraser]) -> Sequence[Counted]:
    """What an erasure of her would remove, and what stays and why. Raises PermissionRefused, PersonUnknown."""
    standing = standing_number(subject)
    _require(by, standing, (ASKS, "approves"))
    return _counted(standing, erasers)


def counted(subject: int, erasers: Iterable[Eraser]) -> list[Counted]:
    """The same, for whoever may see it."""
    return _counted(standing_number(subject), erasers)


def _counted(standing: int, erasers: Iterable[Eraser]) -> list[Counted]:
    erasing = Erasing(numbers_of_same(standing))
    return [line for eraser in erasers for line in eraser.count(erasing)]


def reason_label(number: int) -> str:
    """What a reason is bound to, besides the subject."""
    return f"erasure reason|{number}"


def _require(by: Viewer, subject: int, verbs: Sequence[str] = (ASKS,)) -> None:
    if by.post is None or by.person == subject:
        raise refused(ASKS, ERASURES)
    if not any(answers_for(by, verb, ERASURES, subject) for verb in verbs):
        raise refused(ASKS, ERASURES)


def _refuse_post_holders(by: Viewer, subject: int) -> None:
    held = Post.objects.for_the_programme(WHY).filter(post_holds(by.day), person__in=numbers_of_same(subject))
    if held.exists():
        raise holds_posts()
