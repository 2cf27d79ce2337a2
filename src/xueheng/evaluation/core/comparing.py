"""Two runs of one standard compared: who moved level, and what made it. Also the backtest of a draft standard."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

import pyarrow as pa
import pyarrow.compute as pc

from xueheng.evaluation.core.comparing_causes import KINDS, CauseKind, Causes, Definitions, Key, Parts, same_value
from xueheng.evaluation.core.comparing_facts import facts_of
from xueheng.evaluation.core.comparing_leaves import LeafChanges, differ, leaf_changes
from xueheng.evaluation.core.comparing_levels import (
    ABSENT,
    BELOW,
    Ladder,
    Standing,
    labels,
    ladder_of,
    level_at,
    standing_of,
)
from xueheng.evaluation.core.comparing_sides import Side, SideBySide, side_by_side
from xueheng.evaluation.core.comparing_standards import TreeChange, tree_changes
from xueheng.evaluation.core.refusals import RunError
from xueheng.evaluation.core.results_folder import ResultsFolder
from xueheng.wording import Text

Progress = Callable[[Text, int, int], None]
Direction = Literal["up", "down", "gap", "other"]
DIRECTIONS: tuple[Direction, ...] = ("up", "down", "gap", "other")
MOST_LISTED = 20_000
"""So many movers of one headline are listed; all of them are counted, and all their causes are."""
MOST_TOLD = 8
"""So many causes of a mover say what was before and after; of the smaller ones only their points are kept."""
MILLION = 10**6
ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause of one subject's difference. `facts`: what it was before and after, as text, by name."""

    node: str
    kind: CauseKind
    points: Fraction
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Mover:
    """A subject that stands elsewhere than before. `difference` and `causes` where there are points on both sides;
    `causes` greatest first, they add up to it. `main`: the key of the group that the mover belongs to. `gap`: it is
    missing data, on one side only, that made it. `lacking`: the leaves missing on one side only.
    """

    subject: str
    direction: Direction
    before: Standing
    after: Standing
    difference: Fraction | None
    causes: tuple[Cause, ...]
    main: Key
    gap: bool
    lacking: tuple[str, ...]


@dataclass
class CauseCount:
    """What one cause did to all movers together: how many felt it, for how many it was the main one, and what it gave
    and took in all, in millionths of a point (each one rounded half up).
    """

    felt: int = 0
    main: int = 0
    gave: int = 0
    took: int = 0


@dataclass
class Movement:
    """How one headline moved. `matrix`: (label before, label after) → subjects, everybody counted. `movers` are listed
    in order of numbers, at most MOST_LISTED; `moved` counts them all. `groups`: main cause → movers, real change;
    `gap_groups`: missing data.
    """

    ladder: Ladder
    title: Text
    matrix: Counter[tuple[str, str]]
    moved: int
    movers: list[Mover] = field(default_factory=list)
    directions: Counter[Direction] = field(default_factory=Counter)
    causes: dict[Key, CauseCount] = field(default_factory=dict)
    groups: Counter[Key] = field(default_factory=Counter)
    gap_groups: Counter[Key] = field(default_factory=Counter)
    points_only: int = 0
    """Subjects at the same level with other points."""
    by_group: dict[str, Counter[tuple[str, str]]] = field(default_factory=dict)
    """Entity → (group, direction or 'same') → subjects."""


@dataclass(frozen=True)
class Comparison:
    """Two runs compared. `changes`: what is different in the standard; `leaves`: in the leaves, over all subjects."""

    sides: SideBySide
    changes: tuple[TreeChange, ...]
    movements: tuple[Movement, ...]
    leaves: tuple[LeafChanges, ...]
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]
    lost_headlines: tuple[str, ...]
    same_data: bool

    @property
    def both(self) -> int:
        """Subjects that both runs have."""
        return len(self.sides.subjects)


def in_order(subjects: Any) -> list[str]:
    """Numbers as people sort them: shorter ones first, so that 2 comes before 10."""
    return sorted((str(subject) for subject in subjects), key=lambda subject: (len(subject), subject))


