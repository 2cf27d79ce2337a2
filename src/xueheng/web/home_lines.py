"""A line of the home page."""

from dataclasses import dataclass
from datetime import date

from xueheng.identity.public import OPEN
from xueheng.wording import Text

MOST = 7
"""Lines of a band."""
NEWS_DAYS = 30
DAY = 24 * 3600 * 1_000_000
"""Microseconds."""


def things(count: str, one: str, more: str = "") -> str:
    """So many of them, in English.

    >>> things("1", "record"), things("1,000+", "record"), things("1", "request waits", "requests wait")
    ('1 record', '1,000+ records', '1 request waits')
    """
    return f"{count} {one if count == '1' else more or one + 's'}"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what it is, where it leads ('' where there is no page for it), about how many minutes it takes (0: not
    said), and by when it is due.
    """

    words: Text
    address: str
    minutes: int = 0
    due: date = OPEN

    @property
    def is_due(self) -> bool:
        """Whether there is a last day for it."""
        return self.due != OPEN
