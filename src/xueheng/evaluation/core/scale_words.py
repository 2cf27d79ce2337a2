"""Which band, line or corner of a scale a value met, in a sentence."""

import dataclasses
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import Any

from xueheng.evaluation.core.formulas import cell_text, exact_text, say
from xueheng.evaluation.core.ladders import Keys, Lines, level_of, lines_by_key, points_of, usable_lines
from xueheng.evaluation.core.titles import code_title, in_chinese, in_english
from xueheng.evaluation.core.walking import NODES
from xueheng.language.public import (
    BandScale,
    Cell,
    Constant,
    Expression,
    Kind,
    Library,
    LineScale,
    PassScale,
    PercentileScale,
    PointsScale,
    RowColumn,
    Scale,
    ScaleInput,
    TableScale,
    Type,
)
from xueheng.wording import Text

Ask = Callable[[Expression], Cell]
KINDS: dict[type, str] = {
    BandScale: "bands",
    LineScale: "line",
    PassScale: "pass",
    PointsScale: "points",
    PercentileScale: "percentile",
    TableScale: "table",
}


class ScaleWords:
    """Says what scales did; what a table's `where` settles is settled once a scale."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._put: list[Expression] = []
        self._lines: dict[int, tuple[Lines, dict[Keys, list[tuple[Cell, ...]]]]] = {}

    def say(self, scale: Scale, value: Cell, points: Fraction | None, ask: Ask) -> Text:
        """What the scale did with this value."""
        if value is None:
            return Text("没有数值，赋分规则无从应用", "there is no value for the scale to read")
        given = exact_text(points) if points is not None else "?"
        match scale:
            case BandScale() if not isinstance(value, (str, bool)):
                return _band(scale, Fraction(value))
            case LineScale() if not isinstance(value, (str, bool)):
                return _line(scale, Fraction(value), given)
            case PassScale():
                return Text(
                    f"条件 {say(scale.condition)}：{'满足' if points else '不满足'}，{given} 分",
                    f"condition {say(scale.condition)}: {'met' if points else 'not met'}, {given} points",
                )
            case PointsScale():
                sum_ = f"{say(scale.expression)} = {_with_value(scale.expression, value)} = {given}"
                return Text(f"分数 = {sum_}", f"points = {sum_}")
            case PercentileScale():
                return Text(
                    f"在统计范围 {scale.population} 中的百分位：{given}",
                    f"percentile within {scale.population}: {given}",
                )
            case TableScale():
                return self._table(scale, value, points, ask)
        return Text(f"{given} 分", f"{given} points")

    def _usable(self, scale: TableScale) -> tuple[Lines, dict[Keys, list[tuple[Cell, ...]]]]:
        if id(scale) not in self._lines:
            lines = usable_lines(self.library, scale)
            self._lines[id(scale)] = lines, lines_by_key(lines)
        return self._lines[id(scale)]

    def _asked(self, expression: Expression, value: Cell, ask: Ask) -> Cell:
        """What a key asks of the subject; `value` stands for the leaf's."""
        if isinstance(expression, ScaleInput):
            return value
        put = put_value(expression, value)
        if put is not expression:
            self._put.append(put)  # answers are kept by the expression's identity: it must not pass to another
        return ask(put)

    def _table(self, scale: TableScale, value: Cell, points: Fraction | None, ask: Ask) -> Text:
        lines, by_key = self._usable(scale)
        columns = {c.name: c for c in lines.table.columns}
        keys = [(name, self._asked(expression, value, ask)) for name, expression in lines.keys]
        titles = [code_title(self.library, cell, columns[name].type, columns[name].titles) for name, cell in keys]
        which = Text("，".join(in_chinese(t) for t in titles), ", ".join(in_english(t) for t in titles))
        if points is None:
            return Text(f"赋分表中没有对应的行（{which.zh}）", f"the scale's table has no line for {which.en}")
        source = f"《{lines.table.source.doc}》" if lines.table.source.doc else scale.table
        shown = exact_text(Fraction(value)) if not isinstance(value, (str, bool)) and value is not None else str(value)
        head = Text(f"{source}（{which.zh}）：{shown} ", f"{source} ({which.en}): {shown} ")
        if (
            scale.mode == "pick"
            or not isinstance(scale.points, RowColumn)
            or isinstance(value, (str, bool))
            or value is None
        ):
            return Text(f"{head.zh}得 {exact_text(points)} 分", f"{head.en}gives {exact_text(points)} points")
        mine = by_key.get(tuple(cell for _, cell in keys), [])
        hit = [
            r for r in mine if points_of(lines, scale, r) == points and _meets(lines.cell, scale, r, Fraction(value))
        ]
        if not hit:
            return Text(
                f"{head.zh}未达到最低一档，{exact_text(points)} 分",
                f"{head.en}reaches no line: {exact_text(points)} points",
            )
        bound, level = _bound(lines.cell, scale, hit[0]), level_of(lines, scale, hit[0])
        word = (
            code_title(self.library, level, Type(Kind.CODE), columns[scale.level].titles)
            if level and scale.level
            else Text("")
        )
        tail = (f"，{word.zh}" if word.zh else "", f", {word.en or word.zh}" if word.zh else "")
        return Text(
            f"{head.zh}{bound}，{exact_text(points)} 分{tail[0]}",
            f"{head.en}{bound}: {exact_text(points)} points{tail[1]}",
        )


