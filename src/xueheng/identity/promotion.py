"""What the yearly promotion would do to a school's classes from a day on: seen before it is done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Literal

from xueheng.identity.closure import under
from xueheng.identity.enrolment_changes import LEAVE
from xueheng.identity.grade_ladder import first_of_stage, ladder, risen_name
from xueheng.identity.model_organisations import Organisation, OrganisationLink, OrganisationName, OrganisationState
from xueheng.identity.model_people import Enrolment
from xueheng.identity.organisations import names_on
from xueheng.identity.people_refusals import TooManyClasses
from xueheng.identity.periods import holds_on
from xueheng.identity.unit_changes import ONE_DAY
from xueheng.identity.unit_rights import require_unit
from xueheng.identity.viewer import Viewer

WHY = "the promotion looks at all classes of the school"
GRADE = "grade"
"""The attribute that says a class's grade."""
MOST_CLASSES = 200
"""More than any school has; a district's thousands would be one page and one transaction."""
SAME_YEAR = timedelta(days=300)
"""A class that rose less than this ago has risen this school year: a second press of the button changes nothing."""
States = list[tuple[date, dict[str, Any]]]
"""What packs knew of a class, with the day it began, in order."""
Outcome = Literal["rises", "leaves", "waits", "done", "unclear"]


@dataclass(frozen=True, slots=True)
class ClassChange:
    """What becomes of one class: it rises; its pupils leave and it ends; it waits for pupils on leave; it is done
    already; or it is unclear: no known grade, or a later change is recorded.
    """

    number: int
    outcome: Outcome
    name: str
    new_name: str
    grade: str
    new_grade: str
    pupils: int
    on_leave: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Promotion:
    """What the promotion of a school does from a day on, class by class in order of code."""

    school: int
    day: date
    classes: tuple[ClassChange, ...]
    arrivals: tuple[tuple[int, str], ...]
    """(section, grade) for which first classes are still to be founded."""

    def of(self, outcome: Outcome) -> tuple[ClassChange, ...]:
        """The classes with this outcome."""
        return tuple(change for change in self.classes if change.outcome == outcome)


@dataclass(frozen=True, slots=True)
class _School:
    """What is known of the classes, read at once."""

    day: date
    classes: list[Organisation]
    states: dict[int, States]
    names: dict[int, str]
    renamed: set[int]
    pupils: dict[int, int]
    on_leave: dict[int, list[int]]


def preview_promotion(by: Viewer, school: int, day: date) -> Promotion:
    """What `promote_classes` would do. A fixed number of queries. Raises PermissionRefused, TooManyClasses."""
    require_unit(by, "enrolments", school)
    return planned(school, day)


def planned(school: int, day: date) -> Promotion:
    """The promotion of a school from a day on, by what is recorded now."""
    read = _read(school, day)
    changes = tuple(_change(organisation, read) for organisation in read.classes)
    return Promotion(school, day, changes, tuple(sorted(_arrivals(changes, read))))


def _read(school: int, day: date) -> _School:
    units = under("administrative", school, day - ONE_DAY)
    classes = Organisation.objects.for_the_programme(WHY).filter(pk__in=units, kind="class")
    numbers = set(classes.values_list("pk", flat=True)[: MOST_CLASSES + 1])
    if len(numbers) > MOST_CLASSES:
        raise TooManyClasses(MOST_CLASSES)
    states: dict[int, States] = {}
    dated = OrganisationState.objects.for_the_programme(WHY).filter(organisation__in=numbers).order_by("from_day")
    for number, since, attributes in dated.values_list("organisation", "from_day", "attributes"):
        states.setdefault(number, []).append((since, attributes))
    names = OrganisationName.objects.for_the_programme(WHY).filter(organisation__in=numbers, from_day__gt=day)
    pupils, on_leave = _pupils(numbers, day)
    return _School(
        day,
        list(classes.order_by("code")),
        states,
        names_on(numbers, day - ONE_DAY),
        set(names.values_list("organisation", flat=True)),
        pupils,
        on_leave,
    )


def _pupils(classes: set[int], day: date) -> tuple[dict[int, int], dict[int, list[int]]]:
    """How many pupils each class has when the day begins, and who of them is on leave."""
    count: dict[int, int] = {}
    on_leave: dict[int, list[int]] = {}
    rows = Enrolment.objects.for_the_programme(WHY).filter(organisation__in=classes, from_day__lt=day, to_day__gte=day)
    for number, pupil, status in rows.order_by("pupil").values_list("organisation", "pupil", "status"):
        count[number] = count.get(number, 0) + 1
        if status == LEAVE:
            on_leave.setdefault(number, []).append(pupil)
    return count, on_leave


def _change(organisation: Organisation, read: _School) -> ClassChange:
    number = organisation.pk
    before = [(since, told) for since, told in read.states.get(number, []) if since < read.day]
    grade = str(before[-1][1].get(GRADE, "")) if before else ""
    name, outcome = read.names[number], _outcome(organisation, grade, before, read)
    after = (ladder()[grade].after or "") if outcome == "rises" else ""
    return ClassChange(
        number,
        outcome,
        name,
        risen_name(name, grade, after) if after else name,
        grade,
        after,
        read.pupils.get(number, 0),
        tuple(read.on_leave.get(number, ())),
    )


def _outcome(organisation: Organisation, grade: str, before: States, read: _School) -> Outcome:
    states = read.states.get(organisation.pk, [])
    if organisation.closed == read.day - ONE_DAY or any(since == read.day for since, _ in states):
        return "done"
    rises = [since for (_, was), (since, told) in pairwise(before) if was.get(GRADE) != told.get(GRADE)]
    if rises and read.day - rises[-1] < SAME_YEAR:
        return "done"
    later = organisation.pk in read.renamed or any(since > read.day for since, _ in states)
    if grade not in ladder() or later or organisation.closed is not None:
        return "unclear"
    if ladder()[grade].after is not None:
        return "rises"
    return "waits" if read.on_leave.get(organisation.pk) else "leaves"


def _arrivals(changes: Iterable[ClassChange], read: _School) -> set[tuple[int, str]]:
    """Sections in which no class is in the first grade of their stage once the others have risen."""
    sections = _sections([change.number for change in changes], read.day - ONE_DAY)
    first = {
        (sections[change.number], first_of_stage(change.grade))
        for change in changes
        if change.grade in ladder() and change.number in sections
    }
    founded = OrganisationState.objects.for_the_programme(WHY).filter(
        holds_on(read.day), organisation__links_up__parent__in=set(sections.values()), organisation__closed=None
    )
    standing = founded.filter(organisation__founded__gte=read.day).values_list(
        "organisation__links_up__parent", "attributes"
    )
    there = {(section, str(told.get(GRADE))) for section, told in standing}
    return first - there


def _sections(classes: list[int], day: date) -> dict[int, int]:
    rows = OrganisationLink.objects.for_the_programme(WHY).filter(
        holds_on(day), hierarchy="administrative", child__in=classes, parent__isnull=False
    )
    return dict(rows.values_list("child", "parent"))
