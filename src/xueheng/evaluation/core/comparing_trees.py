"""A standard as data, made ready for comparing: its nodes with exact weights, scales and rules."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import Any

from xueheng.wording import Text

TOTAL = "total"
MILLION = 10**6
"""Units of a point to which a straight line's points are rounded, half up."""


@dataclass(frozen=True, slots=True)
class NodeLevel:
    """A level; `at_least` None where a table gives it."""

    code: str
    at_least: Fraction | None
    title: Text


@dataclass(frozen=True, slots=True)
class NodeRule:
    """A veto, cap or bonus."""

    act: str
    amount: Fraction
    title: Text
    words: Text
    digest: str

    def after(self, points: Fraction) -> Fraction:
        """Points after the rule has acted."""
        if self.act == "at_most":
            return min(points, self.amount)
        if self.act == "at_least":
            return max(points, self.amount)
        return points * self.amount if self.act == "times" else points + self.amount


@dataclass(frozen=True, slots=True)
class WeightRowData:
    """A row of weights with the condition under which it applies."""

    words: Text
    digest: str
    weigh: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class NodeScale:
    """A scale. `bands` and `corners` where points can be worked out from the value alone."""

    kind: str
    words: Text
    digest: str
    bands: tuple[tuple[Fraction, Fraction], ...] = ()
    otherwise: Fraction = Fraction(0)
    better: str = "high"
    corners: tuple[tuple[Fraction, Fraction], ...] = ()

    def points(self, value: Fraction) -> Fraction | None:
        """Points of a value; None for a scale that reads more than the value."""
        if self.kind == "bands":
            reached = (p for at, p in self.bands if (value >= at if self.better == "high" else value <= at))
            return next(reached, self.otherwise)
        if self.kind != "line":
            return None
        if value <= self.corners[0][0]:
            return self.corners[0][1]
        for (x0, y0), (x1, y1) in pairwise(self.corners):
            if value <= x1:
                return _to_a_millionth(y0 + (value - x0) * (y1 - y0) / (x1 - x0)) if x1 != x0 else y1
        return self.corners[-1][1]


def _to_a_millionth(points: Fraction) -> Fraction:
    units = abs(points) * MILLION
    whole = (2 * units.numerator + units.denominator) // (2 * units.denominator)
    return Fraction(whole if points >= 0 else -whole, MILLION)


@dataclass(frozen=True, slots=True)
class TreeNode:
    """A node of a standard as it was when the results were written."""

    code: str
    title: Text
    parent: str | None
    parts: tuple[str, ...]
    leaf: bool
    weight: Fraction
    weights: tuple[WeightRowData, ...]
    when: tuple[Text, str] | None
    combine: str
    if_missing: str
    needs: Fraction
    rules: tuple[NodeRule, ...]
    decimals: int | None
    levels: tuple[NodeLevel, ...]
    measure: Mapping[str, Any] | None
    scale: NodeScale | None
    changed: tuple[Mapping[str, Any], ...]

    @property
    def cut(self) -> bool:
        """Whether its levels are read from its own points."""
        return any(level.at_least is not None for level in self.levels)


@dataclass(frozen=True)
class Tree:
    """A standard as data. `person`: whether its subjects are people, who must not be told apart in small cells."""

    name: str
    title: Text
    version: str
    applies: tuple[Text, str] | None
    subject: Text
    person: bool
    groups: Mapping[str, Text]
    nodes: Mapping[str, TreeNode]
    _weights: dict[tuple[str, int], Mapping[str, Fraction]] = field(default_factory=dict, repr=False, compare=False)

    def weights(self, code: str, row: int | None) -> Mapping[str, Fraction]:
        """The weights of a node's parts, in the row of weights that applied; parts it does not name weigh 0."""
        key = code, row or 0
        if key not in self._weights:
            node = self.nodes[code]
            if node.weights:
                named = node.weights[key[1] - 1].weigh if key[1] > 0 else {}
                self._weights[key] = {part: named.get(part, Fraction(0)) for part in node.parts}
            else:
                self._weights[key] = {part: self.nodes[part].weight for part in node.parts}
        return self._weights[key]

    def below(self, code: str) -> Iterator[TreeNode]:
        """The node and everything below it, depth first."""
        node = self.nodes[code]
        yield node
        for part in node.parts:
            yield from self.below(part)

    def headlines(self) -> list[str]:
        """What a subject is told first: the total, or the parts of a profile, which makes no total."""
        found = [TOTAL]
        while any(self.nodes[code].combine == "profile" and self.nodes[code].parts for code in found):
            found = [
                inner
                for code in found
                for inner in (self.nodes[code].parts if self.nodes[code].combine == "profile" else (code,))
            ]
        return found


def read_tree(data: Mapping[str, Any]) -> Tree:
    """The tree of a folder of results."""
    parts: dict[str | None, list[str]] = {}
    for node in data["nodes"]:
        parts.setdefault(node["parent"], []).append(node["code"])
    standard, subject = data["standard"], data["subject"]
    return Tree(
        name=standard["name"],
        title=text_of(standard["title"]),
        version=standard["version"],
        applies=_condition(standard["applies"]),
        subject=text_of(subject["title"]),
        person=subject["person"] is not None,
        groups={each["entity"]: text_of(each["title"]) for each in data["groups"]},
        nodes={node["code"]: _node(node, tuple(parts.get(node["code"], ()))) for node in data["nodes"]},
    )


def text_of(data: Mapping[str, str]) -> Text:
    """A text of data."""
    return Text(data["zh"], data["en"])


def _condition(data: Mapping[str, Any] | None) -> tuple[Text, str] | None:
    return None if data is None else (text_of(data["words"]), data["digest"])


def _node(data: Mapping[str, Any], parts: tuple[str, ...]) -> TreeNode:
    return TreeNode(
        code=data["code"],
        title=text_of(data["title"]),
        parent=data["parent"],
        parts=parts,
        leaf=data["leaf"],
        weight=Fraction(data["weight"]),
        weights=tuple(_row(row) for row in data["weights"]),
        when=_condition(data["when"]),
        combine=data["combine"] or "",
        if_missing=data["if_missing"],
        needs=Fraction(data["needs"]),
        rules=tuple(_rule(rule) for rule in data["rules"]),
        decimals=data["decimals"],
        levels=tuple(
            NodeLevel(v["code"], None if v["at_least"] is None else Fraction(v["at_least"]), text_of(v["title"]))
            for v in data["levels"]
        ),
        measure=data["measure"],
        scale=None if data["scale"] is None else _scale(data["scale"]),
        changed=tuple(data["changed"]),
    )


def _row(row: Mapping[str, Any]) -> WeightRowData:
    words, digest = _condition(row["when"]) or (Text("其余", "all others"), "")
    return WeightRowData(words, digest, {code: Fraction(weight) for code, weight in row["weigh"].items()})


def _rule(rule: Mapping[str, Any]) -> NodeRule:
    return NodeRule(
        rule["act"],
        Fraction(rule["amount"]),
        text_of(rule["title"]),
        text_of(rule["when"]["words"]),
        rule["when"]["digest"],
    )


def _scale(data: Mapping[str, Any]) -> NodeScale:
    return NodeScale(
        data["kind"],
        text_of(data["words"]),
        data["digest"],
        tuple((Fraction(at), Fraction(points)) for at, points in data.get("bands", ())),
        Fraction(data.get("otherwise", 0)),
        data.get("better", "high"),
        tuple((Fraction(x), Fraction(y)) for x, y in data.get("corners", ())),
    )
