"""The results workbook: numbers as numbers, absences in words, nothing that runs, nothing that ranks."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from xueheng.cli.documents.results_workbook import write_results_workbook
from xueheng.cli.tests.documents_sample import (
    ABSENT,
    BOY,
    GIRL,
    absent_row,
    boys_row,
    girls_row,
    sample_evaluation,
    sample_facts,
    sample_library,
)
from xueheng.wording import Language

Row = dict[str, Any]


def workbook_of(folder: Path, rows: list[Row] | None = None, language: Language = "zh", **more: Any) -> Any:
    out = folder / "结果.xlsx"
    write_results_workbook(sample_evaluation(rows, more.get("groups")), sample_library(), out, language, sample_facts())
    return openpyxl.load_workbook(out)


def cells(sheet: Worksheet) -> dict[tuple[str, str], Any]:
    """(subject, code) → cell of the sheet of results."""
    codes = [cell.value for cell in sheet[2]]
    return {
        (row[0].value, code): cell for row in sheet.iter_rows(min_row=3) for code, cell in zip(codes, row, strict=True)
    }


def test_titles_stand_over_codes_and_both_stay_in_sight(tmp_path: Path) -> None:
    sheet = workbook_of(tmp_path, language="both")["结果"]
    assert [sheet.cell(1, column).value for column in (1, 2, 3)] == [
        "学生编号\nPupil number", "总得分\nTotal", "总评等级\nLevel",
    ]  # fmt: skip
    assert [sheet.cell(2, column).value for column in (1, 2, 3, 4)] == ["subject", "total", "level", "standard_score"]
    assert sheet.freeze_panes == "D3"


def test_numbers_are_numbers_with_their_decimals_and_levels_are_words(tmp_path: Path) -> None:
    found = cells(workbook_of(tmp_path)["结果"])
    total = found[BOY, "total"]
    assert (total.value, total.data_type, total.number_format) == (91.5, "n", "0.0")
    assert found[BOY, "level"].value == "优秀"
    assert (found[BOY, "bmi"].value, found[BOY, "bmi.level"].value) == (100, "优秀")
    assert found[GIRL, "standard_score"].value == 81.3


def test_missing_and_not_applying_are_words_and_never_blank_or_nought(tmp_path: Path) -> None:
    found = cells(workbook_of(tmp_path)["结果"])
    assert found[ABSENT, "sit_up_1min"].value == "缺"
    assert found[ABSENT, "total"].value == "缺"
    assert found[ABSENT, "level"].value == "缺"
    assert found[ABSENT, "pull_up"].value == "不适用"
    assert found[ABSENT, "missing"].value == "一分钟仰卧起坐"
    assert found[ABSENT, "pull_up"].font.color.rgb == "FF5A6470"
    assert found[BOY, "missing"].value is None


def test_a_missing_part_that_counts_as_zero_is_the_number_nought_and_says_so(tmp_path: Path) -> None:
    row = boys_row() | {"bonus": 0, "bonus_pull_up": 0, "missing": "bonus_pull_up"}
    cell = cells(workbook_of(tmp_path, [row])["结果"])[BOY, "bonus_pull_up"]
    assert (cell.value, cell.data_type) == (0, "n")
    assert cell.number_format.endswith('" 缺"')


@pytest.mark.parametrize("subject", ["=1+1", "+A1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")', "http://x.cn"])
def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path, subject: str) -> None:
    sheet = workbook_of(tmp_path, [boys_row(subject)])["结果"]
    cell = sheet.cell(3, 1)
    assert cell.value == subject
    assert cell.data_type == "s"
    assert cell.quotePrefix is not subject.startswith("http")
    assert cell.hyperlink is None


def test_a_group_s_name_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    groups = [
        {"entity": "school", "group": "=cmd|' /C calc'!A0", "column": "total", "statistic": "count", "value": "2"}
    ]
    sheet = workbook_of(tmp_path, groups=groups)["分布"]
    found = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=cmd")]
    assert [cell.data_type for cell in found] == ["s"]


def test_characters_that_xml_cannot_hold_do_not_break_the_file(tmp_path: Path) -> None:
    sheet = workbook_of(tmp_path, [boys_row("A\x00B<&>\x1f")])["结果"]
    assert sheet.cell(3, 1).value == "A\ufffdB<&>\ufffd"


def test_rows_keep_the_evaluation_s_order_and_the_sheet_does_not_sort(tmp_path: Path) -> None:
    sheet = workbook_of(tmp_path, [girls_row("A3"), boys_row("A1"), absent_row("A2")])["结果"]
    assert [sheet.cell(row, 1).value for row in (3, 4, 5)] == ["A3", "A1", "A2"]
    assert sheet.protection.sheet
    assert sheet.protection.sort  # locked
    assert not sheet.protection.autoFilter  # open
    assert sheet.protection.password is None
    last = sheet.cell(2, sheet.max_column).coordinate
    assert sheet.auto_filter.ref == f"A2:{last.rstrip('0123456789')}5"


def test_it_prints_wide_with_its_headings_on_every_page(tmp_path: Path) -> None:
    sheet = workbook_of(tmp_path)["结果"]
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows == "$1:$2"
    assert "国家学生体质健康标准" in sheet.oddHeader.left.text


def test_the_levels_counted_add_up_to_all_subjects(tmp_path: Path) -> None:
    sheet = workbook_of(tmp_path)["分布"]
    rows = [tuple(cell.value for cell in row[:3]) for row in sheet.iter_rows(min_row=2, max_row=7)]
    assert rows == [
        ("优秀", 1, "33%"), ("良好", 1, "33%"), ("及格", 0, "0%"), ("不及格", 0, "0%"),
        ("没有总得分：有缺", 1, "33%"), ("合计", 3, "100%"),
    ]  # fmt: skip
    assert [cell.value for cell in sheet[9][:3]] == ["学校 · 总得分", "数量", "平均"]
    assert [cell.value for cell in sheet[10][:3]] == ["示例小学", 2, 86.4]


def test_levels_and_percentiles_of_groups_are_named_in_words(tmp_path: Path) -> None:
    figures = {"count": "2", "level.good": "1", "p10": "60.5", "p50": "80.0"}
    groups = [
        {"entity": "school", "group": "示例小学", "column": "total", "statistic": name, "value": value}
        for name, value in figures.items()
    ]
    sheet = workbook_of(tmp_path, groups=groups)["分布"]
    assert [cell.value for cell in sheet[9][:5]] == ["学校 · 总得分", "数量", "良好", "第 10 百分位", "中位数"]
    assert sheet["D10"].number_format == "0.0"


def test_the_explanation_says_what_rests_on_memory_and_how_to_check(tmp_path: Path) -> None:
    sheet = workbook_of(tmp_path)["说明"]
    said = [(row[0].value, row[1].value) for row in sheet.iter_rows()]
    assert ("版本", "1.0.0") in said
    assert ("收到的行", "收到 4 = 读入 3 + 退回 1（2 个文件）") in said
    recalled = [words for about, words in said if about == "依据" and "recalled" in str(words)]
    assert recalled == ["取达到门槛的最高分，不插值；低于10分档记0分：凭记忆写下，尚未对照原文（recalled）"]
    assert ("摘要（SHA-256）：本结果", "c1" * 32) in said
    assert any("2026-08-31" in str(words) for about, words in said if about == "请注意")


def test_an_english_reader_gets_english(tmp_path: Path) -> None:
    book = workbook_of(tmp_path, language="en")
    assert book.sheetnames == ["Results", "Distribution", "About"]
    found = cells(book["Results"])
    assert (found[BOY, "level"].value, found[ABSENT, "total"].value) == ("Excellent", "missing")


def test_an_older_file_stands_until_the_new_one_is_whole(tmp_path: Path) -> None:
    out = tmp_path / "结果.xlsx"
    out.write_bytes(b"older")

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_results_workbook(sample_evaluation(), sample_library(), out, "zh", None, stop)
    assert out.read_bytes() == b"older"
    assert [path.name for path in tmp_path.iterdir()] == ["结果.xlsx"]


def test_numbers_of_subjects_may_be_integers(tmp_path: Path) -> None:
    sheet = workbook_of(tmp_path, [boys_row(7), girls_row(12)])["结果"]
    assert [sheet.cell(row, 1).value for row in (3, 4)] == ["7", "12"]
