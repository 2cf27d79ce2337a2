"""How sure a share is: intervals of 95 %, estimated. The one module of evaluation that reckons with floating point;
what it gives is rounded to a tenth of a per cent and never goes into a result.

Wilson's score interval for one share, Newcombe's hybrid of two of them (his method 10) for the difference of two groups
without a common member: R. G. Newcombe, Statistics in Medicine 17 (1998), 857–872 and 873–890.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import sqrt

Z = 1.959963984540054
"""Of a normal distribution 95 % lie within so many standard deviations."""
TENTH = Decimal("0.1")
HUNDRED = 100.0


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, in per cent (differences in points of a per cent), to one decimal."""

    low: Decimal
    high: Decimal

    @property
    def holds_nought(self) -> bool:
        """Whether no difference at all is among what may be."""
        return self.low <= 0 <= self.high


def share_interval(count: int, of: int) -> Interval:
    """Wilson's interval of `count` out of `of`, which is at least 1.

    >>> share_interval(81, 263)
    Interval(low=Decimal('25.5'), high=Decimal('36.6'))
    """
    low, high = _wilson(count, of)
    return Interval(_percent(low), _percent(high))


def difference_interval(count: int, of: int, other: int, other_of: int) -> Interval:
    """Newcombe's interval of the first share less the second; both groups have at least one member.

    >>> difference_interval(56, 70, 48, 80)
    Interval(low=Decimal('5.2'), high=Decimal('33.4'))
    """
    p, q = count / of, other / other_of
    (p_low, p_high), (q_low, q_high) = _wilson(count, of), _wilson(other, other_of)
    below = sqrt((p - p_low) ** 2 + (q_high - q) ** 2)
    above = sqrt((p_high - p) ** 2 + (q - q_low) ** 2)
    return Interval(_percent(p - q - below), _percent(p - q + above))


def share_percent(count: int, of: int, decimals: int = 1) -> Decimal:
    """The share itself in per cent, exact but for this rounding half up.

    >>> share_percent(1, 3), share_percent(77, 83, 2)
    (Decimal('33.3'), Decimal('92.77'))
    """
    units = (2 * count * 100 * 10**decimals + of) // (2 * of)
    return Decimal(units).scaleb(-decimals)


def _wilson(count: int, of: int) -> tuple[float, float]:
    p, z2 = count / of, Z * Z
    middle = (p + z2 / (2 * of)) / (1 + z2 / of)
    half = Z * sqrt(p * (1 - p) / of + z2 / (4 * of * of)) / (1 + z2 / of)
    return (0.0 if count == 0 else middle - half, 1.0 if count == of else middle + half)


def _percent(share: float) -> Decimal:
    return Decimal(share * HUNDRED).quantize(TENTH, ROUND_HALF_UP) + 0
