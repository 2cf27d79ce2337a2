"""Windows of the reference, and rows of weeks, months, quarters and terms, worked out on a calendar."""

from collections.abc import Callable
from datetime import date

import pytest

from tests.reference_evaluator import RunRefusedError, measure_values
from tests.reference_evaluator.authoring import DATE as DAY
from tests.reference_evaluator.authoring import (
    EXACT,
    attribute,
    call,
    code_of,
    column,
    compares,
    dataset,
    entity,
    evidence,
    fold,
    library,
    measure,
    num,
    reading,
    title,
    whole,
)
from tests.reference_evaluator.beside_engines import Values, values_of_all
from tests.reference_evaluator.values import Value, calendar_day, whole_years
from tests.reference_evaluator.windows import Window, asked_for
from xueheng.evaluation.core.dataset import Dataset, Period
from xueheng.language import typed
from xueheng.language.definitions import Calendar, CalendarWindow, During, Fold, Measure, WindowRows
from xueheng.language.library_definitions import Library

YEAR = Period("school_year", "2025-2026", date(2025, 9, 1), date(2026, 8, 31))
OCTOBER = Period("month", "2025-10", date(2025, 10, 1), date(2025, 10, 31))


def day(text: str) -> date:
    return date.fromisoformat(text)


def entries(name: str, within: str | None, **spans: tuple[str, str]) -> CalendarWindow:
    named = {label.removeprefix("y").replace("_", "-"): (day(a), day(b)) for label, (a, b) in spans.items()}
    return CalendarWindow(name, title(name), within, named)


CALENDAR = Calendar(
    {
        "school_year": entries(
            "school_year",
            None,
            y2024_2025=("2024-09-01", "2025-08-31"),
            y2025_2026=("2025-09-01", "2026-08-31"),
        ),
        "term_1": entries(
            "term_1", "school_year", y2024_2025=("2024-09-02", "2025-01-17"), y2025_2026=("2025-09-01", "2026-01-30")
        ),
        "term_2": entries("term_2", "school_year", y2025_2026=("2026-03-02", "2026-07-03")),
        "camp": entries("camp", None, summer=("2026-08-03", "2026-08-07"), winter=("2026-01-05", "2026-01-09")),
    },
    ("term_1", "term_2"),
    {"census": {"2025-2026": day("2025-12-31")}},
)


def window(during: During, period: Period = YEAR, asking: Window | None = None) -> tuple[str, str]:
    found = asked_for(during, asking, CALENDAR, period)
    return calendar_day(found.start).isoformat(), calendar_day(found.end).isoformat()


def test_a_named_window_bears_the_runs_label() -> None:
    assert window(During("named", "term_1")) == ("2025-09-01", "2026-01-30")
    assert window(During("named", "term_2")) == ("2026-03-02", "2026-07-03")


def test_a_window_within_another_takes_the_label_of_the_outer_one() -> None:
    # a run of October: the school year with 31 October in it is 2025-2026, so are its terms
    assert window(During("named", "term_2"), OCTOBER) == ("2026-03-02", "2026-07-03")


def test_else_the_window_with_the_last_day_in_it() -> None:
    in_camp = Period("x", "x", date(2025, 12, 1), date(2026, 1, 9))
    assert window(During("named", "camp"), in_camp) == ("2026-01-05", "2026-01-09")
    with pytest.raises(RunRefusedError, match="XH-T004"):
        window(During("named", "camp"), OCTOBER)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("calendar_year", "2025-01-01", "2025-12-31"),
        ("quarter", "2025-10-01", "2025-12-31"),
        ("month", "2025-10-01", "2025-10-31"),
        ("week", "2025-10-27", "2025-11-02"),  # 31 October 2025 is a Friday
    ],
)
def test_built_in_windows_hold_the_periods_last_day(name: str, first: str, last: str) -> None:
    assert window(During("named", name), OCTOBER) == (first, last)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("school_year", "2024-09-01", "2025-08-31"),
        ("term_1", "2024-09-02", "2025-01-17"),
        ("quarter", "2026-04-01", "2026-06-30"),
        ("month", "2026-07-01", "2026-07-31"),
        ("week", "2026-08-24", "2026-08-30"),  # 31 August 2026 is a Monday
        ("camp", "2026-08-03", "2026-08-07"),  # no camp holds the last day: the one before it
    ],
)
def test_previous_is_the_one_before(name: str, first: str, last: str) -> None:
    assert window(During("previous", name)) == (first, last)


