"""A scale's table made ready for joining: the lines it can use, and one interval of values for each score."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

import pyarrow as pa

from xueheng.evaluation.core.refusals import MeasureUnsupported
from xueheng.evaluation.core.walking import walk
from xueheng.language.public import (
    Between,
    Cell,
    Comparison,
    Constant,
    Expression,
    Library,
    Logic,
    Membership,
    RowColumn,
    Table,
    TableScale,
)
from xueheng.wording import Text

Keys = tuple[Cell, ...]
KEPT = 128
"""Ladders of so many leaves are kept: a standard is planned again and again from the same tables."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a table that one leaf's scale can use, and the equalities that find them for a subject."""

    table: Table
    rows: tuple[tuple[Cell, ...], ...]
    keys: tuple[tuple[str, Expression], ...]
    places: Mapping[str, int]
    """Column → its place in a line."""

    def cell(self, row: tuple[Cell, ...], column: str) -> Cell:
        return row[self.places[column]]

    def key_of(self, row: tuple[Cell, ...]) -> Keys:
        return tuple(row[self.places[name]] for name, _ in self.keys)


@dataclass(frozen=True, slots=True)
class Rung:
    """Values from `low` (included; None: from below everything) up to `high` (excluded; None: no end)."""

    keys: Keys
    low: Fraction | None
    high: Fraction | None
    points: Fraction
    level: str | None


def conjuncts(condition: Expression | None) -> list[Expression]:
    """The parts of an `and`."""
    if condition is None:
        return []
    if isinstance(condition, Logic) and condition.operator == "and":
        return conjuncts(condition.left) + conjuncts(condition.right)
    return [condition]


def usable_lines(library: Library, scale: TableScale) -> Lines:
    """Settle what the scale's `where` says about the table alone; what is left are keys asked of the subject."""
    return _usable_lines(_TheSame(library.tables[scale.table]), scale)


@dataclass(frozen=True, slots=True, eq=False)
class _TheSame:
    """A table as a key: itself, and not whatever is equal to it, which would take reading both."""

    table: Table

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _TheSame) and other.table is self.table

    def __hash__(self) -> int:
        return id(self.table)


@lru_cache(maxsize=KEPT)
def _usable_lines(of: _TheSame, scale: TableScale) -> Lines:
    table = of.table
    names = [c.name for c in table.columns]
    rows, keys = list(table.rows), []
    for part in conjuncts(scale.where):
        if not any(isinstance(n, RowColumn) for n in walk(part)):
            raise _unsupported(scale)
        if all(isinstance(n, (RowColumn, Constant, Comparison, Membership, Between, Logic)) for n in walk(part)):
            rows = [row for row in rows if _holds(part, dict(zip(names, row, strict=True)))]
        else:
            keys.append(_key(part, scale))
    if isinstance(scale.points, RowColumn):
        gives = names.index(scale.points.name)  # a line without points is printed for its level's sake: it gives none
        rows = [row for row in rows if row[gives] is not None]
    return Lines(table, tuple(rows), tuple(keys), {name: place for place, name in enumerate(names)})


def _unsupported(scale: TableScale) -> MeasureUnsupported:
    return MeasureUnsupported(
        "XH-M025",
        Text(
            f"赋分表 {scale.table} 的 where 只能由“列 = 值”用 and 连接而成",
            f'the "where" of a scale on table {scale.table} must be column = value, joined by "and"',
        ),
    )


def _key(part: Expression, scale: TableScale) -> tuple[str, Expression]:
    if isinstance(part, Comparison) and part.operator == "=":
        for mine, other in ((part.left, part.right), (part.right, part.left)):
            if isinstance(mine, RowColumn) and not any(isinstance(n, RowColumn) for n in walk(other)):
                return mine.name, other
    raise _unsupported(scale)


