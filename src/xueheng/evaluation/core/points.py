"""A leaf's value into points: each kind of scale as an exact expression."""

import math
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from sqlglot import exp

from xueheng.evaluation.core.builder import Builder
from xueheng.evaluation.core.exact import Comparator, Int, Number
from xueheng.evaluation.core.ladders import Rung, closed_rungs, overlap, rung_table, rungs, usable_lines
from xueheng.evaluation.core.lowering import Lowering
from xueheng.evaluation.core.refusals import MeasureUnsupported
from xueheng.evaluation.core.relations import arrow_type, stored_cell
from xueheng.evaluation.core.rows import SubjectRow
from xueheng.evaluation.core.trees import (
    SQL,
    absent,
    binary,
    both,
    case,
    cast,
    column,
    equal,
    named,
    negated,
    ordered,
    over,
    present,
    relation,
    select,
    subquery,
    whole,
)
from xueheng.evaluation.core.values import Plain, Value, column_value, is_present
from xueheng.language.public import (
    BandScale,
    Expression,
    LineScale,
    PassScale,
    PercentileScale,
    PointsScale,
    RowColumn,
    Scale,
    TableScale,
    Type,
)
from xueheng.wording import Text

MILLIONTHS = 6
"""Decimals of a point to which a straight line's points are rounded."""


@dataclass
class LeafScope(SubjectRow):
    """The subject's row, with `value` standing for the leaf's value."""

    leaf: Value | None = None

    def scale_input(self) -> Value:
        if self.leaf is None:
            raise TypeError("`value` stands only in a scale")
        return self.leaf


@dataclass(frozen=True, slots=True)
class Points:
    """Points of a leaf and, where a table says so, the line's own level."""

    points: Number
    level: SQL | None = None


