"""The school's upload: rows stored whole or rejected whole, and an account of every one."""

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest

from xueheng.wording import Text
from xueheng.workbooks.day_cells import day_number
from xueheng.workbooks.reading import Reading
from xueheng.workbooks.subjects import FIRST_DAY, LAST_DAY, Subjects
from xueheng.workbooks.tests.one_school import HEADINGS, TEST_DAY, UPLOAD, column, pupil_row, read, workbook

TEST = "fit.fitness_test"


def faults(reading: Reading) -> list[tuple[str, str, str]]:
    return [(each.cell, each.value, each.reason.zh) for each in reading.rejections]


def test_a_row_becomes_a_record(tmp_path: Path) -> None:
    reading = read(workbook(tmp_path / "一年级.xlsx", [pupil_row()]))
    assert reading.records[TEST].to_pylist() == [
        {
            "id": 1, "subject": "G370211201601010001", "org": None, "day": day_number(TEST_DAY), "recorder": None,
            "verified": True, "recorded": 0, "attempt": "regular", "height": 1215, "weight": 234,
            "vital_capacity": 1200, "run_50m": 104, "sit_and_reach": -15, "shuttle": 118, "run_1000m": None,
        }
    ]  # fmt: skip
    assert reading.refs[TEST] == {1: "一年级.xlsx › 一年级 › row 2"}


def test_the_columns_types_are_the_evaluations(tmp_path: Path) -> None:
    schema = read(workbook(tmp_path / "a.xlsx", [pupil_row()])).records[TEST].schema
    names = ("id", "day", "verified", "recorded", "height", "attempt")
    assert {name: str(schema.field(name).type) for name in names} == {
        "id": "int64", "day": "int32", "verified": "bool", "recorded": "int64", "height": "int64", "attempt": "string",
    }  # fmt: skip


def test_the_rows_make_the_subjects(tmp_path: Path) -> None:
    rows = [pupil_row("G1"), pupil_row("G2", 性别="女", 年级编号=12)]
    subjects = read(workbook(tmp_path / "a.xlsx", rows)).subjects["school.pupil"].to_pylist()
    ends = {"from_day": FIRST_DAY, "to_day": LAST_DAY, "school.class": None, "school.school": None}
    assert sorted(subjects, key=lambda row: str(row["subject"])) == [
        {"subject": "G1", "sex": "male", "grade": "11", **ends},
        {"subject": "G2", "sex": "female", "grade": "12", **ends},
    ]


def test_received_is_stored_plus_rejected(tmp_path: Path) -> None:
    rows = [
        pupil_row("G1"),
        [None] * len(HEADINGS),
        pupil_row("G2", 身高=1.65),
        [" "] * len(HEADINGS),
        pupil_row("G3"),
    ]
    reading = read(workbook(tmp_path / "a.xlsx", rows))
    assert (reading.received, reading.stored, reading.rejected) == (3, 2, 1)
    assert column(reading, TEST, "subject") == ["G1", "G3"]


def test_a_rejection_has_sheet_cell_heading_value_reason_and_remedy(tmp_path: Path) -> None:
    (found,) = read(workbook(tmp_path / "a.xlsx", [pupil_row("G1", 身高=1.65)])).rejections
    assert (found.sheet, found.cell, found.heading, found.value) == ("一年级", "J2", "身高", "1.65")
    assert found.reason == Text("1.65 厘米不在 80–230 之间", "1.65 cm is not within 80–230")
    assert found.remedy.zh == "如果是米，请写 165。"
    assert found.say("zh") == "一年级!J2 身高: 1.65 厘米不在 80–230 之间 如果是米，请写 165。"


def test_a_rejected_row_lists_all_its_faults(tmp_path: Path) -> None:
    row = pupil_row("G1", **{"性别": "未知", "身高": "高", "50米×8往返跑": 4.75, "肺活量": True})
    reading = read(workbook(tmp_path / "a.xlsx", [row]))
    assert (reading.stored, reading.rejected) == (0, 1)
    assert faults(reading) == [
        ("G2", "未知", "“未知”不是可选的值"),
        ("J2", "高", "“高”不是数字"),
        ("L2", "TRUE", "这里要数字，单元格是是/否（TRUE）"),
        ("O2", "4.75", "4.75 的秒数是 75，满 60 秒要进为分"),
    ]


def test_error_cells_and_unvalued_formulas_are_not_taken_for_blanks(tmp_path: Path) -> None:
    rows = [pupil_row("G1", 身高="=B2*2"), pupil_row("G2", 身高="#DIV/0!"), pupil_row("G3")]
    reading = read(workbook(tmp_path / "a.xlsx", rows))
    assert faults(reading) == [("J2", "=B2*2", "公式没有保存计算结果"), ("J3", "#DIV/0!", "单元格是错误值 #DIV/0!")]


def test_a_row_without_a_number_is_rejected(tmp_path: Path) -> None:
    reading = read(workbook(tmp_path / "a.xlsx", [pupil_row(学籍号=None)]))
    assert faults(reading) == [("D2", "", "没有编号")]


def test_a_pupil_nothing_was_measured_for_is_stored(tmp_path: Path) -> None:
    blank = dict.fromkeys(HEADINGS[9:])
    reading = read(workbook(tmp_path / "a.xlsx", [pupil_row("G1", **blank)]))
    assert (reading.stored, column(reading, TEST, "height")) == (1, [None])


def test_the_same_pupil_twice_names_the_first_row(tmp_path: Path) -> None:
    rows = [pupil_row("G1"), pupil_row("G2"), pupil_row("G1", 身高=130)]
    reading = read(workbook(tmp_path / "a.xlsx", rows))
    assert faults(reading) == [("D4", "G1", "同一编号重复：见第 2 行")]
    assert column(reading, TEST, "height") == [1215, 1215]


