"""The workbook comes back: every row's outcome, the answers, and nothing of the user's own disturbed."""

import os
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from xueheng.workbooks.limits import Limits
from xueheng.workbooks.mark_workbook import write_marked
from xueheng.workbooks.marking import Returned, ReturnedColumn
from xueheng.workbooks.refusals import WorkbookRefused
from xueheng.workbooks.tests.one_school import HEADINGS, pupil_row, read, text_file, workbook

TEST = "fit.fitness_test"
REBUILT = Limits(own_workbook_rows=0)
BAD = "FFFFC7CE"
WIDENED = ["年级编号", "班级编号", "班级名称", "学籍号", "民族代码", "姓名", "性别", "出生日期", "家庭住址",
           "身高", "体重", "肺活量", "评分", "等级", "50米跑", "评分", "等级", "坐位体前屈", "50米×8往返跑", "1000米跑",
           "标准分", "总分", "总分等级", "处理结果", "原因", "怎么改"]  # fmt: skip
APPENDED = [*HEADINGS, "肺活量 评分", "肺活量 等级", "50米跑 评分", "50米跑 等级", "标准分", "总分", "总分等级",
            "处理结果", "原因", "怎么改"]  # fmt: skip


@pytest.fixture(autouse=True)
def _nothing_is_left_behind(tmp_path: Path) -> Iterator[None]:
    yield
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def answers(*subjects: str) -> Returned:
    """Points and levels of two items, and the end of the sheet."""
    count = len(subjects)
    return Returned(
        TEST,
        subjects,
        (
            ReturnedColumn("评分", "vital_capacity", [85] * count),
            ReturnedColumn("等级", "vital_capacity", ["良好"] * count),
            ReturnedColumn("评分", "run_50m", [Fraction(100)] * count),
            ReturnedColumn("等级", "run_50m", ["优秀"] * count),
            ReturnedColumn("评分", "nobodys_field", [1] * count),
            ReturnedColumn("标准分", None, [Decimal("81.3")] * count),
            ReturnedColumn("总分", None, [Fraction("81.3")] * count),
            ReturnedColumn("总分等级", None, ["良好"] * count),
        ),
    )


def pages(path: Path) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return openpyxl.load_workbook(path)


def values(page: Any, row: int) -> list[Any]:
    return [cell.value for cell in page[row]]


def row_of(page: Any, row: int, heading_row: int = 1) -> dict[str, Any]:
    return dict(zip(values(page, heading_row), values(page, row), strict=True))


@pytest.mark.parametrize("limits", [Limits(), REBUILT], ids=["own", "rebuilt"])
def test_answers_stand_after_their_columns_and_at_the_end(tmp_path: Path, limits: Limits) -> None:
    path = workbook(tmp_path / "a.xlsx", [pupil_row("G1"), pupil_row("G2", 身高=1.65), pupil_row("G3")])
    out = write_marked(read(path), tmp_path / "out.xlsx", answers("G1", "G3"), language="zh", limits=limits)
    page = pages(out)["一年级"]
    assert values(page, 1) == WIDENED
    assert values(page, 2)[9:] == [
        121.5, 23.4, 1200, 85, "良好", 10.4, 100, "优秀", -1.5, "1'58", None, 81.3, 81.3, "良好", "已收", None, None,
    ]  # fmt: skip
    assert values(page, 3)[9:] == [
        1.65, 23.4, 1200, None, None, 10.4, None, None, -1.5, "1'58", None, None, None, None, "未收",
        "身高：1.65 厘米不在 80–230 之间", "身高：如果是米，请写 165。",
    ]  # fmt: skip
    assert values(page, 4)[3] == "G3"
    assert values(page, 2)[8] == "某街1号"


@pytest.mark.parametrize("limits", [Limits(), REBUILT], ids=["own", "rebuilt"])
def test_faulty_cells_are_coloured_and_no_others(tmp_path: Path, limits: Limits) -> None:
    rows = [pupil_row("G1"), pupil_row("G2", 身高=1.65, 性别=None, 学籍号=None)]
    path = workbook(tmp_path / "a.xlsx", rows)
    page = pages(write_marked(read(path), tmp_path / "out.xlsx", limits=limits))["一年级"]
    coloured = [cell.coordinate for row in page.iter_rows() for cell in row if cell.fill.fgColor.rgb == BAD]
    assert [c for c in coloured if c != "Q3"] == ["D3", "J3"]  # Q is the outcome


