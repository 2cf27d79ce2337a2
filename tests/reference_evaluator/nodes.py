"""The tree of a standard for one subject: states, points, rules, levels, and the policy for what is missing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from tests.reference_evaluator.scales import Scored
from tests.reference_evaluator.values import Truth, Value, at_most_six, half_up, number, written
from xueheng.language.standard_definitions import Level, Scale, StandardNode
from xueheng.language.typed import Expression, NodeResult

State = Literal["known", "missing", "not_applying"]


@dataclass(frozen=True, slots=True)
class Answer:
    """One node of one subject; `points` is 0 for a missing part that counts as zero."""

    state: State
    points: Fraction | None
    shown: str | None
    level: str | None
    value: Fraction | str | bool | int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A node as its parent and rules see it: exact points, the leaf's value, what a table's line calls it."""

    state: State
    points: Fraction | None = None
    value: Value = None
    line_level: str | None = None


NOT_APPLYING = Found("not_applying")
MISSING = Found("missing")


@dataclass(frozen=True, slots=True)
class Asked:
    """How a tree asks about its subject. `holds` reads a condition given the results so far."""

    holds: Callable[[Expression, "Tree"], Truth]
    value_of: Callable[[str], Value]
    score: Callable[[Scale, str, Value], Scored]


@dataclass(frozen=True, slots=True)
class Shown:
    """How a node is published: decimals and levels, its own or those a profile gives its parts."""

    decimals: int | None
    levels: tuple[Level, ...]


class Tree:
    """The evaluation of one standard's tree for one subject."""

    def __init__(self, root: StandardNode, asked: Asked) -> None:
        self._asked = asked
        self.found: dict[str, Found] = {}
        self._nodes: dict[str, StandardNode] = {}
        self._shown: dict[str, Shown] = {}
        self._root = root
        self._learn(root, Shown(None, ()))

    def _learn(self, node: StandardNode, given: Shown) -> None:
        own = Shown(node.decimals if node.decimals is not None else given.decimals, node.levels or given.levels)
        self._nodes[node.code], self._shown[node.code] = node, own
        for part in node.parts:
            self._learn(part, own if node.combine == "profile" and node.parts else Shown(None, ()))

    @property
    def root_code(self) -> str:
        return self._root.code

    def answers(self, applies: Expression | None) -> dict[str, Answer]:
        """Answers by code; the root is `total`."""
        if applies is not None and self._asked.holds(applies, self) is not True:
            self._dismiss(self._root)
        else:
            self._visit(self._root)
        by_code = {code: self._answer(code) for code in self._nodes}
        total = by_code.pop(self._root.code)
        return {"total": total, **by_code}

    def result(self, wanted: NodeResult) -> Value:
        """What a rule reads: a node's exact points, a leaf's value or a node's level."""
        found = self.found[wanted.code]
        if wanted.what == "points":
            return found.points
        return found.value if wanted.what == "value" else self._level(wanted.code)

    def _dismiss(self, node: StandardNode) -> None:
        self.found[node.code] = NOT_APPLYING
        for part in node.parts:
            self._dismiss(part)

    def _visit(self, node: StandardNode, part: bool = False) -> None:
        """Find a node and all below it; a missing `part` that counts as zero gets its zero points."""
        if node.when is not None and self._asked.holds(node.when, self) is not True:
            self._dismiss(node)
            return
        found = self._inner(node) if node.parts else self._leaf(node)
        if found.state == "known" and found.points is not None:
            found = replace(found, points=self._ruled(node, found))
        if found.state == "missing" and part and node.if_missing == "zero":
            found = replace(found, points=Fraction(0))
        self.found[node.code] = found

    def _leaf(self, node: StandardNode) -> Found:
        assert node.measure is not None
        value = self._asked.value_of(node.measure)
        if value is None:
            return MISSING
        if node.scale is None:
            return Found("known", None, value)
        scored = self._asked.score(node.scale, node.measure, value)
        if scored.points is None:
            return Found("missing", None, value)
        return Found("known", scored.points, value, scored.level)

    def _inner(self, node: StandardNode) -> Found:
        weights, settled = self._weights(node)
        if weights is None:
            for part in node.parts:
                self._dismiss(part)
            return NOT_APPLYING
        for part in node.parts:
            if part.code in weights:
                self._visit(part, part=True)
            else:
                self._dismiss(part)
        applying = [p for p in node.parts if self.found[p.code].state != "not_applying"]
        if not applying:
            return NOT_APPLYING
        return self._combined(node, applying, weights) if settled else MISSING

    def _weights(self, node: StandardNode) -> tuple[Mapping[str, Fraction] | None, bool]:
        """Weights of the parts that may apply (None: no row applies), and whether they are certain."""
        own = {part.code: part.weight for part in node.parts}
        if not node.weights:
            return own, True
        unknown = False
        for row in node.weights:
            applies = True if row.when is None else self._asked.holds(row.when, self)
            if applies is True:
                return dict(row.weigh), True
            unknown = unknown or applies is None
        return (own, False) if unknown else (None, True)

    def _combined(self, node: StandardNode, applying: list[StandardNode], weights: Mapping[str, Fraction]) -> Found:
        missing = [p for p in applying if self.found[p.code].state == "missing"]
        if node.combine == "profile":
            return Found("known") if len(missing) < len(applying) else MISSING
        if any(p.if_missing == "block" for p in missing):
            return MISSING
        counted = [p for p in applying if p not in missing or p.if_missing == "zero"]
        weight = sum((weights[p.code] for p in counted), Fraction(0))
        asked = sum((weights[p.code] for p in applying), Fraction(0))
        if not counted or weight * 100 < node.needs * asked:
            return MISSING
        points = {p.code: self.found[p.code].points or Fraction(0) for p in counted}
        if node.combine == "sum":
            return Found("known", sum(points.values(), Fraction(0)))
        if node.combine == "least":
            return Found("known", min(points.values()))
        if weight == 0:
            return MISSING
        return Found("known", sum((weights[code] * p for code, p in points.items()), Fraction(0)) / weight)

    def _ruled(self, node: StandardNode, found: Found) -> Fraction | None:
        """Points after the first rule whose condition is true."""
        points = found.points
        assert points is not None
        self.found[node.code] = found
        for rule in node.rules:
            if self._asked.holds(rule.when, self) is True:
                return {
                    "at_most": min(points, rule.amount),
                    "at_least": max(points, rule.amount),
                    "times": points * rule.amount,
                    "plus": points + rule.amount,
                }[rule.act]
        return points

    def _answer(self, code: str) -> Answer:
        found, decimals = self.found[code], self._shown[code].decimals
        shown = None
        if found.points is not None:
            rounded = found.points if decimals is None else half_up(found.points, decimals)
            shown = at_most_six(rounded) if decimals is None else written(rounded, decimals)
        return Answer(found.state, found.points, shown, self._level(code), plain(found.value))

    def _level(self, code: str) -> str | None:
        """The highest level at or under the points as shown; a table's line may give a leaf its level."""
        found, shown = self.found[code], self._shown[code]
        if found.state != "known" or found.points is None:
            return None
        if not shown.levels:
            return found.line_level
        points = found.points if shown.decimals is None else half_up(found.points, shown.decimals)
        reached = [level for level in shown.levels if level.at_least <= points]
        return max(reached, key=lambda level: level.at_least).code if reached else None


def plain(value: Value) -> Fraction | str | bool | int | None:
    """A value as answers carry it: a coefficient of variation as its square."""
    if value is None or isinstance(value, (str, bool, int, Fraction)):
        return value
    return number(value.square)
