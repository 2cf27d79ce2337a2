"""A pupil changes class or school."""

from datetime import date

from django.db import transaction

from xueheng.identity.enrolment_changes import change_from, class_on, enrolment_on, locked_person
from xueheng.identity.people_refusals import StatusAlready
from xueheng.identity.unit_rights import require_person, require_unit
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import write_journal


@transaction.atomic
def move_pupil(by: Viewer, pupil: int, to: int, day: date, seat: int | None = None) -> None:
    """Move a pupil into another class; the day before `day` is the last in the old one.

    Moved twice on one day, the last said counts. Whoever moves answers for both classes. Raises PermissionRefused,
    NotEnrolled, LaterEnrolment, StatusAlready, NotAClass, PersonUnknown, PersonMerged, NotYetFounded or AlreadyClosed.
    """
    require_unit(by, "enrolments", to)
    require_person(by, "enrolments", pupil)
    locked_person(pupil)
    class_on(to, day)
    row = enrolment_on(pupil, day)
    require_unit(by, "enrolments", row.organisation_id)
    if row.organisation_id == to:
        raise StatusAlready
    before = row.organisation_id
    change_from(row, day, organisation=to, status=row.status, seat=seat)
    write_journal(
        "identity",
        "move_pupil",
        actor=by.person or None,
        post=by.post,
        about=[("person", pupil), ("organisation", before), ("organisation", to)],
        detail={"from": before, "to": to, "day": str(day)},
    )
