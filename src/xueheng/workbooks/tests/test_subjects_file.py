"""Files of subjects: whole or not at all."""

from pathlib import Path
from typing import Any

import pytest

from xueheng.workbooks.day_cells import day_of
from xueheng.workbooks.read_subjects import read_subjects
from xueheng.workbooks.refusals import WorkbookRefused
from xueheng.workbooks.subjects import FIRST_DAY, LAST_DAY, Subjects
from xueheng.workbooks.tests.one_school import ENTITIES, PUPIL, TABLES, text_file, workbook


def subjects(path: Path, **more: Any) -> Subjects:
    return read_subjects(path, PUPIL, entities=ENTITIES, tables=TABLES, **more)


def refusal(path: Path) -> WorkbookRefused:
    with pytest.raises(WorkbookRefused) as caught:
        subjects(path)
    return caught.value


def test_one_row_a_pupil(tmp_path: Path) -> None:
    found = subjects(
        text_file(tmp_path / "a.csv", "学生,姓名,性别,年级,班级,学校\nG1,甲,男,小学一年级,c1,s1\nG2,乙,女,,c1,s1\n"),
        keep=("姓名",),
    )
    assert found.table.to_pylist() == [
        {
            "subject": "G1", "from_day": FIRST_DAY, "to_day": LAST_DAY, "sex": "male", "grade": "11",
            "school.class": "c1", "school.school": "s1",
        },
        {
            "subject": "G2", "from_day": FIRST_DAY, "to_day": LAST_DAY, "sex": "female", "grade": None,
            "school.class": "c1", "school.school": "s1",
        },
    ]  # fmt: skip
    assert found.kept == {"姓名": {"G1": "甲", "G2": "乙"}}
    assert found.rows == 2


def test_a_pupil_who_changes_grade_has_two_spans(tmp_path: Path) -> None:
    text = "pupil,grade,from,to\nG1,11,2024-09-01,2025-08-31\nG1,12,2025-09-01,\n"
    rows = subjects(text_file(tmp_path / "a.csv", text)).table.select(["from_day", "to_day", "grade"]).to_pylist()
    assert [(day_of(row["from_day"]).isoformat(), row["grade"]) for row in rows] == [
        ("2024-09-01", "11"),
        ("2025-09-01", "12"),
    ]
    assert rows[1]["to_day"] == LAST_DAY


def test_a_pupil_twice_without_days_names_both_rows(tmp_path: Path) -> None:
    found = refusal(text_file(tmp_path / "a.csv", "学生,年级\nG1,11\nG2,11\nG1,12\n"))
    assert found.code == "repeated_subject"
    assert found.text.zh == f"{tmp_path / 'a.csv'} 里 G1 出现了两次：第 2 行和第 4 行"


def test_spans_that_overlap(tmp_path: Path) -> None:
    text = "学生,年级,from,to\nG1,11,2024-09-01,2025-09-01\nG1,12,2025-09-01,\n"
    assert refusal(text_file(tmp_path / "a.csv", text)).code == "repeated_subject"


def test_a_cell_that_cannot_be_read_stops_the_file(tmp_path: Path) -> None:
    found = refusal(text_file(tmp_path / "a.csv", "学生,性别\nG1,男\nG2,未知\n,女\n"))
    assert found.code == "bad_subjects"
    assert "有 2 处读不出来，第一处：B3 性别 “未知”不是可选的值" in found.text.zh


def test_a_workbook_with_the_pupils_on_a_sheet_of_their_name(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["G1", "男"], [None, None], ["G2", "女"]], ["学生", "性别"], sheet="学生")
    assert subjects(path).table["subject"].to_pylist() == ["G1", "G2"]


def test_a_layouts_own_heading_for_the_number(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", "学籍号,性别\nG1,男\n")
    assert refusal(path).code == "no_sheet"
    assert subjects(path, subject_headings=("学籍号",)).rows == 1