def test_nothing_before_the_first_is_refused() -> None:
    with pytest.raises(RunRefusedError, match="XH-T004"):
        window(During("previous", "term_2"))


@pytest.mark.parametrize(
    ("count", "unit", "first"),
    [(1, "days", "2026-08-31"), (30, "days", "2026-08-02"), (2, "weeks", "2026-08-18"), (12, "months", "2025-09-01")],
)
def test_last_ends_with_the_period(count: int, unit: str, first: str) -> None:
    assert window(During("last", "", count, unit)) == (first, "2026-08-31")  # type: ignore[arg-type]


def test_last_months_are_clamped_to_the_months_length() -> None:
    # the day after is 31 March; one month earlier is 28 February
    ends = Period("x", "x", date(2026, 1, 1), date(2026, 3, 30))
    assert window(During("last", "", 1, "months"), ends) == ("2026-02-28", "2026-03-30")
    leap = Period("x", "x", date(2024, 1, 1), date(2024, 2, 28))
    # the day after is 29 February 2024; a year earlier there is only the 28th
    assert window(During("last", "", 1, "years"), leap) == ("2023-02-28", "2024-02-28")


def test_a_week_asks_for_itself_and_for_what_ends_with_it() -> None:
    week = Window(20360, 20366)
    assert asked_for(During("period"), week, CALENDAR, YEAR) == week
    assert asked_for(During("last", "", 2, "weeks"), week, CALENDAR, YEAR) == Window(20353, 20366)
    for kind in ("named", "previous", "ever"):
        with pytest.raises(RunRefusedError, match="XH-T002"):
            asked_for(During(kind, "term_1"), week, CALENDAR, YEAR)


MINUTES = whole(0, 1000)
PUPIL = entity("pupil", (), grade=code_of("g7", "g8"))
EXERCISE = evidence("exercise", minutes=MINUTES)
TOTAL = measure("total", fold("sum", "exercise", column("minutes", MINUTES)))


def value(
    *measures: Measure,
    records: dict[str, int],
    exists: dict[str, date] | None = None,
    ask: Callable[[Library, list[str], Dataset, Period], Values] = values_of_all,
) -> Value:
    made = library(PUPIL, EXERCISE, *measures, calendar=CALENDAR)
    lines = [{"subject": "li", "day": day(on), "minutes": minutes} for on, minutes in records.items()]
    data = dataset(made, {"pupil": [{"subject": "li", **(exists or {})}]}, {"exercise": lines})
    return ask(made, [measures[-1].name], data, YEAR)[measures[-1].name, "pupil"]["li"]


def each(rows: str, at_least: int, during: During) -> Fold:
    met = compares(reading("total", TOTAL.type, "row"), ">=", num(at_least))
    return fold("count", WindowRows(rows), met, during=during)  # type: ignore[arg-type]


FIRST_TERM = During("named", "term_1")


def test_weeks_are_whole_and_ask_for_themselves() -> None:
    # term 1 runs from Monday 1 September 2025 to Friday 30 January 2026: 21 whole weeks, the last ends on 25 January
    weeks = fold("count", WindowRows("weeks"), during=FIRST_TERM)
    assert value(TOTAL, measure("m", weeks), records={}) == 21
    met = {"2025-09-01": 60, "2025-09-07": 40, "2025-09-08": 100, "2025-09-15": 99, "2026-01-26": 500}
    # weeks of 1 September (60 + 40) and 8 September (100); 99 is short; 26 January has no whole week
    assert value(TOTAL, measure("m", each("weeks", 100, FIRST_TERM)), records=met) == 2


def test_months_quarters_and_terms() -> None:
    count = {rows: measure("m", fold("count", WindowRows(rows))) for rows in ("months", "quarters", "terms")}
    assert value(count["months"], records={}) == 12
    assert value(count["quarters"], records={}) == 3  # October to June; the summer quarter is cut in two
    assert value(count["terms"], records={}) == 2
    months_of_term = measure("m", fold("count", WindowRows("months"), during=FIRST_TERM))
    assert value(months_of_term, records={}) == 4  # September to December; January lacks its last day


