"""What decides a node's results, as a digest: where it is the same as in an earlier run over the same values, the
node's results are the same and need not be computed again.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

from xueheng.evaluation.core.exact import Int, Number
from xueheng.evaluation.core.needs import node_expressions
from xueheng.evaluation.core.scored import Scored
from xueheng.evaluation.core.trees import column, whole
from xueheng.evaluation.core.walking import walk
from xueheng.evaluation.core.windows import Windows
from xueheng.language.public import (
    Expression,
    Library,
    NamedDay,
    NodeResult,
    Standard,
    TableLookup,
    TableScale,
    canonical,
)

FORM = "xueheng.node/1"
"""Stands in every digest; another number where scoring itself gives other results."""


class Meanings:
    """Digests of a tree's nodes. Each covers what says whether the node applies (its own and its ancestors'
    conditions and rows of weights), its scale, how it combines its parts and their weights, its rules, decimals and
    levels, the tables and days that any of these name, and the digests of its parts and of every node that its rules
    read.
    """

    def __init__(self, library: Library, windows: Windows, standard: Standard, nodes: Sequence[Scored]) -> None:
        self._library = library
        self._windows = windows
        self._standard = standard
        self._nodes = {scored.code: scored for scored in nodes}
        self._found: dict[str, str] = {}
        self._applying: dict[str, str] = {}
        self._tables: dict[str, str] = {}

    def of(self, code: str) -> str:
        """The digest of one node."""
        if code not in self._found:
            self._found[code] = _digest(self._parts(self._nodes[code]))
        return self._found[code]

    def _parts(self, scored: Scored) -> list[object]:
        node = scored.node
        read = {n.code for rule in node.rules for n in walk(rule.when) if isinstance(n, NodeResult)}
        scale = [self._table(node.scale.table)] if isinstance(node.scale, TableScale) else []
        return [
            [FORM, self._applies(scored), scored.parent is None, node.if_missing],
            [node.measure, node.scale, scale, self._named(node_expressions(node))],
            [node.combine, node.needs, tuple(row.weigh for row in node.weights)],
            [(part.node.code, part.node.weight, self.of(part.code)) for part in scored.parts],
            [node.rules, [(code, self.of(code)) for code in sorted(read)]],
            [scored.decimals, scored.levels],
        ]

    def _applies(self, scored: Scored) -> str:
        """What says whether a node applies, from the root downward."""
        if scored.code not in self._applying:
            said: list[object] = [scored.node.when, [row.when for row in scored.node.weights]]
            conditions = node_expressions(scored.node)
            if scored.parent is not None:
                rows = scored.parent.node.weights
                said += [self._applies(scored.parent), [scored.node.code in dict(row.weigh) for row in rows]]
            elif self._standard.applies is not None:
                said.append(self._standard.applies)
                conditions.append(self._standard.applies)
            self._applying[scored.code] = _digest([said, self._named(conditions)])
        return self._applying[scored.code]

    def _named(self, expressions: Sequence[Expression]) -> list[object]:
        """The tables and days that expressions name, as they stand."""
        inside = [node for expression in expressions for node in walk(expression)]
        tables = {node.table for node in inside if isinstance(node, TableLookup)}
        days = {node.name for node in inside if isinstance(node, NamedDay)}
        return [[self._table(name) for name in sorted(tables)], [self._windows.day(name) for name in sorted(days)]]

    def _table(self, name: str) -> str:
        if name not in self._tables:
            self._tables[name] = _digest([self._library.tables[name]])
        return self._tables[name]


def _digest(parts: list[Any]) -> str:
    return hashlib.sha256(canonical(parts).encode()).hexdigest()


def described_node(scored: Scored, meaning: str) -> dict[str, Any]:
    """A node with its digest, its points' bounds, whether a line of its scale's table gives its level, and the decimals
    that are shown.
    """
    points = scored.points
    return {
        "meaning": meaning,
        "points": None if points is None else [described_int(points.num), described_int(points.den)],
        "table_level": scored.table_level,
        "shown_decimals": scored.shown_decimals,
    }


def take_given(scored: Scored, described: dict[str, Any]) -> None:
    """Mark a node as given, with what was described of it: its results stand in the subjects' table, where they are
    called as in the answer of scoring.
    """
    scored.given, scored.table_level = True, described["table_level"]
    if described["points"] is not None:
        num, den = (read_int(bounds) for bounds in described["points"])
        scored.points = Number(num, den)


def described_int(number: Int) -> list[str | int | None]:
    """An integer's bounds, tier, and its value where it is a constant."""
    return [str(number.low), str(number.high), number.tier, None if number.value is None else str(number.value)]


def read_int(bounds: Sequence[Any]) -> Int:
    """An integer as it was described."""
    low, high, tier, value = bounds
    constant = None if value is None else int(value)
    sql = whole(constant) if constant is not None else column("unused")
    return Int(sql, int(low), int(high), int(tier), constant)
