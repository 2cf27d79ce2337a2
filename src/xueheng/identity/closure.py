"""Who stands under whom on which day: the closure of each hierarchy, kept by the unit actions alone.

A row (ancestor, descendant, from, to) stands for one path of links over the days in which all of its links hold. So a
change of one link from a day on touches only the rows whose path runs through it, and of these only the days from then
on: the past is never written again.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from xueheng.identity.model_organisations import Closure, OrganisationLink
from xueheng.identity.periods import OPEN, holds_on

WHY = "the closure is kept for all"
BLOCK = 500
"""Rows written in one statement."""


def under(hierarchy: str, number: int, day: date) -> tuple[int, ...]:
    """The numbers of the units at and under a unit on a day; none where it has no place in the hierarchy."""
    rows = Closure.objects.for_the_programme(WHY).filter(holds_on(day), hierarchy=hierarchy, ancestor=number)
    return tuple(rows.order_by("depth", "descendant").values_list("descendant", flat=True))


def above(hierarchy: str, number: int, day: date) -> tuple[int, ...]:
    """The units above a unit on a day, the nearest first, itself not among them."""
    rows = Closure.objects.for_the_programme(WHY).filter(holds_on(day), hierarchy=hierarchy, descendant=number)
    return tuple(rows.filter(depth__gt=0).order_by("depth").values_list("ancestor", flat=True))


def lock_hierarchies() -> None:
    """Let one change of the hierarchies run at a time: all their tops are locked until the transaction ends."""
    tops = OrganisationLink.objects.for_the_programme(WHY).filter(parent=None).order_by("pk").select_for_update()
    list(tops.values_list("pk", flat=True))


def enter(hierarchy: str, unit: int, first: date) -> None:
    """Give a unit its own row from a day on; it had none on or after that day."""
    Closure.objects.create(
        hierarchy=hierarchy, ancestor_id=unit, descendant_id=unit, depth=0, from_day=first, to_day=OPEN
    )


def attach(hierarchy: str, child: int, parent: int, first: date) -> None:
    """Put `child` and all under it under `parent` and all above it, from a day on; it had no parent from then on."""
    rows = Closure.objects.for_the_programme(WHY).filter(hierarchy=hierarchy, to_day__gte=first)
    uppers, lowers = list(rows.filter(descendant=parent)), list(rows.filter(ancestor=child))
    made = (_joined(upper, lower, first) for upper in uppers for lower in lowers)
    Closure.objects.bulk_create([row for row in made if row.from_day <= row.to_day], batch_size=BLOCK)


def detach(hierarchy: str, child: int, first: date) -> None:
    """Take `child` and all under it away from all above it, from a day on."""
    rows = Closure.objects.for_the_programme(WHY).filter(hierarchy=hierarchy, to_day__gte=first)
    uppers, lowers = list(rows.filter(descendant=child, depth__gt=0)), list(rows.filter(ancestor=child))
    through = {_key(_joined(upper, lower, date.min)) for upper in uppers for lower in lowers}
    found = rows.filter(
        ancestor__in={upper.ancestor_id for upper in uppers},
        descendant__in=rows.filter(ancestor=child).values("descendant"),
    )
    _cut((row for row in found if _key(row) in through), first)


def leave(hierarchy: str, unit: int, first: date) -> None:
    """End a unit's place from a day on; nothing stands under it from then on."""
    rows = Closure.objects.for_the_programme(WHY).filter(hierarchy=hierarchy, descendant=unit, to_day__gte=first)
    _cut(rows, first)


def _joined(upper: Closure, lower: Closure, first: date) -> Closure:
    """The row of the path that runs through both; `from_day` past `to_day` where they share no day."""
    between = 1 if upper.descendant_id != lower.ancestor_id else 0
    return Closure(
        hierarchy=upper.hierarchy,
        ancestor_id=upper.ancestor_id,
        descendant_id=lower.descendant_id,
        depth=upper.depth + lower.depth + between,
        from_day=max(upper.from_day, lower.from_day, first),
        to_day=min(upper.to_day, lower.to_day),
    )


def _key(row: Closure) -> tuple[int, int, int, date, date]:
    return row.ancestor_id, row.descendant_id, row.depth, row.from_day, row.to_day


def _cut(rows: Iterable[Closure], first: date) -> None:
    """End rows on the day before `first`; those that would begin no earlier are taken away."""
    begun: list[int] = []
    never: list[int] = []
    for row in rows:
        (begun if row.from_day < first else never).append(row.pk)
    stored = Closure.objects.for_the_programme(WHY)
    for start in range(0, len(begun), BLOCK):
        stored.filter(pk__in=begun[start : start + BLOCK]).update(to_day=first - timedelta(days=1))
    for start in range(0, len(never), BLOCK):
        stored.filter(pk__in=never[start : start + BLOCK]).delete()
