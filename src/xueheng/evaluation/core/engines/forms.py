"""What the planner asks of an engine, and the exact integer functions that both engines register."""

import math
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any, Protocol

import pyarrow as pa
from sqlglot import exp

from xueheng.evaluation.core.civil import whole_years
from xueheng.evaluation.core.exact import IntegerForms
from xueheng.evaluation.core.steps import Assembling


class SumOverflowed(Exception):
    """An engine's own word that a sum left 64 bits: more records of one subject than the plan allowed for."""


class Engine(IntegerForms, Protocol):
    """One engine: how it spells exact arithmetic, and how it runs the plan's statements."""

    name: str
    cannot: frozenset[str]
    """Scale and fold kinds this engine cannot do; refused when the plan is made (XH-M022)."""
    keeps_layers: bool
    """Whether layers of a query must be kept apart, since the engine would write each into the next."""

    packs_bits: bool
    """Whether different whole numbers can be counted as bits in a scan (`bits`)."""

    def greatest(self, items: Sequence[exp.Expr], low: int, high: int) -> exp.Expr:
        """The greatest of those known, all within the bounds; NULL where none is known. `least` likewise."""
        ...

    def least(self, items: Sequence[exp.Expr], low: int, high: int) -> exp.Expr: ...
    def rational_fold(self, kind: str, arguments: Sequence[exp.Expr]) -> exp.Expr: ...
    def sort_key(self, sql: exp.Expr, tier: int) -> exp.Expr: ...
    def register(self, name: str, table: pa.Table) -> None: ...
    def run(self, statement: exp.Expr) -> None: ...
    def assemble(self, step: Assembling) -> None: ...
    def fetch(self, query: exp.Expr) -> list[tuple[Any, ...]]: ...
    def close(self) -> None: ...


def _both(compute: Callable[[int, int], int]) -> Callable[[Any, Any], str | None]:
    def exact(left: Any, right: Any) -> str | None:
        return None if left is None or right is None else str(compute(int(left), int(right)))

    return exact


def _truncate(left: int, right: int) -> int:
    quotient = abs(left) // abs(right)
    return quotient if (left < 0) == (right < 0) else -quotient


def _order(left: Any, right: Any) -> int | None:
    if left is None or right is None:
        return None
    a, b = int(left), int(right)
    return (a > b) - (a < b)


def _sortable(value: Any) -> str | None:
    """Text whose order is the order of the integers, up to 2,000 digits."""
    if value is None:
        return None
    number = int(value)
    offset = number + 10**2000 if number < 0 else number
    return ("0" if number < 0 else "1") + str(offset).zfill(2000)


def years_between(start: Any, end: Any) -> int | None:
    """Whole years, missing where a day is."""
    return None if start is None or end is None else whole_years(int(start), int(end))


UNBOUNDED_FUNCTIONS: dict[str, Callable[[Any, Any], Any]] = {
    "xh_add": _both(lambda a, b: a + b),
    "xh_subtract": _both(lambda a, b: a - b),
    "xh_multiply": _both(lambda a, b: a * b),
    "xh_divide": _both(_truncate),
    "xh_common_divisor": _both(lambda a, b: math.gcd(a, b) or 1),
    "xh_compare": _order,
}
sortable = _sortable


def fold_fractions(kind: str, rows: Iterable[tuple[Any, ...]]) -> str | None:
    """Sum, mean or variation of fractions with denominators of their own, as 'num/den'; None = missing.

    Rows are (num, den) or (num, den, weight num, weight den); rows with a missing part are skipped.
    The variation is its square: (Σw·Σwx² − (Σwx)²) / (Σwx)², missing unless Σw and Σwx are positive.
    """
    weights = total = squares = Fraction(0)
    count = 0
    for row in rows:
        if any(cell is None for cell in row):
            continue
        x = Fraction(int(row[0]), int(row[1]))
        w = Fraction(int(row[2]), int(row[3])) if len(row) == 4 else Fraction(1)
        count += 1
        weights, total, squares = weights + w, total + w * x, squares + w * x * x
    if count == 0:
        return None
    if kind == "sum":
        result = total
    elif kind == "mean":
        if weights == 0:
            return None
        result = total / weights
    else:
        if weights <= 0 or total <= 0:
            return None
        result = (weights * squares - total * total) / (total * total)
    return f"{result.numerator}/{result.denominator}"