@pytest.mark.parametrize("limits", [Limits(), REBUILT], ids=["own", "rebuilt"])
def test_the_first_sheet_says_what_was_done(tmp_path: Path, limits: Limits) -> None:
    path = workbook(tmp_path / "a.xlsx", [pupil_row("G1"), pupil_row("G2", 身高=1.65)])
    book = pages(write_marked(read(path), tmp_path / "out.xlsx", language="zh", limits=limits))
    assert book.sheetnames == ["说明", "一年级"]
    assert book.active.title == "说明"
    rows = [[cell for cell in row if cell is not None] for row in book["说明"].iter_rows(values_only=True)]
    assert rows[3:7] == [
        ["工作表", "当作", "收到", "已收", "未收"],
        ["一年级", "数据上报模板", 2, 1, 1],
        ["合计", 2, 1, 1] if limits is not REBUILT else ["合计", "", 2, 1, 1],
        ["收到 = 已收 + 未收"],
    ]
    assert ["不保存的列：家庭住址。"] in rows


def test_the_users_own_formats_stay(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [pupil_row("G1"), pupil_row("G2")])
    book = openpyxl.load_workbook(path)
    page = book.active
    page.insert_rows(1)
    page["A1"] = "某某小学"
    page.merge_cells("A1:P1")
    page["M3"].font = Font(bold=True, color="FF0000FF")
    page["M3"].number_format = "0.00"
    page["P2"].fill = PatternFill("solid", fgColor="FF00FF00")
    page.column_dimensions["L"].width = 17
    page.column_dimensions["P"].width = 21
    page.row_dimensions[1].height = 40
    page.freeze_panes = "N3"
    page.auto_filter.ref = "A2:P4"
    rule = DataValidation(type="whole", operator="between", formula1="200", formula2="9999", sqref="L3:L4")
    page.add_data_validation(rule)
    page["O3"].hyperlink = "https://example.org/"
    book.create_sheet("另一张")["B2"] = "不动"
    book.save(path)

    book = pages(write_marked(read(path), tmp_path / "out.xlsx", answers("G1", "G2")))
    page = book["一年级"]
    assert [str(merged) for merged in page.merged_cells.ranges] == ["A1:T1"]
    assert page["O3"].value == 10.4
    assert (page["O3"].font.b, page["O3"].font.color.rgb, page["O3"].number_format) == (True, "FF0000FF", "0.00")
    assert page["T2"].fill.fgColor.rgb == "FF00FF00"
    assert (page.column_dimensions["L"].width, page.column_dimensions["T"].width) == (17, 21)
    assert page.row_dimensions[1].height == 40
    assert page.freeze_panes == "R3"
    assert page.auto_filter.ref == "A2:T4"
    assert str(page.data_validations.dataValidation[0].sqref) == "L3:L4"
    assert page["S3"].hyperlink.ref == "S3"
    assert book["另一张"]["B2"].value == "不动"
    assert read(path).sha256 == read(path).sha256


def test_where_formulas_stand_the_answers_come_at_the_end(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [[*pupil_row("G1"), "=K2/(J2*J2)*10000"]], [*HEADINGS, "BMI"])
    book = pages(write_marked(read(path), tmp_path / "out.xlsx", answers("G1")))
    page = book["一年级"]
    assert values(page, 1) == [*APPENDED[:16], "BMI", *APPENDED[16:]]
    assert page["Q2"].value == "=K2/(J2*J2)*10000"
    assert row_of(page, 2)["肺活量 评分"] == 85


def test_a_returned_workbook_sent_again_is_marked_afresh(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [pupil_row("G1"), pupil_row("G2", 身高=1.65)])
    first = write_marked(read(path), tmp_path / "first.xlsx", answers("G1"))
    book = openpyxl.load_workbook(first)
    book["一年级"]["J3"] = 165
    book.save(first)
    again = read(first)
    assert (again.stored, again.rejected) == (2, 0)
    for limits in (Limits(), REBUILT):
        book = pages(write_marked(again, tmp_path / "again.xlsx", answers("G1", "G2"), language="zh", limits=limits))
        assert book.sheetnames == ["说明", "一年级"]
        assert values(book["一年级"], 1) == WIDENED
        assert values(book["一年级"], 3)[-3:] == ["已收", None, None]


def test_a_sheet_of_theirs_called_like_ours_stays(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [pupil_row("G1")])
    book = openpyxl.load_workbook(path)
    book.create_sheet("说明", 0)["A1"] = "学校的说明"
    book.save(path)
    book = pages(write_marked(read(path), tmp_path / "out.xlsx"))
    assert book.sheetnames == ["说明 2", "说明", "一年级"]
    assert book["说明"]["A1"].value == "学校的说明"