def _holds(part: Expression, line: dict[str, Cell]) -> bool:
    """A condition on one line's own cells; an empty cell meets nothing."""
    match part:
        case Logic():
            left, right = _holds(part.left, line), _holds(part.right, line)
            return (left and right) if part.operator == "and" else (left or right)
        case Membership():
            cell = _cell(part.operand, line)
            return cell is not None and any(cell == c.value for c in part.choices)
        case Between():
            cell = _cell(part.operand, line)
            return cell is not None and part.low.value <= cell <= part.high.value  # type: ignore[operator]
        case Comparison():
            a, b = _cell(part.left, line), _cell(part.right, line)
            if a is None or b is None:
                return False
            return {"=": a == b, "!=": a != b, "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[part.operator]  # type: ignore[operator]
    return bool(_cell(part, line))


def _cell(node: Expression, line: dict[str, Cell]) -> Cell:
    if isinstance(node, RowColumn):
        return line[node.name]
    if isinstance(node, Constant):
        return node.value
    raise TypeError(type(node).__name__)


def rungs(library: Library, scale: TableScale) -> tuple[list[Rung], int]:
    """The ladder of every key as half-open intervals, and the sign that turns "low is better" into "high is
    better". Values of a ladder whose better end is low are negated, thresholds too.
    """
    return _rungs(_TheSame(library.tables[scale.table]), scale)


@lru_cache(maxsize=KEPT)
def _rungs(of: _TheSame, scale: TableScale) -> tuple[list[Rung], int]:
    lines = _usable_lines(of, scale)
    signs = {_sign(lines, scale, row) for row in lines.rows}
    if len(signs) > 1:
        raise _mixed(scale)
    sign = signs.pop() if signs else 1
    found: list[Rung] = []
    for keys, group in lines_by_key(lines).items():
        reached = [
            (sign * _fraction(lines.cell(r, scale.reach or "")), points_of(lines, scale, r), level_of(lines, scale, r))
            for r in group
            if lines.cell(r, scale.reach or "") is not None
        ]
        found += _intervals(keys, reached, scale.below)
    return found, sign


def _intervals(keys: Keys, reached: list[tuple[Fraction, Fraction, str | None]], below: Fraction) -> list[Rung]:
    """Going up, the best of the lines reached so far counts; of equals, the line that stands first."""
    edges = sorted({threshold for threshold, _, _ in reached})
    result = [Rung(keys, None, edges[0] if edges else None, below, None)]
    rising = sorted(range(len(reached)), key=lambda place: reached[place][0])
    best = passed = 0
    for number, edge in enumerate(edges):
        while passed < len(rising) and reached[rising[passed]][0] <= edge:
            place = rising[passed]
            if passed == 0 or (reached[place][1], -place) > (reached[best][1], -best):
                best = place
            passed += 1
        _, points, level = reached[best]
        result.append(Rung(keys, edge, edges[number + 1] if number + 1 < len(edges) else None, points, level))
    return result


def lines_by_key(lines: Lines) -> dict[Keys, list[tuple[Cell, ...]]]:
    """The lines of each key."""
    groups: dict[Keys, list[tuple[Cell, ...]]] = {}
    for row in lines.rows:
        groups.setdefault(lines.key_of(row), []).append(row)
    return groups


def _mixed(scale: TableScale) -> MeasureUnsupported:
    return MeasureUnsupported(
        "XH-M025",
        Text(
            f"赋分表 {scale.table} 同一观测点里高优、低优混用",
            f"table {scale.table} mixes high and low as better for one leaf",
        ),
    )


def _sign(lines: Lines, scale: TableScale, row: tuple[Cell, ...]) -> int:
    better = lines.cell(row, scale.better_column) if scale.better_column else scale.better
    return -1 if better == "low" else 1


def _fraction(cell: Cell) -> Fraction:
    if cell is None or isinstance(cell, str):
        raise TypeError("a number is wanted")
    return Fraction(cell)


def points_of(lines: Lines, scale: TableScale, row: tuple[Cell, ...]) -> Fraction:
    """The points a line gives, where they are the line's own cell or a constant."""
    if isinstance(scale.points, (RowColumn, Constant)):
        return _fraction(
            lines.cell(row, scale.points.name) if isinstance(scale.points, RowColumn) else scale.points.value
        )
    raise MeasureUnsupported(
        "XH-M025",
        Text(
            f"赋分表 {scale.table} 的 points 应是表中的一列",
            f'"points" of a scale on table {scale.table} must be a column of it',
        ),
    )


def level_of(lines: Lines, scale: TableScale, row: tuple[Cell, ...]) -> str | None:
    cell = lines.cell(row, scale.level) if scale.level else None
    return None if cell is None else str(cell)


def closed_rungs(lines: Lines, scale: TableScale) -> list[Rung]:
    """Lines with a lowest and a highest value, both included; where lines overlap the most points win."""
    if scale.between is None:
        raise TypeError(scale.table)
    low, high = scale.between
    found = []
    for keys, group in lines_by_key(lines).items():
        for row in group:
            ends = [lines.cell(row, name) for name in (low, high)]
            first, last = (None if e is None else _fraction(e) for e in ends)
            found.append(Rung(keys, first, last, points_of(lines, scale, row), level_of(lines, scale, row)))
    return found


def overlap(found: list[Rung]) -> bool:
    """Whether two closed intervals of one key share a value."""
    by_key: dict[Keys, list[Rung]] = {}
    for rung in found:
        by_key.setdefault(rung.keys, []).append(rung)
    for group in by_key.values():
        ordered = sorted(group, key=lambda r: (r.low is not None, r.low or Fraction(0)))
        for one, two in pairwise(ordered):
            if one.high is None or two.low is None or two.low <= one.high:
                return True
    return False


def rung_table(found: list[Rung], key_types: list[pa.DataType], scale_of_edges: int, scale_of_points: int) -> pa.Table:
    """Rungs as a relation: k0…, low, high, points, level, edges and points as integers of the given units."""

    def units(value: Fraction | None, by: int) -> int | None:
        return None if value is None else int(value * by)

    columns: dict[str, pa.Array] = {
        f"k{i}": pa.array([_key_cell(r.keys[i]) for r in found], kind) for i, kind in enumerate(key_types)
    }
    columns["low"] = pa.array([units(r.low, scale_of_edges) for r in found], pa.int64())
    columns["high"] = pa.array([units(r.high, scale_of_edges) for r in found], pa.int64())
    columns["points"] = pa.array([units(r.points, scale_of_points) for r in found], pa.int64())
    columns["level"] = pa.array([r.level for r in found], pa.string())
    return pa.table(columns)


def _key_cell(cell: Cell) -> object:
    return int(cell) if isinstance(cell, Fraction) and cell.denominator == 1 else cell