class Scales:
    """Lowers scales in one SELECT over the subjects (`q`)."""

    def __init__(self, builder: Builder, scope: LeafScope, lower: Lowering) -> None:
        self.builder = builder
        self.exact = builder.exact
        self.scope = scope
        self.lower = lower

    def points(self, scale: Scale, value: Value) -> Points:
        """Points of a leaf whose value is `value`; missing where the value is."""
        self.scope.leaf = value
        match scale:
            case BandScale():
                return Points(self._bands(scale, self._number(value)))
            case LineScale():
                return Points(self._line(scale, self._number(value)))
            case PassScale():
                return Points(self._pass(scale, value))
            case PointsScale():
                return Points(self._only_if_known(value, self.lower.number(scale.expression)))
            case TableScale():
                return self._table(scale, value)
            case PercentileScale():
                return Points(self._percentile(scale, self._number(value)))

    def _number(self, value: Value) -> Number:
        if not isinstance(value, Number):
            raise MeasureUnsupported("XH-E004", Text("这种赋分规则需要数值", "this scale wants a number"))
        return value

    def _only_if_known(self, value: Value, points: Number) -> Number:
        return self.exact.select([(is_present(value), points)], None)

    def _bands(self, scale: BandScale, value: Number) -> Number:
        reached: Comparator = ">=" if scale.better == "high" else "<="
        cases = [
            (self.exact.relate(reached, value, self.exact.number(at)), self.exact.number(points))
            for at, points in scale.bands
        ]
        return self.exact.select([*cases, (present(value.num.sql), self.exact.number(scale.otherwise))], None)

    def _line(self, scale: LineScale, value: Number) -> Number:
        corners = sorted(scale.points)
        number = self.exact.number
        cases = [(self.exact.relate("<=", value, number(corners[0][0])), number(corners[0][1]))]
        for (x0, y0), (x1, y1) in pairwise(corners):
            slope = (y1 - y0) / (x1 - x0) if x1 != x0 else Fraction(0)
            along = self.exact.plus(number(y0), self.exact.times(self.exact.minus(value, number(x0)), number(slope)))
            low, high = min(y0, y1), max(y0, y1)
            exactly = self._rounded(along, low, high)
            cases.append((self.exact.relate("<=", value, number(x1)), exactly))
        cases = [
            (condition, self._rounded(n, Fraction(-(10**9)), Fraction(10**9)) if n.steady else n)
            for condition, n in cases
        ]
        last = self._rounded(number(corners[-1][1]), corners[-1][1], corners[-1][1])
        return self.exact.select([*cases, (present(value.num.sql), last)], None)

    def _rounded(self, number: Number, low: Fraction, high: Fraction) -> Number:
        """To a millionth of a point; between two corners the points lie between theirs."""
        unit = 10**MILLIONTHS
        rounded = self.exact.half_up(number, MILLIONTHS)
        bounds = max(rounded.low, math.floor(low * unit)), min(rounded.high, math.ceil(high * unit))
        if bounds[0] > bounds[1] or rounded.value is not None:
            return Number(rounded, self.exact.constant(unit))
        return Number(Int(rounded.sql, *bounds, rounded.tier), self.exact.constant(unit))

    def _pass(self, scale: PassScale, value: Value) -> Number:
        holds = self.lower.condition(scale.condition)
        fails = negated(holds)
        return self._only_if_known(
            value, self.exact.select([(holds, self.exact.number(100)), (fails, self.exact.number(0))], None)
        )

    # -- tables ---------------------------------------------------------------------------------

    def _table(self, scale: TableScale, value: Value) -> Points:
        lines = usable_lines(self.builder.library, scale)
        if scale.mode == "pick":
            return self._one_line(scale, value)
        number = self._number(value)
        if scale.mode == "reach":
            found, sign = rungs(self.builder.library, scale)
            compared = number if sign > 0 else Number(self.exact.negate(number.num), number.den)
            return self._climb(
                found, lines.keys, self._key_types(scale, lines.keys), compared, closed=False, below=None
            )
        found = closed_rungs(lines, scale)
        if overlap(found):
            raise MeasureUnsupported(
                "XH-M025", Text(f"赋分表 {scale.table} 的区间互相重叠", f"ranges of table {scale.table} overlap")
            )
        return self._climb(
            found, lines.keys, self._key_types(scale, lines.keys), number, closed=True, below=scale.below
        )

    def _key_types(self, scale: TableScale, keys: tuple[tuple[str, Expression], ...]) -> list[Type]:
        types = {c.name: c.type for c in self.builder.library.tables[scale.table].columns}
        return [types[name] for name, _ in keys]

    def _climb(
        self,
        found: list[Rung],
        keys: tuple[tuple[str, Expression], ...],
        types: list[Type],
        value: Number,
        *,
        closed: bool,
        below: Fraction | None,
    ) -> Points:
        """Join the rung that holds the value; at most one does."""
        edges = math.lcm(1, *(e.denominator for r in found for e in (r.low, r.high) if e is not None))
        unit = math.lcm(1, *(r.points.denominator for r in found))
        stored = [
            Rung(tuple(stored_cell(k, t) for k, t in zip(r.keys, types, strict=True)), r.low, r.high, r.points, r.level)
            for r in found
        ]
        name = self.builder.fresh("rungs")
        self.builder.plan.relations[name] = rung_table(stored, [arrow_type(t) for t in types], edges, unit)
        on = [
            self._key_met(name, i, expression, type_)
            for i, ((_, expression), type_) in enumerate(zip(keys, types, strict=True))
        ]
        on += self._inside(name, value, edges, found, closed=closed)
        self.scope.join(name, name, both(on) or exp.true())
        greatest = max((abs(r.points.numerator) for r in found), default=0) * unit
        points = Number(Int(column("points", name), -greatest, greatest), self.exact.constant(unit))
        if below is not None:
            points = self._or_below(found, keys, types, value, points, below)
        return Points(points, column("level", name))

    def _inside(self, name: str, value: Number, edges: int, found: list[Rung], *, closed: bool) -> list[SQL]:
        bounds = [int(e * edges) for r in found for e in (r.low, r.high) if e is not None] or [0]
        low = Number(Int(column("low", name), min(bounds), max(bounds)), self.exact.constant(edges))
        high = Number(Int(column("high", name), min(bounds), max(bounds)), self.exact.constant(edges))
        opened = [absent(c) for c in (low.num.sql, high.num.sql)]
        at_least = self.exact.relate(">=", value, low)
        at_most = self.exact.relate("<=" if closed else "<", value, high)
        return [present(value.num.sql), binary(exp.Or, opened[0], at_least), binary(exp.Or, opened[1], at_most)]

    def _key_met(self, name: str, number: int, expression: Expression, type_: Type) -> SQL:
        mine = column_value(self.exact, column(f"k{number}", name), type_)
        asked = self.lower.value(expression)
        if isinstance(mine, Number) and isinstance(asked, Number):
            return self.exact.relate("=", mine, asked)
        if isinstance(mine, Plain) and isinstance(asked, Plain):
            return equal(mine.sql, asked.sql)
        raise MeasureUnsupported(
            "XH-E004", Text("赋分表的键与所问的值不是同一类", "a scale's key and what it asks are of different kinds")
        )

    def _or_below(
        self,
        found: list[Rung],
        keys: tuple[tuple[str, Expression], ...],
        types: list[Type],
        value: Number,
        points: Number,
        below: Fraction,
    ) -> Number:
        """Where the key has lines but none holds the value: `below`; where it has none: missing."""
        name = self.builder.fresh("rungs")
        ladders = list(
            {
                r.keys: Rung(
                    tuple(stored_cell(k, t) for k, t in zip(r.keys, types, strict=True)), None, None, Fraction(0), None
                )
                for r in found
            }.values()
        )
        self.builder.plan.relations[name] = rung_table(ladders, [arrow_type(t) for t in types], 1, 1)
        on = [
            self._key_met(name, i, expression, type_)
            for i, ((_, expression), type_) in enumerate(zip(keys, types, strict=True))
        ]
        self.scope.join(name, name, both(on) or exp.true())
        there = both([present(column("points", name)), present(value.num.sql)]) or exp.true()
        return self.exact.select([(present(points.num.sql), points), (there, self.exact.number(below))], None)

    def _one_line(self, scale: TableScale, value: Value) -> Points:
        """The one line whose key the subject meets; its cells may stand in the expression for points."""
        lines = usable_lines(self.builder.library, scale)
        name = self.builder.fresh("line")
        table = self.builder.library.tables[scale.table]
        chosen = type(table)(table.name, table.key, table.columns, lines.rows, table.source)
        self.builder.plan.relations[name] = self.builder.lines_of(chosen)
        types = self._key_types(scale, lines.keys)
        on = []
        for (key, expression), type_ in zip(lines.keys, types, strict=True):
            mine, asked = column_value(self.exact, column(key, name), type_), self.lower.value(expression)
            if isinstance(mine, Number) and isinstance(asked, Number):
                on.append(self.exact.relate("=", mine, asked))
            elif isinstance(mine, Plain) and isinstance(asked, Plain):
                on.append(equal(mine.sql, asked.sql))
        self.scope.join(name, name, both(on) or exp.true())
        line = LineScope(self.builder, self.scope.entity, self.scope.context, self.scope.joins, leaf=value, line=name)
        points = self.builder.lowering(line).number(scale.points)
        level = column(scale.level, name) if scale.level else None
        return Points(self._only_if_known(value, points), level)

    def _percentile(self, scale: PercentileScale, value: Number) -> Number:
        """Mid-rank among the members' known values: 100 · (2·below + equal) / 2n, by window functions."""
        builder = self.builder
        definition = builder.library.populations[scale.population]
        if definition.of != self.scope.entity:
            raise MeasureUnsupported(
                "XH-M026",
                Text(
                    "百分位的统计范围须与标准的评价对象相同",
                    "a percentile's population must be of the standard's own subjects",
                ),
            )
        members, name = builder.members(scale.population), builder.fresh("ranked")
        key = self.exact.order_key(value)
        wide = builder.wide(self.scope.entity, self.scope.context).name
        counts = case([(present(column("subject", "p")), whole(1))], whole(0))
        ranked = select(
            [column("subject", "q"), named(builder.engine.sort_key(key.sql, key.tier), "o"), named(counts, "c")],
            relation(wide, "q"),
            [(relation(members, "p"), equal(column("subject", "p"), column("subject", "q")), "left")],
            present(value.num.sql),
        )
        total = exp.Sum(this=column("c"))
        sums = {
            "upto": over(total, order=[ordered(column("o"))]),
            "same": over(total, [column("o")]),
            "every": over(total),
        }
        counted = select(
            [column("subject"), *(named(cast(s, "bigint"), n) for n, s in sums.items())], subquery(ranked, "ranked")
        )
        builder.create(name, counted, Text("排百分位", "ranking"))
        self.scope.join(name, name, equal(column("subject", name), column("subject", "q")))
        upto_, same_, every_ = (Int(column(c, name), 0, 10**9) for c in ("upto", "same", "every"))
        twice = self.exact.subtract(self.exact.multiply(upto_, self.exact.constant(2)), same_)
        return self.exact.over(
            self.exact.whole(self.exact.multiply(twice, self.exact.constant(50))), self.exact.whole(every_)
        )


@dataclass
class LineScope(LeafScope):
    """A leaf's scope that also sees the cells of the one line found."""

    line: str = ""

    def row_column(self, node: RowColumn) -> Value:
        return column_value(self.builder.exact, column(node.name, self.line), node.type)
