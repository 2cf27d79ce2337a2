"""Why one subject's points differ between two runs: causes that add up to the difference exactly.

The order in which causes are found, at each node from the headline downward. Each step starts from where the one
before it ended, so that nothing is counted twice and nothing is lost.

1. Parts that count on both sides: the difference of their points, at the old weights. A part that is a node itself is
   taken apart in the same way; its causes are scaled by its old share. A leaf's difference is `records` where its value
   changed, `measure` where its measure is defined otherwise (`value` where that may be either), `scale` where the value
   is the same; where value and scale both changed, the new value on the old scale comes first (`records`), the rest is
   `scale`; where that cannot be worked out from the value alone, `value_scale`. A part that is missing and counts as
   zero on one side is `missing`.
2. Parts that count no more, one after another in the tree's order, at the old weights: `missing`, `applying`,
   `removed`; `policy` where what is missing is now treated otherwise.
3. Weights of the parts that count on both sides, one after another: `weight`, or `weight_row` where the standard is the
   same and another row of its weights applied. Weights with another sum, none of which stayed, are first brought to the
   old sum in their proportions.
4. Parts that count now, at the new weights: `missing`, `applying`, `added`, `policy`.
5. What combining otherwise made of it: `combine`; and where a step is not defined (no weight is left), `rest`.
6. Rules: points after them less points before them, on each side; the difference is `rule`.

Of nodes that take the lowest part, step 1 replaces one part after another; a part's causes are scaled to what the node
felt of them.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from xueheng.evaluation.core.comparing_sides import Digits, Side
from xueheng.evaluation.core.comparing_trees import Tree, TreeNode

CauseKind = Literal[
    "records", "measure", "value", "scale", "value_scale", "missing", "applying", "policy", "weight", "weight_row",
    "added", "removed", "rule", "combine", "rest", "levels", "needs",
]  # fmt: skip
KINDS: tuple[CauseKind, ...] = (
    "records", "measure", "value", "scale", "value_scale", "weight", "weight_row", "added", "removed", "rule", "levels",
    "policy", "needs", "applying", "combine", "rest", "missing",
)  # fmt: skip
"""Kinds in the order in which they are told; missing data last, apart from real change."""
Key = tuple[str, CauseKind]
Parts = dict[Key, Fraction]
Found = dict[Key, Digits]
"""Causes on their way: numerators and denominators that nobody has reduced yet, which is many times as fast."""
ZERO = Fraction(0)
WHOLE: Digits = (1, 1)


@dataclass(frozen=True)
class Definitions:
    """The two standards, and whether both runs read the same records of the same period."""

    before: Tree
    after: Tree
    same_data: bool

    def value_kind(self, code: str) -> CauseKind:
        """Why a leaf's value can differ."""
        a, b = self.before.nodes[code].measure, self.after.nodes[code].measure
        same = (a and a["digest"]) == (b and b["digest"])
        if same:
            return "records"
        return "measure" if self.same_data else "value"


