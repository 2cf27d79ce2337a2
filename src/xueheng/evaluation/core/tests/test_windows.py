"""Windows on a calendar: which days they mean, worked out by hand."""

from datetime import date

import pytest

from tests.reference_evaluator.authoring import entity, library, measure, node, num, standard, title
from tests.reference_evaluator.values import calendar_day
from xueheng.evaluation.core.dataset import FIRST_DAY, LAST_DAY, Period
from xueheng.evaluation.core.refusals import RunError
from xueheng.evaluation.core.tests.school import day
from xueheng.evaluation.core.windows import (
    Windows,
    built_in_label,
    built_in_window,
    day_number,
    period_for,
    window_period,
)
from xueheng.language.definitions import Calendar, CalendarWindow, During

YEAR = Period("school_year", "2025-2026", date(2025, 9, 1), date(2026, 8, 31))
OCTOBER = Period("month", "2025-10", date(2025, 10, 1), date(2025, 10, 31))


def entries(name: str, within: str | None, spans: dict[str, tuple[str, str]]) -> CalendarWindow:
    return CalendarWindow(name, title(name), within, {label: (day(a), day(b)) for label, (a, b) in spans.items()})


CALENDAR = Calendar(
    {
        "school_year": entries(
            "school_year",
            None,
            {
                "2023-2024": ("2023-09-01", "2024-08-31"),
                "2024-2025": ("2024-09-01", "2025-08-31"),
                "2025-2026": ("2025-09-01", "2026-08-31"),
            },
        ),
        "autumn": entries(
            "autumn",
            "school_year",
            {"2024-2025": ("2024-09-02", "2025-01-17"), "2025-2026": ("2025-09-01", "2026-01-30")},
        ),
        "spring": entries("spring", "school_year", {"2025-2026": ("2026-03-02", "2026-07-03")}),
        "camp": entries("camp", None, {"winter": ("2026-01-05", "2026-01-09")}),
    },
    ("autumn", "spring"),
    {"census": {"2025-2026": day("2025-12-31")}, "visit": {"old": day("2024-05-01"), "new": day("2026-05-01")}},
)


def windows(period: Period = YEAR) -> Windows:
    return Windows(CALENDAR, period)


def said(span: tuple[date, date]) -> tuple[str, str]:
    return span[0].isoformat(), span[1].isoformat()


def test_a_named_window_bears_the_runs_label_or_the_outer_ones_or_holds_the_last_day() -> None:
    assert said(windows().named("spring")) == ("2026-03-02", "2026-07-03")
    assert said(windows().named("school_year")) == ("2025-09-01", "2026-08-31")
    # the school year that holds 31 October is 2025-2026, and so is its spring
    assert said(windows(OCTOBER).named("spring")) == ("2026-03-02", "2026-07-03")
    assert said(windows(OCTOBER).named("autumn")) == ("2025-09-01", "2026-01-30")
    for last in ("2026-01-05", "2026-01-09"):
        in_camp = Period("x", "x", date(2025, 12, 1), day(last))
        assert said(windows(in_camp).named("camp")) == ("2026-01-05", "2026-01-09")
    for last in ("2026-01-04", "2026-01-10"):
        with pytest.raises(RunError, match="XH-T004"):
            windows(Period("x", "x", date(2025, 12, 1), day(last))).named("camp")
    with pytest.raises(RunError, match="XH-T004"):
        windows().named("unheard_of")


