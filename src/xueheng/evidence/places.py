"""Where a subject belongs on a day: a pupil's class, an employee's unit, a unit itself; and the school above it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from xueheng.evidence.catalogue import entity_of
from xueheng.identity.public import Closure, Enrolment, Organisation, Post
from xueheng.language.public import EvidenceType
from xueheng.trust.public import many_values

WHY = "where the subject of a record belongs"
_SCHOOL = "school"
_AT_ONCE = 2_000
Span = tuple[date, date, int]
"""First and last day, both included, and the unit."""


@dataclass(frozen=True)
class Places:
    """Spans by subject, the nearest unit first where several hold on a day; `schools`: unit → school above it."""

    spans: Mapping[int, tuple[Span, ...]]
    schools: Mapping[int, int] = field(default_factory=dict)

    def unit_on(self, subject: int, day: date) -> int | None:
        """The unit a subject belongs to on a day; None where it does not exist then."""
        for first, last, unit in self.spans.get(subject, ()):
            if first <= day <= last:
                return unit
        return None

    def known_from(self, subject: int) -> date | None:
        """The first day that anything is known of a subject; None for one nobody knows."""
        return min((first for first, _, _ in self.spans.get(subject, ())), default=None)

    def stream_of(self, unit: int | None) -> str:
        """The journal's stream for records made at a unit."""
        return f"record/{self.schools.get(unit, 0) if unit is not None else 0}"


def places_of(type_: EvidenceType, subjects: Iterable[int]) -> Places:
    """Where each subject of the type's kind belonged, over all time; three queries whatever the number of subjects."""
    wanted = sorted(set(subjects))
    entity = entity_of(type_)
    if entity.person == "minor":
        spans = _enrolments(wanted)
    elif entity.person == "adult":
        spans = _posts(wanted)
    else:
        spans = _units(wanted, type_.about.rpartition(".")[2])
    return Places(spans, schools_of({unit for each in spans.values() for _, _, unit in each}))


def schools_of(units: Iterable[int]) -> dict[int, int]:
    """Unit → the school it is or lies under, lately; units outside any school are left out."""
    found: dict[int, int] = {}
    for some in _portions(sorted(set(units))):
        rows = Closure.objects.for_the_programme(WHY).filter(descendant__in=many_values(some), ancestor__kind=_SCHOOL)
        found.update(rows.order_by("to_day", "pk").values_list("descendant_id", "ancestor_id"))
    return found


def streams_of(units: Iterable[int | None]) -> dict[int | None, str]:
    """Unit → the journal's stream for records made there."""
    wanted = set(units)
    places = Places({}, schools_of(unit for unit in wanted if unit is not None))
    return {unit: places.stream_of(unit) for unit in wanted}


def _enrolments(pupils: list[int]) -> dict[int, tuple[Span, ...]]:
    spans: dict[int, list[Span]] = {}
    for some in _portions(pupils):
        rows = Enrolment.objects.for_the_programme(WHY).filter(pupil__in=many_values(some)).exclude(status="left")
        for pupil, first, last, unit in rows.order_by("-from_day", "-pk").values_list(
            "pupil_id", "from_day", "to_day", "organisation_id"
        ):
            spans.setdefault(pupil, []).append((first, last, unit))
    return {pupil: tuple(found) for pupil, found in spans.items()}


def _posts(people: list[int]) -> dict[int, tuple[Span, ...]]:
    """A lent or acting post is no place of one's own."""
    spans: dict[int, list[Span]] = {}
    for some in _portions(people):
        rows = Post.objects.for_the_programme(WHY).filter(person__in=many_values(some), delegated_from__isnull=True)
        for person, first, last, unit in rows.order_by("acting", "from_day", "number").values_list(
            "person_id", "from_day", "to_day", "organisation_id"
        ):
            spans.setdefault(person, []).append((first, last, unit))
    return {person: tuple(found) for person, found in spans.items()}


def _units(numbers: list[int], kind: str) -> dict[int, tuple[Span, ...]]:
    spans: dict[int, tuple[Span, ...]] = {}
    for some in _portions(numbers):
        rows = Organisation.objects.for_the_programme(WHY).filter(pk__in=some, kind=kind)
        for number, first, last in rows.values_list("number", "founded", "closed"):
            spans[number] = ((first, last or date.max, number),)
    return spans


def _portions(numbers: list[int]) -> Iterable[list[int]]:
    for start in range(0, len(numbers), _AT_ONCE):
        yield numbers[start : start + _AT_ONCE]
