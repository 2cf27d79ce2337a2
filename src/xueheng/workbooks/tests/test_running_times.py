"""Running times as schools write them, and what is refused."""

from fractions import Fraction

import pytest

from xueheng.workbooks.cell_faults import Fault
from xueheng.workbooks.running_times import running_time, running_time_reader

FOUR_FIVE = 4 * 60 + 5


@pytest.mark.parametrize(
    "cell",
    [
        "s4'05", "s4′05″", "s4’05”", "s4‘05“", "s4'05''", "s4:05", "s4：05", "s4.05", "s４′０５″", "s４．０５",
        "s4分05秒", "s4分5秒", "s4分钟5秒", "s 4' 05\" ", "s'4'05", "s4'5", "s245秒", 's245"', "s0:04:05", "n4.05",
        "t04:05:00", "t00:04:05", f"u{FOUR_FIVE * 60}", f"u{FOUR_FIVE}", "n0.170138888888889",
        "n0.00283564814814815", "m1899-12-31T04:05:00",
    ],
)  # fmt: skip
def test_four_minutes_five(cell: str) -> None:
    assert running_time(cell) == FOUR_FIVE


@pytest.mark.parametrize(
    ("cell", "seconds"),
    [
        ("n4.1", 250),
        ("s4.1", 250),
        ("n4", 240),
        ("s4", 240),
        ("s4'", 240),
        ("s4分", 240),
        ("n4.3", 270),
        ("n1.58", 118),
    ],
)
def test_a_number_is_minutes_and_two_digits_of_seconds(cell: str, seconds: int) -> None:
    assert running_time(cell) == seconds


@pytest.mark.parametrize("cell", ["n4.75", "s4.6", "s4'60", "s4:75", "s4分61秒", "n4.99"])
def test_sixty_seconds_and_more_are_refused(cell: str) -> None:
    found = running_time(cell)
    assert isinstance(found, Fault)
    assert "60" in found.reason.zh
    assert "4'05" in found.remedy.zh


@pytest.mark.parametrize("cell", ["n245", "s245", "n405", "s405"])
def test_a_bare_whole_number_is_ambiguous(cell: str) -> None:
    found = running_time(cell)
    assert isinstance(found, Fault)
    assert found.reason.zh == f"{cell[1:]} 说不清是秒数还是几分几秒"


def test_the_remedy_for_an_ambiguous_number_gives_both_readings() -> None:
    found = running_time("n245")
    assert isinstance(found, Fault)
    assert found.remedy.zh == "如果是 245 秒，请写 4'05；如果是几分几秒，请写 2'45。"


def test_only_the_reading_that_exists_is_offered() -> None:
    found = running_time("n275")
    assert isinstance(found, Fault)
    assert found.remedy.zh == "如果是 275 秒，请写 4'35。"


@pytest.mark.parametrize(
    "cell",
    ["s缺考", "s4-05", "s4'05'06", "s", "n4.053", "n-4.05", "b1", "d2025-11-03", "t04:05:30", "e#N/A", "fA1", "s4''05"],
)
def test_what_is_no_running_time_is_refused(cell: str) -> None:
    assert isinstance(running_time(cell), Fault)


def test_the_range_is_told_in_minutes_and_seconds() -> None:
    read = running_time_reader(0, Fraction(120), Fraction(900), "refuse")
    assert read("s4'05") == 245
    found = read("s1'05")
    assert isinstance(found, Fault)
    assert found.reason.zh == "1′05″ 不在 2′00″–15′00″ 之间"


def test_parts_of_a_second_follow_the_field() -> None:
    assert isinstance(running_time_reader(0, None, None, "refuse")("s4'05.3"), Fault)
    assert running_time_reader(0, None, None, "up")("s4'05.3") == 246
