"""Numbers, days and moments as pages and workbooks show them."""

from datetime import UTC, date, datetime
from decimal import Decimal

from django.utils import timezone

from xueheng.wording import Text

COUNT_LIMIT = 1000
"""No page counts further: beyond it a total costs more than it tells."""


def exact(number: int | Decimal) -> str:
    """Comma from four digits on, nothing rounded.

    >>> exact(1204), exact(Decimal("66.37"))
    ('1,204', '66.37')
    """
    return f"{number:,}"


def counted(found: int) -> str:
    """A count that stops at 1,000.

    >>> counted(77), counted(1001)
    ('77', '1,000+')
    """
    return exact(found) if found <= COUNT_LIMIT else f"{exact(COUNT_LIMIT)}+"


def moment(microseconds: int) -> datetime:
    """A moment of the record, in the office's own time."""
    seconds, rest = divmod(microseconds, 1_000_000)
    return timezone.localtime(datetime.fromtimestamp(seconds, UTC)).replace(microsecond=rest)


def moment_shown(microseconds: int) -> str:
    """`2026-03-12 14:05`, in the office's own time."""
    return moment(microseconds).strftime("%Y-%m-%d %H:%M")


def days_shown(from_day: date, to_day: date, open_day: date) -> Text:
    """From a day to a day, both included; `open_day` as the last means no end yet.

    >>> days_shown(date(2025, 9, 1), date(2026, 8, 31), date(9999, 12, 31)).zh
    '2025-09-01 至 2026-08-31'
    """
    if to_day == open_day:
        return Text(f"{from_day.isoformat()} 起", f"since {from_day.isoformat()}")
    return Text(f"{from_day.isoformat()} 至 {to_day.isoformat()}", f"{from_day.isoformat()} to {to_day.isoformat()}")
