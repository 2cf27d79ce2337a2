"""Exact values and what may be done with them: arithmetic, comparison, three-valued logic, rounding.

Numbers are fractions, dates and times whole numbers, codes and text strings, `None` is missing. A
coefficient of variation is irrational, so its square is carried. A truth is True, False or None
(unknown).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import isqrt

EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Variation:
    """A coefficient of variation, held as its square."""

    square: Fraction


Value = Fraction | str | bool | int | Variation | None
Truth = bool | None


class RunRefusedError(Exception):
    """The run cannot go on; `rule` is the id a user would read, such as XH-R001."""

    def __init__(self, rule: str, words: str) -> None:
        super().__init__(f"{rule} {words}")
        self.rule = rule


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - EPOCH).days


def calendar_day(number: int) -> date:
    return EPOCH + timedelta(days=number)


def number(value: Value) -> Fraction:
    """The number that a value is; asking it of a code or text is a fault of the definition."""
    if isinstance(value, (str, Variation)) or value is None:
        raise TypeError(f"{value!r} is no number")
    return Fraction(value)


def half_up(value: Fraction, decimals: int) -> Fraction:
    """Rounded to `decimals`, halves away from zero: -2.5 becomes -3."""
    units = abs(value) * 10**decimals + Fraction(1, 2)
    whole = units.numerator // units.denominator
    return Fraction(-whole if value < 0 else whole, 10**decimals)


def root_half_up(square: Fraction, decimals: int) -> Fraction:
    """The square root rounded half up: the whole n with (2n - 1)² <= 4 · square · 100^decimals."""
    scaled = 4 * square * 100**decimals
    return Fraction((isqrt(scaled.numerator // scaled.denominator) + 1) // 2, 10**decimals)


def written(value: Fraction, decimals: int) -> str:
    """A number of that many decimals as printed: 1/2 with one decimal is '0.5'."""
    units = value * 10**decimals
    if units.denominator != 1:
        raise ValueError(f"{value} has more than {decimals} decimals")
    sign = "-" if units < 0 else ""
    digits = str(abs(units.numerator)).rjust(decimals + 1, "0")
    return sign + (f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits)


def at_most_six(value: Fraction) -> str:
    """A number of which nothing is said: rounded half up to six decimals, without trailing zeros."""
    text = written(half_up(value, 6), 6).rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def both(left: Truth, right: Truth) -> Truth:
    """`and`: false if either is false, else unknown if either is unknown."""
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def either(left: Truth, right: Truth) -> Truth:
    """`or`: true if either is true, else unknown if either is unknown."""
    if left is True or right is True:
        return True
    return None if left is None or right is None else False


def opposite(truth: Truth) -> Truth:
    return None if truth is None else not truth


def arithmetic(operator: str, left: Value, right: Value) -> Fraction | None:
    """Exact; missing when a side is missing and when dividing by zero."""
    if left is None or right is None:
        return None
    a, b = number(left), number(right)
    if operator == "+":
        return a + b
    if operator == "-":
        return a - b
    if operator == "*":
        return a * b
    return None if b == 0 else a / b


def order(left: Value, right: Value, codes: tuple[str, ...] = ()) -> int:
    """-1, 0 or 1 as the known `left` is below, equal to or above `right`; codes as they were written."""
    if isinstance(left, Variation) and isinstance(right, Variation):
        return order(left.square, right.square)
    if isinstance(left, Variation):
        bound = number(right)
        return 1 if bound < 0 else order(left.square, bound * bound)
    if isinstance(right, Variation):
        return -order(right, left)
    if isinstance(left, str) or isinstance(right, str):
        a, b = (codes.index(left), codes.index(right)) if left in codes and right in codes else (left, right)
        return (a > b) - (a < b)  # type: ignore[operator]
    x, y = number(left), number(right)
    return (x > y) - (x < y)


def compare(operator: str, left: Value, right: Value, codes: tuple[str, ...] = ()) -> Truth:
    """Unknown when a side is missing."""
    if left is None or right is None:
        return None
    if operator in ("=", "!="):
        return (order(left, right) == 0) is (operator == "=")
    sign = order(left, right, codes)
    return {"<": sign < 0, "<=": sign <= 0, ">": sign > 0, ">=": sign >= 0}[operator]


def whole_years(first: int, last: int) -> int:
    """Birthdays passed between two days; one born on 29 February has it on 1 March in common years."""
    if last < first:
        return -whole_years(last, first)
    a, b = calendar_day(first), calendar_day(last)
    return b.year - a.year - ((b.month, b.day) < (a.month, a.day))


def extreme(values: Iterable[Value], end: str, codes: tuple[str, ...] = ()) -> Value:
    """The greatest ('high') or least ('low') of known values."""
    chosen: Value = None
    for value in values:
        if chosen is None or order(value, chosen, codes) == (1 if end == "high" else -1):
            chosen = value
    return chosen
