"""A unit begins."""

from datetime import date

from django.db import transaction

from xueheng.identity import closure
from xueheng.identity.unit_changes import NewOrganisation, also_about, found
from xueheng.identity.unit_rights import require_under
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import write_journal


@transaction.atomic
def found_organisation(by: Viewer, new: NewOrganisation, day: date) -> int:
    """Found a unit that exists from `day` on; its number. Raises PermissionRefused and what `unit_refusals` names.

    Whoever founds it manages the units that it is put under; at the top of a hierarchy only the programme may.
    """
    require_under(by, new.places.values())
    closure.lock_hierarchies()
    made = found(new, day)
    parents = [parent for parent in new.places.values() if parent is not None]
    write_journal(
        "identity",
        "found_organisation",
        actor=by.person or None,
        post=by.post,
        about=also_about([made.pk, *parents]),
        detail={"kind": new.kind, "code": made.code, "day": str(day), "places": dict(new.places)},
    )
    return int(made.pk)