@pytest.mark.parametrize(
    ("name", "first", "last", "label"),
    [
        ("calendar_year", "2025-01-01", "2025-12-31", "2025"),
        ("quarter", "2025-10-01", "2025-12-31", "2025-Q4"),
        ("month", "2025-10-01", "2025-10-31", "2025-10"),
        ("week", "2025-10-27", "2025-11-02", "2025-10-27"),  # 31 October 2025 is a Friday
    ],
)
def test_built_in_windows_hold_the_periods_last_day(name: str, first: str, last: str, label: str) -> None:
    whole_autumn = Period("x", "x", date(2025, 9, 1), date(2025, 10, 31))
    assert said(Windows(CALENDAR, whole_autumn).named(name)) == (first, last)
    assert built_in_label(name, day(first)) == label
    assert said(built_in_window(name, day(last))) == said(built_in_window(name, day(first))) == (first, last)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("school_year", "2024-09-01", "2025-08-31"),
        ("autumn", "2024-09-02", "2025-01-17"),
        ("calendar_year", "2025-01-01", "2025-12-31"),
        ("quarter", "2026-04-01", "2026-06-30"),
        ("month", "2026-07-01", "2026-07-31"),
        ("week", "2026-08-24", "2026-08-30"),  # 31 August 2026 is a Monday
        ("camp", "2026-01-05", "2026-01-09"),  # no camp holds the last day: the one before it
    ],
)
def test_the_previous_window_is_the_one_before(name: str, first: str, last: str) -> None:
    assert said(windows().previous(name)) == (first, last)


def test_nothing_before_the_first_is_refused() -> None:
    with pytest.raises(RunError, match="XH-T004"):
        windows().previous("spring")


@pytest.mark.parametrize(
    ("end", "count", "unit", "first"),
    [
        ("2026-08-31", 1, "days", "2026-08-31"),
        ("2026-08-31", 30, "days", "2026-08-02"),
        ("2026-08-31", 2, "weeks", "2026-08-18"),
        ("2026-08-31", 12, "months", "2025-09-01"),
        ("2026-03-30", 1, "months", "2026-02-28"),  # a month before 31 March
        ("2024-02-28", 1, "years", "2023-02-28"),  # a year before 29 February
        ("2026-08-31", 3, "years", "2023-09-01"),
    ],
)
def test_the_last_days_weeks_months_and_years(end: str, count: int, unit: str, first: str) -> None:
    ending = Period("x", "x", date(2023, 1, 1), day(end))
    found = Windows(CALENDAR, ending).during(During("last", "", count, unit))  # type: ignore[arg-type]
    assert [calendar_day(n).isoformat() for n in found] == [first, end]


def test_the_days_of_during() -> None:
    week = (date(2025, 9, 29), date(2025, 10, 5))
    year = windows()
    assert year.during(During("period")) == (day_number(YEAR.start), day_number(YEAR.end))
    assert year.during(During("period"), week) == (day_number(week[0]), day_number(week[1]))
    assert year.during(During("last", "", 7, "days"), week) == (day_number(week[0]), day_number(week[1]))
    assert year.during(During("ever")) == (FIRST_DAY, LAST_DAY)
    assert year.during(During("named", "spring")) == (day_number(day("2026-03-02")), day_number(day("2026-07-03")))
    assert year.during(During("previous", "month")) == (day_number(day("2026-07-01")), day_number(day("2026-07-31")))


def test_a_named_day_bears_the_runs_label_or_lies_in_the_period() -> None:
    assert windows().day("census") == day_number(day("2025-12-31"))
    assert windows().day("visit") == day_number(day("2026-05-01"))
    assert windows().day("period_start") == day_number(YEAR.start)
    assert windows().day("period_end") == day_number(YEAR.end)
    with pytest.raises(RunError, match="XH-T004"):
        windows(OCTOBER).day("visit")


def test_terms_that_end_with_the_window_are_whole() -> None:
    outer = (day_number(day("2025-09-01")), day_number(day("2026-07-03")))
    found = [said(span) for span in windows().whole_windows("terms", outer)]
    assert found == [("2025-09-01", "2026-01-30"), ("2026-03-02", "2026-07-03")]
    assert windows().whole_windows("terms", (outer[0] + 1, outer[1] - 1)) == []


