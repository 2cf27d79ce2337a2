"""Days, times of day and moments in cells."""

from datetime import date, datetime, time, timedelta

import pytest

from xueheng.workbooks.cell_faults import Fault
from xueheng.workbooks.day_cells import day_number, day_of, read_day, read_moment, read_time
from xueheng.workbooks.raw_cells import as_written, tagged

THIRD = day_number(date(2025, 11, 3))


@pytest.mark.parametrize(
    "cell",
    [
        "d2025-11-03", "m2025-11-03T00:00:00", "m2025-11-03T17:30:00", "s2025-11-03", "s2025-11-3", "s2025/11/3",
        "s2025.11.3", "s20251103", "s2025年11月3日", "s２０２５年１１月３日", "n20251103", "n45964", "s'2025-11-03",
        "s2025-11-03 08:30", "s2025-11-03T08:30:00",
    ],
)  # fmt: skip
def test_the_third_of_november(cell: str) -> None:
    assert read_day(cell) == THIRD


def test_serial_numbers_of_a_workbook_that_counts_from_1904() -> None:
    assert read_day("n44502", from_1904=True) == THIRD


@pytest.mark.parametrize(
    "cell",
    [
        "s2025-02-30",
        "s25-11-03",
        "s03/11/2025",
        "s去年",
        "n0",
        "n-1",
        "n999999",
        "t08:00:00",
        "b1",
        "n20251340",
        "d1000-01-01",
        "e#N/A",
    ],
)
def test_what_is_no_day_is_refused(cell: str) -> None:
    assert isinstance(read_day(cell), Fault)


def test_days_and_numbers_are_one_another() -> None:
    assert day_number(date(1970, 1, 1)) == 0
    assert day_of(THIRD) == date(2025, 11, 3)


@pytest.mark.parametrize(
    ("cell", "minutes"), [("t08:30:00", 510), ("s8:30", 510), ("s08：30", 510), ("s8时30分", 510), ("s8点", 480)]
)
def test_times_of_day(cell: str, minutes: int) -> None:
    assert read_time(cell) == minutes


@pytest.mark.parametrize("cell", ["s25:00", "s8:75", "s早上", "n0.5", "t08:30:15"])
def test_what_is_no_time_of_day_is_refused(cell: str) -> None:
    assert isinstance(read_time(cell), Fault)


def test_moments_grow_with_time() -> None:
    assert read_moment("n7") == 7
    assert read_moment("s2025-11-03 08:30") == THIRD * 86_400 + 510 * 60
    assert read_moment("m2025-11-03T08:30:00") == THIRD * 86_400 + 510 * 60
    assert read_moment("d2025-11-03") == THIRD * 86_400
    assert isinstance(read_moment("s昨天"), Fault)


def test_cells_cross_as_tagged_strings() -> None:
    values = [
        "甲",
        "  ",
        "",
        8.2,
        12.0,
        7,
        True,
        None,
        date(2025, 11, 3),
        datetime.fromisoformat("2025-11-03T08:30:00"),
        time(4, 4, 59, 999_999),
        timedelta(hours=28),
    ]
    assert [tagged(value) for value in values] == [
        "s甲", None, None, "n8.2", "n12", "n7", "b1", None, "d2025-11-03", "m2025-11-03T08:30:00", "t04:05:00",
        "u100800",
    ]  # fmt: skip
    assert [as_written(cell) for cell in ("m2025-11-03T00:00:00", "u100800", "b0", "fA1+1")] == [
        "2025-11-03", "28:00:00", "FALSE", "=A1+1",
    ]  # fmt: skip