class Causes:
    """Finds causes for one subject after another."""

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions
        self._a, self._b = definitions.before.nodes, definitions.after.nodes
        self._pairs: dict[tuple[str, int | None, int | None], WeightPair] = {}
        self._leaves: dict[str, tuple[str, ...]] = {}

    def of(self, code: str, a: Side, b: Side) -> Parts:
        """The causes of a node's difference; it has points on both sides. They add up to it exactly."""
        found: Found = {}
        self._between(code, a, b, WHOLE, found)
        return {key: Fraction(*digits) for key, digits in found.items() if digits[0]}

    def _between(self, code: str, a: Side, b: Side, share: Digits, found: Found) -> None:
        was, now = a.digits(code), b.digits(code)
        if was == now:
            return
        difference = _minus(now, was)
        if a.state(code) != b.state(code):
            _add(found, (self.culprit(code, a, b), "missing"), share, difference)
        elif self._b[code].leaf != self._a[code].leaf:
            _add(found, (code, "combine"), share, difference)
        elif self._b[code].leaf:
            self._leaf(code, a, b, share, found)
        else:
            self._node(code, a, b, share, found)

    def _leaf(self, code: str, a: Side, b: Side, share: Digits, found: Found) -> None:
        was, now = a.digits(code), b.digits(code)
        if same_value(code, a, b):
            _add(found, (code, "scale"), share, _minus(now, was))
            return
        kind = self._definitions.value_kind(code)
        old, new = self._a[code].scale, self._b[code].scale
        if old is None or new is None or old.digest == new.digest:
            _add(found, (code, kind), share, _minus(now, was))
            return
        value = _number(b.value(code))
        between = old.points(value) if value is not None else None
        if between is None:
            _add(found, (code, "value_scale"), share, _minus(now, was))
            return
        middle = between.as_integer_ratio()
        _add(found, (code, kind), share, _minus(middle, was))
        _add(found, (code, "scale"), share, _minus(now, middle))

    # -- inner nodes ----------------------------------------------------------------------------

    def _node(self, code: str, a: Side, b: Side, share: Digits, found: Found) -> None:
        old, new = self._a[code], self._b[code]
        ways = {"weighted": self._weighted, "sum": self._sum, "least": self._least}
        if old.combine not in ways or new.combine not in ways:
            _add(found, (code, "rest"), share, _minus(b.digits(code), a.digits(code)))
            return
        ruled = bool(old.rules or new.rules)
        if old.combine == new.combine and not ruled:
            ways[old.combine](old, new, a, b, share, found)
            return
        raw_a = raw_points(self._definitions.before, code, a) or ZERO
        raw_b = raw_points(self._definitions.after, code, b) or ZERO
        here: Found = {}
        ways[old.combine](old, new, a, b, WHOLE, here)
        for key, digits in here.items():
            _add(found, key, share, digits)
        if old.combine != new.combine:
            felt = sum((Fraction(*digits) for digits in here.values()), ZERO)
            _add(found, (code, "combine"), share, (raw_b - raw_a - felt).as_integer_ratio())
        if ruled:
            acted = (b.points(code) - raw_b) - (a.points(code) - raw_a)
            _add(found, (code, "rule"), share, acted.as_integer_ratio())

    def _weighted(self, old: TreeNode, new: TreeNode, a: Side, b: Side, share: Digits, found: Found) -> None:
        pair = self._weights(old, new, a, b)
        was, now = pair.was, pair.now
        counted = [part for part in old.parts if a.counts(part)]
        both = [part for part in counted if part in now and b.counts(part)]
        whole = sum(was[part] for part in counted)
        for part in both:
            self._between(part, a, b, (share[0] * was[part], share[1] * whole), found)
        gone = [part for part in counted if part not in both]
        come = [part for part in new.parts if part not in both and b.counts(part)]
        if not gone and not come and pair.same:
            return
        kind: CauseKind = "weight_row" if pair.same_rows else "weight"
        steps = [(-was[p], a.digits(p), self._presence(p, a, b, coming=False)) for p in gone]
        steps += [(now[p] - was[p], b.digits(p), (p, kind)) for p in both if now[p] != was[p]]
        steps += [(now[p], b.digits(p), self._presence(p, a, b, coming=True)) for p in come]
        at = mean([(was[p], b.digits(p)) for p in both] + [(was[p], a.digits(p)) for p in gone])
        for weight, points, key in steps:
            if whole + weight <= 0:  # nothing weighs anything any more: the step is not defined
                counted_now = [(now[p], b.digits(p)) for p in new.parts if b.counts(p)]
                _add(found, (old.code, "rest"), share, _minus(mean(counted_now), at))
                return
            then = mean([(whole, at), (weight, points)])
            _add(found, key, share, _minus(then, at))
            at, whole = then, whole + weight

    def _sum(self, old: TreeNode, new: TreeNode, a: Side, b: Side, share: Digits, found: Found) -> None:
        for part in dict.fromkeys((*old.parts, *new.parts)):
            was, now = a.counts(part) and part in old.parts, b.counts(part) and part in new.parts
            if was and now:
                self._between(part, a, b, share, found)
            elif was:
                _add(found, self._presence(part, a, b, coming=False), share, _minus((0, 1), a.digits(part)))
            elif now:
                _add(found, self._presence(part, a, b, coming=True), share, b.digits(part))

    def _least(self, old: TreeNode, new: TreeNode, a: Side, b: Side, share: Digits, found: Found) -> None:
        """One part after another is replaced: those on both sides, then those that come, then those that go."""
        standing = {part: a.points(part) for part in old.parts if a.counts(part)}
        come = {part: b.points(part) for part in new.parts if b.counts(part)}
        order = [part for part in standing if part in come] + [part for part in come if part not in standing]
        for part in [*order, *(part for part in standing if part not in come)]:
            before = min(standing.values())
            change = ZERO
            if part in come:
                change = come[part] - standing.get(part, come[part])
                standing[part] = come[part]
            else:
                del standing[part]
            felt = min(standing.values()) - before
            if felt and change:
                scaled = felt / change
                self._between(part, a, b, (share[0] * scaled.numerator, share[1] * scaled.denominator), found)
            elif felt:
                _add(found, self._presence(part, a, b, coming=part in come), share, felt.as_integer_ratio())

    # -- what a part's coming and going is called --------------------------------------------------

    def _presence(self, part: str, a: Side, b: Side, *, coming: bool) -> Key:
        """Why a part counts on one side only."""
        old, new = self._a.get(part), self._b.get(part)
        if old is None or new is None or old.parent != new.parent:
            return part, "added" if coming else "removed"
        states = {a.state(part), b.state(part)}
        if states == {"missing"}:
            return part, "policy"
        if "missing" in states:
            return self.culprit(part, a, b), "missing"
        return part, "applying" if "not_applying" in states else "scale"

    def culprit(self, code: str, a: Side, b: Side) -> str:
        """The one leaf below that is missing on one side only; the node itself where there are several or none."""
        lacking = self.lacking(code, a, b)
        return lacking[0] if len(lacking) == 1 else code

    def lacking(self, code: str, a: Side, b: Side) -> list[str]:
        """Leaves at or below a node that are missing on one side only."""
        if code not in self._leaves:
            trees = [tree for tree in (self._definitions.before, self._definitions.after) if code in tree.nodes]
            found = dict.fromkeys(node.code for tree in trees for node in tree.below(code) if node.leaf)
            self._leaves[code] = tuple(found)
        return [leaf for leaf in self._leaves[code] if (a.state(leaf) == "missing") != (b.state(leaf) == "missing")]

    def stopped(self, code: str, a: Side, b: Side) -> Key:
        """Why a node is missing on one side only though the same leaves are: the lowest such node, and `policy` where
        what is missing is treated otherwise, else `needs`: its weights changed, and what is known is enough or not.
        """
        below = (part for part in self._b[code].parts if part in self._a)
        lower = [p for p in below if (a.state(p) == "missing") != (b.state(p) == "missing")]
        if lower:
            return self.stopped(lower[0], a, b)
        old, new = self._a[code], self._b[code]
        policies = [(self._a[p].if_missing, self._b[p].if_missing) for p in new.parts if p in self._a]
        if old.needs != new.needs or any(was != now for was, now in policies):
            return code, "policy"
        return code, "needs"

    # -- weights --------------------------------------------------------------------------------

    def _weights(self, old: TreeNode, new: TreeNode, a: Side, b: Side) -> "WeightPair":
        rows = a.row(old.code), b.row(old.code)
        key = old.code, *rows
        if key not in self._pairs:
            was = self._definitions.before.weights(old.code, rows[0])
            now = self._definitions.after.weights(old.code, rows[1])
            self._pairs[key] = weight_pair(was, now, _same_rows(old, new))
        return self._pairs[key]


