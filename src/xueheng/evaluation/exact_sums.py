"""Exact numbers on a page, so that parts visibly add up; endless decimals are marked and have their fraction."""

from collections.abc import Iterable
from fractions import Fraction

MOST_DECIMALS, SHOWN_WHEN_ENDLESS = 6, 4


def shown_exactly(text: str | None) -> str:
    """An exact number as people write it.

    >>> shown_exactly("18.750"), shown_exactly("177/2"), shown_exactly("250/3")
    ('18.75', '88.5', '≈83.3333 (250/3)')
    """
    if text is None:
        return ""
    number = Fraction(text)
    if (number * 10**MOST_DECIMALS).denominator == 1:
        return decimal(number, MOST_DECIMALS)
    return f"≈{decimal(number, SHOWN_WHEN_ENDLESS)} ({number})"


def as_percent(text: str | None) -> str:
    """A share in per cent.

    >>> as_percent("3/20"), as_percent("1/3")
    ('15%', '≈33.3333%')
    """
    return "" if text is None else f"{shown_exactly(str(Fraction(text) * 100)).split(' ')[0]}%"


def sum_of(texts: Iterable[str | None]) -> Fraction | None:
    """The exact sum of those that are there; None where none is.

    >>> sum_of(["1/3", None, "2/3"])
    Fraction(1, 1)
    """
    found = [Fraction(text) for text in texts if text is not None]
    return sum(found, Fraction(0)) if found else None


def decimal(number: Fraction, decimals: int = SHOWN_WHEN_ENDLESS) -> str:
    """A number as people write it: half up and away from zero where it has no end, without noughts at the end.

    >>> decimal(Fraction(1, 3)), decimal(Fraction(87, 2)), decimal(Fraction(-1, 2), 0)
    ('0.3333', '43.5', '-1')
    """
    scaled = abs(number) * 10**decimals
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    digits = f"{units:0{decimals + 1}d}"
    whole, rest = digits[: len(digits) - decimals], digits[len(digits) - decimals :].rstrip("0")
    return f"{'-' if number < 0 and units else ''}{whole}{f'.{rest}' if rest else ''}"
