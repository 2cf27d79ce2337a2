"""`only`: which lines of a table are used. Decided once, when the table is read."""

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from xueheng.language.definitions import Cell
from xueheng.language.meaning.checking import Checking
from xueheng.language.meaning.keys_fixed import equalities
from xueheng.language.meaning.nodes import below, scalar
from xueheng.language.meaning.scope import Scope
from xueheng.language.meaning.shelf import Definition
from xueheng.language.meaning.typing_expressions import condition
from xueheng.language.positions import Place
from xueheng.language.typed import (
    Between,
    Comparison,
    Constant,
    Expression,
    IsKnown,
    Logic,
    LogicNot,
    Membership,
    RowColumn,
)  # fmt: skip

Row = tuple[Place, tuple[Cell, ...]]
_COMPARED: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


class _NotOfALineError(Exception):
    """`only` asks for more than a line of the table says."""


def kept_lines(
    checking: Checking, definition: Definition, rows: Iterable[Row], dropped: Callable[[], None]
) -> Iterator[Row]:
    """The lines for which `only` is true; all where nothing is said. `dropped` is called for each where it is false."""
    written = scalar(below(definition.body, "only"))
    columns = checking.table_columns[definition.qualified]
    only = condition(checking, written, Scope(definition.pack).with_row(definition.name, columns, None))
    if only is None or written is None:
        yield from rows
        return
    checking.table_only[definition.qualified] = frozenset(equalities(only))
    at = {name: i for i, name in enumerate(columns)}
    try:
        for place, cells in rows:
            holds = _holds(only, cells, at)
            if holds:
                yield place, cells
            elif holds is False:
                dropped()
    except _NotOfALineError:
        checking.report("XH-N012", written.place, table=definition.name)


def _holds(expression: Expression, cells: tuple[Cell, ...], at: Mapping[str, int]) -> bool | None:
    """True, false, or None where it cannot be known."""
    if isinstance(expression, Logic):
        left, right = _holds(expression.left, cells, at), _holds(expression.right, cells, at)
        decisive = expression.operator == "or"
        if decisive in (left, right):
            return decisive
        return None if None in (left, right) else not decisive
    if isinstance(expression, LogicNot):
        holds = _holds(expression.operand, cells, at)
        return None if holds is None else not holds
    if isinstance(expression, IsKnown):
        return (_cell(expression.operand, cells, at) is not None) == expression.known
    return _compared(expression, cells, at)


def _compared(expression: Expression, cells: tuple[Cell, ...], at: Mapping[str, int]) -> bool | None:
    if isinstance(expression, Comparison):
        left, right = _cell(expression.left, cells, at), _cell(expression.right, cells, at)
        return None if left is None or right is None else _COMPARED[expression.operator](left, right)
    if isinstance(expression, Membership):
        found = _cell(expression.operand, cells, at)
        return None if found is None else found in [choice.value for choice in expression.choices]
    if isinstance(expression, Between):
        ends: tuple[Any, Any] = (expression.low.value, expression.high.value)
        cell: Any = _cell(expression.operand, cells, at)
        return None if cell is None else bool(ends[0] <= cell <= ends[1])
    found = _cell(expression, cells, at)
    return found if isinstance(found, bool) else None


def _cell(expression: Expression, cells: tuple[Cell, ...], at: Mapping[str, int]) -> Cell:
    if isinstance(expression, Constant):
        return expression.value
    if isinstance(expression, RowColumn):
        return cells[at[expression.name]]
    raise _NotOfALineError
