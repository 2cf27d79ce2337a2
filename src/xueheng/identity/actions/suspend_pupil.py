"""A pupil goes on leave (休学), comes back (复学), or leaves (离校)."""

from datetime import date

from django.db import transaction

from xueheng.identity.enrolment_changes import ENROLLED, LEAVE, change_from, class_on, enrolment_on, locked_person
from xueheng.identity.people_refusals import StatusAlready
from xueheng.identity.unit_changes import ONE_DAY, end_before
from xueheng.identity.unit_rights import require_person, require_unit
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import write_journal


@transaction.atomic
def suspend_pupil(by: Viewer, pupil: int, day: date) -> None:
    """A pupil is on leave from `day` on, and keeps the place in the class.

    Raises PermissionRefused, NotEnrolled, LaterEnrolment, StatusAlready, PersonUnknown or PersonMerged.
    """
    require_person(by, "enrolments", pupil)
    locked_person(pupil)
    row = enrolment_on(pupil, day)
    if row.status == LEAVE:
        raise StatusAlready
    change_from(row, day, organisation=row.organisation_id, status=LEAVE, seat=row.seat)
    _write(by, "suspend_pupil", pupil, row.organisation_id, day)


@transaction.atomic
def resume_pupil(by: Viewer, pupil: int, day: date, into: int | None = None) -> None:
    """A pupil on leave is back from `day` on, in the same class or in another.

    Raises as `suspend_pupil`, and NotAClass, NotYetFounded or AlreadyClosed for the class.
    """
    require_person(by, "enrolments", pupil)
    locked_person(pupil)
    row = enrolment_on(pupil, day)
    if row.status != LEAVE:
        raise StatusAlready
    organisation = row.organisation_id if into is None else into
    if into is not None:
        require_unit(by, "enrolments", into)
    class_on(organisation, day)
    change_from(row, day, organisation=organisation, status=ENROLLED, seat=row.seat if into is None else None)
    _write(by, "resume_pupil", pupil, organisation, day)


@transaction.atomic
def pupil_leaves(by: Viewer, pupil: int, last_day: date, reason: str) -> None:
    """A pupil leaves for good; `last_day` is the last in the class. `reason` is a code: graduated, moved_away …

    Raises PermissionRefused, NotEnrolled, LaterEnrolment, PersonUnknown or PersonMerged.
    """
    require_person(by, "enrolments", pupil)
    locked_person(pupil)
    row = enrolment_on(pupil, last_day)
    end_before(row, last_day + ONE_DAY)
    _write(by, "pupil_leaves", pupil, row.organisation_id, last_day, reason)


def _write(by: Viewer, verb: str, pupil: int, organisation: int, day: date, reason: str = "") -> None:
    write_journal(
        "identity",
        verb,
        actor=by.person or None,
        post=by.post,
        about=[("person", pupil), ("organisation", organisation)],
        detail={"day": str(day)} | ({"reason": reason} if reason else {}),
    )
