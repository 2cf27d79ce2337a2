"""Days and times of day in cells, as integers: days since 1970-01-01, minutes since midnight, seconds."""

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta

from xueheng.wording import Text
from xueheng.workbooks.cell_faults import Fault, broken_cell, not_a

_EPOCH = datetime.fromtimestamp(0, UTC).date()
_FIRST, _LAST = date(1900, 1, 1), date(2200, 12, 31)
_PATTERNS = (
    re.compile(r"(?a)(\d{4})-(\d{1,2})-(\d{1,2})"),
    re.compile(r"(?a)(\d{4})/(\d{1,2})/(\d{1,2})"),
    re.compile(r"(?a)(\d{4})\.(\d{1,2})\.(\d{1,2})"),
    re.compile(r"(?a)(\d{4})年(\d{1,2})月(\d{1,2})日?"),
    re.compile(r"(?a)(\d{4})(\d{2})(\d{2})"),
)
_MONTH = re.compile(r"(?a)(\d{4})[-/.年]?(\d{1,2})月?")
_AT = re.compile(r"(?a)[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?Z?$")
_CLOCK = re.compile(r"(?a)(\d{1,2}):(\d{2})(?::00)?")
_CLOCK_ZH = re.compile(r"(?a)(\d{1,2})[时点](?:(\d{1,2})分?)?")
_AS_DAY = Text("请写成 2025-11-03 这样的日期。", "Write the day like 2025-11-03.")
_AS_TIME = Text("请写成 08:30 这样的时刻。", "Write the time like 08:30.")


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - _EPOCH).days


def day_of(number: int) -> date:
    """The day of a day number."""
    return _EPOCH + timedelta(days=number)


def read_day(cell: str, from_1904: bool = False) -> int | Fault:
    """The day in a cell: a date, text in the usual ways of writing, or a spreadsheet's serial number.

    >>> read_day("s2025年11月3日") == read_day("s20251103") == read_day("n45964") == read_day("d2025-11-03")
    True
    """
    fault = broken_cell(cell)
    if fault:
        return fault
    tag, value = cell[0], cell[1:]
    if tag in "dm":
        return _within(date.fromisoformat(value[:10]), cell)
    if tag == "n":
        return _number_day(value, from_1904, cell)
    if tag != "s":
        return not_a("日期", "a date", cell, _AS_DAY)
    text = unicodedata.normalize("NFKC", value).strip().removeprefix("'").strip()
    text = _AT.sub("", text)
    for pattern in _PATTERNS:
        found = pattern.fullmatch(text)
        if found:
            return _calendar_day(int(found[1]), int(found[2]), int(found[3]), cell)
    return not_a("日期", "a date", cell, _AS_DAY)


def read_month(cell: str, from_1904: bool = False) -> int | Fault:
    """The first day of the year and month in a cell; a whole date counts as it stands.

    >>> read_month("s202109") == read_month("s2021年9月") == read_month("n202109") == read_day("s2021-09-01")
    True
    """
    fault = broken_cell(cell)
    if fault:
        return fault
    text = unicodedata.normalize("NFKC", cell[1:]).strip().removeprefix("'").strip() if cell[0] in "sn" else ""
    found = _MONTH.fullmatch(text)
    return _calendar_day(int(found[1]), int(found[2]), 1, cell) if found else read_day(cell, from_1904)


def _number_day(value: str, from_1904: bool, cell: str) -> int | Fault:
    whole = value.partition(".")[0]
    if not whole.isdigit():
        return not_a("日期", "a date", cell, _AS_DAY)
    if len(whole) == 8 and "." not in value:
        return _calendar_day(int(whole[:4]), int(whole[4:6]), int(whole[6:]), cell)
    serial = int(whole)
    if not 1 <= serial <= 110_000:
        return not_a("日期", "a date", cell, _AS_DAY)
    first = date(1904, 1, 1) if from_1904 else date(1899, 12, 30)
    return _within(first + timedelta(days=serial), cell)


def _calendar_day(year: int, month: int, day: int, cell: str) -> int | Fault:
    try:
        return _within(date(year, month, day), cell)
    except ValueError:
        return not_a("日期：日历上没有这一天", "a date: the calendar has no such day", cell, _AS_DAY)


def _within(day: date, cell: str) -> int | Fault:
    if not _FIRST <= day <= _LAST:
        return not_a("1900–2200 年间的日期", "a date between 1900 and 2200", cell, _AS_DAY)
    return day_number(day)


def read_time(cell: str) -> int | Fault:
    """Minutes since midnight."""
    fault = broken_cell(cell)
    if fault:
        return fault
    tag, value = cell[0], cell[1:]
    if tag == "t":
        hours, minutes, seconds = (int(part) for part in value.split(":"))
        return hours * 60 + minutes if seconds == 0 else not_a("时刻", "a time of day", cell, _AS_TIME)
    if tag == "s":
        text = unicodedata.normalize("NFKC", value).strip()
        found = _CLOCK.fullmatch(text) or _CLOCK_ZH.fullmatch(text)
        if found and int(found[1]) < 24 and int(found[2] or 0) < 60:
            return int(found[1]) * 60 + int(found[2] or 0)
    return not_a("时刻", "a time of day", cell, _AS_TIME)


def read_moment(cell: str) -> int | Fault:
    """An increasing number for when something was typed: a whole number as it is, a moment in seconds."""
    fault = broken_cell(cell)
    if fault:
        return fault
    tag, value = cell[0], cell[1:]
    text = unicodedata.normalize("NFKC", value).strip()
    if tag in "ns" and re.fullmatch(r"-?\d{1,18}", text):
        return int(text)
    if tag in "dms":
        try:
            moment = datetime.fromisoformat(text.replace("/", "-")).replace(tzinfo=UTC)
        except ValueError:
            return _not_a_moment(cell)
        return int(moment.timestamp())
    return _not_a_moment(cell)


def _not_a_moment(cell: str) -> Fault:
    return not_a("时间", "a moment", cell, Text("请写成 2025-11-03 08:30。", "Write it like 2025-11-03 08:30."))
