"""Which band, line or corner of a scale a value met, in a sentence."""

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

from xueheng.evaluation.core.formulas import cell_text, exact_text, say
from xueheng.evaluation.core.ladders import level_of, points_of, usable_lines
from xueheng.language.public import (
    BandScale,
    Cell,
    Expression,
    Library,
    LineScale,
    PassScale,
    PercentileScale,
    PointsScale,
    RowColumn,
    Scale,
    ScaleInput,
    TableScale,
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


def scale_words(library: Library, scale: Scale, value: Cell, points: Fraction | None, ask: Ask) -> Text:
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
            shown = _with_value(scale.expression, value)
            return Text(
                f"分数 = {say(scale.expression)} = {shown} = {given}",
                f"points = {say(scale.expression)} = {shown} = {given}",
            )
        case PercentileScale():
            return Text(
                f"在统计范围 {scale.population} 中的百分位：{given}", f"percentile within {scale.population}: {given}"
            )
        case TableScale():
            return _table(library, scale, value, points, ask)
    return Text(f"{given} 分", f"{given} points")


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


def _table(library: Library, scale: TableScale, value: Cell, points: Fraction | None, ask: Ask) -> Text:
    lines = usable_lines(library, scale)
    keys = [(name, ask(expression)) for name, expression in lines.keys]
    types = {c.name: c.type for c in lines.table.columns}
    which = "，".join(f"{name} {cell_text(cell, types[name])}" for name, cell in keys)
    if points is None:
        return Text(f"赋分表 {scale.table} 中没有对应的行（{which}）", f"table {scale.table} has no line for {which}")
    source = f"《{lines.table.source.doc}》" if lines.table.source.doc else scale.table
    mine = [row for row in lines.rows if all(lines.cell(row, name) == cell for name, cell in keys)]
    if scale.mode == "pick" or not isinstance(scale.points, RowColumn) or isinstance(value, (str, bool)):
        return Text(f"{source}（{which}）：{exact_text(points)} 分", f"{source} ({which}): {exact_text(points)} points")
    hit = [
        row
        for row in mine
        if points_of(lines, scale, row) == points and _meets(lines.cell, scale, row, Fraction(value or 0))
    ]
    if not hit:
        return Text(
            f"{source}（{which}）：{exact_text(Fraction(value or 0))} 未达到最低一档，{exact_text(points)} 分",
            f"{source} ({which}): {exact_text(Fraction(value or 0))} reaches no line, {exact_text(points)} points",
        )
    level = level_of(lines, scale, hit[0])
    bound = _bound(lines.cell, scale, hit[0])
    said = f"{exact_text(Fraction(value or 0))} {bound}"
    return Text(
        f"{source}（{which}）：{said}，{exact_text(points)} 分" + (f"，{level}" if level else ""),
        f"{source} ({which}): {said}, {exact_text(points)} points" + (f", {level}" if level else ""),
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
