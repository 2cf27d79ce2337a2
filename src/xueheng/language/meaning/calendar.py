"""The calendar: windows and days with a name, each label with its days, both ends included."""

from datetime import date

from xueheng.language.definitions import Calendar, CalendarWindow
from xueheng.language.meaning.checking import Checking
from xueheng.language.meaning.days import day_from
from xueheng.language.meaning.nodes import below, bilingual, entries, items, scalar, scalars, text
from xueheng.language.nearest import did_you_mean
from xueheng.language.positions import Entry, Node, Place

BUILT_IN = ("calendar_year", "quarter", "month", "week")
"""Windows that need no calendar."""
_OWN_WORDS = ("title", "note", "within", "source")


def settle_calendars(checking: Checking) -> None:
    """Fills `checking.calendars`; then checks names that may lie in a used pack's calendar."""
    for pack in checking.shelf.packs.values():
        root = pack.files.get("calendar")
        if root is None:
            continue
        windows = {entry.key.text: _window(checking, entry) for entry in entries(root.get("windows"))}
        days = {entry.key.text: _days(entry) for entry in entries(root.get("days"))}
        terms = tuple(found.text for found in scalars(root.get("terms")))
        checking.calendars[pack.name] = Calendar(windows, terms, days)
        _named_windows(checking, pack.name, root)


def window_names(calendar: Calendar) -> list[str]:
    """Every window that may be named."""
    return [*calendar.windows, *BUILT_IN]


def _window(checking: Checking, entry: Entry) -> CalendarWindow:
    spans: dict[str, tuple[date, date]] = {}
    for label in entries(entry.value):
        if label.key.text not in _OWN_WORDS:
            span = _span(label)
            if span:
                _no_overlap(checking, label, span, spans)
                spans[label.key.text] = span
    within = text(below(entry.value, "within")) or None
    return CalendarWindow(entry.key.text, bilingual(below(entry.value, "title"), entry.key.text), within, spans)


def _span(label: Entry) -> tuple[date, date] | None:
    ends = [day_from(text(item)) for item in items(label.value)]
    if len(ends) != 2 or ends[0] is None or ends[1] is None or ends[1] < ends[0]:
        return None
    return ends[0], ends[1]


def _no_overlap(
    checking: Checking, label: Entry, span: tuple[date, date], others: dict[str, tuple[date, date]]
) -> None:
    for name, (start, end) in others.items():
        if span[0] <= end and start <= span[1]:
            checking.report("XH-T007", label.key.place, label=label.key.text, other=name, start=start, end=end)
            return


def _days(entry: Entry) -> dict[str, date]:
    found = {}
    for label in entries(entry.value):
        day = day_from(text(label.value)) if label.key.text not in _OWN_WORDS else None
        if day:
            found[label.key.text] = day
    return found


def _named_windows(checking: Checking, pack: str, root: Node) -> None:
    calendar = checking.calendar_for(pack)
    for written in scalars(below(root, "terms")):
        if written.text not in calendar.windows:
            report_window(checking, written.text, written.place, calendar)
    for entry in entries(below(root, "windows")):
        within = scalar(below(entry.value, "within"))
        if within and within.text not in window_names(calendar):
            report_window(checking, within.text, within.place, calendar)


def report_window(checking: Checking, name: str, place: Place, calendar: Calendar) -> None:
    """Reports a window that no calendar has."""
    checking.report("XH-T001", place, name=name, hint=did_you_mean(name, window_names(calendar)))
