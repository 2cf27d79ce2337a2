"""Somebody is known here for the first time."""

from collections.abc import Sequence

from django.db import transaction

from xueheng.identity.new_people import BLOCK, NewPerson, PersonAdded, write_people
from xueheng.identity.permission import require
from xueheng.identity.unit_rights import require_unit
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import write_journal


def add_person(by: Viewer, new: NewPerson, at: int | None = None) -> PersonAdded:
    """Add a person for a unit that the viewer answers for; only the programme adds people for none.

    Raises PermissionRefused, NameRefused, NumberRefused or NumberTaken.
    """
    added = add_people_many(by, [new], at)[0]
    if added.problem is not None:
        raise added.problem
    return added


def add_people_many(by: Viewer, news: Sequence[NewPerson], at: int | None = None) -> list[PersonAdded]:
    """Add many people, at most 500 in a transaction; what became of each, in order, those refused included.

    Raises PermissionRefused before any is added.
    """
    if at is None and by.is_programme:
        require(by, "manages", "people")
    else:
        require_unit(by, "people", at or 0)
    added: list[PersonAdded] = []
    for start in range(0, len(news), BLOCK):
        added += _block(by, news[start : start + BLOCK], at)
    return added


@transaction.atomic
def _block(by: Viewer, news: Sequence[NewPerson], at: int | None) -> list[PersonAdded]:
    added = write_people(by, news)
    numbers = [one.number for one in added if one.number is not None]
    if numbers:
        write_journal(
            "identity",
            "add_people",
            actor=by.person or None,
            post=by.post,
            about=[("person", number) for number in numbers],
            detail={"at": at, "people": len(numbers)},
        )
    return added