def compare(before: ResultsFolder, after: ResultsFolder, progress: Progress | None = None) -> Comparison:
    """Compare two folders of results of one standard. Raises RunError XH-F004 where they are of different ones."""
    if before.standard != after.standard:
        raise RunError(
            "XH-F004",
            Text(
                f"两个结果文件夹不是同一个标准：{before.standard} 与 {after.standard}",
                f"the two folders are not of one standard: {before.standard} and {after.standard}",
            ),
            Text(
                "请给出同一个标准的两次结果；标准改了名，就用新名称重算一次。",
                "Give two results of one standard. Where it was renamed, compute it again under its new name.",
            ),
        )
    told = progress or (lambda *_: None)
    told(Text("读两边的结果", "Reading both results"), 0, 0)
    sides = side_by_side(before, after)
    a, b = sides.before.tree, sides.after.tree
    days = {(folder.period.start, folder.period.end) for folder in (before, after)}
    data = {folder.digests.get("dataset", "") for folder in (before, after)}
    same_data = len(days) == 1 and len(data) == 1 and data != {""}
    definitions = Definitions(a, b, same_data)
    common = [code for code in b.headlines() if code in a.headlines()]
    return Comparison(
        sides,
        tuple(tree_changes(a, b)),
        tuple(_movement(sides, definitions, code, told) for code in common),
        tuple(leaf_changes(sides, definitions)),
        tuple(in_order(sides.only_before.to_pylist())),
        tuple(in_order(sides.only_after.to_pylist())),
        tuple(code for code in dict.fromkeys((*a.headlines(), *b.headlines())) if code not in common),
        same_data,
    )


def _movement(sides: SideBySide, definitions: Definitions, code: str, told: Progress) -> Movement:
    kinds = ("state", "level", "points", "points_den", "value", "value_den")
    a, b = sides.columns([f"{code}.{kind}" for kind in kinds])
    ladder = ladder_of(code, definitions.before, definitions.after)
    was, now = labels(a, code), labels(b, code)
    counted = pa.table({"was": was, "now": now}).group_by(["was", "now"]).aggregate([([], "count_all")]).to_pydict()
    matrix = Counter(
        {(w, n): c for w, n, c in zip(counted["was"], counted["now"], counted["count_all"], strict=True)}
    )  # fmt: skip
    other_label, other_points = pc.not_equal(was, now), _differ(a, b, code)
    moved = other_label if ladder.order else pc.or_(other_label, other_points)
    places = pc.indices_nonzero(moved)
    only_points = pc.sum(pc.and_(other_points, pc.invert(moved))).as_py() or 0
    movement = Movement(ladder, definitions.after.nodes[code].title, matrix, len(places), points_only=only_points)
    directions = _take_apart(sides, definitions, movement, places, told)
    for entity in definitions.after.groups:
        movement.by_group[entity] = _by_group(sides.group_of(entity), places, directions)
    movement.movers.sort(key=lambda mover: (len(mover.subject), mover.subject))
    return movement


def _differ(a: pa.Table, b: pa.Table, code: str) -> Any:
    """Whether points (of a leaf without points: values) differ; absent on one side is no difference here."""
    points = f"{code}.points"
    has_points = all(points in t.column_names and t.column(points).null_count < t.num_rows for t in (a, b))
    return differ(a, b, code, "points" if has_points else "value")


def _take_apart(
    sides: SideBySide, definitions: Definitions, movement: Movement, places: Any, told: Progress
) -> list[Direction]:
    """Find the causes of every mover; count them all, list the first."""
    taking = _Taking(definitions, movement)
    directions: list[Direction] = []
    for subjects, pairs in sides.batches(places):
        for subject, (a, b) in zip(subjects, pairs, strict=True):
            directions.append(taking.one(subject, a, b))
        told(Text("找每个变动的原因", "Finding what made each of them move"), len(directions), len(places))
    return directions


