"""A post ends, now or on a day, and with it what was lent from it."""

from datetime import date

from django.db import transaction

from xueheng.identity.holding import last_day, post_over
from xueheng.identity.model_posts import Post
from xueheng.identity.post_refusals import PostOfDaysThatAreNot, PostOver
from xueheng.identity.post_writing import lent_from, note, post_locked, refused_appointing
from xueheng.identity.viewer import Viewer, today
from xueheng.identity.visible import may_do
from xueheng.trust.public import now


@transaction.atomic
def end_post(by: Viewer, number: int, last: date | None = None, reason: str = "") -> None:
    """End a post after `last`, or at this moment; sessions and jobs under it are cut at their next step.

    May: whoever appoints to it; of a lent post also the lender and the borrower. Raises PermissionRefused, PostOver
    or PostOfDaysThatAreNot.
    """
    post = post_locked(number)
    if post is None:
        raise refused_appointing()
    if not may_do(by, "end", post):
        raise refused_appointing()
    if post_over(post, today()):
        raise PostOver(last_day(post))
    if last is not None and not post.from_day <= last <= post.to_day:
        raise PostOfDaysThatAreNot(post.from_day, last)
    _end(by, post, last, reason)
    for lent in lent_from(post.number, today()):
        if last is None or lent.to_day > last:
            _end(by, lent, last if last is not None and last >= lent.from_day else None, reason)


def _end(by: Viewer, post: Post, last: date | None, reason: str) -> None:
    if last is None:
        post.ended_at = now()
    else:
        post.to_day = last
    post.save(update_fields=["ended_at", "to_day"])
    note(by, "end_post", post, {"last": str(last or today()), "at_once": last is None, "reason": reason[:200]})
