"""Tables: declared columns only, printed words become codes, numbers exact, lines split and chosen."""

from fractions import Fraction
from pathlib import Path

import pytest

from xueheng.language.tests.broken_packs import TABLES, more, swap
from xueheng.language.tests.small_packs import library_of_files, load_files, said

PRINTED = """\
prices:
  title: {zh: 价目, en: Prices}
  file: prices.csv
  key: [place, grade]
  columns:
    grade: {code: grades, split: '|'}
    place: {one_of: {town: 城区, village: {zh: 乡村, en: Village}}}
    price: {number: {decimals: 2}}
    since: {date: {}}
"""


@pytest.fixture(autouse=True)
def _beside_the_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def prices(tmp_path: Path, csv: str, definition: str = PRINTED) -> tuple[object, ...]:
    files = {**more(TABLES, definition), "prices.csv": csv}
    return library_of_files(tmp_path, files).tables["visits.prices"].rows


def test_words_become_codes_numbers_exact_and_blank_is_nothing(tmp_path: Path) -> None:
    rows = prices(tmp_path, "\ufeffplace,note,price,grade,since\n城区,x,0.10,11,2025-09-01\nVillage,y,,12,\n")
    assert rows == (("11", "town", Fraction(1, 10), 20332), ("12", "village", None, None))


def test_one_line_stands_for_several_keys(tmp_path: Path) -> None:
    rows = prices(tmp_path, "place,price,grade,since\n城区,1,11|12,\n")
    assert rows == (("11", "town", Fraction(1), None), ("12", "town", Fraction(1), None))


def test_only_the_chosen_lines_are_used(tmp_path: Path) -> None:
    chosen = PRINTED.replace("  key:", "  only: place = 'town' and price in 1 .. 3 or grade = '21'\n  key:")
    rows = prices(tmp_path, "place,price,grade,since\n城区,1,11,\n城区,4,12,\n乡村,2,11,\n乡村,9,21,\n", chosen)
    assert rows == (("11", "town", Fraction(1), None), ("21", "village", Fraction(9), None))


def test_a_line_that_cannot_be_read_is_named_in_the_csv(tmp_path: Path) -> None:
    files = {**more(TABLES, PRINTED), "prices.csv": "place,price,grade,since\n城区,1.005,11,\n郊区,1,12,\n"}
    assert said(load_files(tmp_path, files).issues) == [
        'visits/prices.csv:2:1 XH-E008 "1.005" is not a number (price)',
        'visits/prices.csv:3:1 XH-E008 "郊区" is not a code (place)',
    ]


def test_a_key_that_repeats_is_named_with_both_lines(tmp_path: Path) -> None:
    files = {**more(TABLES, PRINTED), "prices.csv": "place,price,grade,since\n城区,1,11|12,\n城区,2,12,\n"}
    assert said(load_files(tmp_path, files).issues) == [
        'visits/prices.csv:3:1 XH-N005 key of table "prices" is not unique: line 3 repeats line 2'
    ]


def test_no_more_than_twenty_findings_of_one_table(tmp_path: Path) -> None:
    lines = "".join(f"城区,free,{number},\n" for number in range(100))
    files = {**more(TABLES, PRINTED), "prices.csv": f"place,price,grade,since\n{lines}"}
    assert len(load_files(tmp_path, files).issues) == 20


def test_a_file_outside_the_pack_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "prices.csv").write_text("place,price,grade,since\n", "utf-8")
    outside = PRINTED.replace("file: prices.csv", "file: ../prices.csv")
    rules = {issue.rule for issue in load_files(tmp_path, more(TABLES, outside)).issues}
    assert "XH-N003" in rules


def test_a_table_of_too_many_lines_is_refused_whole(tmp_path: Path) -> None:
    files = {**more(TABLES, PRINTED), "prices.csv": "place,price,grade,since\n" + "城区,1,11,\n" * 300_000}
    rules = [issue.rule for issue in load_files(tmp_path, files).issues]
    assert rules == ["XH-N009"]


def test_only_may_not_ask_a_subject(tmp_path: Path) -> None:
    wrong = load_files(
        tmp_path, swap(TABLES, "  key: [sex, grade, points]", "  only: visits > 1\n  key: [sex, grade, points]")
    )
    assert said(wrong.issues) == ['visits/tables.yaml:13:9 XH-M032 "visits" is not a column of aims.']
