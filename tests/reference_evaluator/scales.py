"""Points of a leaf's value by each kind of scale."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from tests.reference_evaluator.expressions import Scope, evaluate, truth
from tests.reference_evaluator.rows import Row
from tests.reference_evaluator.values import Value, compare, half_up, number
from xueheng.language.standard_definitions import BandScale, LineScale, TableScale
from xueheng.language.typed import Expression


@dataclass(frozen=True, slots=True)
class Scored:
    """Points, and the level a table's line gives where it has one."""

    points: Fraction | None
    level: str | None = None


def banded(scale: BandScale, value: Value) -> Scored:
    """The first band reached as written."""
    reached = ">=" if scale.better == "high" else "<="
    for bound, points in scale.bands:
        if compare(reached, value, bound):
            return Scored(points)
    return Scored(scale.otherwise)


def lined(scale: LineScale, value: Value) -> Scored:
    """Straight between the points, flat outside, rounded half up to a millionth."""
    x = number(value)
    points = sorted(scale.points)
    if x <= points[0][0]:
        return Scored(half_up(points[0][1], 6))
    for (x0, y0), (x1, y1) in pairwise(points):
        if x <= x1:
            return Scored(half_up(y0 + (y1 - y0) * (x - x0) / (x1 - x0), 6))
    return Scored(half_up(points[-1][1], 6))


def tabled(scale: TableScale, value: Value, lines: list[Row], scope: Scope) -> Scored:
    """The line of most points whose threshold is reached, or the line the value lies in, or the one line."""
    ladder = [line for line in lines if scale.where is None or truth(scale.where, scope.on_line(line.columns)) is True]
    if not ladder:
        return Scored(None)
    found = [line for line in ladder if fits(scale, line, value)]
    if not found:
        return Scored(scale.below)
    if scale.mode == "pick" and len(found) > 1:
        raise ValueError("a scale's pick met more than one line")
    scored = [Scored(points_on(scale.points, line, scope), level_on(scale, line)) for line in found]
    known = [one for one in scored if one.points is not None]
    return max(known, key=lambda one: one.points or Fraction(0)) if known else Scored(None)


def fits(scale: TableScale, line: Row, value: Value) -> bool:
    """Whether the value reaches, or lies in, this line."""
    if scale.mode == "reach":
        assert scale.reach is not None
        better = line.columns[scale.better_column] if scale.better_column else scale.better
        return compare(">=" if better == "high" else "<=", value, line.columns[scale.reach]) is True
    if scale.mode == "between":
        assert scale.between is not None
        low, high = (line.columns[name] for name in scale.between)
        above = low is None or compare(">=", value, low) is True
        return above and (high is None or compare("<=", value, high) is True)
    return True


def points_on(points: Expression, line: Row, scope: Scope) -> Fraction | None:
    found = evaluate(points, scope.on_line(line.columns))
    return None if found is None else number(found)


def level_on(scale: TableScale, line: Row) -> str | None:
    level = line.columns[scale.level] if scale.level else None
    return None if level is None else str(level)


def mid_rank(value: Value, others: list[Value]) -> Fraction | None:
    """100 × (below + equal/2) / n among the known values."""
    known = [other for other in others if other is not None]
    if not known:
        return None
    below = sum(1 for other in known if compare("<", other, value))
    equal = sum(1 for other in known if compare("=", other, value))
    return Fraction(100) * (below + Fraction(equal, 2)) / len(known)
