"""Counts of few people, hidden so that nobody can work them out: from totals, from other tables, or from both at once.

A count of 1 to 9 is hidden. Then others are hidden with it, until no hidden count follows from the printed ones: no
sum has one hidden term alone, no hidden terms add up to fewer than ten, and all sums together settle none of them.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

LEAST = 10
"""The fewest people whom a printed count may stand for; nought says nothing of anybody and is printed."""
PRIME = 2**61 - 1
MOST_TRIED = 100
"""So many cells are tried for one that keeps others secret, before the nearest is simply taken."""
Cell: TypeAlias = tuple[str, ...]
Sum: TypeAlias = Mapping[Cell, int]
"""Cells with their signs, which together make nought: parts +1, their total −1."""


def hidden_cells(counts: Mapping[Cell, int], sums: Iterable[Sum]) -> set[Cell]:
    """The cells that must not be printed. Totals are kept as long as hiding parts will do: they stand elsewhere too."""
    known = [dict(each) for each in sums]
    totals = {cell for each in known for cell, sign in each.items() if sign < 0}
    hidden = {cell for cell, count in counts.items() if 0 < count < LEAST}
    while True:
        weak = _weak_sums(counts, known, hidden)
        more = {cell for each in weak for cell in _open(counts, [each], hidden, totals)[:1]}
        if not weak:
            more = _unsettling(counts, known, hidden, totals)
        if not more:
            return hidden
        hidden |= more


def _unsettling(counts: Mapping[Cell, int], sums: Sequence[Sum], hidden: set[Cell], totals: set[Cell]) -> set[Cell]:
    """One more cell to hide where all sums together settle some: the first after which they settle fewer."""
    settled = settled_cells(sums, hidden)
    if not settled:
        return set()
    near = [each for each in sums if settled & each.keys()]
    reached = {cell for each in near for cell in each}
    wider = [each for each in sums if reached & each.keys()]
    for cell in _open(counts, wider, hidden, totals)[:MOST_TRIED]:
        if len(settled_cells(sums, hidden | {cell}) & settled) < len(settled):
            return {cell}
    return set(_open(counts, near, hidden, totals)[:1])


def _weak_sums(counts: Mapping[Cell, int], sums: Iterable[Sum], hidden: set[Cell]) -> list[Sum]:
    """Sums that give a hidden count away, or the number of fewer than ten people."""
    found = []
    for each in sums:
        terms = [cell for cell in each if cell in hidden]
        one_sided = len({each[cell] for cell in terms}) == 1
        if terms and (len(terms) == 1 or (one_sided and sum(counts[cell] for cell in terms) < LEAST)):
            found.append(each)
    return found


def _open(counts: Mapping[Cell, int], sums: Iterable[Sum], hidden: set[Cell], totals: set[Cell]) -> list[Cell]:
    """Printed cells of these sums, those first that are hidden next: parts before totals, small before great."""
    found = {cell for each in sums for cell in each if cell not in hidden and counts[cell]}
    return sorted(found, key=lambda cell: (cell in totals, counts[cell], cell))


def settled_cells(sums: Iterable[Sum], hidden: set[Cell]) -> set[Cell]:
    """Hidden cells that all sums together settle, found by elimination (over integers modulo a great prime)."""
    rows: dict[Cell, dict[Cell, int]] = {}
    for each in sums:
        row = {cell: sign % PRIME for cell, sign in each.items() if cell in hidden}
        for pivot in [cell for cell in row if cell in rows]:
            row = _less(row, row[pivot], rows[pivot])
        if not row:
            continue
        pivot = min(row)
        unit = pow(row[pivot], -1, PRIME)
        row = {cell: value * unit % PRIME for cell, value in row.items()}
        for other, held in rows.items():
            if pivot in held:
                rows[other] = _less(held, held[pivot], row)
        rows[pivot] = row
    return {pivot for pivot, row in rows.items() if len(row) == 1}


def _less(row: dict[Cell, int], times: int, other: Mapping[Cell, int]) -> dict[Cell, int]:
    """A row less so many times another."""
    found = dict(row)
    for cell, value in other.items():
        rest = (found.get(cell, 0) - times * value) % PRIME
        if rest:
            found[cell] = rest
        else:
            found.pop(cell, None)
    return found
