"""A pupil comes into a class."""

from datetime import date

from django.db import transaction

from xueheng.identity.enrolment_changes import ENROLLED, class_on, locked_person, refuse_enrolled
from xueheng.identity.model_people import Enrolment
from xueheng.identity.unit_rights import require_person, require_unit, units_of
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import write_journal


@transaction.atomic
def enrol_pupil(by: Viewer, pupil: int, organisation: int, day: date, seat: int | None = None) -> None:
    """Enrol a pupil in a class from `day` on.

    Somebody who is or was elsewhere is enrolled by those alone who answer for both places. Raises PermissionRefused,
    EnrolledAlready, NotAClass, PersonUnknown, PersonMerged, NotYetFounded or AlreadyClosed.
    """
    require_unit(by, "enrolments", organisation)
    if units_of(pupil, by.day):
        require_person(by, "enrolments", pupil)
    person = locked_person(pupil)
    to = class_on(organisation, day)
    refuse_enrolled(pupil, day)
    Enrolment.objects.create(pupil=person, organisation=to, status=ENROLLED, seat=seat, from_day=day)
    write_journal(
        "identity",
        "enrol_pupil",
        actor=by.person or None,
        post=by.post,
        about=[("person", pupil), ("organisation", organisation)],
        detail={"day": str(day)},
    )
