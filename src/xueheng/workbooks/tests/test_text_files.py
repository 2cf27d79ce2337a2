"""Text files with delimiters, as registers and other systems write them."""

from pathlib import Path

import pytest

from xueheng.workbooks.tests.one_school import column, read, text_file

TEST = "fit.fitness_test"
PLAIN = "学籍号,性别,身高,50米×8往返跑,50米跑\nG1,男,121.5,1'58,10.41\nG2,女,119,1:59,10.4\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_encodings_delimiters_and_line_ends(tmp_path: Path, encoding: str, delimiter: str, ending: str) -> None:
    text = PLAIN.replace(",", delimiter).replace("\n", ending)
    reading = read(text_file(tmp_path / "a.csv", text, encoding))
    assert column(reading, TEST, "subject") == ["G1", "G2"]
    assert column(reading, TEST, "height") == [1215, 1190]
    assert column(reading, TEST, "shuttle") == [118, 119]
    assert column(reading, TEST, "run_50m") == [105, 104]


def test_titles_above_the_headings(tmp_path: Path) -> None:
    reading = read(text_file(tmp_path / "a.csv", "某某小学体质测试\n\n" + PLAIN))
    assert reading.stored == 2
    assert reading.refs[TEST] == {1: "a.csv › row 4", 2: "a.csv › row 5"}


def test_quoted_cells_keep_their_commas_and_lines(tmp_path: Path) -> None:
    text = '学籍号,"身\n高",家庭住址\nG1,121.5,"某街1号,\n二楼"\nG2,119,\n'
    reading = read(text_file(tmp_path / "a.csv", text))
    assert column(reading, TEST, "height") == [1215, 1190]


def test_a_row_with_too_many_cells_is_rejected(tmp_path: Path) -> None:
    reading = read(text_file(tmp_path / "a.csv", "学籍号,家庭住址,身高\nG1,某街,121,5\nG2,某街2号,119\nG3,某街\n"))
    assert (reading.received, reading.stored, reading.rejected) == (3, 2, 1)
    (found,) = reading.rejections
    assert (found.cell, found.reason.zh) == ("2:2", "这一行超过 3 格，可能多了分隔符")
    assert column(reading, TEST, "height") == [1190, None]


def test_long_numbers_in_text_keep_all_their_digits(tmp_path: Path) -> None:
    reading = read(text_file(tmp_path / "a.csv", "学籍号,身高\n3702112016010100012,121.5\n"))
    assert column(reading, TEST, "subject") == ["3702112016010100012"]


def test_a_short_row_ends_in_blanks(tmp_path: Path) -> None:
    reading = read(text_file(tmp_path / "a.csv", "学籍号,身高\nG1\nG2,119\n"))
    assert column(reading, TEST, "height") == [None, 1190]
