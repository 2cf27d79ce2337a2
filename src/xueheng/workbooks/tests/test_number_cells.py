"""Numbers in cells: exact, in the field's decimals, with the reason and the remedy when not."""

from fractions import Fraction

import pytest

from xueheng.workbooks.cell_faults import Fault
from xueheng.workbooks.number_cells import exact_number, number_reader
from xueheng.workbooks.raw_cells import tagged

height = number_reader(1, Fraction(80), Fraction(230), "refuse", "cm")
sprint = number_reader(1, Fraction(5), Fraction(30), "up", "s")
lungs = number_reader(0, Fraction(200), Fraction(9999), "refuse", "ml")


@pytest.mark.parametrize(
    ("cell", "tenths"),
    [
        ("n121.5", 1215), ("s121.5", 1215), ("s１２１．５", 1215), ("s121.5 cm", 1215), ("s121.5厘米", 1215),
        ("s121.5CM", 1215), ("s'121.5", 1215), ("s 121.5 ", 1215), ("n121", 1210), ("s121.50", 1215), ("s+121.5", 1215),
    ],
)  # fmt: skip
def test_a_height_in_a_cell(cell: str, tenths: int) -> None:
    assert height(cell) == tenths


@pytest.mark.parametrize("stored", [8.2, 8.199999999999998, 8.200000000000003, 8.200000000000001])
def test_a_binary_number_is_read_as_the_decimal_it_shows(stored: float) -> None:
    cell = tagged(stored)
    assert cell == "n8.2"
    assert sprint(cell) == 82


def test_the_second_decimal_of_50_m_counts_up() -> None:
    assert sprint("n8.21") == 83
    assert sprint("n8.29") == 83
    assert sprint("n8.2") == 82
    assert sprint("n8.20") == 82


def test_half_up_is_away_from_zero() -> None:
    reach = number_reader(0, Fraction(-40), Fraction(50), "half_up", "cm")
    assert [reach(cell) for cell in ("n2.5", "n2.4", "n-2.5", "n-2.4")] == [3, 2, -3, -2]


def test_more_decimals_than_declared_are_refused() -> None:
    found = height("n121.55")
    assert isinstance(found, Fault)
    assert found.reason.zh == "121.55：最多 1 位小数"
    whole = lungs("n1200.5")
    assert isinstance(whole, Fault)
    assert whole.reason.zh == "1200.5：要整数"


def test_metres_in_a_column_of_centimetres() -> None:
    found = height("n1.65")
    assert isinstance(found, Fault)
    assert found.reason.zh == "1.65 厘米不在 80–230 之间"
    assert found.reason.en == "1.65 cm is not within 80–230"
    assert found.remedy.zh == "如果是米，请写 165。"


def test_other_slips_are_named() -> None:
    millimetres, litres, point = height("n1215"), lungs("n3.2"), sprint("n82")
    assert isinstance(millimetres, Fault)
    assert millimetres.remedy.zh == "如果是毫米，请写 121.5。"
    assert isinstance(litres, Fault)
    assert litres.remedy.zh == "如果是升，请写 3200。"
    assert isinstance(point, Fault)
    assert point.remedy.zh == "是否小数点错位：8.2？请核对后改正。"


def test_minutes_in_a_field_of_seconds() -> None:
    found = number_reader(0, Fraction(120), Fraction(900), "refuse", "s")("n4")
    assert isinstance(found, Fault)
    assert found.remedy.zh == "如果是分钟，请写 240。"


def test_thousands_separators_only_where_they_belong() -> None:
    assert lungs("s3,250") == 3250
    assert lungs("s3，250") == 3250
    found = lungs("s32,50")
    assert isinstance(found, Fault)
    assert found.remedy.zh == "小数请用点：32.50"


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("s缺考", "“缺考”不是数字"),
        ("s121.5m", "“121.5m”不是数字"),
        ("b1", "这里要数字，单元格是是/否（TRUE）"),
        ("d2025-11-03", "这里要数字，单元格是日期（2025-11-03）"),
        ("t08:12:00", "这里要数字，单元格是时间（08:12:00）"),
        ("e#DIV/0!", "单元格是错误值 #DIV/0!"),
        ("fB2*2", "公式没有保存计算结果"),
        ("s8..2", "“8..2”不是数字"),
        ("s=1+1", "“=1+1”不是数字"),
        ("s١٢١", "“١٢١”不是数字"),
        ("nnan", "“nan”不是数字"),
        ("ninf", "“inf”不是数字"),
    ],
)
def test_what_is_no_number_says_why(cell: str, reason: str) -> None:
    found = height(cell)
    assert isinstance(found, Fault)
    assert found.reason.zh == reason
    assert found.remedy.zh
    assert found.reason.en


@pytest.mark.parametrize("cell", ["s" + "9" * 5_000, "n1e+300", "n1e-300", "s1e5", "s0x10", "s1_000"])
def test_monstrous_numbers_are_refused_quickly(cell: str) -> None:
    assert isinstance(number_reader(0, None, None, "refuse", None)(cell), Fault)


def test_a_number_beyond_63_bits_is_refused() -> None:
    read = number_reader(0, None, None, "refuse", None)
    assert read("s9223372036854775807") == 2**63 - 1
    assert isinstance(read("s9223372036854775808"), Fault)


def test_scientific_numbers_of_the_spreadsheet_are_exact() -> None:
    assert exact_number("n1e-05", None) == Fraction(1, 100_000)
