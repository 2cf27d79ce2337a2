"""The limit that a leaf's value is held against, where its scale has one: a constant, a table's threshold, or another
measure's value. For reading beside the value; points are given by the scale itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import pyarrow.compute as pc

from xueheng.evaluation.core.dataset import Dataset, Period
from xueheng.evaluation.core.grains import grain_of_standard
from xueheng.evaluation.core.ladders import usable_lines
from xueheng.evaluation.core.needs import nodes_of
from xueheng.evaluation.core.refusals import RunError
from xueheng.evaluation.core.run import measure_values
from xueheng.evaluation.core.walking import walk
from xueheng.evaluation.core.windows import day_number
from xueheng.language.public import (
    Attribute,
    Cell,
    Comparison,
    Constant,
    Expression,
    Library,
    MeasureValue,
    PassScale,
    RowColumn,
    ScaleInput,
    Standard,
    TableScale,
)

SIGNS = {"<=": "≤", "<": "<", ">=": "≥", ">": ">", "=": "="}
TURNED = {"<=": ">=", "<": ">", ">=": "<=", ">": "<", "=": "="}


@dataclass(frozen=True, slots=True)
class Limit:
    """How a value has to stand to its limit, and the limit: of everybody (`all`), or by subject."""

    sign: str
    all: Fraction | None
    by_subject: Mapping[str, Fraction]

    def of(self, subject: str) -> Fraction | None:
        """One subject's; None where it is not known."""
        return self.all if self.all is not None else self.by_subject.get(subject)


def limits_of(library: Library, standard: Standard, dataset: Dataset, period: Period) -> dict[str, Limit]:
    """Code of a leaf → its limit; leaves whose scale has none are left out."""
    leaves = [node for node in nodes_of(standard.root) if node.measure is not None]
    asked = {node.code: _compared(node.scale) for node in leaves}
    measures = _values(library, standard, dataset, period, (other for _, other in asked.values() if other))
    found: dict[str, Limit] = {}
    for node in leaves:
        sign, other = asked[node.code]
        if (
            isinstance(other, Constant)
            and isinstance(other.value, int | Fraction)
            and not isinstance(other.value, bool)
        ):
            found[node.code] = Limit(SIGNS[sign], Fraction(other.value), {})
        elif isinstance(other, MeasureValue) and other.measure in measures:
            found[node.code] = Limit(SIGNS[sign], None, measures[other.measure])
        elif isinstance(node.scale, TableScale):
            made = _of_table(library, node.scale, standard, dataset, period)
            if made is not None:
                found[node.code] = made
    return found


def _compared(scale: object) -> tuple[str, Expression | None]:
    """Of a condition `value <= X`: the sign and X."""
    if isinstance(scale, PassScale) and isinstance(scale.condition, Comparison):
        condition = scale.condition
        if isinstance(condition.left, ScaleInput) and condition.operator in SIGNS:
            return condition.operator, condition.right
        if isinstance(condition.right, ScaleInput) and condition.operator in TURNED:
            return TURNED[condition.operator], condition.left
    return "", None


def _values(
    library: Library, standard: Standard, dataset: Dataset, period: Period, compared: Iterable[Expression]
) -> dict[str, dict[str, Fraction]]:
    """The values of the measures that others are compared with, all computed at once."""
    names = list(dict.fromkeys(each.measure for each in compared if isinstance(each, MeasureValue) and not each.via))
    if not names:
        return {}
    try:
        values = measure_values(library, names, dataset, period)
    except RunError:
        return {}
    return {
        name: {str(subject): number for subject, cell in cells.items() if (number := _number(cell)) is not None}
        for (name, entity), cells in values.items()
        if entity == grain_of_standard(standard)
    }


def _of_table(
    library: Library, scale: TableScale, standard: Standard, dataset: Dataset, period: Period
) -> Limit | None:
    """The threshold of the table's line, or of each line that a subject's attribute chooses."""
    lines, column = usable_lines(library, scale), _threshold(scale)
    if column is None or len(lines.keys) > 1:
        return None
    sign = "≤" if scale.better == "low" else "≥"
    if not lines.keys:
        only = {_number(lines.cell(row, column)) for row in lines.rows}
        return Limit(sign, only.pop(), {}) if len(only) == 1 and None not in only else None
    by_key = {lines.key_of(row)[0]: _number(lines.cell(row, column)) for row in lines.rows}
    asks = lines.keys[0][1]
    if not isinstance(asks, Attribute) or asks.via or len(by_key) != len(lines.rows):
        return None
    told = _attribute(dataset, asks, standard, period)
    return Limit(sign, None, {s: found for s, code in told.items() if (found := by_key.get(code)) is not None})


def _threshold(scale: TableScale) -> str | None:
    if scale.mode == "reach":
        return scale.reach
    columns = {part.name for part in walk(scale.points) if isinstance(part, RowColumn)}
    return columns.pop() if len(columns) == 1 else None


def _number(cell: Cell) -> Fraction | None:
    return Fraction(cell) if cell is not None and not isinstance(cell, bool | str) else None


def _attribute(dataset: Dataset, asks: Attribute, standard: Standard, period: Period) -> dict[str, Cell]:
    """The code of each subject on the period's day."""
    table = dataset.subjects.get(standard.of)
    if table is None or asks.name not in table.column_names:
        return {}
    day = day_number(period.tree_day)
    here = pc.and_(pc.less_equal(table.column("from_day"), day), pc.greater_equal(table.column("to_day"), day))
    rows = table.filter(here)
    pairs = zip(rows.column("subject").to_pylist(), rows.column(asks.name).to_pylist(), strict=True)
    return {str(subject): code for subject, code in pairs}
