"""Who and what there is to be evaluated, from a day to a day: with what is known of it, and the units above it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Model

from xueheng.identity.model_organisations import Closure, Organisation, OrganisationState, Succession
from xueheng.identity.model_people import Enrolment, Person
from xueheng.identity.model_posts import Post
from xueheng.identity.periods import OPEN
from xueheng.identity.prepared_queries import PreparedQuery
from xueheng.identity.scopes import ScopedQuerySet
from xueheng.language.public import Entity

WHY = "what there is to be evaluated, for the programme's own reckoning"
_ONE_DAY = timedelta(days=1)
_LEFT = "left"
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class SubjectSpan:
    """A subject from a day to a day, both included (`last` is OPEN where there is no end yet). `attributes` in codes;
    `above`: kind of unit → unit; `merged_into`: the unit that it became part of.
    """

    subject: int
    first: date
    last: date
    attributes: Mapping[str, Any] = field(default_factory=dict)
    above: Mapping[str, int] = field(default_factory=dict)
    merged_into: int | None = None


def subject_spans(entity: Entity, subject: int | None = None) -> list[SubjectSpan]:
    """The spans of all subjects of an entity, or of one, by subject and day; those of one subject do not overlap."""
    if entity.person == "minor":
        return _pupils(subject)
    if entity.person == "adult":
        return _staff(subject)
    rows = Organisation.objects.for_the_programme(WHY).filter(kind=entity.name.rpartition(".")[2])
    units = rows if subject is None else rows.filter(pk=subject)
    found = _units(units.values_list("number", flat=True))
    return [span for number in sorted(found) for span in found[number]]


Dated = tuple[date, date, str, Any]
"""First and last day, what is said, and its value."""


def pieces(first: date, last: date, said: Sequence[Dated]) -> Iterator[tuple[date, date, dict[str, Any]]]:
    """The days from `first` to `last` cut wherever something said begins or ends; with what holds in each piece. Of two
    that say the same thing on one day the earlier in the list counts.
    """
    starts = {first}
    for begins, ends, _, _ in said:
        starts |= {begins} if first < begins <= last else set()
        starts |= {ends + _ONE_DAY} if first <= ends < last else set()
    ordered = sorted(starts)
    for start, following in zip(ordered, [*ordered[1:], None], strict=True):
        holds: dict[str, Any] = {}
        for begins, ends, name, value in said:
            if begins <= start <= ends:
                holds.setdefault(name, value)
        yield start, last if following is None else following - _ONE_DAY, holds


def _units(numbers: Iterable[int]) -> dict[int, list[SubjectSpan]]:
    """By unit: cut where a state or a place in a hierarchy changes."""
    wanted = sorted(set(numbers))
    merged = dict(_asked(_MERGED, wanted))
    said = _said_of(wanted)
    found: dict[int, list[SubjectSpan]] = {}
    for number, founded, closed in _asked(_UNITS, wanted):
        found[number] = [
            SubjectSpan(number, start, end, holds.pop(_STATE, {}), holds, merged.get(number))
            for start, end, holds in pieces(founded, closed or OPEN, said[number])
        ]
    return found


def _all(model: type[Model]) -> ScopedQuerySet:
    found: ScopedQuerySet = model.objects.for_the_programme(WHY)  # type: ignore[attr-defined]  # each has the manager
    return found


def _asked(query: PreparedQuery, numbers: Sequence[int]) -> Iterator[tuple[Any, ...]]:
    for start in range(0, len(numbers), _AT_ONCE):
        yield from query.rows(numbers[start : start + _AT_ONCE])


_ENROLMENT = ("pupil", "from_day", "to_day", "organisation", "organisation__kind", "status")
_UNITS = PreparedQuery(lambda some: _all(Organisation).filter(pk__in=some).values_list("number", "founded", "closed"))
_MERGED = PreparedQuery(
    lambda some: _all(Succession).filter(kind="merged", before__in=some).values_list("before", "after")
)
_STATES = PreparedQuery(
    lambda some: (
        _all(OrganisationState)
        .filter(organisation__in=some)
        .values_list("organisation", "from_day", "to_day", "attributes")
    )
)
_ABOVE = PreparedQuery(
    lambda some: (
        _all(Closure)
        .filter(depth__gt=0, descendant__in=some)
        .order_by("hierarchy", "pk")
        .values_list("descendant", "from_day", "to_day", "ancestor__kind", "ancestor")
    )
)
_ENROLLED = PreparedQuery(lambda some: _enrolments().filter(pupil__in=some).values_list(*_ENROLMENT))
_SEXES = PreparedQuery(lambda some: _all(Person).filter(pk__in=some).values_list("number", "sex"))
_GONE = PreparedQuery(lambda some: _all(Person).filter(merged_into__in=some).values_list("number"))


_STATE = ""
"""The key of a unit's state beside those of the units above it."""