def test_the_same_pupil_on_two_days_is_two_records(tmp_path: Path) -> None:
    headings = [*HEADINGS, "日期"]
    rows = [[*pupil_row("G1"), "2025-10-20"], [*pupil_row("G1"), "2026-03-20"]]
    reading = read(workbook(tmp_path / "a.xlsx", rows, headings))
    assert reading.stored == 2
    assert column(reading, TEST, "day") == [20381, 20532]  # 2025-10-20, 2026-03-20: 151 days later


def test_a_blank_day_is_rejected_where_there_is_a_day_column(tmp_path: Path) -> None:
    rows = [[*pupil_row("G1"), None]]
    assert faults(read(workbook(tmp_path / "a.xlsx", rows, [*HEADINGS, "日期"]))) == [("Q2", "", "没有日期")]


def test_the_day_given_is_said(tmp_path: Path) -> None:
    reading = read(
        workbook(tmp_path / "a.xlsx", [pupil_row()]), day_origin=Text("学年最后一天", "the period's last day")
    )
    assert reading.sheets[0].notes[0].zh == "表里没有日期：1 行都按学年最后一天（2025-10-20）记。"


def test_addresses_are_never_in_our_tables(tmp_path: Path) -> None:
    reading = read(workbook(tmp_path / "a.xlsx", [pupil_row()]))
    tables = [*reading.records.values(), *reading.subjects.values(), *reading.sightings.values()]
    assert not any("某街" in str(table.to_pylist()) for table in tables)
    assert "某街" not in repr(reading)
    assert Text("不保存的列：家庭住址。", "columns never stored: 家庭住址.") in reading.sheets[0].notes


def test_unknown_headings_are_named_with_the_nearest(tmp_path: Path) -> None:
    headings = [*HEADINGS[:9], "身髙", *HEADINGS[10:], "备注"]
    reading = read(workbook(tmp_path / "a.xlsx", [[*pupil_row(), "好"]], headings))
    notes = [note.zh for note in reading.sheets[0].notes]
    assert "不认识的列“备注”，没有读取。" in notes
    assert "模板里有而表里没有的列：身高。" in notes


@pytest.fixture
def register() -> Subjects:
    table = pa.table(
        {
            "subject": ["G1001", "G1002"], "from_day": pa.array([FIRST_DAY] * 2, pa.int32()),
            "to_day": pa.array([LAST_DAY] * 2, pa.int32()), "sex": ["male", None], "grade": ["11", "11"],
            "school.class": ["c1", "c1"], "school.school": ["s1", "s1"],
        }
    )  # fmt: skip
    return Subjects("school.pupil", table, {"姓名": {"G1001": "甲同学", "G1002": "乙同学"}}, 2)


def test_an_unknown_pupil_is_rejected_with_near_numbers(tmp_path: Path, register: Subjects) -> None:
    rows = [pupil_row("G1001"), pupil_row("G1003"), pupil_row("G1010"), pupil_row("X9")]
    reading = read(workbook(tmp_path / "a.xlsx", rows), known_subjects=register)
    assert faults(reading)[0] == ("D3", "G1003", "名册里没有 G1003")
    assert [each.remedy.zh for each in reading.rejections] == [
        "是不是 G1001、G1002？请核对编号；新来的请先登记。",
        "是不是 G1001？请核对编号；新来的请先登记。",
        "请核对编号；新来的请先登记。",
    ]


def test_a_contradicting_pupil_is_rejected(tmp_path: Path, register: Subjects) -> None:
    rows = [
        pupil_row("G1001", 姓名="乙同学", 性别="女"),
        pupil_row("G1002", 姓名=" 乙同学 ", 性别="女"),
    ]
    reading = read(workbook(tmp_path / "a.xlsx", rows), known_subjects=register)
    assert faults(reading) == [("F2", "乙同学", "“姓名”与名册不一致"), ("G2", "女", "“性别”与名册不一致")]


def test_what_the_layout_does_not_check_may_differ(tmp_path: Path, register: Subjects) -> None:
    layout = replace(UPLOAD, find_check=())
    reading = read(
        workbook(tmp_path / "a.xlsx", [pupil_row("G1001", 性别="女")]),
        known_subjects=register,
        layouts=(layout,),
    )
    assert reading.stored == 1


def test_numbers_that_lost_digits_in_a_number_cell(tmp_path: Path) -> None:
    reading = read(workbook(tmp_path / "a.xlsx", [pupil_row(学籍号=3702112016010100012)]))
    assert faults(reading)[0][2] == "编号存成了数字，只剩前 15 位"


def test_a_formula_with_its_value_is_read_by_its_value(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [pupil_row()])
    book = openpyxl.load_workbook(path)
    book.active["J2"] = "=120+1.5"
    book.save(path)
    valued = path.read_bytes()
    assert read(path).rejected == 1
    give_formula_values(path, valued)
    assert column(read(path), TEST, "height") == [1215]


def give_formula_values(path: Path, package: bytes) -> None:
    """What a spreadsheet program does when it saves: the formula's value beside it."""
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, re.sub(rb"<f>120\+1.5</f><v ?(/>|></v>)", b"<f>120+1.5</f><v>121.5</v>", content))


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[str] = []
    read(workbook(tmp_path / "a.xlsx", [pupil_row()]), progress=lambda what, _done, _of: told.append(what.zh))
    assert told == ["读取工作簿", "核对各行"]