def test_whole_weeks_begin_and_end_with_the_window() -> None:
    fortnight = (day_number(day("2025-09-01")), day_number(day("2025-09-14")))  # Monday to Sunday
    assert [said(w) for w in windows().whole_windows("weeks", fortnight)] == [
        ("2025-09-01", "2025-09-07"),
        ("2025-09-08", "2025-09-14"),
    ]
    assert windows().whole_windows("weeks", (fortnight[0] + 1, fortnight[1] - 1)) == []


PUPIL = entity("pupil")
LIBRARY = library(PUPIL, measure("one", num(1)), standard(node("root", node("one", measure="one"))), calendar=CALENDAR)


@pytest.mark.parametrize(
    ("today", "label"),
    [
        ("2025-09-01", "2025-2026"),
        ("2026-08-31", "2025-2026"),
        ("2025-08-31", "2024-2025"),
        ("2024-09-01", "2024-2025"),
    ],
)
def test_the_current_period_holds_today(today: str, label: str) -> None:
    assert period_for(LIBRARY, "p.s", None, day(today)).label == label


def test_a_period_by_its_label_or_by_its_days() -> None:
    today = date(2000, 1, 1)
    assert period_for(LIBRARY, "p.s", "2024-2025", today) == Period(
        "school_year", "2024-2025", date(2024, 9, 1), date(2025, 8, 31)
    )
    explicit = period_for(LIBRARY, "p.s", "2025-09-01..2026-07-31", today)
    assert (explicit.start, explicit.end) == (date(2025, 9, 1), date(2026, 7, 31))
    one_day = period_for(LIBRARY, "p.s", "2025-09-01..2025-09-01", today)
    assert (one_day.start, one_day.end) == (date(2025, 9, 1), date(2025, 9, 1))


@pytest.mark.parametrize("label", ["2025-09-01..2025-08-31", "2025-09-31..2026-01-01", "a..b", ".."])
def test_days_that_cannot_be_read_are_refused(label: str) -> None:
    with pytest.raises(RunError, match="XH-T005"):
        period_for(LIBRARY, "p.s", label, date(2025, 10, 1))


@pytest.mark.parametrize("label", ["2030-2031", "autumn", None])
def test_a_period_that_the_calendar_does_not_have_is_refused(label: str | None) -> None:
    with pytest.raises(RunError, match="XH-T004") as refused:
        period_for(LIBRARY, "p.s", label, date(2031, 10, 1))
    assert "2025-2026" in str(refused.value.remedy)


@pytest.mark.parametrize(
    ("label", "window", "first"),
    [
        ("autumn 2025-2026", "autumn", "2025-09-01"),
        ("2025-2026.spring", "spring", "2026-03-02"),
        (None, "spring", "2026-03-02"),
    ],
)
def test_a_term_is_any_of_the_calendars_terms(label: str | None, window: str, first: str) -> None:
    found = window_period(CALENDAR, "term", label, date(2026, 5, 1))
    assert (found.window, found.start.isoformat()) == (window, first)


@pytest.mark.parametrize(
    ("window", "label", "first", "last"),
    [
        ("calendar_year", "2025", "2025-01-01", "2025-12-31"),
        ("quarter", "2025-Q2", "2025-04-01", "2025-06-30"),
        ("month", "2024-02", "2024-02-01", "2024-02-29"),
        ("week", "2025-10-31", "2025-10-27", "2025-11-02"),
        ("month", None, "2025-10-01", "2025-10-31"),
    ],
)
def test_built_in_periods(window: str, label: str | None, first: str, last: str) -> None:
    found = window_period(CALENDAR, window, label, date(2025, 10, 31))
    assert (found.start.isoformat(), found.end.isoformat()) == (first, last)


@pytest.mark.parametrize("label", ["2025-13", "25", "2025-Q5", "2025-02-30"])
def test_built_in_labels_that_cannot_be_read_are_refused(label: str) -> None:
    with pytest.raises(RunError, match="XH-T005"):
        window_period(CALENDAR, "month", label, date(2025, 10, 31))
