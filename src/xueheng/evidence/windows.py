"""The window of `once_per` that a day lies in: a named window of the calendar, or a week, month, quarter or year."""

from datetime import date, timedelta

from xueheng.language.public import Calendar

TERM = "term"
"""Whichever of the calendar's terms the day lies in."""
_MONTHS = {"calendar_year": 12, "quarter": 3, "month": 1}
WEEK = "week"


def is_window(name: str, calendar: Calendar) -> bool:
    """Whether a name means a window of days."""
    return name in (TERM, WEEK, *_MONTHS) or name in calendar.windows


def window_of(name: str, day: date, calendar: Calendar) -> str | None:
    """Which one of the named windows a day lies in, as text that is equal for equal windows; None outside all of them.

    >>> window_of("month", date(2026, 3, 31), Calendar()), window_of("week", date(2026, 3, 31), Calendar())
    ('month 2026-03', 'week 2026-03-30')
    """
    if name == TERM:
        found = (window_of(term, day, calendar) for term in calendar.terms)
        return next((label for label in found if label), None)
    if name in calendar.windows:
        spans = calendar.windows[name].spans.items()
        return next((f"{name} {label}" for label, (first, last) in spans if first <= day <= last), None)
    if name == WEEK:
        return f"{name} {day - timedelta(days=day.weekday())}"
    first = (day.month - 1) // _MONTHS[name] * _MONTHS[name] + 1
    return f"{name} {day.year}-{first:02}"
