"""The steps that changes of enrolment are made of. Only actions call them, inside their transaction."""

from collections.abc import Iterable
from datetime import date

from xueheng.identity.model_organisations import Organisation
from xueheng.identity.model_people import Enrolment, Person
from xueheng.identity.organisations import name_on, unit
from xueheng.identity.people_refusals import (
    EnrolledAlready,
    LaterEnrolment,
    NotAClass,
    NotEnrolled,
    PersonMerged,
    PersonUnknown,
)
from xueheng.identity.unit_changes import ONE_DAY, end_before, must_exist

WHY = "a change of enrolment looks at all the enrolments of the pupil"
ENROLLED, LEAVE = "enrolled", "leave"
BLOCK = 500
"""Rows written in one statement."""


def locked_person(number: int) -> Person:
    """A person, locked until the transaction ends, so that two changes of one pupil wait for each other.

    Raises PersonUnknown or PersonMerged.
    """
    person: Person | None = Person.objects.for_the_programme(WHY).select_for_update().filter(pk=number).first()
    if person is None:
        raise PersonUnknown
    if person.merged_into_id is not None:
        raise PersonMerged(person.merged_into_id)
    return person


def class_on(number: int, day: date) -> Organisation:
    """The class of a number, which exists on a day and has no end. Raises what `unit_refusals` names, or NotAClass."""
    found = unit(number)
    must_exist(found, day)
    if found.kind != "class":
        raise NotAClass(name_on(number, day))
    return found


def enrolment_on(pupil: int, day: date) -> Enrolment:
    """The pupil's enrolment on a day, which nothing recorded follows. Raises NotEnrolled or LaterEnrolment."""
    rows = Enrolment.objects.for_the_programme(WHY).filter(pupil=pupil, to_day__gte=day).order_by("from_day")
    found: list[Enrolment] = list(rows)
    if not found or found[0].from_day > day:
        raise NotEnrolled(day)
    if len(found) > 1:
        raise LaterEnrolment(found[1].from_day)
    return found[0]


def refuse_enrolled(pupil: int, day: date) -> None:
    """The pupil is in no class from a day on. Raises EnrolledAlready."""
    rows = Enrolment.objects.for_the_programme(WHY).filter(pupil=pupil, to_day__gte=day).order_by("from_day")
    since = rows.values_list("from_day", flat=True).first()
    if since is not None:
        raise EnrolledAlready(since)


def change_from(row: Enrolment, day: date, *, organisation: int, status: str, seat: int | None) -> None:
    """End an enrolment before a day and begin another on it; of two changes on one day the last said counts."""
    until = row.to_day
    end_before(row, day)
    Enrolment.objects.create(
        pupil_id=row.pupil_id, organisation_id=organisation, status=status, seat=seat, from_day=day, to_day=until
    )


def move_all(gone: int, to: int, day: date) -> list[int]:
    """Move everybody who is enrolled directly in one unit into another from a day on; their numbers."""
    return _moved(Enrolment.objects.for_the_programme(WHY).filter(organisation=gone, to_day__gte=day), to, day)


def move_some(pupils: Iterable[int], to: int, day: date) -> list[int]:
    """Move some pupils into another class from a day on; their numbers."""
    rows = Enrolment.objects.for_the_programme(WHY).filter(pupil__in=list(pupils), to_day__gte=day)
    return _moved(rows.exclude(organisation=to), to, day)


def _moved(rows: Iterable[Enrolment], to: int, day: date) -> list[int]:
    found = list(rows)
    begun = [row for row in found if row.from_day < day]
    yet_to_begin = [row.pk for row in found if row.from_day >= day]
    stored = Enrolment.objects.for_the_programme(WHY)
    after = [
        Enrolment(pupil_id=row.pupil_id, organisation_id=to, status=row.status, from_day=day, to_day=row.to_day)
        for row in begun
    ]
    for start in range(0, len(begun), BLOCK):
        ending = [row.pk for row in begun[start : start + BLOCK]]
        stored.filter(pk__in=ending).update(to_day=day - ONE_DAY)
    for start in range(0, len(yet_to_begin), BLOCK):
        stored.filter(pk__in=yet_to_begin[start : start + BLOCK]).update(organisation=to, seat=None)
    Enrolment.objects.bulk_create(after, batch_size=BLOCK)
    return sorted({row.pupil_id for row in found})


def end_all(pupils: Iterable[int], last: date) -> None:
    """End the open enrolments of pupils on a last day."""
    numbers = list(pupils)
    stored = Enrolment.objects.for_the_programme(WHY)
    for start in range(0, len(numbers), BLOCK):
        rows = stored.filter(pupil__in=numbers[start : start + BLOCK], from_day__lte=last, to_day__gt=last)
        rows.update(to_day=last)
