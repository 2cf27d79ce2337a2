"""Headings are found by their names under whatever stands above them, never by position."""

from pathlib import Path

import openpyxl
import pytest

from xueheng.workbooks.refusals import WorkbookRefused
from xueheng.workbooks.tests.one_school import FITNESS, HEADINGS, VISIT, column, pupil_row, read, text_file, workbook


def refusal(path: Path, **more: object) -> WorkbookRefused:
    with pytest.raises(WorkbookRefused) as caught:
        read(path, **more)
    return caught.value


def test_the_order_of_columns_does_not_matter(tmp_path: Path) -> None:
    back = workbook(tmp_path / "a.xlsx", [pupil_row()[::-1]], HEADINGS[::-1])
    reading = read(back)
    assert (reading.received, reading.stored) == (1, 1)
    assert column(reading, "fit.fitness_test", "height") == [1215]


def test_headings_stand_under_merged_titles_and_blank_rows(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [pupil_row()])
    book = openpyxl.load_workbook(path)
    page = book.active
    page.insert_rows(1, 6)
    page.insert_cols(1, 2)
    page["C2"] = "某某小学 2025 年学生体质健康测试"
    page.merge_cells("C2:R3")
    page["C5"] = "填表人：某某"
    book.save(path)
    reading = read(path)
    assert reading.sheets[0].heading_row == 7
    assert column(reading, "fit.fitness_test", "height") == [1215]
    assert reading.sheets[0].stored_rows == {8: "G370211201601010001"}


def test_headings_of_two_levels(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.append(["学籍号", "性别", "身体形态", None, "身体机能"])
    page.append([None, None, "身高", "体重", "肺活量"])
    page.append(["G1", "男", 121.5, 23.4, 1200])
    for merged in ("A1:A2", "B1:B2", "C1:D1"):
        page.merge_cells(merged)
    book.save(tmp_path / "a.xlsx")
    reading = read(tmp_path / "a.xlsx")
    assert column(reading, "fit.fitness_test", "weight") == [234]
    assert reading.subjects["school.pupil"]["sex"].to_pylist() == ["male"]


def test_white_space_full_width_forms_units_and_stars_are_overlooked(tmp_path: Path) -> None:
    headings = ["* 学籍号", "性 别", "身高\n（cm）", "５０米跑(秒)", "50米X8往返跑", "体重(千克)"]
    path = workbook(tmp_path / "a.xlsx", [["G1", "2", 121.5, 10.4, "1'58", 23.4]], headings)
    reading = read(path)
    assert reading.records["fit.fitness_test"].select(["height", "run_50m", "shuttle", "weight"]).to_pylist() == [
        {"height": 1215, "run_50m": 104, "shuttle": 118, "weight": 234}
    ]


def test_a_heading_in_another_unit_is_another_heading(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["G1", 1.215, 23.4]], ["学籍号", "身高(米)", "体重"])
    reading = read(path)
    assert column(reading, "fit.fitness_test", "height") == [None]
    assert [note.zh for note in reading.sheets[0].notes if "身高(米)" in note.zh] == [
        "不认识的列“身高(米)”，是不是“身高(厘米)”？"
    ]


def test_a_missing_number_heading_is_one_clear_error(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["G1", 121.5, 23.4]], ["学籍", "身高", "体重"])
    refused = refusal(path)
    assert refused.code == "missing_heading"
    assert refused.text.zh == f"{path} 的工作表“一年级”缺少表头“学籍号”。找到的：学籍、身高、体重"
    assert refused.text.en == f'sheet "一年级" of {path} lacks the heading "学籍号". Found: 学籍、身高、体重'
    assert refused.remedy is not None


def test_a_doubled_heading_names_both_cells(tmp_path: Path) -> None:
    headings = ["学籍号", "50米×8往返跑", "体重", "50米*8往返跑"]
    refused = refusal(workbook(tmp_path / "a.xlsx", [["G1", "1'58", 23.4, "1'59"]], headings))
    assert refused.code == "doubled_heading"
    assert "B1 和 D1" in refused.text.zh


def test_no_heading_row_at_all(tmp_path: Path) -> None:
    refused = refusal(workbook(tmp_path / "a.xlsx", [["甲", 1], ["乙", 2]], ["谁", "多少"]))
    assert refused.code == "no_sheet"
    assert "谁、多少" in refused.text.zh
    assert "学籍号" in refused.text.zh


def test_headings_below_the_thirtieth_row_are_not_looked_for(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [pupil_row()])
    book = openpyxl.load_workbook(path)
    book.active.insert_rows(1, 30)
    book.save(path)
    assert refusal(path).code == "no_sheet"


