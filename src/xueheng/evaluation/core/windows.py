"""Which days a window means: named windows of the calendar, built-in ones, previous and last ones.

Windows include both ends. Days are counted from 1970-01-01 once they reach an engine.
"""

import calendar as gregorian
import re
from collections.abc import Sequence
from datetime import date, timedelta

from xueheng.evaluation.core.dataset import FIRST_DAY, LAST_DAY, Period
from xueheng.evaluation.core.refusals import RunError
from xueheng.language.public import Calendar, During, Library
from xueheng.wording import Text

Days = tuple[int, int]
"""First and last day, both included, as days since 1970-01-01."""

EVER: Days = (FIRST_DAY, LAST_DAY)
EPOCH = date(1970, 1, 1)
BUILT_IN = ("calendar_year", "quarter", "month", "week")
MONTHS = {"calendar_year": 12, "quarter": 3, "month": 1}
TERM = Text("学期", "term")
EACH = {"weeks": "week", "months": "month", "quarters": "quarter"}


def day_number(day: date) -> int:
    """Days since 1970-01-01.

    >>> day_number(date(1970, 1, 2))
    1
    """
    return (day - EPOCH).days


def from_day_number(number: int) -> date:
    """The day of a number."""
    return EPOCH + timedelta(days=number)


def _missing(window: str, label: str) -> RunError:
    return RunError(
        "XH-T004",
        Text(f"校历里没有 {label} 的“{window}”", f"calendar has no {window} for {label}"),
        Text("请在 calendar.yaml 里补上这一段的起止日期", "add its first and last day to calendar.yaml"),
    )


def months_before(day: date, months: int) -> date:
    """The same day of the month, months earlier, the day clamped to the month's length.

    >>> months_before(date(2026, 3, 31), 1)
    datetime.date(2026, 2, 28)
    """
    total = day.year * 12 + day.month - 1 - months
    year, month = divmod(total, 12)
    return date(year, month + 1, min(day.day, gregorian.monthrange(year, month + 1)[1]))


