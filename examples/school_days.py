"""Days of the school year 2025-2026 on which something can happen at a school of the example region."""

from datetime import date, timedelta
from random import Random

TERMS = ((date(2025, 9, 1), date(2026, 1, 23)), (date(2026, 3, 2), date(2026, 7, 3)))
"""First and last day of lessons of each term."""
EXAMINED = (date(2026, 1, 20), date(2026, 7, 1))
"""The day from which each term's grades are."""
_SATURDAY = 5


def _days(weekend: bool) -> tuple[date, ...]:
    spans = (
        [first + timedelta(days=number) for number in range((last - first).days + 1)]
        for first, last in TERMS
    )  # fmt: skip
    return tuple(day for span in spans for day in span if (day.weekday() >= _SATURDAY) == weekend)


SCHOOL_DAYS = _days(weekend=False)
WEEKENDS = _days(weekend=True)
WEEKS_OF_SPRING = tuple(day for day in SCHOOL_DAYS if day.weekday() == 0 and day >= TERMS[1][0])
"""The Mondays of the second term's weeks."""
MONTHS = tuple(
    max(day for day in SCHOOL_DAYS if (day.year, day.month) == month)
    for month in dict.fromkeys((day.year, day.month) for day in SCHOOL_DAYS)
)
"""The last school day of each month with lessons."""


def days_due(month_end: date) -> int:
    """How many school days the month has that ends on this day."""
    return sum((day.year, day.month) == (month_end.year, month_end.month) for day in SCHOOL_DAYS)


def some(random: Random, days: tuple[date, ...], number: int) -> list[date]:
    """So many different days, in order."""
    return sorted(random.sample(days, min(max(number, 0), len(days))))
