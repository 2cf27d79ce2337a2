"""What units did, kept by hand in a book: an answer of its own to who stood under whom on a day."""

from dataclasses import dataclass, field
from datetime import date, timedelta

FIRST = date(2026, 1, 1)
DAYS = 12
HIERARCHIES = ("administrative", "party")
OUT = -1
"""Stands for "has no place in the hierarchy"."""


def day(at: int) -> date:
    return FIRST + timedelta(days=at)


@dataclass
class Book:
    """Days are counted from FIRST. `places[hierarchy, unit]`: (day, parent; 0 the top; OUT), in order of days."""

    founded: dict[int, int] = field(default_factory=dict)
    closed: dict[int, int] = field(default_factory=dict)
    places: dict[tuple[str, int], list[tuple[int, int]]] = field(default_factory=dict)

    def put(self, hierarchy: str, unit: int, at: int, parent: int) -> None:
        rows = self.places.setdefault((hierarchy, unit), [])
        rows[:] = [row for row in rows if row[0] != at] + [(at, parent)]

    def parent(self, hierarchy: str, unit: int, at: int) -> int:
        if at < self.founded[unit] or at > self.closed.get(unit, DAYS):
            return OUT
        before = [parent for since, parent in self.places.get((hierarchy, unit), ()) if since <= at]
        return before[-1] if before else OUT

    def pairs(self, hierarchy: str, at: int) -> set[tuple[int, int, int]]:
        """(ancestor, descendant, depth) of a day, walked up from each unit."""
        found = set()
        for unit in self.founded:
            above, depth = unit, 0
            while above > 0 and self.parent(hierarchy, above, at) != OUT:
                found.add((above, unit, depth))
                above, depth = self.parent(hierarchy, above, at), depth + 1
        return found

    def last_place(self, hierarchy: str, unit: int) -> int:
        """The day of the last recorded change of a unit's place."""
        return max((since for since, _ in self.places.get((hierarchy, unit), ())), default=0)

    def may_move(self, hierarchy: str, unit: int, at: int, parent: int) -> bool:
        """Whether a unit may come under another from a day on, to the last day of the book and beyond."""
        if unit in self.closed or at < self.founded[unit] or at < self.last_place(hierarchy, unit):
            return False
        if parent == 0:
            return True
        if parent in self.closed or at < self.founded[parent]:
            return False
        days = range(at, DAYS + 1)
        in_it = all(self.parent(hierarchy, parent, later) != OUT for later in days)
        under = any((unit, parent) == pair[:2] for later in days for pair in self.pairs(hierarchy, later))
        return in_it and not under

    def children(self, unit: int, at: int) -> set[tuple[str, int]]:
        """(hierarchy, child) directly under a unit on a day or any later one."""
        return {
            (hierarchy, child)
            for (hierarchy, child) in self.places
            for later in range(at, DAYS + 1)
            if self.parent(hierarchy, child, later) == unit
        }
