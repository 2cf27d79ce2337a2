"""Exact numbers in a document: never rounded in silence, so that parts visibly add up."""

from fractions import Fraction
from functools import lru_cache

MOST_DECIMALS = 6
SHOWN_WHEN_ENDLESS = 4


@lru_cache(maxsize=65_536)
def shown_exactly(text: str) -> str:
    """An exact number as people write it; one without an end is marked ≈ and followed by its fraction.

    >>> shown_exactly("18.750"), shown_exactly("177/2"), shown_exactly("250/3")
    ('18.75', '88.5', '≈83.3333 (250/3)')
    """
    number = Fraction(text)
    scaled = number * ten_to(MOST_DECIMALS)
    if scaled.denominator == 1:
        return plain_decimal(scaled.numerator, MOST_DECIMALS)
    nearest = half_up(number, SHOWN_WHEN_ENDLESS)
    return f"≈{plain_decimal(nearest, SHOWN_WHEN_ENDLESS)} ({number})"


def ten_to(decimals: int) -> int:
    """10**decimals, as an integer."""
    return int("1" + "0" * decimals)


def half_up(number: Fraction, decimals: int) -> int:
    """The number in units of 10**-decimals, half up and away from zero.

    >>> half_up(Fraction(5, 2), 0), half_up(Fraction(-5, 2), 0)
    (3, -3)
    """
    scaled = abs(number) * ten_to(decimals)
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return whole if number >= 0 else -whole


def plain_decimal(units: int, decimals: int) -> str:
    """Units of 10**-decimals written out, without noughts at the end.

    >>> plain_decimal(-12500, 3), plain_decimal(0, 2)
    ('-12.5', '0')
    """
    digits = f"{abs(units):0{decimals + 1}d}"
    whole, rest = digits[: len(digits) - decimals], digits[len(digits) - decimals :].rstrip("0")
    sign = "-" if units < 0 else ""
    return f"{sign}{whole}.{rest}" if rest else f"{sign}{whole}"


@lru_cache(maxsize=4096)
def as_percent(share: str) -> str:
    """A share as a percentage: 1/5 is 20%.

    >>> as_percent("3/20"), as_percent("1/3")
    ('15%', '≈33.3333%')
    """
    shown = shown_exactly(str(Fraction(share) * 100))
    return f"{shown.split(' ')[0]}%"


@lru_cache(maxsize=4096)
def sum_of(numbers: tuple[str, ...]) -> str:
    """The exact sum, as text."""
    return str(sum((Fraction(number) for number in numbers), Fraction(0)))


def share_words(part: int, whole: int) -> str:
    """Part of a whole in per cent: no decimals where the whole is below a hundred, one above.

    >>> share_words(1, 3), share_words(1, 800)
    ('33%', '0.1%')
    """
    decimals = 0 if whole < 100 else 1
    units = half_up(Fraction(part * 100, whole), decimals)
    return f"{units / ten_to(decimals):.{decimals}f}%"
