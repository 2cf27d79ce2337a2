"""Exact values from outside the plan (given measures, pinned results) as columns, with bounds from the data."""

import math
from collections.abc import Sequence
from fractions import Fraction

import pyarrow as pa
from sqlglot import exp

from xueheng.evaluation.core.exact import LIMITS, NARROW, UNBOUNDED, Exact, Int, Number
from xueheng.evaluation.core.trees import cast, column
from xueheng.evaluation.core.values import Plain, Squared, Truth, Value
from xueheng.language.public import Cell, Kind

LARGEST_DENOMINATOR = 10**9
"""Up to this, fractions are brought to one denominator, so that they add up like whole numbers."""
Columns = dict[str, pa.Array]


def cell_columns(exact: Exact, name: str, alias: str, cells: Sequence[Cell], kind: Kind) -> tuple[Columns, Value]:
    """Columns named after `name` that hold the cells, and the value read from them under `alias`. A variation's
    cells are its squares.
    """
    if kind is Kind.YES_NO:
        return {f"{name}_v": pa.array(cells, pa.bool_())}, Truth(column(f"{name}_v", alias))
    if kind in (Kind.CODE, Kind.TEXT):
        return {f"{name}_v": pa.array(cells, pa.string())}, Plain(column(f"{name}_v", alias))
    columns, number = number_columns(exact, name, alias, [None if c is None else Fraction(c) for c in cells])
    return columns, Squared(number) if kind is Kind.VARIATION else number


def number_columns(exact: Exact, name: str, alias: str, numbers: Sequence[Fraction | None]) -> tuple[Columns, Number]:
    """Numbers over one denominator where there is a small one, else numerators and denominators."""
    known = [n for n in numbers if n is not None]
    common = math.lcm(1, *{n.denominator for n in known})
    if common <= LARGEST_DENOMINATOR:
        nums, den = [None if n is None else int(n * common) for n in numbers], exact.constant(common)
        columns, num = _integers(f"{name}_n", alias, nums)
        return columns, Number(num, den)
    columns, num = _integers(f"{name}_n", alias, [None if n is None else n.numerator for n in numbers])
    more, den = _integers(f"{name}_d", alias, [1 if n is None else n.denominator for n in numbers])
    return {**columns, **more}, Number(num, Int(den.sql, 1, den.high, den.tier))


def _integers(name: str, alias: str, cells: Sequence[int | None]) -> tuple[Columns, Int]:
    known = [c for c in cells if c is not None] or [0]
    low, high, sql = min(known), max(known), column(name, alias)
    if max(abs(low), abs(high)) <= LIMITS[0]:
        return {name: pa.array(cells, pa.int64())}, Int(sql, low, high)
    return {name: pa.array([None if c is None else str(c) for c in cells], pa.string())}, Int(sql, low, high, UNBOUNDED)


def recast(exact: Exact, sql: exp.Expr, tier: int) -> exp.Expr:
    """A column of digits, of whatever width it came in, in the form of a tier."""
    return cast(sql, "bigint") if tier == NARROW else exact.forms.widen(sql, NARROW, tier)
