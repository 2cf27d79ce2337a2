"""Many pupils change class at once: a re-import of a register."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from xueheng.identity.enrolment_changes import BLOCK, class_on, move_some
from xueheng.identity.model_people import Enrolment, Person
from xueheng.identity.people_refusals import LaterEnrolment, NotEnrolled
from xueheng.identity.periods import holds_on
from xueheng.identity.unit_rights import require_unit
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import write_journal

WHY = "where the pupils of a re-import are now"


@dataclass(frozen=True, slots=True)
class PupilMove:
    """A pupil who is to change into another class."""

    pupil: int
    to: int


def move_many(by: Viewer, moves: Sequence[PupilMove], day: date) -> int:
    """Move pupils into other classes from `day` on, at most 500 in a transaction; how many were moved.

    Whoever moves answers for both classes of each. Raises PermissionRefused, NotEnrolled, LaterEnrolment and what
    `class_on` names; then none of the block is moved.
    """
    return sum(_block(by, moves[start : start + BLOCK], day) for start in range(0, len(moves), BLOCK))


@transaction.atomic
def _block(by: Viewer, moves: Sequence[PupilMove], day: date) -> int:
    pupils = [move.pupil for move in moves]
    list(Person.objects.for_the_programme(WHY).select_for_update().filter(pk__in=pupils).order_by("pk"))
    before = _places(pupils, day)
    for unit in {*before.values(), *(move.to for move in moves)}:
        require_unit(by, "enrolments", unit)
    moved: list[int] = []
    for to in dict.fromkeys(move.to for move in moves):
        class_on(to, day)
        moved += move_some([move.pupil for move in moves if move.to == to], to, day)
    if moved:
        units = dict.fromkeys([*before.values(), *(move.to for move in moves)])
        write_journal(
            "identity", "move_pupils", actor=by.person or None, post=by.post,
            about=[*(("person", pupil) for pupil in moved), *(("organisation", unit) for unit in units)],
            detail={"pupils": len(moved), "day": str(day)},
        )  # fmt: skip
    return len(moved)


def _places(pupils: Sequence[int], day: date) -> dict[int, int]:
    """Each pupil's class on the day, which nothing recorded follows."""
    held = Enrolment.objects.for_the_programme(WHY).filter(pupil__in=pupils)
    later = held.filter(from_day__gt=day).values_list("from_day", flat=True).first()
    if later is not None:
        raise LaterEnrolment(later)
    found: dict[int, int] = dict(held.filter(holds_on(day)).values_list("pupil", "organisation"))
    if len(found) < len(set(pupils)):
        raise NotEnrolled(day)
    return found
