"""Somebody lends her post to another person for a while."""

from datetime import date

from django.db import transaction

from xueheng.identity.holding import post_holds
from xueheng.identity.model_posts import Post
from xueheng.identity.periods import OPEN
from xueheng.identity.post_refusals import PostNotLent, PostOfDaysThatAreNot
from xueheng.identity.post_writing import (
    may_be_lent,
    must_be_days,
    must_be_free,
    must_be_somebody,
    note,
    refused_appointing,
)
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import new_number


@transaction.atomic
def delegate_post(by: Viewer, person: int, from_day: date, to_day: date) -> int:
    """Lend the post under which the viewer works (委托) to `person` from a day to a day; the lent post's number.

    It ends no later than the lender's own, cannot be lent on, and the borrower acts under it in her own name. Raises
    PermissionRefused, PostNotLent, PostOfDaysThatAreNot, PostHeldAlready or ThreeAdministrators.
    """
    own = Post.objects.for_the_programme("the lender's own post").filter(post_holds(by.day), pk=by.post).first()
    if own is None:
        raise refused_appointing()
    if not may_be_lent(own) or person == by.person:
        raise PostNotLent
    must_be_days(max(from_day, own.from_day), to_day)
    if to_day == OPEN or to_day > own.to_day:
        raise PostOfDaysThatAreNot(from_day, to_day)
    must_be_somebody(person)
    must_be_free(person, own.role, own.organisation_id, from_day, to_day)
    made = Post.objects.create(
        number=new_number(), person_id=person, role=own.role, organisation_id=own.organisation_id,
        hierarchy=own.hierarchy, from_day=from_day, to_day=to_day, delegated_from=own,
    )  # fmt: skip
    note(by, "delegate_post", made, {"from": str(from_day), "to": str(to_day), "lender": own.number})
    return int(made.number)
