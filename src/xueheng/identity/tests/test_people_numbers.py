"""Numbers with a check digit: what is an error, what only a remark, and what a form may have typed."""

from datetime import date

import pytest

from xueheng.identity.check_digits import NumberRefused, birth_day, checked_credit_code, checked_number
from xueheng.identity.tests.authority import identity_card

TODAY = date(2026, 3, 2)
BEIJING = "11010519491231002X"
"""The example of the national standard GB 11643."""


def test_the_standard_s_own_example_is_right_and_gives_its_day_of_birth() -> None:
    checked = checked_number("resident", BEIJING, TODAY)
    assert (checked.value, checked.remarks) == (BEIJING, ())
    assert birth_day(checked.value) == date(1949, 12, 31)


@pytest.mark.parametrize("written", ["11010519491231002x", " 110105 19491231 002X ", "１１０１０５19491231002Ｘ"])
def test_what_a_person_types_is_brought_to_one_spelling(written: str) -> None:
    assert checked_number("resident", written, TODAY).value == BEIJING


@pytest.mark.parametrize("at", range(18))
def test_any_one_digit_typed_wrong_is_found(at: int) -> None:
    wrong = "1" if BEIJING[at] != "1" else "2"
    with pytest.raises(NumberRefused) as refusal:
        checked_number("resident", BEIJING[:at] + wrong + BEIJING[at + 1 :], TODAY)
    assert wrong * 3 not in str(refusal.value)
    assert BEIJING[:6] not in refusal.value.say()


def test_a_region_that_no_list_knows_is_a_remark_and_no_error() -> None:
    checked = checked_number("resident", identity_card(date(2016, 10, 1), 7), TODAY)
    assert [remark.zh for remark in checked.remarks] == ["行政区划代码 500199 不在区划表里，请核对"]


def card(region: str, born: str) -> str:
    """With its check digit by the sum of the standard, weights 7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2."""
    body = f"{region}{born}001"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True))
    return body + "10X98765432"[total % 11]


@pytest.mark.parametrize(
    ("region", "born"),
    [
        ("500112", "20260105"),  # 渝北区, abolished in 2025, before the birth
        ("500157", "20260105"),  # 两江新区, since 2025
        ("512201", "19900105"),  # of before Chongqing was a municipality
        ("830000", "19900105"),  # a residence permit of Taiwan
        ("810000", "19900105"),
    ],
)
def test_regions_of_the_past_and_permits_pass_without_a_remark(region: str, born: str) -> None:
    assert checked_number("resident", card(region, born), TODAY).remarks == ()


@pytest.mark.parametrize("born", ["20260303", "20250229", "18991231", "20251301"])
def test_a_day_of_birth_that_is_none_or_still_to_come_is_refused(born: str) -> None:
    with pytest.raises(NumberRefused, match="出生日期"):
        checked_number("resident", card("500108", born), TODAY)


@pytest.mark.parametrize("written", ["", "1", BEIJING[:-1], BEIJING + "0", "x" * 18, "'; DROP TABLE", "٣" * 18])
def test_what_is_no_number_at_all_is_refused(written: str) -> None:
    with pytest.raises(NumberRefused, match="18 位"):
        checked_number("resident", written, TODAY)


def test_a_pupil_number_is_g_and_a_card_s_number() -> None:
    assert checked_number("pupil", f"g{BEIJING}", TODAY).value == f"G{BEIJING}"
    with pytest.raises(NumberRefused, match="校验码"):
        checked_number("pupil", f"G{BEIJING[:-1]}1", TODAY)
    with pytest.raises(NumberRefused, match="学籍号应为"):
        checked_number("pupil", BEIJING, TODAY)


def test_a_temporary_pupil_number_passes_with_a_remark() -> None:
    assert [remark.zh for remark in checked_number("pupil", "L20260001234", TODAY).remarks] == [
        "这是临时学籍号，办好正式学籍后请更换"
    ]


def test_a_teacher_number_and_an_unknown_kind() -> None:
    assert checked_number("teacher", "20155001 2345", TODAY).value == "201550012345"
    with pytest.raises(NumberRefused, match="教师号"):
        checked_number("teacher", "12", TODAY)
    with pytest.raises(NumberRefused, match="没有“shoe”这种号码"):
        checked_number("shoe", "42", TODAY)


def test_a_credit_code_s_region_is_remarked_on_and_its_check_character_is_not_forgiven() -> None:
    assert checked_credit_code("91110000600037341L").value == "91110000600037341L"
    for wrong in ("91110000600037341M", "91110000600037341", "I1110000600037341L"):
        with pytest.raises(NumberRefused, match="统一社会信用代码不对"):
            checked_credit_code(wrong)