def _said_of(units: Sequence[int]) -> dict[int, list[Dated]]:
    """States and units above, the administrative hierarchy before others."""
    said: dict[int, list[Dated]] = defaultdict(list)
    for number, first, last, attributes in _asked(_STATES, units):
        said[number].append((first, last, _STATE, attributes))
    for number, first, last, kind, above in _asked(_ABOVE, units):
        said[number].append((first, last, kind, above))
    return said


def _enrolments() -> ScopedQuerySet:
    return _all(Enrolment).exclude(status=_LEFT).order_by("pupil", "from_day", "pk")


def _pupils(one: int | None) -> list[SubjectSpan]:
    """By pupil: her enrolments, cut where her class changes; who has left is there no more."""
    if one is not None:
        enrolled, sexes = _ENROLLED.rows([one]), dict(_SEXES.rows([one]))
    else:
        enrolled = list(_enrolments().values_list(*_ENROLMENT))
        sexes = dict(_all(Person).filter(enrolments__isnull=False).values_list("number", "sex"))
    classes = _units(row[3] for row in enrolled)
    found: list[SubjectSpan] = []
    for pupil, first, last, unit, kind, status in enrolled:
        own = {"sex": sexes.get(pupil) or None, "enrolment": status}
        found += _within(pupil, first, last, own, {kind: unit}, classes[unit])
    return found


def _staff(one: int | None) -> list[SubjectSpan]:
    """By person: the units of her posts, the first held where several hold; lent and acting posts are no place."""
    rows = (
        _all(Post)
        .filter(delegated_from__isnull=True, acting=False, person__erased=None)
        .order_by("person", "from_day", "number")
    )
    if one is not None:
        rows = rows.filter(person=one)
    held = list(rows.values_list("person", "from_day", "to_day", "organisation", "organisation__kind"))
    units = _units(row[3] for row in held)
    by_person: dict[int, list[Dated]] = defaultdict(list)
    for person, first, last, unit, kind in held:
        by_person[person].append((first, last, _STATE, (unit, kind)))
    found: list[SubjectSpan] = []
    for person, said in by_person.items():
        for start, end, holds in pieces(min(s[0] for s in said), max(s[1] for s in said), said):
            if _STATE in holds:
                unit, kind = holds[_STATE]
                found += _within(person, start, end, {}, {kind: unit}, units[unit])
    return found


def _within(
    subject: int,
    first: date,
    last: date,
    own: Mapping[str, Any],
    at: Mapping[str, int],
    spans: Sequence[SubjectSpan],
) -> Iterator[SubjectSpan]:
    """A subject's days in a unit, cut as the unit's own are; what the unit is known by is hers too."""
    for span in spans:
        start, end = max(first, span.first), min(last, span.last)
        if start <= end:
            yield SubjectSpan(subject, start, end, {**span.attributes, **own}, {**span.above, **at})


def people_merged(kept: int | None = None) -> dict[int, int]:
    """Each record of a person that was merged away → the one that is left, the last of a chain; `kept`: of those that
    one person is left of.
    """
    if kept is not None:
        return dict.fromkeys(_merged_into([kept]), kept)
    into = dict(_all(Person).filter(merged_into__isnull=False).values_list("number", "merged_into"))
    found: dict[int, int] = {}
    for number, one in into.items():
        last = one
        while last in into:
            last = into[last]
        found[number] = last
    return found


def _merged_into(kept: Sequence[int]) -> list[int]:
    gone = [number for (number,) in _GONE.rows(kept)]
    return [*gone, *_merged_into(gone)] if gone else []