@dataclass(frozen=True, slots=True)
class WeightPair:
    """The weights of a node's parts on both sides, as whole numbers in one unit. `same`: none differs; `same_rows`: the
    standard has the same rows of weights on both sides.
    """

    was: Mapping[str, int]
    now: Mapping[str, int]
    same: bool
    same_rows: bool


def weight_pair(was: Mapping[str, Fraction], now: Mapping[str, Fraction], same_rows: bool = False) -> WeightPair:
    """Both sides' weights in one unit: as written where their sums are equal or one of them stayed as it was, else
    brought to the old sum. Only parts that weigh something on both sides decide about that.

    >>> weight_pair({"a": Fraction(60), "b": Fraction(40)}, {"a": Fraction(6), "b": Fraction(4)}).same
    True
    """
    both = [code for code in was if was[code] and now.get(code)]
    sums = sum((was[code] for code in both), ZERO), sum((now[code] for code in both), ZERO)
    kept = not both or sums[0] == sums[1] or any(was[code] == now[code] for code in both)
    scaled = now if kept else {code: weight * sums[0] / sums[1] for code, weight in now.items()}
    unit = math.lcm(1, *(weight.denominator for weights in (was, scaled) for weight in weights.values()))
    whole = [{code: int(weight * unit) for code, weight in weights.items()} for weights in (was, scaled)]
    return WeightPair(whole[0], whole[1], whole[0] == whole[1], same_rows)


