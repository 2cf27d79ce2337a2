"""Types of computed numbers: unit, exact decimals, and which end is better."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from xueheng.language.meaning.units import combined
from xueheng.language.typed import Constant, Expression, Kind, Type

Better = Literal["high", "low"] | None
_FLIPPED: dict[Better, Better] = {"high": "low", "low": "high", None: None}


def _plain(expression: Expression) -> bool:
    """A literal: it has no better end of its own."""
    return isinstance(expression, Constant)


def negated(type: Type) -> Type:
    """The type of −x."""
    low = -type.high if type.high is not None else None
    high = -type.low if type.low is not None else None
    return replace(type, low=low, high=high, better=_FLIPPED[type.better])


def sum_type(left: Expression, right: Expression, sign: int) -> Type:
    """The type of left + right (sign 1) or left − right (sign −1)."""
    better = left.type.better
    if _plain(left):
        better = right.type.better if sign == 1 else _FLIPPED[right.type.better]
    unit = left.type.unit or right.type.unit
    return Type(Kind.NUMBER, unit=unit, decimals=_more(left.type, right.type), better=better or "high")


def product_type(left: Expression, right: Expression, sign: int) -> Type:
    """The type of left × right (sign 1) or left ÷ right (sign −1)."""
    unit = combined(left.type.unit, right.type.unit, sign)
    decimals = None
    if sign == 1 and left.type.decimals is not None and right.type.decimals is not None:
        decimals = left.type.decimals + right.type.decimals
    better = left.type.better
    if _plain(left):
        better = right.type.better if sign == 1 else _FLIPPED[right.type.better]
    return Type(Kind.NUMBER, unit=unit, decimals=decimals, better=better or "high")


def joined(arguments: Sequence[Expression]) -> Type:
    """The type of the one of several values that is taken (least, first_known, the branches of cases)."""
    first = arguments[0].type
    if first.kind is not Kind.NUMBER:
        codes = tuple(dict.fromkeys(code for argument in arguments for code in argument.type.codes))
        return replace(first, codes=codes)
    decimals: int | None = 0
    for argument in arguments:
        one = argument.type.decimals
        decimals = None if one is None or decimals is None else max(decimals, one)
    unit = next((argument.type.unit for argument in arguments if argument.type.unit), None)
    better = next((argument.type.better for argument in arguments if argument.type.better), None)
    return Type(Kind.NUMBER, unit=unit, decimals=decimals, better=better or "high")


def alike(types: Sequence[Type]) -> Type:
    """The type of a number that is now one of these, now another: their unit and better end where all agree."""
    units = {type.unit for type in types}
    betters = {type.better for type in types}
    better: Better = betters.pop() if len(betters) == 1 else "high"
    return Type(Kind.NUMBER, unit=units.pop() if len(units) == 1 else None, better=better or "high")


def _more(left: Type, right: Type) -> int | None:
    if left.decimals is None or right.decimals is None:
        return None
    return max(left.decimals, right.decimals)
