"""Windows of days: the run's period, named windows, what came before them, and whole weeks or months."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from tests.reference_evaluator.values import RunRefusedError, calendar_day, day_number
from xueheng.evaluation.core.dataset import Period
from xueheng.language.definitions import Calendar, During

BEGINNING = -(10**9)
END = 10**9
BUILT_IN = ("calendar_year", "quarter", "month", "week")


@dataclass(frozen=True, slots=True)
class Window:
    """First and last day as days since 1970-01-01, both included."""

    start: int
    end: int

    def holds(self, day: int) -> bool:
        return self.start <= day <= self.end

    def lies_in(self, outer: "Window") -> bool:
        return outer.start <= self.start and self.end <= outer.end


EVER = Window(BEGINNING, END)


def of_dates(first: date, last: date) -> Window:
    return Window(day_number(first), day_number(last))


def of_period(period: Period) -> Window:
    return of_dates(period.start, period.end)


def built_in(name: str, day: int) -> Window:
    """The calendar year, quarter, month or week (Monday to Sunday) with `day` in it."""
    at = calendar_day(day)
    if name == "week":
        monday = day - at.weekday()
        return Window(monday, monday + 6)
    months = {"calendar_year": 12, "quarter": 3, "month": 1}[name]
    first_month = (at.month - 1) // months * months + 1
    last_month = first_month + months - 1
    last_day = monthrange(at.year, last_month)[1]
    return of_dates(date(at.year, first_month, 1), date(at.year, last_month, last_day))


def whole(each: str, outer: Window, calendar: Calendar) -> list[Window]:
    """The whole weeks, months, quarters or terms inside `outer`, in order."""
    if each == "terms":
        spans = [span for name in calendar.terms for span in calendar.windows[name].spans.values()]
        found = sorted({(day_number(a), day_number(b)) for a, b in spans})
        return [w for w in (Window(a, b) for a, b in found) if w.lies_in(outer)]
    if outer.start <= BEGINNING or outer.end >= END:
        raise RunRefusedError("XH-T002", f"endless {each}")
    name = {"weeks": "week", "months": "month", "quarters": "quarter"}[each]
    windows, day = [], outer.start
    while day <= outer.end:
        window = built_in(name, day)
        if window.lies_in(outer):
            windows.append(window)
        day = window.end + 1
    return windows


def months_before(day: date, months: int) -> date:
    """The same day of the month so many months earlier, or that month's last day."""
    index = day.year * 12 + day.month - 1 - months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def last(count: int, unit: str, end: int) -> Window:
    """The last so many days, weeks, months or years up to and with `end`."""
    if unit == "days":
        return Window(end - count + 1, end)
    if unit == "weeks":
        return Window(end - 7 * count + 1, end)
    months = count * (12 if unit == "years" else 1)
    start = months_before(calendar_day(end) + timedelta(days=1), months)
    return Window(day_number(start), end)


def entry(calendar: Calendar, name: str, period: Period) -> str | None:
    """The label of the named window's entry that a run of `period` means, or None."""
    spans = calendar.windows[name].spans
    if period.label in spans:
        return period.label
    outer = calendar.windows[name].within
    if outer is not None and outer in calendar.windows:
        label = entry(calendar, outer, period)
        if label in spans:
            return label
    inside = [label for label, (first, end) in spans.items() if first <= period.end <= end]
    return inside[0] if inside else None


def named(calendar: Calendar, name: str, period: Period) -> Window:
    if name not in calendar.windows:
        return built_in(name, day_number(period.end))
    label = entry(calendar, name, period)
    if label is None:
        raise RunRefusedError("XH-T004", f"calendar has no {name} for {period.label}")
    return of_dates(*calendar.windows[name].spans[label])


def previous(calendar: Calendar, name: str, period: Period) -> Window:
    """The one before the named window that `period` means."""
    if name not in calendar.windows:
        return built_in(name, built_in(name, day_number(period.end)).start - 1)
    spans = calendar.windows[name].spans
    label = entry(calendar, name, period)
    limit = spans[label][0] if label is not None else period.end
    earlier = [span for span in spans.values() if span[0] < limit]
    if not earlier:
        raise RunRefusedError("XH-T004", f"calendar has no {name} before {limit}")
    return of_dates(*max(earlier))


def asked_for(during: During, asking: Window | None, calendar: Calendar, period: Period) -> Window:
    """The window that `during` means; `asking` is the week or month that asks, None for the run itself."""
    if during.kind == "period":
        return asking or of_period(period)
    if during.kind == "last":
        end = asking.end if asking else day_number(period.end)
        return last(during.count, during.unit, end)
    if asking is not None:
        raise RunRefusedError("XH-T002", f"{during.kind} {during.name} cannot be asked for each window")
    if during.kind == "ever":
        return EVER
    if during.kind == "previous":
        return previous(calendar, during.name, period)
    return named(calendar, during.name, period)


def named_day(calendar: Calendar, name: str, period: Period) -> int:
    """`period_start`, `period_end`, or the calendar's day for the run's label."""
    if name == "period_start":
        return day_number(period.start)
    if name == "period_end":
        return day_number(period.end)
    days = calendar.days[name]
    if period.label not in days:
        raise RunRefusedError("XH-T004", f"calendar has no {name} for {period.label}")
    return day_number(days[period.label])
