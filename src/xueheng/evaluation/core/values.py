"""What an expression becomes in SQL: an exact number, a truth, a squared variation, or plain text."""

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from sqlglot import exp

from xueheng.evaluation.core.dataset import FIRST_DAY, LAST_DAY
from xueheng.evaluation.core.exact import Exact, Int, Number
from xueheng.evaluation.core.trees import SQL, present, text
from xueheng.language.public import Kind, Type

DEFAULT_BOUND = 10**12
"""Greatest magnitude, in stored units, of a number whose definition states no bound. Readers refuse
what exceeds it, so that the planner's bounds hold."""
MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Truth:
    """A three-valued condition: true, false or NULL."""

    sql: SQL


@dataclass(frozen=True, slots=True)
class Plain:
    """Text or a code; `whole`: an identifier that the dataset holds as whole numbers."""

    sql: SQL
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Squared:
    """A variation, held as its square."""

    square: Number


Value: TypeAlias = Number | Truth | Plain | Squared


def stored_bounds(type_: Type) -> tuple[int, int]:
    """Least and greatest stored integer of a type with declared decimals, a date or a time."""
    if type_.kind is Kind.DATE:
        return FIRST_DAY, LAST_DAY
    if type_.kind is Kind.TIME:
        return 0, MINUTES_A_DAY
    scale = 10 ** (type_.decimals or 0)
    low = -DEFAULT_BOUND if type_.low is None else -((-type_.low.numerator * scale) // type_.low.denominator)
    high = DEFAULT_BOUND if type_.high is None else (type_.high.numerator * scale) // type_.high.denominator
    return low, max(low, high)


def column_value(exact: Exact, sql: SQL, type_: Type) -> Value:
    """A stored column as a value."""
    if type_.kind is Kind.YES_NO:
        return Truth(sql)
    if type_.kind in (Kind.CODE, Kind.TEXT):
        return Plain(sql)
    low, high = stored_bounds(type_)
    return Number(Int(sql, low, high), exact.constant(10 ** (type_.decimals or 0) if type_.kind is Kind.NUMBER else 1))


def constant_value(exact: Exact, value: Fraction | str | bool | int, type_: Type) -> Value:
    """A literal as a value."""
    if type_.kind is Kind.YES_NO:
        return Truth(exp.true() if value else exp.false())
    if type_.kind in (Kind.CODE, Kind.TEXT):
        return Plain(text(str(value)))
    return exact.number(Fraction(value))


def is_present(value: Value) -> SQL:
    """The condition that the value is known."""
    sql = (
        value.square.num.sql
        if isinstance(value, Squared)
        else value.num.sql
        if isinstance(value, Number)
        else value.sql
    )
    return present(sql)