def put_value(expression: Expression, value: Cell) -> Expression:
    """The expression with the leaf's value in the place of `value`."""
    if isinstance(expression, ScaleInput):
        return Constant(value, expression.type) if value is not None else expression
    changed: dict[str, Any] = {}
    for field in dataclasses.fields(expression):
        held = getattr(expression, field.name)
        put = tuple(_put(one, value) for one in held) if isinstance(held, tuple) else _put(held, value)
        if put != held:
            changed[field.name] = put
    return dataclasses.replace(expression, **changed) if changed else expression


def _put(held: Any, value: Cell) -> Any:
    return put_value(held, value) if isinstance(held, NODES) else held


def _with_value(expression: Expression, value: Cell) -> str:
    return say(expression, lambda n: cell_text(value, n.type) if isinstance(n, ScaleInput) else None)


def _band(scale: BandScale, value: Fraction) -> Text:
    for at, points in scale.bands:
        if (value >= at) if scale.better == "high" else (value <= at):
            sign = "≥" if scale.better == "high" else "≤"
            return Text(
                f"{exact_text(value)} {sign} {exact_text(at)}，得 {exact_text(points)} 分",
                f"{exact_text(value)} {sign} {exact_text(at)}: {exact_text(points)} points",
            )
    return Text(
        f"{exact_text(value)} 未达到任何一档，得 {exact_text(scale.otherwise)} 分",
        f"{exact_text(value)} reaches no band: {exact_text(scale.otherwise)} points",
    )


def _line(scale: LineScale, value: Fraction, given: str) -> Text:
    corners = sorted(scale.points)
    for (x0, y0), (x1, y1) in pairwise(corners):
        if x0 <= value <= x1:
            between = f"{exact_text(x0)}→{exact_text(y0)}, {exact_text(x1)}→{exact_text(y1)}"
            return Text(
                f"{exact_text(value)} 落在折线 {between} 之间，得 {given} 分",
                f"{exact_text(value)} lies on the line {between}: {given} points",
            )
    return Text(
        f"{exact_text(value)} 在折线之外，得端点的 {given} 分",
        f"{exact_text(value)} lies beyond the line's end: {given} points",
    )


def _low_is_better(cell: Callable[..., Cell], scale: TableScale, row: tuple[Cell, ...]) -> bool:
    return (cell(row, scale.better_column) if scale.better_column else scale.better) == "low"


def _meets(cell: Callable[..., Cell], scale: TableScale, row: tuple[Cell, ...], value: Fraction) -> bool:
    if scale.between is not None:
        low, high = (cell(row, name) for name in scale.between)
        return (low is None or Fraction(low) <= value) and (high is None or value <= Fraction(high))
    threshold = cell(row, scale.reach)
    if threshold is None:
        return False
    return value <= Fraction(threshold) if _low_is_better(cell, scale, row) else value >= Fraction(threshold)


def _bound(cell: Callable[..., Cell], scale: TableScale, row: tuple[Cell, ...]) -> str:
    if scale.between is not None:
        low, high = (cell(row, name) for name in scale.between)
        if low is None:
            return f"≤ {exact_text(Fraction(high or 0))}"
        return (
            f"≥ {exact_text(Fraction(low))}"
            if high is None
            else f"∈ [{exact_text(Fraction(low))}, {exact_text(Fraction(high))}]"
        )
    sign = "≤" if _low_is_better(cell, scale, row) else "≥"
    return f"{sign} {exact_text(Fraction(cell(row, scale.reach) or 0))}"
