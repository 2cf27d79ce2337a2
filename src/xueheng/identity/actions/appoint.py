"""Somebody is given a post."""

from datetime import date

from django.db import transaction

from xueheng.identity.model_posts import Post
from xueheng.identity.periods import OPEN
from xueheng.identity.post_writing import (
    held_at,
    hierarchy_of,
    must_be_days,
    must_be_free,
    must_be_somebody,
    note,
    post_declared,
    refused_appointing,
    require_appointing,
)
from xueheng.identity.viewer import Viewer


@transaction.atomic
def appoint(
    by: Viewer,
    person: int,
    role: str,
    organisation: int,
    from_day: date,
    to_day: date = OPEN,
    *,
    acting: bool = False,
    hierarchy: str = "",
) -> int:
    """Appoint a person to a post at a unit from a day to a day; the post's number. `acting`: for the time being
    (代理).

    Without `hierarchy` the post reaches down the unit's administrative hierarchy, or the only one it stands in.
    Nobody appoints herself. Raises PermissionRefused, PostUnknown, PostNotHeldThere, PostHeldAlready,
    ThreeAdministrators or PostOfDaysThatAreNot.
    """
    declared = post_declared(role)
    require_appointing(by, role, organisation)
    if by.person == person and not by.is_programme:
        raise refused_appointing()
    unit = held_at(declared, organisation)
    must_be_days(from_day, to_day)
    must_be_somebody(person)
    must_be_free(person, role, organisation, from_day, to_day)
    made = Post.objects.create(
        person_id=person, role=role, organisation=unit, from_day=from_day, to_day=to_day, acting=acting,
        hierarchy=hierarchy or hierarchy_of(organisation, from_day),
    )  # fmt: skip
    note(by, "appoint", made, {"from": str(from_day), "to": str(to_day), "acting": acting})
    return int(made.number)