@pytest.mark.parametrize("limits", [Limits(), REBUILT], ids=["own", "rebuilt"])
@pytest.mark.parametrize("text", ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1+1"])
def test_what_looks_like_a_formula_is_text(tmp_path: Path, text: str, limits: Limits) -> None:
    path = workbook(tmp_path / "a.xlsx", [pupil_row("G1")])
    returned = Returned(TEST, ["G1"], (ReturnedColumn("总分等级", None, [text]),))
    page = pages(write_marked(read(path), tmp_path / "out.xlsx", returned, limits=limits))["一年级"]
    cell = next(cell for cell in page[2] if cell.value == text)
    assert cell.data_type == "s"
    assert cell.quotePrefix


def test_a_text_files_formulas_come_back_as_text(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", '学籍号,身高,姓名\nG1,121.5,"=HYPERLINK(""x"")"\nG2,=1+1,乙\n')
    page = pages(write_marked(read(path), tmp_path / "a 结果.csv"))["a"]
    assert [(cell.value, cell.data_type) for cell in (page["C2"], page["B3"])] == [
        ('=HYPERLINK("x")', "s"),
        ("=1+1", "s"),
    ]
    assert page["C2"].quotePrefix


def test_the_return_is_always_an_xlsx(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", "学籍号,身高\nG1,121.5\n")
    assert write_marked(read(path), tmp_path / "b.csv").name == "b.xlsx"
    assert "这份工作簿是按内容重建的，没有带上原来的格式。" in str(list(pages(tmp_path / "b.xlsx")["说明"].values))


def test_every_kind_of_cell_comes_back_as_it_was(tmp_path: Path) -> None:
    own = [
        date(2025, 11, 3),
        datetime.fromisoformat("2025-11-03T08:30:15"),
        time(4, 5),
        timedelta(hours=28),
        True,
        'a<&>"b\n c',
        8.2,
    ]
    path = workbook(tmp_path / "a.xlsx", [[*pupil_row("G1"), *own]], [*HEADINGS, *"一二三四五六七"])
    page = pages(write_marked(read(path), tmp_path / "out.xlsx", limits=REBUILT))["一年级"]
    row = row_of(page, 2)
    assert [row[name] for name in "一二三四五六七"] == [datetime.fromisoformat("2025-11-03"), *own[1:]]


def test_more_rows_than_are_marked_by_hand(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [pupil_row(f"G{n}") for n in range(5_001)])
    out = write_marked(read(path), tmp_path / "out.xlsx", answers("G5000"))
    page = pages(out)["一年级"]
    assert page.max_row == 5_002
    assert row_of(page, 5_002)["总分"] == 81.3


def test_a_workbook_changed_meanwhile_is_not_marked(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [pupil_row("G1")])
    reading = read(path)
    workbook(path, [pupil_row("G2")])
    with pytest.raises(WorkbookRefused) as caught:
        write_marked(reading, tmp_path / "out.xlsx")
    assert caught.value.code == "changed"
    assert not (tmp_path / "out.xlsx").exists()


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    reading = read(workbook(tmp_path / "a.xlsx", [pupil_row("G1")]))
    with pytest.raises(WorkbookRefused) as caught:
        write_marked(reading, tmp_path / "nowhere" / "out.xlsx")
    assert caught.value.code == "output"
    assert str(tmp_path / "nowhere" / "out.xlsx") in caught.value.text.zh


def test_an_earlier_return_is_replaced_whole(tmp_path: Path) -> None:
    reading = read(workbook(tmp_path / "a.xlsx", [pupil_row("G1")]))
    out = text_file(tmp_path / "out.xlsx", "früher")
    write_marked(reading, out)
    assert pages(out).sheetnames == ["说明", "一年级"]
    assert oct(out.stat().st_mode & 0o777) == oct(0o666 & ~_umask())


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_merges_that_would_hide_an_answer_are_undone(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["G1", 1200, None, 10.4, None]], ["学籍号", "肺活量", None, "50米跑", None])
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("B1:C1")
    book.active.merge_cells("D1:F1")
    book.save(path)
    page = pages(write_marked(read(path), tmp_path / "out.xlsx", answers("G1"), language="zh"))["一年级"]
    assert [value for value in values(page, 1) if value] == [
        "学籍号", "肺活量", "评分", "等级", "50米跑", "评分", "等级", "标准分", "总分", "总分等级",
        "处理结果", "原因", "怎么改",
    ]  # fmt: skip
    assert page.merged_cells.ranges == set()
