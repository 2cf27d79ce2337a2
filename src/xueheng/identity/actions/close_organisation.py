"""A unit ends."""

from datetime import date

from django.db import transaction

from xueheng.identity import closure
from xueheng.identity.organisations import unit
from xueheng.identity.unit_changes import also_about, close
from xueheng.identity.unit_rights import require_unit
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import write_journal


@transaction.atomic
def close_organisation(by: Viewer, number: int, last_day: date) -> None:
    """Close a unit that nothing stands under and nobody is enrolled in; `last_day` is the last on which it exists.

    Posts held there end with it. Raises PermissionRefused, ChildrenLeft, PupilsLeft, AlreadyClosed, NotYetFounded or
    LaterChange.
    """
    require_unit(by, "organisations", number)
    closure.lock_hierarchies()
    posts = close(unit(number), last_day)
    write_journal(
        "identity",
        "close_organisation",
        actor=by.person or None,
        post=by.post,
        about=also_about([number]),
        detail={"last_day": str(last_day), "posts_ended": posts},
    )
