"""Exact numbers as text: a decimal where the number has one, else a fraction. Never rounded."""

from fractions import Fraction

from xueheng.language.positions import Place


def exactly(number: Fraction) -> str:
    """A number in full.

    >>> exactly(Fraction(81, 2)), exactly(Fraction(100, 3)), exactly(Fraction(30))
    ('40.5', '100/3', '30')
    """
    decimals, rest = 0, number.denominator
    for prime in (2, 5):
        times = 0
        while rest % prime == 0:
            rest //= prime
            times += 1
        decimals = max(decimals, times)
    if rest != 1:
        return str(number)
    if decimals == 0:
        return str(number.numerator)
    digits = str(abs(int(number * 10**decimals))).rjust(decimals + 1, "0")
    return f"{'-' if number < 0 else ''}{digits[:-decimals]}.{digits[-decimals:]}"


def line_of(place: Place) -> str:
    """A place as `file:line`, for a second place in a message."""
    return f"{place.file}:{place.line}"
