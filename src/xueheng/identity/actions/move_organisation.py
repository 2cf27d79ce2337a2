"""A unit comes under another, to the top of a hierarchy, or out of it."""

from datetime import date

from django.db import transaction

from xueheng.identity import closure
from xueheng.identity.organisations import unit
from xueheng.identity.unit_changes import also_about, leave_place, place
from xueheng.identity.unit_rights import require_under, require_unit
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import write_journal


@transaction.atomic
def move_organisation(by: Viewer, number: int, hierarchy: str, parent: int | None, day: date) -> None:
    """Put a unit, with all that stands under it, under `parent` (None: the top) from `day` on.

    The days before keep the place they had; a unit without a place in the hierarchy gets its first. Raises
    PermissionRefused and what `unit_refusals` names.
    """
    require_unit(by, "organisations", number)
    require_under(by, [parent])
    closure.lock_hierarchies()
    place(hierarchy, unit(number), parent, day)
    _write(by, "move_organisation", number, hierarchy, parent, day)


@transaction.atomic
def leave_hierarchy(by: Viewer, number: int, hierarchy: str, day: date) -> None:
    """Take a unit out of a hierarchy from `day` on: a school that leaves its group.

    Raises PermissionRefused, NotInHierarchy, ChildrenLeft or LaterChange.
    """
    require_unit(by, "organisations", number)
    closure.lock_hierarchies()
    leave_place(hierarchy, unit(number), day)
    _write(by, "leave_hierarchy", number, hierarchy, None, day)


def _write(by: Viewer, verb: str, number: int, hierarchy: str, parent: int | None, day: date) -> None:
    write_journal(
        "identity",
        verb,
        actor=by.person or None,
        post=by.post,
        about=also_about([number] if parent is None else [number, parent]),
        detail={"hierarchy": hierarchy, "parent": parent, "day": str(day)},
    )
