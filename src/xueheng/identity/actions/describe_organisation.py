"""What packs know of a unit changes from a day on: its stage, its grade, its kind of school."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from xueheng.identity.organisations import unit
from xueheng.identity.unit_changes import also_about, state_from
from xueheng.identity.unit_rights import require_unit
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import write_journal


@transaction.atomic
def describe_organisation(by: Viewer, number: int, attributes: Mapping[str, Any], day: date) -> None:
    """Give a unit these attributes from `day` on, all of them anew; the days before keep theirs.

    Raises PermissionRefused, LaterChange, NotYetFounded or AlreadyClosed.
    """
    require_unit(by, "organisations", number)
    state_from(unit(number), attributes, day)
    write_journal(
        "identity",
        "describe_organisation",
        actor=by.person or None,
        post=by.post,
        about=also_about([number]),
        detail={"attributes": dict(attributes), "day": str(day)},
    )