class _Taking:
    """Takes one mover after another apart."""

    def __init__(self, definitions: Definitions, movement: Movement) -> None:
        self._definitions, self._movement = definitions, movement
        self._causes = Causes(definitions)
        codes = [*definitions.after.nodes, *definitions.before.nodes]
        self._place = {code: place for place, code in reversed(list(enumerate(codes)))}
        self._rank = {kind: place for place, kind in enumerate(KINDS)}

    def one(self, subject: str, a: Side, b: Side) -> Direction:
        """Count one mover, and list it while there is room."""
        code, movement = self._movement.ladder.code, self._movement
        was = standing_of(self._definitions.before, code, a)
        now = standing_of(self._definitions.after, code, b)
        comparable = was.points is not None and now.points is not None and not {was.label, now.label} & {*ABSENT}
        parts = self._causes.of(code, a, b) if comparable else {}
        direction = self._direction(was, now)
        main, gap = self._main(was, now, parts, a, b)
        movement.directions[direction] += 1
        (movement.gap_groups if gap else movement.groups)[main] += 1
        self._count(parts, main)
        if len(movement.movers) < MOST_LISTED:
            difference = (
                now.points - was.points if comparable and was.points is not None and now.points is not None else None
            )
            first = [(main, ZERO)] if main not in parts else []  # what moved it without giving or taking points
            causes = tuple(
                Cause(node, kind, points, facts_of(self._definitions, node, kind, a, b) if place < MOST_TOLD else {})
                for place, ((node, kind), points) in enumerate([*first, *self._greatest_first(parts)])
            )
            lacking = tuple(self._causes.lacking(code, a, b))
            movement.movers.append(Mover(subject, direction, was, now, difference, causes, main, gap, lacking))
        return direction

    def _greatest_first(self, parts: Parts) -> list[tuple[Key, Fraction]]:
        def key(item: tuple[Key, Fraction]) -> tuple[int, int, int]:
            (node, kind), points = item
            # In units fine enough to order by; comparing fractions takes many times as long.
            return -(abs(points.numerator) * 10**12 // points.denominator), self._rank[kind], self._place.get(node, 0)

        return sorted(parts.items(), key=key)

    def _count(self, parts: Parts, main: Key) -> None:
        counts = self._movement.causes
        for key, points in parts.items():
            count = counts.setdefault(key, CauseCount())
            count.felt += 1
            millionths = _millionths(points)
            if millionths > 0:
                count.gave += millionths
            else:
                count.took -= millionths
        counts.setdefault(main, CauseCount()).main += 1

    def _direction(self, was: Standing, now: Standing) -> Direction:
        absent = [standing.label in ABSENT for standing in (was, now)]
        if all(absent):
            return "other"
        if any(absent):
            return "gap"
        ladder = self._movement.ladder
        if ladder.ranked and was.label != now.label:
            return "up" if ladder.rank(now.label) > ladder.rank(was.label) else "down"
        if was.points is None or now.points is None or was.points == now.points:
            return "other"
        return "up" if now.points > was.points else "down"

    def _main(self, was: Standing, now: Standing, parts: Parts, a: Side, b: Side) -> tuple[Key, bool]:
        """The cause that a mover is grouped by, and whether it is missing data that made it move."""
        code = self._movement.ladder.code
        if {was.label, now.label} & {*ABSENT}:
            return self._absence(code, a, b)
        old, new = self._definitions.before.nodes[code], self._definitions.after.nodes[code]
        if was.points is None or now.points is None:
            return (code, "scale" if same_value(code, a, b) else self._definitions.value_kind(code)), False
        ranked = self._greatest_first(parts)
        if self._movement.ladder.ranked and old.cut and new.cut:
            if level_at(old, now.points) == was.label:
                return (code, "levels"), False
            missing = [(key, points) for key, points in ranked if key[1] == "missing"]
            without = now.points - sum((points for _, points in missing), ZERO)
            if missing and level_at(new, without) == was.label:
                return missing[0][0], True
            ranked = [each for each in ranked if each[0][1] != "missing"] or ranked
        if not ranked:
            return (code, "levels"), False
        return ranked[0][0], ranked[0][0][1] == "missing"

    def _absence(self, code: str, a: Side, b: Side) -> tuple[Key, bool]:
        """Why there is a result on one side only: missing data, an indicator that does not apply, or the standard."""
        if self._causes.lacking(code, a, b):
            return (self._causes.culprit(code, a, b), "missing"), True
        states = {a.state(code), b.state(code)}
        if "not_applying" in states:
            return (code, "applying"), False
        return self._causes.stopped(code, a, b), False


def _millionths(points: Fraction) -> int:
    """Points in millionths, half up and away from zero."""
    whole = (2 * MILLION * abs(points.numerator) + points.denominator) // (2 * points.denominator)
    return whole if points.numerator >= 0 else -whole


def _by_group(groups: Any, places: Any, directions: list[Direction]) -> Counter[tuple[str, str]]:
    """Subjects of each group by direction; those that belong to none stand under ``."""
    names = pc.fill_null(groups, BELOW)
    found: Counter[tuple[str, str]] = Counter()
    for counted in pc.value_counts(names.combine_chunks() if isinstance(names, pa.ChunkedArray) else names).to_pylist():
        found[counted["values"], "same"] = counted["counts"]
    for name, direction in zip(names.take(places).to_pylist(), directions, strict=True):
        found[name, direction] += 1
        found[name, "same"] -= 1
    return found
