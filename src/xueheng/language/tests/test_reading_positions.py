"""What the reader hands on: texts as written, with the line and column an editor shows."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from xueheng.language.issues import Issue
from xueheng.language.nearest import did_you_mean, nearest
from xueheng.language.positions import Mapping, Node, Place, Scalar, Sequence
from xueheng.language.reader import read_text, read_yaml
from xueheng.language.scalars import read_day, read_name, read_number, read_title, read_truth
from xueheng.wording import Text


def read(text: str) -> Mapping:
    root, issues = read_text(text, "a.yaml")
    assert issues == []
    assert root is not None
    return root


def scalar(node: Node | None) -> Scalar:
    assert isinstance(node, Scalar)
    return node


def written(text: str) -> Scalar:
    return Scalar(text, False, False, Place("a.yaml", 1, 1))


@pytest.mark.parametrize("text", ["12:30", "no", "2025-09-01", "07", "1_000", "1e3", "0x1F", ".inf", "true", "1.0.0"])
def test_a_scalar_is_the_text_written(text: str) -> None:
    assert scalar(read(f"a: {text}\n").get("a")).text == text


def test_a_quoted_number_is_told_from_a_bare_one() -> None:
    root = read("a: 5\nb: '5'\n")
    assert (scalar(root.get("a")).quoted, scalar(root.get("b")).quoted) == (False, True)


@pytest.mark.parametrize(("text", "null"), [("", True), ("~", True), ("null", True), ("''", False), ("'null'", False)])
def test_nothing_is_told_from_an_empty_text(text: str, null: bool) -> None:
    assert scalar(read(f"a: {text}\n").get("a")).null is null


def test_places_count_lines_and_columns_from_one_also_after_chinese() -> None:
    root = read("# 说明\n家访:\n  title: {zh: 家访, en: Home visit}\n  list: [甲, 乙]\n")
    assert root.entries[0].key.place == Place("a.yaml", 2, 1)
    visit = root.entries[0].value
    assert isinstance(visit, Mapping)
    title = visit.get("title")
    assert isinstance(title, Mapping)
    assert title.entries[1].key.place == Place("a.yaml", 3, 19)
    assert scalar(title.get("en")).place == Place("a.yaml", 3, 23)
    listed = visit.get("list")
    assert isinstance(listed, Sequence)
    assert [item.place.column for item in listed.items] == [10, 13]


def test_a_column_inside_a_text_is_told_only_where_the_text_stands_as_written() -> None:
    root = read("a: b + c\nb: 'b + c'\nc: b +\n  c\nd: |\n  b + c\ne: 'it''s'\n")
    columns = {entry.key.text: entry.value.place_at(4) for entry in root.entries if isinstance(entry.value, Scalar)}
    assert columns["a"] == Place("a.yaml", 1, 8)
    assert columns["b"] == Place("a.yaml", 2, 9)
    assert columns["c"] == Place("a.yaml", 3, 4)
    assert columns["d"] == Place("a.yaml", 5, 4)
    assert columns["e"] == Place("a.yaml", 7, 4)


def test_of_a_double_key_the_first_value_stays() -> None:
    root, issues = read_text("a: 1\nb: 2\na: {a: 3}\n", "a.yaml")
    assert root is not None
    assert [(entry.key.text, scalar(entry.value).text) for entry in root.entries] == [("a", "1"), ("b", "2")]
    assert [str(found.place) for found in issues] == ["a.yaml:3:1"]


def test_a_mark_at_the_start_of_a_file_is_no_part_of_it(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes("\ufeffa: 1\n".encode())
    root, issues = read_yaml(tmp_path / "a.yaml", "a.yaml")
    assert issues == []
    assert root is not None
    assert root.entries[0].key.text == "a"


def test_tabs_elsewhere_than_in_the_indentation_are_no_harm() -> None:
    assert scalar(read("a: 1\t# as before\n").get("a")).text == "1"


@pytest.mark.parametrize(
    ("text", "value", "decimals"),
    [("0", Fraction(0), 0), ("07", Fraction(7), 0), ("-2.50", Fraction(-5, 2), 2), ("0.45", Fraction(9, 20), 2)],
)
def test_numbers_are_exact_and_keep_their_decimals(text: str, value: Fraction, decimals: int) -> None:
    assert read_number(written(text)) == (value, decimals)


@pytest.mark.parametrize(
    "text", ["", "1_000", "1e3", "+1", ".5", "5.", "1,5", "80%", "１２", "--1", "0x10", "nan", "1 2"]
)
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    found = read_number(written(text))
    assert isinstance(found, Issue)
    assert found.rule == "XH-K003"


def test_yes_and_no() -> None:
    assert [read_truth(written(text)) for text in ("yes", "no", "true", "false")] == [True, False, True, False]
    assert isinstance(read_truth(written("Yes")), Issue)


@pytest.mark.parametrize("text", ["2025-9-1", "2025-02-30", "20250901", "2025/09/01", "0000-01-01", "２025-09-01"])
def test_days_that_are_none(text: str) -> None:
    assert isinstance(read_day(written(text)), Issue)


def test_a_day() -> None:
    assert read_day(written("2024-02-29")) == date(2024, 2, 29)


@pytest.mark.parametrize("text", ["", "A", "1a", "a-b", "_a", "a.b", "not", "all", "é", "a" * 41, "a\n"])
def test_names_that_are_none(text: str) -> None:
    assert isinstance(read_name(written(text)), Issue)


def test_a_name_may_have_forty_characters_and_be_called_as_a_function() -> None:
    assert read_name(written("a" * 40)) == "a" * 40
    assert read_name(written("days")) == "days"


def test_a_title_is_chinese_or_both() -> None:
    root = read("a: 家访\nb: {zh: 家访, en: Home visit}\n")
    assert [read_title(entry.value) for entry in root.entries] == [Text("家访"), Text("家访", "Home visit")]


def test_the_nearest_name_is_the_one_with_the_fewest_slips() -> None:
    assert nearest("visit_in_person", ["visits_in_person", "visits_made"]) == "visits_in_person"
    assert nearest("class_techer", ["class_teacher", "pe_teacher"]) == "class_teacher"
    assert nearest("recrods", ["records", "record"]) == "records"
    assert nearest("fro", ["from", "for"]) == "from"
    assert nearest("abc", ["xyz"]) is None
    assert nearest("of", ["by"]) is None
    assert did_you_mean("durring", ["during"]) == Text("是不是“during”？", ' Did you mean "during"?')
