"""The general template of an evidence type: every kind of field, and what stands on the record itself."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from xueheng.language.public import Comparison, Constant, Field, Kind, RowColumn, Type
from xueheng.wording import Text
from xueheng.workbooks.day_cells import day_number, day_of
from xueheng.workbooks.reading import Reading
from xueheng.workbooks.tests.one_school import UPLOAD, VISIT, column, read, text_file

TYPE = "home.home_visit"
HEAD = "学生,日期,方式,时长"


def visits(tmp_path: Path, text: str, **more: Any) -> Reading:
    return read(text_file(tmp_path / "家访.csv", text), **({"evidence": (VISIT,), "layouts": ()} | more))


def reasons(reading: Reading) -> list[tuple[str, str]]:
    return [(each.cell, each.reason.zh) for each in reading.rejections]


def test_every_kind_of_field_is_typed(tmp_path: Path) -> None:
    reading = visits(tmp_path, f"{HEAD},有效,下次日期,时刻,纪要\nG1,2025-11-03,上门,40,是,2025年12月1日,8:30,谈学习\n")
    (row,) = reading.records[TYPE].to_pylist()
    assert (row["mode"], row["minutes"], row["useful"], row["at"], row["note"]) == (
        "in_person",
        40,
        True,
        510,
        "谈学习",
    )
    assert day_of(row["next"]).isoformat() == "2025-12-01"
    types = {
        name: str(reading.records[TYPE].schema.field(name).type) for name in ("useful", "next", "at", "note", "minutes")
    }
    assert types == {"useful": "bool", "next": "int32", "at": "int32", "note": "string", "minutes": "int64"}


def test_the_record_itself(tmp_path: Path) -> None:
    head = f"{HEAD},记录号,已审核,记录人,单位,记录时间"
    first = "G1,2025-11-03,上门,40,71,是,王老师,s1,2025-11-04 09:00"
    text = f"{head}\n{first}\nG1,2025-11-05,视频,20,72,,李老师,s2,\n"
    reading = visits(tmp_path, text)
    table = reading.records[TYPE]
    moment = day_number(day_of(table["day"][0].as_py())) * 86_400 + 86_400 + 9 * 3_600
    assert table.select(["id", "org", "recorder", "verified", "recorded"]).to_pylist() == [
        {"id": 71, "org": "s1", "recorder": "王老师", "verified": True, "recorded": moment},
        {"id": 72, "org": "s2", "recorder": "李老师", "verified": False, "recorded": 0},
    ]
    assert reading.refs[TYPE] == {}
    assert reading.next_id == 73


def test_record_numbers_that_are_words_stay_as_names(tmp_path: Path) -> None:
    reading = visits(tmp_path, f"{HEAD},id\nG1,2025-11-03,上门,40,V-1\nG1,2025-11-03,上门,40,V-2\n", first_id=100)
    assert column(reading, TYPE, "id") == [100, 101]
    assert reading.refs[TYPE] == {100: "V-1", 101: "V-2"}


def test_a_record_number_twice_is_rejected(tmp_path: Path) -> None:
    reading = visits(tmp_path, f"{HEAD},id\nG1,2025-11-03,上门,40,7\nG2,2025-11-03,上门,40,7\n")
    assert reasons(reading) == [("E3", "记录号重复：见第 2 行")]


def test_without_a_column_rows_count_as_verified_and_it_is_said(tmp_path: Path) -> None:
    reading = visits(tmp_path, f"{HEAD}\nG1,2025-11-03,上门,40\n")
    assert column(reading, TYPE, "verified") == [True]
    assert "没有“已审核”一列：各行按已审核计。" in [note.zh for note in reading.sheets[0].notes]


def test_the_same_row_again_is_a_repetition(tmp_path: Path) -> None:
    reading = visits(
        tmp_path, f"{HEAD}\nG1,2025-11-03,上门,40\nG1,2025-11-03,上门,45\nG1,2025/11/3,in_person,40 分钟\n"
    )
    assert reasons(reading) == [("A4", "整行重复：见第 2 行")]
    assert column(reading, TYPE, "minutes") == [40, 45]


def test_once_per_day_takes_no_second(tmp_path: Path) -> None:
    once = replace(VISIT, once_per=("day", "mode"))
    text = f"{HEAD}\nG1,2025-11-03,上门,40\nG1,2025-11-03,上门,45\nG1,2025-11-03,视频,40\nG2,2025-11-03,上门,40\n"
    reading = visits(tmp_path, text, evidence=(once,))
    assert reasons(reading) == [("A3", "只能记一次，第二次要作更正：见第 2 行")]


def test_once_per_window_is_said_not_to_be_checked(tmp_path: Path) -> None:
    reading = visits(tmp_path, f"{HEAD}\nG1,2025-11-03,上门,40\n", evidence=(replace(VISIT, once_per=("term",)),))
    assert "“每 term 只记一次”在读表时没有检查。" in [note.zh for note in reading.sheets[0].notes]


def test_a_needed_field_may_not_be_blank(tmp_path: Path) -> None:
    reading = visits(tmp_path, f"{HEAD}\nG1,2025-11-03,,40\n")
    assert reasons(reading) == [("C2", "“方式”不能空")]


def test_attributes_and_ancestors_describe_the_subject(tmp_path: Path) -> None:
    text = f"{HEAD},性别,年级,班级,学校\nG1,2025-11-03,上门,40,男,小学一年级,c1,s1\nG2,2025-11-03,上门,40,女,12,c2,s1\n"
    reading = visits(tmp_path, text)
    names = ["subject", "sex", "grade", "school.class", "school.school"]
    assert sorted(tuple(row.values()) for row in reading.subjects["school.pupil"].select(names).to_pylist()) == [
        ("G1", "male", "11", "c1", "s1"),
        ("G2", "female", "12", "c2", "s1"),
    ]
    assert column(reading, TYPE, "org") == ["c1", "c2"]


def test_a_subject_described_differently_on_later_days_changes_then(tmp_path: Path) -> None:
    text = f"{HEAD},年级\nG1,2025-11-03,上门,40,11\nG1,2026-03-02,上门,30,\nG1,2026-09-07,视频,20,12\n"
    spans = visits(tmp_path, text).subjects["school.pupil"].select(["from_day", "to_day", "grade"]).to_pylist()
    assert [(day_of(s["from_day"]).isoformat() if s["from_day"] > 0 else "", s["grade"]) for s in spans] == [
        ("", "11"),
        ("2026-09-07", "12"),
    ]
    assert day_of(spans[0]["to_day"]).isoformat() == "2026-09-06"


def test_a_subject_described_differently_on_one_day_is_rejected(tmp_path: Path) -> None:
    text = f"{HEAD},年级\nG1,2025-11-03,上门,40,11\nG1,2025-11-03,视频,40,12\n"
    assert reasons(visits(tmp_path, text)) == [("E3", "同一编号、同一天的说法不同：见第 2 行")]


@pytest.mark.parametrize(("minutes", "stored"), [("40", 1), ("30", 1), ("29", 0), ("", 1)])
def test_the_types_own_check_decides_on_entry(tmp_path: Path, minutes: str, stored: int) -> None:
    """minutes >= 30; what is not known breaks nothing."""
    whole = Type(Kind.NUMBER, decimals=0)
    check = Comparison(">=", RowColumn("minutes", whole), Constant(Fraction(30), whole), Type(Kind.YES_NO))
    reading = visits(tmp_path, f"{HEAD}\nG1,2025-11-03,上门,{minutes}\n", evidence=(replace(VISIT, check=check),))
    assert reading.stored == stored
    if not stored:
        assert reasons(reading) == [("2:2", "这一行的数据自相矛盾，不符合“家访”的要求")]


def test_numbers_with_decimals_are_checked_as_the_numbers_they_are(tmp_path: Path) -> None:
    weight = Field("hours", Text("小时"), Type(Kind.NUMBER, decimals=1, low=Fraction(0), high=Fraction(24)))
    check = Comparison("<=", RowColumn("hours", weight.type), Constant(Fraction(2), weight.type), Type(Kind.YES_NO))
    kind = replace(VISIT, fields=(*VISIT.fields, weight), check=check)
    reading = visits(tmp_path, f"{HEAD},小时\nG1,2025-11-03,上门,40,1.5\nG2,2025-11-03,上门,40,2.1\n", evidence=(kind,))
    assert column(reading, TYPE, "hours") == [15]
    assert reading.rejected == 1


def test_a_layouts_heading_for_the_number_serves_other_types_too(tmp_path: Path) -> None:
    reading = visits(tmp_path, "学籍号,日期,方式\nG1,2025-11-03,上门\n", layouts=(UPLOAD,))
    assert column(reading, TYPE, "subject") == ["G1"]
