"""Over what a report may be: a school year or a term of the calendar that has begun."""

from datetime import date

from xueheng.evaluation.core.public import Period, window_period
from xueheng.identity.public import library
from xueheng.language.public import Calendar, Report
from xueheng.publication.refusals import period_unknown
from xueheng.wording import Text

MOST = 6
_YEAR = "school_year"


def report_of(name: str) -> Report | None:
    """A pack's report by its qualified name; None where the packs in force no longer have it."""
    return library().reports.get(name)


def _calendar() -> Calendar | None:
    packs = [name.partition(".")[0] for name in library().reports]
    return library().calendar_for(packs[0]) if packs else None


def period_choices(day: date) -> list[tuple[str, Text]]:
    """Those that have begun, the latest first, each by its code."""
    calendar = _calendar()
    if calendar is None:
        return []
    found = [
        (first, window, label)
        for window in (_YEAR, *calendar.terms)
        if window in calendar.windows
        for label, (first, _) in calendar.windows[window].spans.items()
        if first <= day
    ]
    latest = sorted(found, key=lambda one: (one[0], one[1] != _YEAR), reverse=True)[:MOST]
    return [(f"{window}:{label}", period_title(window, label)) for _, window, label in latest]


def period_named(code: str, day: date) -> Period:
    """The period of a code that `period_choices` gave. Raises ReportRefused."""
    calendar = _calendar()
    if calendar is None or code not in dict(period_choices(day)):
        raise period_unknown()
    window, _, label = code.partition(":")
    first, last = calendar.windows[window].spans[label]
    return Period(window, label, first, last)


def period_of_results(standard: str, last: date) -> Period:
    """The standard's own period in which a day lies. Raises RunError."""
    known = library()
    definition = known.standards[standard]
    return window_period(known.calendar_for(standard.rpartition(".")[0]), definition.period, None, last)


def period_title(window: str, label: str) -> Text:
    """`2025—2026学年第一学期`, as people say it."""
    calendar = _calendar()
    known = calendar.windows.get(window) if calendar else None
    years = label.replace("-", "—")
    if window == _YEAR or known is None:
        return Text(f"{years}学年", f"School year {label.replace('-', '–')}")
    return Text(f"{years}学年{known.title.zh}", f"{known.title.en or window}, {label.replace('-', '–')}")