def test_windows_lie_inside_the_pupils_time_at_school() -> None:
    months = measure("m", fold("count", WindowRows("months")))
    came = {"from_day": day("2025-10-02"), "to_day": day("2026-03-31")}
    assert value(months, records={}, exists=came) == 5  # November to March


def test_the_weakest_month_of_a_sum_that_counts_nothing_as_zero() -> None:
    worst = fold("min", WindowRows("months"), reading("total", TOTAL.type, "row"), during=FIRST_TERM)
    records = {"2025-09-10": 3, "2025-10-10": 5, "2025-11-10": 4}
    assert value(TOTAL, measure("m", worst), records=records) == 0  # December


def test_derived_values_are_worked_out_for_each_window() -> None:
    half = measure("half", typed.Arithmetic("/", reading("total", TOTAL.type), num(2), EXACT))
    best = fold("max", WindowRows("months"), reading("half", half.type, "row"), during=FIRST_TERM)
    assert value(TOTAL, half, measure("m", best), records={"2025-09-10": 3, "2025-09-30": 4, "2025-10-01": 6}) == 3.5


def test_the_last_days_of_a_week_reach_back_before_it() -> None:
    fortnight = fold("sum", "exercise", column("minutes", MINUTES), during=During("last", "", 14, "days"))
    recent = measure("recent", fortnight)
    met = compares(reading("recent", recent.type, "row"), ">=", num(10))
    weeks = measure("m", fold("count", WindowRows("weeks"), met, during=FIRST_TERM))
    # 10 on 3 September is within fourteen days of the Sundays 7 and 14 September
    assert value(recent, weeks, records={"2025-09-03": 10}) == 2


def test_weeks_of_months() -> None:
    active = compares(reading("total", TOTAL.type, "row"), ">=", num(1))
    weeks = measure("weeks", fold("count", WindowRows("weeks"), active))
    met = compares(reading("weeks", weeks.type, "row"), ">=", num(2))
    months = measure("m", fold("count", WindowRows("months"), met, during=FIRST_TERM))
    records = {"2025-09-03": 1, "2025-09-10": 1, "2025-09-30": 1, "2025-10-08": 1, "2025-10-15": 1, "2025-11-01": 1}
    # September has two active whole weeks, October two; the week of 30 September lies in neither month
    assert value(TOTAL, weeks, months, records=records, ask=measure_values) == 2  # engines refuse weeks within months


def test_a_fixed_window_cannot_be_asked_for_each_month() -> None:
    fixed = measure("fixed", fold("count", "exercise", during=FIRST_TERM))
    months = measure("m", fold("sum", WindowRows("months"), reading("fixed", fixed.type, "row")))
    with pytest.raises(RunRefusedError, match="XH-T002"):
        value(fixed, months, records={})


def test_named_days_and_ages() -> None:
    census = typed.NamedDay("census", DAY)
    born = typed.Constant((date(2012, 2, 29) - date(1970, 1, 1)).days, DAY)
    assert value(measure("m", call("years", born, census)), records={}) == 13
    assert value(measure("m", call("days", typed.NamedDay("period_start", DAY), census)), records={}) == 121


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        ("2012-02-29", "2013-02-28", 0),
        ("2012-02-29", "2013-03-01", 1),
        ("2012-02-29", "2016-02-29", 4),
        ("2010-05-04", "2026-05-03", 15),
        ("2026-05-04", "2010-05-04", -16),
        ("2026-05-03", "2010-05-04", -15),
    ],
)
def test_whole_years(first: str, last: str, years: int) -> None:
    numbers = [(day(text) - date(1970, 1, 1)).days for text in (first, last)]
    assert whole_years(*numbers) == years


def test_attributes_read_in_a_week_stand_as_on_the_last_day() -> None:
    grade = attribute("grade", code_of("g7", "g8"))
    met = compares(grade, "=", typed.Constant("g8", code_of("g7", "g8")))
    months = measure("m", fold("count", WindowRows("months"), met))
    assert value(months, records={}, exists={"grade": "g8"}) == 12  # type: ignore[dict-item]
