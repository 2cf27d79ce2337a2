"""Whole years between two days, in integer arithmetic, since engines are given no date functions.

Year, month and day of a day number by the proleptic Gregorian calendar (the days-from-civil method:
years counted from 1 March, eras of 400 years = 146,097 days).
"""

from xueheng.evaluation.core.exact import Exact, Int
from xueheng.evaluation.core.trees import negated


def _bounded(value: Int, low: int, high: int) -> Int:
    return Int(value.sql, low, high, value.tier)


def month_stamp(exact: Exact, day: Int) -> tuple[Int, Int]:
    """(year, month × 100 + day of month) of a day number."""
    c = exact.constant
    shifted = exact.add(day, c(719_468 + 400 * 146_097))  # made positive: days since 0000-03-01, 400 eras on
    era = exact.divide(shifted, c(146_097))
    of_era = _bounded(exact.subtract(shifted, exact.multiply(era, c(146_097))), 0, 146_096)
    leap = exact.subtract(
        exact.add(exact.subtract(of_era, exact.divide(of_era, c(1460))), exact.divide(of_era, c(36_524))),
        exact.divide(of_era, c(146_096)),
    )
    year_of_era = _bounded(exact.divide(_bounded(leap, 0, 146_096), c(365)), 0, 399)
    days_before = exact.subtract(
        exact.add(exact.multiply(year_of_era, c(365)), exact.divide(year_of_era, c(4))),
        exact.divide(year_of_era, c(100)),
    )
    of_year = _bounded(exact.subtract(of_era, days_before), 0, 365)
    month_index = _bounded(exact.divide(exact.add(exact.multiply(of_year, c(5)), c(2)), c(153)), 0, 11)
    first = exact.divide(exact.add(exact.multiply(month_index, c(153)), c(2)), c(5))
    day_of_month = _bounded(exact.add(exact.subtract(of_year, first), c(1)), 1, 31)
    early = exact.compare("<", month_index, c(10))
    late = exact.compare(">=", month_index, c(10))
    month = exact.choose([(early, exact.add(month_index, c(3))), (late, exact.subtract(month_index, c(9)))], None)
    base = exact.subtract(exact.add(exact.multiply(era, c(400)), year_of_era), c(160_000))
    year = exact.choose([(early, base), (late, exact.add(base, c(1)))], None)
    return year, exact.add(exact.multiply(month, c(100)), day_of_month)


def whole_years(exact: Exact, start: Int, end: Int) -> Int:
    """Whole years from start to end; negative when end is earlier. A 29 February's year is full on 1 March."""
    forward = _forward(exact, start, end)
    backward = exact.negate(_forward(exact, end, start))
    ordered = exact.compare("<=", start, end)
    return exact.choose([(ordered, forward), (negated(ordered), backward)], None)


def _forward(exact: Exact, start: Int, end: Int) -> Int:
    y0, m0 = month_stamp(exact, start)
    y1, m1 = month_stamp(exact, end)
    years = exact.subtract(y1, y0)
    full, short = exact.compare(">=", m1, m0), exact.compare("<", m1, m0)
    return exact.choose([(full, years), (short, exact.subtract(years, exact.constant(1)))], None)
