"""Where a subject stands on one side: at a level, at none, or without a result; and which of two is higher."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from xueheng.evaluation.core.comparing_sides import Side
from xueheng.evaluation.core.comparing_trees import Tree, TreeNode
from xueheng.evaluation.core.evaluation import shown_text
from xueheng.evaluation.core.groups import half_up
from xueheng.evaluation.core.scored import DISPLAY_DECIMALS
from xueheng.wording import Text

BELOW = ""
"""Known, but below every level, or without levels at all."""
ABSENT = ("missing", "not_applying")
WORDS = {
    BELOW: Text("有结果，无等级", "a result, no level"),
    "missing": Text("无结果（缺）", "no result (missing)"),
    "not_applying": Text("不适用", "not applying"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """One headline of a subject on one side. `points` exact, `shown` as published; `label`: level, or why none."""

    label: str
    points: Fraction | None
    shown: str | None


def labels(table: pa.Table, code: str) -> Any:
    """The label of every subject: its level, `` where known without one, else the state."""
    state = table.column(f"{code}.state")
    name = f"{code}.level"
    level = pc.fill_null(table.column(name), BELOW) if name in table.column_names else pa.scalar(BELOW)
    return pc.if_else(pc.equal(state, "known"), level, state)


def standing_of(tree: Tree, code: str, side: Side) -> Standing:
    """Where a subject stands."""
    state = side.state(code) or "not_applying"
    label = (side.level(code) or BELOW) if state == "known" else state
    points = side.points(code) if side.counts(code) else None
    return Standing(label, points, None if points is None else shown(tree.nodes[code], points))


def shown(node: TreeNode, points: Fraction) -> str:
    """Points as they are published."""
    decimals = DISPLAY_DECIMALS if node.decimals is None else node.decimals
    return shown_text(half_up(points * 10**decimals), decimals, trimmed=node.decimals is None)


def level_at(node: TreeNode, points: Fraction) -> str:
    """The level that a node's own marks give these points, read from what would be published."""
    read = points
    if node.decimals is not None:
        read = Fraction(half_up(points * 10**node.decimals), 10**node.decimals)
    marks = {level.at_least: level.code for level in node.levels if level.at_least is not None}
    return marks[max(mark for mark in marks if mark <= read)] if any(mark <= read for mark in marks) else BELOW


@dataclass(frozen=True)
class Ladder:
    """The levels of a headline on both sides, in order. `order`: best first, as the later standard has them."""

    code: str
    order: tuple[str, ...]
    titles: dict[str, Text] = field(repr=False)
    ranked: bool
    """Whether one level is above another by its mark; levels of a table are not, their points tell."""

    def rank(self, label: str) -> int:
        """Higher is better; `` lies below every level."""
        return -self.order.index(label) if label in self.order else -len(self.order)

    def title(self, label: str) -> Text:
        return self.titles.get(label) or WORDS.get(label) or Text(label)


def ladder_of(code: str, before: Tree, after: Tree) -> Ladder:
    """The levels of both sides; one that only the earlier standard had stands where its mark puts it."""
    a, b = before.nodes[code].levels, after.nodes[code].levels
    marks = {level.code: level.at_least for level in (*a, *b)}
    titles = {level.code: level.title for level in (*a, *b)}
    ranked = bool(marks) and all(mark is not None for mark in marks.values())
    order = sorted(marks, key=lambda level: marks[level] or 0, reverse=True) if ranked else list(titles)
    return Ladder(code, tuple(order), titles, ranked)