def test_every_sheet_is_tried_and_the_others_are_listed(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [pupil_row("G1")])
    book = openpyxl.load_workbook(path)
    second = book.create_sheet("二年级")
    second.append(HEADINGS)
    second.append(pupil_row("G2"))
    book.create_sheet("填表说明").append(["身高", "单位是厘米"])
    book.create_sheet("空")
    book.save(path)
    reading = read(path)
    assert [(sheet.name, sheet.stored) for sheet in reading.sheets] == [("一年级", 1), ("二年级", 1)]
    assert [(sheet.name, sheet.reason.zh) for sheet in reading.passed_over] == [
        ("填表说明", "没有要找的表头"),
        ("空", "空表"),
    ]
    assert column(reading, "fit.fitness_test", "id") == [1, 2]


def test_a_layout_comes_before_the_general_template(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["G1", "甲班", 121.5]], ["学籍号", "班级", "身高"])
    assert read(path).sheets[0].layout == "fit.national_upload"


def test_the_general_template_by_names_and_titles(tmp_path: Path) -> None:
    by_title = workbook(tmp_path / "a.xlsx", [["G1", "2025-11-03", "上门", 40]], ["学生", "日期", "方式", "时长"])
    by_name = text_file(tmp_path / "b.csv", "subject,day,mode,minutes\nG1,2025-11-03,in_person,40\n")
    for path in (by_title, by_name):
        reading = read(path)
        assert reading.sheets[0].evidence == "home.home_visit"
        assert column(reading, "home.home_visit", "mode") == ["in_person"]
        assert column(reading, "home.home_visit", "minutes") == [40]


def test_the_sheets_name_decides_between_types(tmp_path: Path) -> None:
    headings, row = ["学生", "日期", "方式", "时长", "身高"], ["G1", "2025-11-03", "上门", 40, 121.5]
    path = workbook(tmp_path / "a.xlsx", [row], headings, sheet="体质测试")
    assert read(path, layouts=()).sheets[0].evidence == "fit.fitness_test"


def test_the_files_name_decides_for_a_text_file(tmp_path: Path) -> None:
    path = text_file(tmp_path / "fitness_test.csv", "学生,日期,方式,身高\nG1,2025-11-03,上门,121.5\n")
    assert read(path, layouts=()).sheets[0].evidence == "fit.fitness_test"


def test_needed_fields_decide_between_types(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["G1", "2025-11-03", 40, 121.5]], ["学生", "日期", "时长", "身高"])
    assert read(path, layouts=()).sheets[0].evidence == "fit.fitness_test"


def test_two_types_that_fit_are_an_error_that_lists_them(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["G1", "2025-11-03", "上门", 121.5]], ["学生", "日期", "方式", "身高"])
    refused = refusal(path, layouts=())
    assert refused.code == "several_types"
    assert "体质测试（fit.fitness_test）、家访（home.home_visit）" in refused.text.zh


def test_a_needed_field_without_a_column_is_an_error(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["G1", "2025-11-03", 40]], ["学生", "日期", "时长"])
    refused = refusal(path, layouts=(), evidence=(VISIT,))
    assert refused.code == "missing_heading"
    assert "“方式”" in refused.text.zh


def test_a_sheet_without_a_day_needs_one_given(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [pupil_row()])
    assert refusal(path, default_day=None).code == "no_day"


def test_a_sheet_named_after_a_type_but_without_its_fields(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["G1", "2025-11-03"]], ["学生", "日期"], sheet="体质测试")
    refused = refusal(path, layouts=(), evidence=(FITNESS,))
    assert refused.code == "missing_heading"
    assert "次别、身高" in refused.text.zh


def test_what_was_said_of_an_unknown_heading_is_read(tmp_path: Path) -> None:
    headings = ["学生编码", "性别", "身高", "小朋友体重", "备注二"]
    path = workbook(tmp_path / "a.xlsx", [["G1", "女", 121.5, 23.4, "x"]], headings)
    said = {"学生编码": "subject", "小朋友体重": "weight", "备注二": ""}
    reading = read(path, mapped=said)
    assert column(reading, "fit.fitness_test", "weight") == [234]
    assert reading.sheets[0].stored_rows == {2: "G1"}
    assert [each.heading for each in reading.sheets[0].columns if each.use is None] == []


def test_a_heading_of_the_template_comes_before_what_was_said_of_another(tmp_path: Path) -> None:
    headings = ["学籍号", "性别", "身高", "小朋友身高"]
    path = workbook(tmp_path / "a.xlsx", [["G1", "女", 121.5, 99.0]], headings)
    reading = read(path, mapped={"小朋友身高": "height"})
    assert column(reading, "fit.fitness_test", "height") == [1215]
    assert [each.heading for each in reading.sheets[0].columns if each.use is None] == ["小朋友身高"]


def test_what_is_never_stored_stays_so_whatever_was_said(tmp_path: Path) -> None:
    headings = ["学籍号", "性别", "身高", "家庭住址"]
    path = workbook(tmp_path / "a.xlsx", [["G1", "女", 121.5, "12"]], headings)
    reading = read(path, mapped={"家庭住址": "weight"})
    assert column(reading, "fit.fitness_test", "weight") == [None]