def mean(parts: Sequence[tuple[int, Digits]]) -> Digits:
    """The mean of points with their weights."""
    common = math.lcm(1, *(points[1] for _, points in parts))
    top = sum(weight * points[0] * (common // points[1]) for weight, points in parts)
    return top, common * sum(weight for weight, _ in parts)


def raw_points(tree: Tree, code: str, side: Side) -> Fraction | None:
    """Points of a node before its rules; None where no part counts."""
    node = tree.nodes[code]
    if node.combine == "profile":
        return None
    if not node.rules:
        return side.points(code)
    counted = [part for part in node.parts if side.counts(part)]
    if not counted:
        return None
    if node.combine == "sum":
        return sum((side.points(part) for part in counted), ZERO)
    if node.combine == "least":
        return min(side.points(part) for part in counted)
    weights = tree.weights(code, side.row(code))
    whole = sum((weights[part] for part in counted), ZERO)
    return sum((weights[part] * side.points(part) for part in counted), ZERO) / whole if whole else None


def same_value(code: str, a: Side, b: Side) -> bool:
    """Whether a leaf's value is the same on both sides, however wide the files keep it."""
    was, now = a.value(code), b.value(code)
    return was == now or [*map(str, was)] == [*map(str, now)]


def _same_rows(old: TreeNode, new: TreeNode) -> bool:
    rows = [[(row.digest, row.weigh) for row in node.weights] for node in (old, new)]
    return bool(rows[0]) and rows[0] == rows[1]


def _number(value: tuple[Any, Any]) -> Fraction | None:
    """A leaf's value as a number; None for anything else."""
    return None if value[0] is None or value[1] is None else Fraction(int(value[0]), int(value[1]))


def _minus(one: Digits, other: Digits) -> Digits:
    if one[1] == other[1]:
        return one[0] - other[0], one[1]
    return one[0] * other[1] - other[0] * one[1], one[1] * other[1]


def _add(found: Found, key: Key, share: Digits, points: Digits) -> None:
    """Book so many points, as the share of the headline that they make."""
    if not points[0] or not share[0]:
        return
    above, below = share[0] * points[0], share[1] * points[1]
    if key in found:
        held = found[key]
        above, below = held[0] * below + above * held[1], held[1] * below
    found[key] = above, below
