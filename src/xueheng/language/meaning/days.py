"""Days and times of day as text: YYYY-MM-DD and HH:MM."""

import re
from datetime import date

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_DAY_ZERO = 719_163
"""The ordinal of 1970-01-01."""


def day_from(written: str) -> date | None:
    """The day, None where there is no such day.

    >>> day_from("2025-02-30") is None
    True
    """
    if not _DAY.fullmatch(written):
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def day_number(day: date) -> int:
    """Days since 1970-01-01.

    >>> day_number(date(1970, 1, 2))
    1
    """
    return day.toordinal() - _DAY_ZERO


def minutes_from(written: str) -> int | None:
    """Minutes since midnight.

    >>> minutes_from("08:05")
    485
    """
    found = _TIME.fullmatch(written)
    return int(found.group(1)) * 60 + int(found.group(2)) if found else None