def built_in_window(name: str, day: date) -> tuple[date, date]:
    """The calendar year, quarter, month or week (Monday to Sunday) with `day` in it."""
    if name == "week":
        start = day - timedelta(days=day.weekday())
        return start, start + timedelta(days=6)
    months = MONTHS[name]
    start = date(day.year, (day.month - 1) // months * months + 1, 1)
    last = start.month + months - 1
    return start, date(day.year, last, gregorian.monthrange(day.year, last)[1])


def built_in_label(name: str, start: date) -> str:
    """2025 · 2025-Q3 · 2025-09 · 2025-09-01 (a week's Monday)."""
    if name == "calendar_year":
        return str(start.year)
    if name == "quarter":
        return f"{start.year}-Q{(start.month + 2) // 3}"
    return f"{start:%Y-%m}" if name == "month" else start.isoformat()


class Windows:
    """The calendar of one run."""

    def __init__(self, calendar: Calendar, period: Period) -> None:
        self.calendar = calendar
        self.period = period

    def days(self) -> Days:
        """The run's period."""
        return day_number(self.period.start), day_number(self.period.end)

    def _label(self, name: str) -> str | None:
        """The label a named window resolves to for this period, None when there is none."""
        window = self.calendar.windows[name]
        if self.period.label in window.spans:
            return self.period.label
        if name == self.period.window:
            return None
        if window.within and window.within in self.calendar.windows:
            outer = self._label(window.within)
            if outer in window.spans:
                return outer
        holding = [label for label, (start, end) in window.spans.items() if start <= self.period.end <= end]
        return holding[0] if holding else None

    def named(self, name: str) -> tuple[date, date]:
        """A window by its name, as this run sees it."""
        if name == self.period.window:
            return self.period.start, self.period.end
        if name in self.calendar.windows:
            label = self._label(name)
            if label is None:
                raise _missing(name, self.period.label)
            return self.calendar.windows[name].spans[label]
        if name in BUILT_IN:
            return built_in_window(name, self.period.end)
        raise _missing(name, self.period.label)

    def previous(self, name: str) -> tuple[date, date]:
        """The one before the named window."""
        if name in self.calendar.windows:
            try:
                before = self.named(name)[0]
            except RunError:
                before = self.period.end
            earlier = [span for span in self.calendar.windows[name].spans.values() if span[0] < before]
            if not earlier:
                raise _missing(f"previous {name}", self.period.label)
            return max(earlier)
        return built_in_window(name, self.named(name)[0] - timedelta(days=1))

    def during(self, during: During, within: tuple[date, date] | None = None) -> Days:
        """The days of a measure's `during`; `within` is the asker's own window for rows of weeks, months …"""
        start, end = within or (self.period.start, self.period.end)
        if during.kind == "ever":
            return EVER
        if during.kind == "named":
            start, end = self.named(during.name)
        elif during.kind == "previous":
            start, end = self.previous(during.name)
        elif during.kind == "last":
            start = last_start(end, during.count, during.unit)
        return day_number(start), day_number(end)

    def day(self, name: str) -> int:
        """`period_start`, `period_end`, or a named day of the calendar."""
        if name in ("period_start", "period_end"):
            return day_number(self.period.start if name == "period_start" else self.period.end)
        days = self.calendar.days.get(name, {})
        if self.period.label in days:
            return day_number(days[self.period.label])
        inside = [d for d in days.values() if self.period.start <= d <= self.period.end]
        if not inside:
            raise _missing(name, self.period.label)
        return day_number(inside[0])

    def whole_windows(self, each: str, outer: Days) -> list[tuple[date, date]]:
        """The whole weeks, months, quarters or terms inside the outer window, in order."""
        if each == "terms":
            spans = [s for t in self.calendar.terms for s in self.calendar.windows[t].spans.values()]
            return sorted(s for s in spans if outer[0] <= day_number(s[0]) and day_number(s[1]) <= outer[1])
        found: list[tuple[date, date]] = []
        first, last = from_day_number(max(outer[0], -719_000)), from_day_number(min(outer[1], 2_900_000))
        span = built_in_window(EACH[each], first)
        if span[0] < first:
            span = built_in_window(EACH[each], span[1] + timedelta(days=1))
        while span[1] <= last:
            found.append(span)
            span = built_in_window(EACH[each], span[1] + timedelta(days=1))
        return found


def last_start(end: date, count: int, unit: str) -> date:
    """First day of the last `count` days, weeks, months or years that end on `end`.

    >>> last_start(date(2026, 8, 31), 12, "months")
    datetime.date(2025, 9, 1)
    """
    if unit in ("days", "weeks"):
        return end - timedelta(days=count * (7 if unit == "weeks" else 1) - 1)
    return months_before(end + timedelta(days=1), count * (12 if unit == "years" else 1))


def period_for(library: Library, standard: str, label: str | None, today: date) -> Period:
    """The period of a run: by its label, by explicit days ('2025-09-01..2026-07-31'), or the current one."""
    definition = library.standards[standard]
    return window_period(library.calendar_for(standard.rpartition(".")[0]), definition.period, label, today)


def window_period(calendar: Calendar, window: str, label: str | None, today: date) -> Period:
    """A period that is one of the window's spans ('term' means any of the calendar's terms)."""
    if label and ".." in label:
        return _explicit(window, label)
    names: Sequence[str] = calendar.terms if window == "term" else (window,)
    known: list[str] = []
    for name in names:
        for key, (start, end) in sorted(calendar.windows[name].spans.items()) if name in calendar.windows else []:
            said = key if window != "term" else f"{name} {key}"
            known.append(said)
            if label in (said, f"{key} {name}", f"{key}.{name}") or (label is None and start <= today <= end):
                return Period(name, key, start, end)
    if not known and window in BUILT_IN:
        return _built_in(window, label, today)
    named = TERM if window == "term" or window not in calendar.windows else calendar.windows[window].title
    raise RunError(
        "XH-T004",
        Text(
            f"校历里没有“{label or today}”这个{named.zh}", f"the calendar has no {named.en or window} {label or today}"
        ),
        Text(
            f"可用的有：{'、'.join(known[-6:]) or '无'}；也可以写成 2025-09-01..2026-08-31",
            f"known: {', '.join(known[-6:]) or 'none'}; or write 2025-09-01..2026-08-31",
        ),
    )


def _explicit(window: str, label: str) -> Period:
    try:
        first, last = (date.fromisoformat(part.strip()) for part in label.split("..", 1))
    except ValueError as error:
        raise _bad_label(label) from error
    if last < first:
        raise _bad_label(label)
    return Period(window, label, first, last)


def _bad_label(label: str) -> RunError:
    return RunError(
        "XH-T005",
        Text(f"看不懂评价周期“{label}”", f'period "{label}" cannot be read'),
        Text("请写成 2025-2026、2025 或 2025-09-01..2026-08-31", "write 2025-2026, 2025 or 2025-09-01..2026-08-31"),
    )


def _built_in(window: str, label: str | None, today: date) -> Period:
    if label is None:
        day = today
    else:
        found = re.fullmatch(r"(\d{4})(?:-Q([1-4])|-(\d{2})(?:-(\d{2}))?)?", label)
        if not found:
            raise _bad_label(label)
        year, quarter, month, on = found.groups()
        try:
            day = date(int(year), int(month or int(quarter or 1) * 3 - 2), int(on or 1))
        except ValueError as error:
            raise _bad_label(label) from error
    start, end = built_in_window(window, day)
    return Period(window, built_in_label(window, start), start, end)
