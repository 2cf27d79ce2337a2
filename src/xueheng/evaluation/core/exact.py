"""Exact numbers inside SQL: integers that know their bounds, and fractions of two of them.

Every integer carries the least and greatest value it can take, so that the planner knows before
anything runs whether 63 bits are enough. Where they are not, the wider forms of the engine are
used (`tier`): 127 bits, then unbounded integers. Nothing is ever a float, and division happens
only in `half_up` and `divide`, on integers, by the engine's own truncating division.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, Protocol

from sqlglot import exp

from xueheng.evaluation.core.trees import SQL, case, cast, either, present

Operator = Literal["+", "-", "*"]
Comparator = Literal["=", "!=", "<", "<=", ">", ">="]

NARROW, WIDE, UNBOUNDED = 0, 1, 2
LIMITS = (2**63 - 1, 2**127 - 1)
"""Greatest magnitude held by a narrow (BIGINT) and a wide (128-bit) integer."""


class IntegerForms(Protocol):
    """How one engine holds and computes integers of each tier."""

    def widen(self, sql: SQL, tier: int, to: int) -> SQL: ...
    def operate(self, operator: Operator, left: SQL, right: SQL, tier: int) -> SQL: ...
    def divide(self, left: SQL, right: SQL, tier: int) -> SQL: ...
    def compare(self, operator: Comparator, left: SQL, right: SQL, tier: int) -> SQL: ...
    def common_divisor(self, left: SQL, right: SQL, tier: int) -> SQL: ...
    def literal(self, value: int, tier: int) -> SQL: ...
    def whole_years(self, start: SQL, end: SQL) -> SQL: ...
    def bits(self, thing: SQL) -> SQL: ...
    def count_bits(self, word: SQL) -> SQL: ...


@dataclass(frozen=True, slots=True)
class Int:
    """An integer in SQL with bounds that hold whenever it is not NULL; `value` set for a constant."""

    sql: SQL
    low: int
    high: int
    tier: int = NARROW
    value: int | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """An exact number num/den; den > 0 always; num IS NULL exactly when the number is missing."""

    num: Int
    den: Int

    @property
    def steady(self) -> bool:
        """Whether the denominator is the same constant in every row."""
        return self.den.value is not None


def tier_of(low: int, high: int) -> int:
    """The narrowest tier that holds both bounds."""
    greatest = max(abs(low), abs(high))
    return NARROW if greatest <= LIMITS[0] else WIDE if greatest <= LIMITS[1] else UNBOUNDED


COMPARATORS: dict[str, type[exp.Binary]] = {
    "=": exp.EQ,
    "!=": exp.NEQ,
    "<": exp.LT,
    "<=": exp.LTE,
    ">": exp.GT,
    ">=": exp.GTE,
}
OPERATORS: dict[str, type[exp.Binary]] = {"+": exp.Add, "-": exp.Sub, "*": exp.Mul}


class Exact:
    """Builds exact arithmetic for one engine."""

    def __init__(self, forms: IntegerForms) -> None:
        self.forms = forms

    # -- integers -------------------------------------------------------------------------------

    def constant(self, value: int) -> Int:
        """A literal."""
        tier = tier_of(value, value)
        return Int(self.forms.literal(value, tier), value, value, tier, value)

    def lift(self, number: Int, tier: int) -> SQL:
        """The integer's SQL in a wider form."""
        if number.value is not None:
            return self.forms.literal(number.value, tier)
        return number.sql if number.tier >= tier else self.forms.widen(number.sql, number.tier, tier)

    def _operate(self, operator: Operator, a: Int, b: Int, low: int, high: int) -> Int:
        tier = max(tier_of(low, high), a.tier, b.tier)
        sql = self.forms.operate(operator, self.lift(a, tier), self.lift(b, tier), tier)
        return Int(sql, low, high, tier)

    def add(self, a: Int, b: Int) -> Int:
        if a.value is not None and b.value is not None:
            return self.constant(a.value + b.value)
        if a.value == 0:
            return b
        return a if b.value == 0 else self._operate("+", a, b, a.low + b.low, a.high + b.high)

    def subtract(self, a: Int, b: Int) -> Int:
        if a.value is not None and b.value is not None:
            return self.constant(a.value - b.value)
        return a if b.value == 0 else self._operate("-", a, b, a.low - b.high, a.high - b.low)

    def multiply(self, a: Int, b: Int) -> Int:
        if a.value is not None and b.value is not None:
            return self.constant(a.value * b.value)
        if a.value == 1:
            return b
        if b.value == 1:
            return a
        ends = [x * y for x in (a.low, a.high) for y in (b.low, b.high)]
        return self._operate("*", a, b, min(ends), max(ends))

    def negate(self, a: Int) -> Int:
        return self.subtract(self.constant(0), a) if a.value is None else self.constant(-a.value)

    def total(self, items: Sequence[Int]) -> Int:
        """The sum of several."""
        result = self.constant(0)
        for item in items:
            result = self.add(result, item)
        return result

    def compare(self, operator: Comparator, a: Int, b: Int) -> SQL:
        """A condition; NULL when either side is."""
        tier = max(a.tier, b.tier)
        return self.forms.compare(operator, self.lift(a, tier), self.lift(b, tier), tier)

    def choose(self, cases: Sequence[tuple[SQL, Int]], otherwise: Int | None = None) -> Int:
        """CASE: the first whose condition is true, else `otherwise` (None: NULL)."""
        all_of = [value for _, value in cases] + ([otherwise] if otherwise is not None else [])
        tier = max(value.tier for value in all_of)
        sql = case(
            [(condition, self.lift(value, tier)) for condition, value in cases],
            self.lift(otherwise, tier) if otherwise is not None else None,
        )
        if tier == NARROW and any(value.value is not None for value in all_of):
            sql = cast(sql, "bigint")  # an engine would take literals for 32 bits and overflow later
        return Int(sql, min(v.low for v in all_of), max(v.high for v in all_of), tier)

    def magnitude(self, a: Int) -> Int:
        """|a|."""
        if a.low >= 0:
            return a
        return self.choose(
            [(self.compare("<", a, self.constant(0)), self.negate(a)), (self.compare(">=", a, self.constant(0)), a)],
            None,
        )

    def divide(self, a: Int, b: Int) -> Int:
        """Truncating division by a positive integer."""
        if b.value == 1:
            return a
        tier = max(a.tier, b.tier)
        greatest = max(abs(a.low), abs(a.high)) // max(b.low, 1)
        low, high = (-greatest if a.low < 0 else 0), (greatest if a.high > 0 else 0)
        return Int(self.forms.divide(self.lift(a, tier), self.lift(b, tier), tier), low, high, tier)

    def years(self, start: Int, end: Int) -> Int:
        """Whole years between two days."""
        most = (end.high - start.low) // 365 + 1
        return Int(self.forms.whole_years(self.lift(start, NARROW), self.lift(end, NARROW)), -most, most)

    # -- numbers --------------------------------------------------------------------------------

    def number(self, value: Fraction | int) -> Number:
        """A literal number."""
        value = Fraction(value)
        return Number(self.constant(value.numerator), self.constant(value.denominator))

    def whole(self, a: Int) -> Number:
        """An integer as a number."""
        return Number(a, self.constant(1))

    def same_denominator(self, a: Number, b: Number) -> tuple[Int, Int, Int]:
        """Both numerators over one denominator."""
        if a.den.value is not None and b.den.value is not None:
            common = math.lcm(a.den.value, b.den.value)
            return (
                self.multiply(a.num, self.constant(common // a.den.value)),
                self.multiply(b.num, self.constant(common // b.den.value)),
                self.constant(common),
            )
        if a.den.sql == b.den.sql and a.den.tier == b.den.tier:
            return a.num, b.num, a.den
        return self.multiply(a.num, b.den), self.multiply(b.num, a.den), self.multiply(a.den, b.den)

    def plus(self, a: Number, b: Number) -> Number:
        left, right, den = self.same_denominator(a, b)
        return Number(self.add(left, right), den)

    def minus(self, a: Number, b: Number) -> Number:
        left, right, den = self.same_denominator(a, b)
        return Number(self.subtract(left, right), den)

    def times(self, a: Number, b: Number) -> Number:
        return Number(self.multiply(a.num, b.num), self.multiply(a.den, b.den))

    def over(self, a: Number, b: Number) -> Number:
        """A / b; missing where b is 0."""
        num, den = self.multiply(a.num, b.den), self.multiply(a.den, self.magnitude(b.num))
        if b.num.low > 0:
            return Number(num if b.num.value is not None else self.choose([(present(b.num.sql), num)], None), den)
        zero = self.constant(0)
        positive, negative = self.compare(">", b.num, zero), self.compare("<", b.num, zero)
        signed = self.choose([(positive, num), (negative, self.negate(num))], None)
        guarded = self.choose([(either([positive, negative]), den)], None)
        return Number(signed, Int(guarded.sql, 1, max(guarded.high, 1), guarded.tier))

    def relate(self, operator: Comparator, a: Number, b: Number) -> SQL:
        """Exact comparison; NULL when either side is missing."""
        left, right, _ = self.same_denominator(a, b)
        return self.compare(operator, left, right)

    def select(self, cases: Sequence[tuple[SQL, Number]], otherwise: Number | None = None) -> Number:
        """CASE over numbers; one denominator for all where all are steady."""
        numbers = [n for _, n in cases] + ([otherwise] if otherwise is not None else [])
        if all(n.steady for n in numbers):
            common = math.lcm(*(n.den.value or 1 for n in numbers))

            def scaled(n: Number) -> Int:
                return self.multiply(n.num, self.constant(common // (n.den.value or 1)))

            num = self.choose([(c, scaled(n)) for c, n in cases], scaled(otherwise) if otherwise else None)
            return Number(num, self.constant(common))
        num = self.choose([(c, n.num) for c, n in cases], otherwise.num if otherwise else None)
        den = self.choose([(c, n.den) for c, n in cases], otherwise.den if otherwise else self.constant(1))
        return Number(num, Int(den.sql, 1, den.high, den.tier))

    def half_up(self, a: Number, decimals: int) -> Int:
        """A × 10**decimals rounded half up, away from zero, as an integer."""
        scale = 10**decimals
        if a.den.value is not None and scale % a.den.value == 0:
            return self.multiply(a.num, self.constant(scale // a.den.value))
        twice = self.multiply(a.num, self.constant(2 * scale))
        zero = self.constant(0)
        if a.num.low >= 0:
            half = a.den
        else:
            half = self.choose(
                [(self.compare("<", a.num, zero), self.negate(a.den)), (self.compare(">=", a.num, zero), a.den)], None
            )
        return self.divide(self.add(twice, half), self.multiply(a.den, self.constant(2)))

    def lowest_terms(self, a: Number) -> tuple[Int, Int]:
        """The number reduced, so that equal numbers have equal digits on every engine."""
        if a.den.value == 1:
            return a.num, a.den
        tier = max(a.num.tier, a.den.tier)
        num, den = self.lift(a.num, tier), self.lift(a.den, tier)
        divisor = self.forms.common_divisor(num, den, tier)
        return (
            Int(self.forms.divide(num, divisor, tier), a.num.low, a.num.high, tier),
            Int(self.forms.divide(den, divisor, tier), 1, a.den.high, tier),
        )

    def order_key(self, a: Number) -> Int:
        """An integer that orders exactly as the numbers do: distinct fractions with denominators up to B
        differ by at least 1/B², so floor(num·B²/den) keeps them apart.
        """
        if a.steady:
            return a.num
        scaled = self.multiply(a.num, self.constant(a.den.high**2))
        quotient = self.divide(scaled, a.den)
        if a.num.low >= 0:
            return quotient
        tier = max(scaled.tier, a.den.tier)
        product = self.multiply(quotient, a.den)
        below = self.forms.compare(
            "<",
            self.lift(scaled, max(tier, product.tier)),
            self.lift(product, max(tier, product.tier)),
            max(tier, product.tier),
        )
        return self.choose([(below, self.subtract(quotient, self.constant(1)))], quotient)
