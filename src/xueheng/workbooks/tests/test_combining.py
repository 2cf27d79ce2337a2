"""Several schools' workbooks in one evaluation."""

from pathlib import Path

from xueheng.workbooks.combining import combine
from xueheng.workbooks.tests.one_school import ENTITIES, pupil_row, read, text_file, workbook

TEST = "fit.fitness_test"


def test_two_schools_are_numbered_on(tmp_path: Path) -> None:
    first = read(workbook(tmp_path / "甲校.xlsx", [pupil_row("G1"), pupil_row("G2")]))
    second = read(workbook(tmp_path / "乙校.xlsx", [pupil_row("H1")]))
    both = combine([first, second], ENTITIES)
    assert both.records[TEST].select(["id", "subject"]).to_pylist() == [
        {"id": 1, "subject": "G1"},
        {"id": 2, "subject": "G2"},
        {"id": 3, "subject": "H1"},
    ]
    assert both.refs[TEST][3] == "乙校.xlsx › 一年级 › row 2"
    assert sorted(both.subjects["school.pupil"]["subject"].to_pylist()) == ["G1", "G2", "H1"]


def test_the_same_file_twice_counts_once(tmp_path: Path) -> None:
    path = workbook(tmp_path / "甲校.xlsx", [pupil_row("G1")])
    copy = tmp_path / "甲校(1).xlsx"
    copy.write_bytes(path.read_bytes())
    both = combine([read(path), read(copy)], ENTITIES)
    assert both.records[TEST].num_rows == 1
    assert both.notes[0].zh == "甲校(1).xlsx 与 甲校.xlsx 内容相同，只计一次。"


def test_own_record_numbers_that_clash_stay_as_names(tmp_path: Path) -> None:
    text = "学生,日期,方式,id\n{},2025-11-03,上门,7\n"
    first = read(text_file(tmp_path / "a.csv", text.format("G1")))
    second = read(text_file(tmp_path / "b.csv", text.format("G2")))
    both = combine([first, second], ENTITIES)
    assert both.records["home.home_visit"]["id"].to_pylist() == [7, 8]
    assert both.refs["home.home_visit"] == {8: "7"}


def test_a_pupil_in_two_files_is_one_subject(tmp_path: Path) -> None:
    tested = read(workbook(tmp_path / "a.xlsx", [pupil_row("G1")]))
    visited = read(text_file(tmp_path / "b.csv", "学生,日期,方式,班级\nG1,2025-11-03,上门,c1\n"))
    (pupil,) = combine([tested, visited], ENTITIES).subjects["school.pupil"].to_pylist()
    assert (pupil["sex"], pupil["grade"], pupil["school.class"]) == ("male", "11", "c1")
