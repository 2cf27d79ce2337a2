"""Reading units as they were on a day: names, what packs know of them, what became of them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Count

from xueheng.identity.model_organisations import (
    Organisation,
    OrganisationLink,
    OrganisationName,
    OrganisationState,
    Succession,
)
from xueheng.identity.periods import holds_on
from xueheng.identity.scopes import ScopedQuerySet
from xueheng.identity.unit_refusals import SplitHasNoOneSuccessor, UnitUnknown
from xueheng.identity.viewer import Viewer

WHY = "names and places of units are no secret inside the authority; pages choose the units by visible_to"


def unit(number: int) -> Organisation:
    """The unit of a number. Raises UnitUnknown."""
    found: Organisation | None = Organisation.objects.for_the_programme(WHY).filter(pk=number).first()
    if found is None:
        raise UnitUnknown
    return found


def names_on(numbers: Iterable[int], day: date) -> dict[int, str]:
    """What units are called on a day, in one query; after its end a unit keeps its last name, before it its first."""
    wanted = set(numbers)
    rows = OrganisationName.objects.for_the_programme(WHY).filter(organisation__in=wanted).order_by("from_day")
    names: dict[int, str] = {}
    for number, name, first in rows.values_list("organisation", "name", "from_day"):
        if first <= day or number not in names:
            names[number] = name
    return names


def name_on(number: int, day: date) -> str:
    """What a unit is called on a day. Raises UnitUnknown."""
    try:
        return names_on((number,), day)[number]
    except KeyError:
        raise UnitUnknown from None


def attributes_on(numbers: Iterable[int], day: date) -> dict[int, dict[str, Any]]:
    """What packs' entities know of units on a day, in codes, in one query; units without any are left out."""
    rows = OrganisationState.objects.for_the_programme(WHY).filter(holds_on(day), organisation__in=set(numbers))
    return dict(rows.values_list("organisation", "attributes"))


def successors(numbers: Iterable[int], day: date) -> dict[int, int]:
    """For each unit the one that stands for it on a day: itself, or the last of a chain of mergers.

    Raises SplitHasNoOneSuccessor where a unit of the chain was split by then.
    """
    standing = {number: number for number in numbers}
    asked = set(standing)
    while asked:
        steps = _steps(asked, day)
        standing = {number: steps.get(now, now) for number, now in standing.items()}
        asked = set(steps.values())
    return standing


def successor_of(number: int, day: date) -> int:
    """The unit that stands for another on a day, following mergers. Raises SplitHasNoOneSuccessor."""
    return successors((number,), day)[number]


def parts_of(number: int, day: date) -> tuple[int, ...]:
    """The units that a unit was split into by a day; none where it was not split."""
    rows = Succession.objects.for_the_programme(WHY).filter(before=number, kind="split", day__lte=day)
    return tuple(rows.order_by("pk").values_list("after", flat=True))


def _steps(numbers: set[int], day: date) -> Mapping[int, int]:
    rows = Succession.objects.for_the_programme(WHY).filter(before__in=numbers, day__lte=day)
    steps: dict[int, int] = {}
    for before, after, kind, since in rows.values_list("before", "after", "kind", "day"):
        if kind == "split":
            raise SplitHasNoOneSuccessor(name_on(before, since), since)
        steps[before] = after
    return steps


def children_on(viewer: Viewer, hierarchy: str, parent: int | None, day: date) -> ScopedQuerySet:
    """The units directly under one on a day (None: the tops of the hierarchy) that the viewer may see, unordered."""
    links = OrganisationLink.objects.for_the_programme(WHY).filter(holds_on(day), hierarchy=hierarchy, parent=parent)
    found: ScopedQuerySet = Organisation.objects.visible_to(viewer).filter(pk__in=links.values("child"))
    return found


def child_counts(hierarchy: str, numbers: Iterable[int], day: date) -> dict[int, int]:
    """How many units stand directly under each on a day, in one query; those with none are left out."""
    links = OrganisationLink.objects.for_the_programme(WHY).filter(holds_on(day), hierarchy=hierarchy)
    counted = links.filter(parent__in=set(numbers)).order_by().values("parent").annotate(units=Count("pk"))
    return dict(counted.values_list("parent", "units"))


def visible_unit(viewer: Viewer, number: int) -> Organisation:
    """A unit that the viewer may see. Raises UnitUnknown, for one that is not there just the same."""
    found: Organisation | None = Organisation.objects.visible_to(viewer).filter(pk=number).first()
    if found is None:
        raise UnitUnknown
    return found
