"""One random change of how a standard scores: a weight, a cut, a rule, a level, a policy, decimals, a table's line."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Literal

from tests.property.growing import nodes_below
from tests.property.standards import LEVELS, POINTS, WEIGHTS
from tests.property.world import LADDER, RANGES, WORDS
from tests.reference_evaluator.authoring import PLACE, title
from xueheng.language.definitions import Table
from xueheng.language.library_definitions import Library
from xueheng.language.standard_definitions import BandScale, LineScale, Rule, StandardNode, TableScale

Change = Callable[[Random, StandardNode], StandardNode]
POLICIES: tuple[Literal["zero", "leave_out", "block"], ...] = ("zero", "leave_out", "block")
TABLES = (LADDER, RANGES, WORDS)
COMBINING: tuple[Literal["weighted", "sum", "least"], ...] = ("weighted", "sum", "least")


def changed(chance: Random, library: Library, name: str) -> Library:
    """The library with one thing changed that scoring reads; each kind of change as often as another."""
    standard = library.standards[name]
    nodes = list(nodes_below(standard.root))
    possible = {change: [n.code for n in nodes if change(Random(0), n) != n] for change in CHANGES}
    tables = [table for table in TABLES if any(_scored_by(n, table) for n in nodes)]
    kinds = [change for change, codes in possible.items() if codes]
    if tables and chance.randrange(len(kinds) + 1) == 0:
        return _with_other_lines(chance.choice(tables), library)
    change = chance.choice(kinds)
    root = _at(standard.root, chance.choice(possible[change]), chance, change)
    return replace(library, standards={**library.standards, standard.name: replace(standard, root=root)})


def _scored_by(node: StandardNode, table: Table) -> bool:
    return isinstance(node.scale, TableScale) and node.scale.table == table.name


def _at(node: StandardNode, code: str, chance: Random, change: Change) -> StandardNode:
    if node.code == code:
        return change(chance, node)
    return replace(node, parts=tuple(_at(part, code, chance, change) for part in node.parts))


def _with_other_lines(table: Table, library: Library) -> Library:
    """A table's points moved."""
    table = library.tables[table.name]
    at = [column.name for column in table.columns].index("points")
    rows = tuple(
        tuple(cell + 1 if place == at and isinstance(cell, Fraction) else cell for place, cell in enumerate(row))
        for row in table.rows
    )
    return replace(library, tables={**library.tables, table.name: replace(table, rows=rows)})


# -- changes of one node ------------------------------------------------------------------------


def _weight(chance: Random, node: StandardNode) -> StandardNode:
    return replace(node, weight=node.weight + chance.choice(WEIGHTS))


def _row(chance: Random, node: StandardNode) -> StandardNode:
    """In a row of weights one part weighs something else, or is named no more."""
    if not node.weights:
        return node
    at = chance.randrange(len(node.weights))
    row = node.weights[at]
    code, weight = chance.choice(row.weigh)
    others = tuple(pair for pair in row.weigh if pair[0] != code)
    weigh = others if others and chance.random() < 0.5 else (*others, (code, weight + 3))
    return replace(node, weights=(*node.weights[:at], replace(row, weigh=weigh), *node.weights[at + 1 :]))


def _cut(chance: Random, node: StandardNode) -> StandardNode:
    scale = node.scale
    if isinstance(scale, BandScale):
        bands = tuple((bound + Fraction(chance.choice(("0.5", "1", "3"))), points) for bound, points in scale.bands)
        return replace(node, scale=replace(scale, bands=bands))
    if isinstance(scale, LineScale):
        bound, points = scale.points[-1]
        moved = (bound, points + chance.choice((1, Fraction("0.3"))))
        return replace(node, scale=replace(scale, points=(*scale.points[:-1], moved)))
    return node


def _rules(chance: Random, node: StandardNode) -> StandardNode:
    """A rule acts otherwise, or is taken away."""
    if not node.rules:
        return node
    if chance.random() < 0.3:
        return replace(node, rules=node.rules[1:])
    first = node.rules[0]
    return replace(node, rules=(Rule(first.when, "plus", first.amount + 1, title("rule"), PLACE), *node.rules[1:]))


def _levels(chance: Random, node: StandardNode) -> StandardNode:
    """Levels there were begin elsewhere; there were none on inner nodes with points: there are some."""
    if node.levels:
        moved = replace(node.levels[0], at_least=chance.choice((Fraction(70), Fraction(95))))
        return replace(node, levels=(moved, *node.levels[1:]))
    return replace(node, levels=LEVELS) if node.parts else node


def _missing(chance: Random, node: StandardNode) -> StandardNode:
    if node.scale is None and node.measure is not None:
        return node
    return replace(node, if_missing=chance.choice([p for p in POLICIES if p != node.if_missing]))


def _decimals(chance: Random, node: StandardNode) -> StandardNode:
    if node.scale is None and node.measure is not None:
        return node
    return replace(node, decimals=chance.choice([d for d in (None, 0, 1, 3) if d != node.decimals]))


def _needs(chance: Random, node: StandardNode) -> StandardNode:
    if not node.parts or node.combine == "profile":
        return node
    return replace(node, needs=Fraction(chance.choice([n for n in (0, 60, 90) if n != node.needs])))


def _combine(chance: Random, node: StandardNode) -> StandardNode:
    if not node.parts or node.combine == "profile" or node.weights:
        return node
    return replace(node, combine=chance.choice([c for c in COMBINING if c != node.combine]))


def _scale(chance: Random, node: StandardNode) -> StandardNode:
    """Another scale for a leaf that has bands or a line."""
    if not isinstance(node.scale, BandScale | LineScale):
        return node
    return replace(node, scale=LineScale(((Fraction(0), chance.choice(POINTS)), (Fraction(7), Fraction(77)))))


CHANGES: tuple[Change, ...] = (
    _weight, _row, _cut, _rules, _levels, _missing, _decimals, _needs, _combine, _scale
)  # fmt: skip
