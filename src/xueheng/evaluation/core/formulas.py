"""Typed expressions in words: as the author could have written them, and with their numbers put in."""

from collections.abc import Callable
from fractions import Fraction
from math import isqrt

from xueheng.evaluation.core.windows import from_day_number
from xueheng.language.public import (
    Arithmetic,
    Attribute,
    Between,
    Cell,
    Comparison,
    Constant,
    Expression,
    FunctionCall,
    IsKnown,
    Kind,
    Logic,
    LogicNot,
    MeasureValue,
    Membership,
    NamedDay,
    Negation,
    NodeResult,
    OtherResult,
    RowColumn,
    ScaleInput,
    TableLookup,
    Type,
    Worth,
)

Named = Callable[[Expression], str | None]
"""What to write instead of a name: its value, or None to keep the name."""


SHOWN_DECIMALS = 4
"""Decimals to which a root, which seldom ends, is shown."""


def exact_text(number: Fraction) -> str:
    """A number exactly: as a decimal where it ends within nine places, else as a fraction.

    >>> exact_text(Fraction(75, 4)), exact_text(Fraction(250, 3))
    ('18.75', '250/3')
    """
    for decimals in range(10):
        scaled = number * 10**decimals
        if scaled.denominator == 1:
            digits = str(abs(scaled.numerator)).rjust(decimals + 1, "0")
            body = f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits
            return f"-{body}" if number < 0 else body
    return f"{number.numerator}/{number.denominator}"


def cell_text(cell: Cell, type_: Type) -> str:
    """A value as a person reads it: dates as dates, times as hours and minutes, yes and no."""
    if cell is None:
        return "?"
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, str):
        return cell
    if type_.kind is Kind.DATE:
        return from_day_number(int(cell)).isoformat()
    if type_.kind is Kind.TIME:
        return f"{int(cell) // 60:02d}:{int(cell) % 60:02d}"
    return exact_text(Fraction(cell))


def root_text(square: Fraction, decimals: int = SHOWN_DECIMALS) -> str:
    """√square, half up.

    >>> root_text(Fraction(1, 4)), root_text(Fraction(2))
    ('0.5', '1.4142')
    """
    scaled = square * 4 * 10 ** (2 * decimals)
    twice = isqrt(scaled.numerator // scaled.denominator)
    return exact_text(Fraction((twice + 1) // 2, 10**decimals))


def value_text(value: Cell, type_: Type) -> str:
    """A value as people read it; a variation, which is held as its square, as its root."""
    if type_.kind is Kind.VARIATION and isinstance(value, (Fraction, int)):
        return root_text(Fraction(value))
    return cell_text(value, type_)


def say(node: Expression, named: Named = lambda _: None) -> str:  # noqa: PLR0912, C901 - one line per kind of node
    """The expression as text."""
    replaced = named(node)
    if replaced is not None:
        return replaced
    match node:
        case Constant():
            text = cell_text(node.value, node.type)
            return f"'{text}'" if node.type.kind in (Kind.CODE, Kind.TEXT) else text
        case RowColumn() | NamedDay():
            return node.name
        case Attribute() | MeasureValue():
            name = node.name if isinstance(node, Attribute) else node.measure.rpartition(".")[2]
            return ".".join([*(v.rpartition(".")[2] for v in node.via), name])
        case TableLookup():
            return f"{say(node.code, named)}.{node.column}"
        case Worth():
            return f"{say(node.code, named)}.worth"
        case ScaleInput():
            return "value"
        case NodeResult():
            return node.code if node.what == "points" else f"{node.code}.{node.what}"
        case OtherResult():
            name = node.standard.rpartition(".")[2]
            return f"{name}.{node.code}" if node.what == "points" else f"{name}.{node.code}.{node.what}"
        case Negation():
            return f"-{_inner(node.operand, named)}"
        case Arithmetic() | Comparison() | Logic():
            return f"{_inner(node.left, named)} {node.operator} {_inner(node.right, named)}"
        case LogicNot():
            return f"not {_inner(node.operand, named)}"
        case Membership():
            return f"{_inner(node.operand, named)} in {' | '.join(say(c) for c in node.choices)}"
        case Between():
            return f"{_inner(node.operand, named)} in {say(node.low)} .. {say(node.high)}"
        case IsKnown():
            return f"{_inner(node.operand, named)} is {'known' if node.known else 'missing'}"
        case FunctionCall():
            return f"{node.function}({', '.join(say(a, named) for a in node.arguments)})"


STRENGTH = {"or": 1, "and": 2, "=": 4, "!=": 4, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5, "*": 6, "/": 6}


def _inner(node: Expression, named: Named) -> str:
    """An operand, in brackets where it is an operation itself."""
    if named(node) is None and isinstance(
        node, (Arithmetic, Comparison, Logic, LogicNot, Membership, Between, IsKnown, Negation)
    ):
        return f"({say(node, named)})"
    return say(node, named)
