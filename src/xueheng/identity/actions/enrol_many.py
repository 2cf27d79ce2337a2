"""Many pupils come into classes at once: an import of a register."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from xueheng.errors import XuehengError
from xueheng.identity.enrolment_changes import BLOCK, ENROLLED, class_on
from xueheng.identity.model_people import Enrolment, Guardianship, Person
from xueheng.identity.model_posts import Post
from xueheng.identity.people_refusals import EnrolledAlready, PersonMerged, PersonUnknown
from xueheng.identity.permission import refused
from xueheng.identity.unit_rights import manages_person, require_unit
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import write_journal

WHY = "whether the pupils of an import are enrolled already"


@dataclass(frozen=True, slots=True)
class EnrolmentRow:
    """One pupil who is to come into a class from a day on."""

    pupil: int
    organisation: int
    day: date
    seat: int | None = None


@dataclass(frozen=True, slots=True)
class EnrolmentOutcome:
    """What became of one row: new, same (so enrolled already), or refused for a reason."""

    outcome: str
    problem: XuehengError | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of the pupils of a block before it is written."""

    people: dict[int, int | None]
    enrolled: dict[int, list[tuple[int, date, date]]]
    elsewhere: set[int]
    classes: dict[tuple[int, date], XuehengError | None]


def enrol_many(by: Viewer, rows: Sequence[EnrolmentRow]) -> list[EnrolmentOutcome]:
    """Enrol many pupils, at most 500 in a transaction; what became of each row, in order.

    A pupil who is in that class on that day already is left as she is; one who is elsewhere is refused: move her.
    Raises PermissionRefused before any is enrolled.
    """
    for organisation in {row.organisation for row in rows}:
        require_unit(by, "enrolments", organisation)
    outcomes: list[EnrolmentOutcome] = []
    for start in range(0, len(rows), BLOCK):
        outcomes += _block(by, rows[start : start + BLOCK])
    return outcomes


@transaction.atomic
def _block(by: Viewer, rows: Sequence[EnrolmentRow]) -> list[EnrolmentOutcome]:
    known = _known(rows)
    outcomes, new = [], []
    for row in rows:
        outcome = _judged(by, row, known)
        outcomes.append(outcome)
        if outcome.outcome == "new":
            new.append(row)
            known.enrolled.setdefault(row.pupil, []).append((row.organisation, row.day, date.max))
    Enrolment.objects.bulk_create(
        Enrolment(
            pupil_id=row.pupil, organisation_id=row.organisation, status=ENROLLED, seat=row.seat, from_day=row.day
        )
        for row in new
    )
    if new:
        _write(by, new)
    return outcomes


def _known(rows: Sequence[EnrolmentRow]) -> _Known:
    pupils = {row.pupil for row in rows}
    people = Person.objects.for_the_programme(WHY).select_for_update().filter(pk__in=pupils).order_by("pk")
    enrolled: dict[int, list[tuple[int, date, date]]] = {}
    held = Enrolment.objects.for_the_programme(WHY).filter(pupil__in=pupils)
    for pupil, organisation, first, last in held.values_list("pupil", "organisation", "from_day", "to_day"):
        enrolled.setdefault(pupil, []).append((organisation, first, last))
    posts = Post.objects.for_the_programme(WHY).filter(person__in=pupils).values_list("person", flat=True)
    wards = Guardianship.objects.for_the_programme(WHY).filter(guardian__in=pupils).values_list("guardian", flat=True)
    classes = {(row.organisation, row.day): _class_problem(row) for row in _one_each(rows)}
    return _Known(
        dict(people.values_list("pk", "merged_into")), enrolled, set(enrolled) | set(posts) | set(wards), classes
    )


def _one_each(rows: Sequence[EnrolmentRow]) -> list[EnrolmentRow]:
    return list({(row.organisation, row.day): row for row in rows}.values())


def _class_problem(row: EnrolmentRow) -> XuehengError | None:
    try:
        class_on(row.organisation, row.day)
    except XuehengError as problem:
        return problem
    return None


def _judged(by: Viewer, row: EnrolmentRow, known: _Known) -> EnrolmentOutcome:
    held = known.enrolled.get(row.pupil, [])
    if any(organisation == row.organisation and first <= row.day <= last for organisation, first, last in held):
        return EnrolmentOutcome("same")
    problem = known.classes[(row.organisation, row.day)]
    later = [first for _, first, last in held if last >= row.day]
    if row.pupil not in known.people:
        problem = PersonUnknown()
    elif known.people[row.pupil] is not None:
        problem = PersonMerged(known.people[row.pupil] or 0)
    elif row.pupil in known.elsewhere and not manages_person(by, "enrolments", row.pupil):
        problem = refused("manages", "enrolments")
    elif later:
        problem = EnrolledAlready(min(later))
    return EnrolmentOutcome("new") if problem is None else EnrolmentOutcome("refused", problem)


def _write(by: Viewer, new: Sequence[EnrolmentRow]) -> None:
    people = [("person", row.pupil) for row in new]
    classes = [("organisation", number) for number in dict.fromkeys(row.organisation for row in new)]
    write_journal(
        "identity",
        "enrol_pupils",
        actor=by.person or None,
        post=by.post,
        about=[*people, *classes],
        detail={"pupils": len(new), "days": sorted({str(row.day) for row in new})},
    )
