"""Which units a post reaches: its own and all under it, in its hierarchy, on the viewer's day."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, DateField, Q, When

from xueheng.identity.model_organisations import Closure, Succession
from xueheng.identity.periods import holds_on
from xueheng.identity.viewer import Viewer

WHY = "reach of a post"
MOST_NAMED = 500
"""Up to so many units are named in a condition; more are asked of the closure table inside the database."""


@dataclass(frozen=True, slots=True)
class Reach:
    """The units reached today, and those reached once, with the last day of it: a former class, a school moved away,
    and the units that were merged into one reached today.
    """

    units: tuple[int, ...]
    before: tuple[tuple[date, tuple[int, ...]], ...]


def reach_of(viewer: Viewer) -> Reach:
    """What the viewer's post reaches; one query a viewer. Nothing for pupils, guardians and the programme."""
    found: Reach | None = viewer.memo.get("reach")
    if found is None:
        found = viewer.memo["reach"] = _looked_up(viewer)
    return found


def units_reached(viewer: Viewer) -> list[int]:
    """The numbers of the units that the viewer's post reaches on the viewer's day."""
    return list(reach_of(viewer).units)


def _looked_up(viewer: Viewer) -> Reach:
    if viewer.post is None or viewer.organisation is None:
        return Reach((), ())
    reached = _last_days(viewer, (viewer.organisation,))
    now = {unit for unit, last in reached.items() if last is None}
    merged = _merged_into(now, viewer.day)
    former = _last_days(viewer, tuple(merged)) if merged else {}
    before: dict[date, list[int]] = {}
    for unit, last in {**former, **reached}.items():
        if unit not in now:
            before.setdefault(last or viewer.day, []).append(unit)
    return Reach(tuple(sorted(now)), tuple((day, tuple(sorted(found))) for day, found in sorted(before.items())))


def _last_days(viewer: Viewer, ancestors: tuple[int, ...]) -> dict[int, date | None]:
    """Each unit ever under these up to the viewer's day, with the last day it was; None for one that still is."""
    rows = Closure.objects.for_the_programme(WHY).filter(
        hierarchy=viewer.hierarchy, ancestor__in=ancestors, from_day__lte=viewer.day
    )
    last: dict[int, date | None] = {}
    for unit, over in rows.annotate(over=_when_over(viewer.day)).values_list("descendant_id", "over"):
        known = last.get(unit, date.min)
        last[unit] = None if over is None or known is None else max(over, known)
    return last


def _when_over(day: date) -> Case:
    """The last day of a row that holds no longer on a day: of a district's thousands few do, and no others are read."""
    return Case(When(to_day__lt=day, then="to_day"), default=None, output_field=DateField())


def _merged_into(units: set[int], day: date) -> set[int]:
    """The units that were merged into one of these by a day, and those merged into them before: whoever carries on a
    unit keeps its past.
    """
    rows = Succession.objects.for_the_programme(WHY).filter(kind="merged", day__lte=day)
    steps = list(rows.values_list("before_id", "after_id"))
    found: set[int] = set()
    grown = set(units)
    while grown:
        grown = {before for before, after in steps if after in grown} - found - units
        found |= grown
    return found


def within_reach(viewer: Viewer, path: str) -> Q:
    """The condition that the unit at `path` ("organisation") is reached on the viewer's day."""
    units = reach_of(viewer).units
    if len(units) <= MOST_NAMED:
        return Q(**{f"{path}__in": units})
    under = (
        Closure.objects.for_the_programme(WHY)
        .filter(holds_on(viewer.day), hierarchy=viewer.hierarchy, ancestor=viewer.organisation)
        .values("descendant_id")
    )
    return Q(**{f"{path}__in": under})


def once_within_reach(viewer: Viewer, path: str, day: str) -> Q:
    """As `within_reach`, and what was noted (its day at `day`) at a unit while that was reached: what lies in the
    past there stays in sight, what came later does not.
    """
    found = within_reach(viewer, path)
    for last, units in reach_of(viewer).before:
        found |= Q(**{f"{path}__in": units, f"{day}__lte": last})
    return found
