"""Words in cells: yes and no, codes, numbers of subjects, text."""

import pytest

from xueheng.workbooks.cell_faults import Fault
from xueheng.workbooks.field_readers import accepted_words, default_value, field_reader
from xueheng.workbooks.tests.one_school import GRADE, SEX, TABLES, TEST_FIELDS, number
from xueheng.workbooks.word_cells import code_reader, read_subject, read_yes_no, text_reader

sex = field_reader(SEX, "", {"male": ("1",), "female": ("2",)}, TABLES, False)
grade = field_reader(GRADE, "", {}, TABLES, False)


@pytest.mark.parametrize("cell", ["s是", "sYES", "sｙ", "b1", "n1", "s√", "s有"])
def test_yes(cell: str) -> None:
    assert read_yes_no(cell) is True


@pytest.mark.parametrize("cell", ["s否", "sNo", "b0", "n0", "s×", "s无"])
def test_no(cell: str) -> None:
    assert read_yes_no(cell) is False


def test_neither_yes_nor_no() -> None:
    found = read_yes_no("s也许")
    assert isinstance(found, Fault)
    assert found.reason.zh == "“也许”不是“是”或“否”"


@pytest.mark.parametrize("cell", ["smale", "s男", "s１", "n1", "s 男 "])
def test_a_code_by_itself_its_title_or_the_layouts_word(cell: str) -> None:
    assert sex(cell) == "male"


@pytest.mark.parametrize(
    ("cell", "code"), [("n11", "11"), ("s11", "11"), ("s小学一年级", "11"), ("s大学", "41"), ("s大学一年级", "41")]
)
def test_a_code_of_a_table_by_any_word_that_is_its_alone(cell: str, code: str) -> None:
    assert grade(cell) == code


def test_a_word_of_two_codes_stands_for_neither() -> None:
    found = grade("s小学")
    assert isinstance(found, Fault)
    assert found.reason.zh == "“小学”不是可选的值"
    assert "小学一年级" in found.remedy.zh


def test_an_unknown_code_names_the_nearest_and_the_choices() -> None:
    found = sex("s男生")
    assert isinstance(found, Fault)
    assert found.remedy.zh == "可填：男、女。"


def test_codes_with_leading_zeros_survive_number_cells() -> None:
    kind = field_reader(SEX, "", {"01": (), "02": ()}, {}, False)
    assert kind("n1") == "01"
    assert isinstance(kind("s1"), Fault)


def test_words_of_a_field() -> None:
    assert accepted_words(SEX, {}, {}) == {"male": ("男",), "female": ("女",)}


@pytest.mark.parametrize(
    ("cell", "number"),
    [("sG370211201601010001", "G370211201601010001"), ("s Ｇ３７０ ", "G370"), ("n37021", "37021"), ("s'0012", "0012")],
)
def test_subject_numbers_are_text(cell: str, number: str) -> None:
    assert read_subject(cell) == number


@pytest.mark.parametrize("cell", ["n3.70211201601e+18", "n1234567890123456"])
def test_a_long_number_in_a_number_cell_has_lost_digits(cell: str) -> None:
    found = read_subject(cell)
    assert isinstance(found, Fault)
    assert found.reason.zh == "编号存成了数字，只剩前 15 位"


@pytest.mark.parametrize("cell", ["b1", "d2025-01-01", "e#N/A", "s" + "9" * 101, "s12\x0034"])
def test_what_is_no_subject_number(cell: str) -> None:
    assert isinstance(read_subject(cell), Fault)


def test_text_has_a_length() -> None:
    assert text_reader(4)("s 好的 ") == "好的"
    assert text_reader(4)("n12") == "12"
    assert isinstance(text_reader(4)("s一二三四五"), Fault)


def test_defaults_are_stored_like_values() -> None:
    assert default_value(TEST_FIELDS[0]) == "regular"
    assert default_value(number("x", "某项", 0, 9, 1)) is None


def test_only_what_is_taken_is_offered() -> None:
    read = code_reader({"21": ("小学",), "211": ("小学", "完小"), "311": ("初级中学",)})
    refused = read("s小学")
    assert isinstance(refused, Fault)
    assert refused.remedy.zh.endswith("可填：21、完小、初级中学。")
    assert [read(f"s{word}") for word in ("21", "完小", "初级中学")] == ["21", "211", "311"]
