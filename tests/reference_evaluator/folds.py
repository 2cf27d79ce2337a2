"""Rows folded into one value."""

from dataclasses import dataclass
from fractions import Fraction

from tests.reference_evaluator.values import Truth, Value, Variation, extreme, number, order
from xueheng.language.definitions import Fold


@dataclass(frozen=True, slots=True)
class Folded:
    """A row as a fold sees it: its condition, or its value and weight, and when it came."""

    holds: Truth
    value: Value
    weight: Value
    day: int
    recorded: int
    id: int


def of_no_rows(fold: Fold) -> Value:
    return Fraction(0) if fold.empty == "zero" else None


def fold_rows(fold: Fold, rows: list[Folded]) -> Value:
    """The fold's value; conditions count surely met rows, the others skip rows whose value is missing."""
    if not rows:
        return of_no_rows(fold)
    if fold.kind == "count":
        return Fraction(sum(1 for row in rows if row.holds is True))
    if fold.kind == "share":
        return share(rows)
    if fold.kind == "pick":
        if len(rows) > 1:
            raise ValueError("pick met more than one row")
        return rows[0].value
    kept = [row for row in rows if row.value is not None]
    if fold.kind in ("mean", "variation"):
        kept = [row for row in kept if row.weight is not None]
    return fold_known(fold, kept) if kept else of_no_rows(fold)


def share(rows: list[Folded]) -> Value:
    """Surely met rows out of all rows; missing when no row's condition is known."""
    if all(row.holds is None for row in rows):
        return None
    return Fraction(sum(1 for row in rows if row.holds is True), len(rows))


def fold_known(fold: Fold, rows: list[Folded]) -> Value:
    """The fold of at least one row, all with known values."""
    codes = fold.expression.type.codes if fold.expression is not None else ()
    values = [row.value for row in rows]
    match fold.kind:
        case "sum":
            return sum((number(value) for value in values), Fraction(0))
        case "mean":
            return mean(rows)
        case "variation":
            return variation(rows)
        case "min":
            return extreme(values, "low", codes)
        case "max":
            return extreme(values, "high", codes)
        case "best":
            return extreme(values, fold.better or "high", codes)
        case "distinct":
            return Fraction(len(set(values)))
        case "first":
            return of_the_day(fold, [row for row in rows if row.day == min(r.day for r in rows)])
        case "latest":
            return of_the_day(fold, [row for row in rows if row.day == max(r.day for r in rows)])
    raise NotImplementedError(fold.kind)


def of_the_day(fold: Fold, rows: list[Folded]) -> Value:
    """Among one day's rows: the better value, or the one typed last, then the greater id."""
    if fold.ties == "best" and fold.better is not None:
        codes = fold.expression.type.codes if fold.expression is not None else ()
        best = extreme([row.value for row in rows], fold.better, codes)
        return next(row.value for row in rows if order(row.value, best) == 0)
    return max(rows, key=lambda row: (row.recorded, row.id)).value


def mean(rows: list[Folded]) -> Fraction | None:
    """Σ w x / Σ w; missing when the weights add up to nothing."""
    weights = sum((number(row.weight) for row in rows), Fraction(0))
    total = sum((number(row.weight) * number(row.value) for row in rows), Fraction(0))
    return None if weights == 0 else total / weights


def variation(rows: list[Folded]) -> Variation | None:
    """√(Σ w (x - m)² / Σ w) / m as its square; missing where the mean is not above zero."""
    weights = sum((number(row.weight) for row in rows), Fraction(0))
    middle = mean(rows)
    if weights <= 0 or middle is None or middle <= 0:
        return None
    squares = sum((number(r.weight) * (number(r.value) - middle) ** 2 for r in rows), Fraction(0))
    return Variation(squares / weights / middle**2)
