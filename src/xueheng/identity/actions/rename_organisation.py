"""A unit is called otherwise from a day on."""

from datetime import date

from django.db import transaction

from xueheng.identity.organisations import unit
from xueheng.identity.unit_changes import also_about, name_from
from xueheng.identity.unit_rights import require_unit
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import write_journal


@transaction.atomic
def rename_organisation(by: Viewer, number: int, name: str, day: date, short: str = "") -> None:
    """Call a unit `name` from `day` on; the days before keep the name they had.

    Raises PermissionRefused, NameRefused, LaterChange, NotYetFounded or AlreadyClosed.
    """
    require_unit(by, "organisations", number)
    name_from(unit(number), name, short, day)
    write_journal(
        "identity",
        "rename_organisation",
        actor=by.person or None,
        post=by.post,
        about=also_about([number]),
        detail={"name": name, "short": short, "day": str(day)},
    )
