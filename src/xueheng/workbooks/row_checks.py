"""An evidence type's `check`, decided for one row: exact, three-valued, on the row's own values."""

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from xueheng.language.public import (
    Arithmetic,
    Attribute,
    Between,
    Comparison,
    Constant,
    EvidenceType,
    Expression,
    FunctionCall,
    IsKnown,
    Kind,
    Logic,
    LogicNot,
    Membership,
    Negation,
    RowColumn,
    Worth,
)
from xueheng.workbooks.day_cells import day_of

Known: TypeAlias = Fraction | str | bool | int | None
Row: TypeAlias = Mapping[str, Known]


def breaks(check: Expression, row: Row) -> bool:
    """Whether the condition is surely false for the row; what is unknown breaks nothing."""
    return _value(check, row) is False


def decidable(check: Expression) -> bool:
    """Whether the condition rests on the row alone (not on tables, measures or other results)."""
    if isinstance(check, (Constant, RowColumn, Attribute)):
        return not isinstance(check, Attribute) or not check.via
    parts = _parts(check)
    return parts is not None and all(decidable(part) for part in parts)


def columns_of(evidence: EvidenceType) -> dict[str, int]:
    """Decimals of the type's number fields: stored integers are divided by them before comparing."""
    return {each.name: each.type.decimals or 0 for each in evidence.fields if each.type.kind is Kind.NUMBER}


def _parts(node: Expression) -> tuple[Expression, ...] | None:
    if isinstance(node, (Negation, LogicNot, Membership, Between, IsKnown)):
        return (node.operand,)
    if isinstance(node, (Arithmetic, Comparison, Logic)):
        return (node.left, node.right)
    if isinstance(node, FunctionCall):
        return node.arguments
    return (node.code,) if isinstance(node, Worth) else None


def _value(node: Expression, row: Row) -> Known:
    if isinstance(node, Constant):
        return node.value
    if isinstance(node, (RowColumn, Attribute)):
        return row.get(node.name)
    if isinstance(node, Logic):
        return _logic(node, row)
    if isinstance(node, IsKnown):
        return (_value(node.operand, row) is not None) is node.known
    values = [_value(part, row) for part in _parts(node) or ()]
    if isinstance(node, FunctionCall):
        return _call(node.function, values)
    if any(value is None for value in values):
        return None
    return _strict(node, values)


def _strict(node: Expression, values: list[Known]) -> Known:
    """Nodes that are unknown as soon as one part is."""
    if isinstance(node, Negation):
        return -_number(values[0])
    if isinstance(node, LogicNot):
        return not values[0]
    if isinstance(node, Arithmetic):
        left, right = _number(values[0]), _number(values[1])
        if node.operator == "/":
            return left / right if right else None
        return {"+": left + right, "-": left - right, "*": left * right}[node.operator]
    if isinstance(node, Comparison):
        return _COMPARE[node.operator](values[0], values[1])
    if isinstance(node, Membership):
        return values[0] in [choice.value for choice in node.choices]
    if isinstance(node, Between):
        return _number(node.low.value) <= _number(values[0]) <= _number(node.high.value)
    if isinstance(node, Worth):
        return dict(node.worth).get(str(values[0]))
    raise TypeError(f"{type(node).__name__} cannot be decided on a row")


def _number(value: Known) -> Fraction:
    return Fraction(value) if isinstance(value, (int, Fraction)) else Fraction(str(value))


_COMPARE: Mapping[str, Callable[[Known, Known], bool]] = {
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: _number(a) < _number(b),
    "<=": lambda a, b: _number(a) <= _number(b),
    ">": lambda a, b: _number(a) > _number(b),
    ">=": lambda a, b: _number(a) >= _number(b),
}


def _logic(node: Logic, row: Row) -> Known:
    decides = node.operator == "or"
    sides = [_value(node.left, row), _value(node.right, row)]
    if decides in sides:
        return decides
    return None if None in sides else not decides


def _call(function: str, values: list[Known]) -> Known:
    if function == "first_known":
        return next((value for value in values if value is not None), None)
    if any(value is None for value in values):
        return None
    if function == "days":
        return _number(values[1]) - _number(values[0])
    if function == "years":
        return _years(int(_number(values[0])), int(_number(values[1])))
    numbers = [_number(value) for value in values]
    return {"least": min, "greatest": max}[function](numbers) if function != "abs" else abs(numbers[0])


def _years(first: int, last: int) -> int:
    """Whole years between two days; a birthday on 29 February falls on 1 March in common years."""
    if last < first:
        return -_years(last, first)
    a, b = day_of(first), day_of(last)
    try:
        anniversary = a.replace(year=b.year)
    except ValueError:
        anniversary = date(b.year, 3, 1)
    return b.year - a.year - (b < anniversary)
