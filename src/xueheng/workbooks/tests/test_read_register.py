"""A register's file read by its layout: matched by headings wherever they stand, columns dropped unread."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from xueheng.language.public import Library, RegisterLayout, load, shipped_packs
from xueheng.workbooks.public import RegisterReading, WorkbookRefused, read_register, write_marked

ROW: dict[str, object] = {
    "学籍号": "L20250000001",
    "姓名": "示例生",
    "性别": "女",
    "年级": "小学三年级",
    "班级": "三（1）班",
    "出生日期": "2016年3月4日",
}


@pytest.fixture(scope="module")
def packs() -> Library:
    loaded = load(shipped_packs()[0], also=shipped_packs()[1:])
    assert loaded.library is not None
    return loaded.library


def written(path: Path, rows: list[dict[str, object]], *, above: int = 2, sheet: str = "三年级") -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("说明页")
        page.write_string(0, 0, "填表说明")
        page = book.add_worksheet(sheet)
        page.write_string(0, 0, "某校学生名册")
        heads = list(dict.fromkeys(head for row in rows for head in row))
        for at, head in enumerate(heads):
            page.write_string(above, at, head)
        for line, row in enumerate(rows, above + 1):
            for at, head in enumerate(heads):
                page.write(line, at, row.get(head))
    return path


def read(packs: Library, path: Path, name: str = "pupil_register", **mapped: str) -> RegisterReading:
    layout: RegisterLayout = packs.register_layouts[f"common.{name}"]
    return read_register(path, layout, entities=packs.entities, tables=packs.tables, mapped=mapped)


def test_rows_are_read_by_heading_under_a_title_beside_a_page_of_notes(packs: Library, tmp_path: Path) -> None:
    found = read(packs, written(tmp_path / "a.xlsx", [ROW]))
    assert (found.received, found.lacking, found.of_role("unknown")) == (1, (), ())
    assert found.rows[0].row == 4
    assert found.rows[0].values == {
        "pupil_number": "L20250000001", "name": "示例生", "sex": "female", "grade": "13", "class_name": "三（1）班",
        "born": date(2016, 3, 4),
    }  # fmt: skip


def test_a_dropped_column_is_named_and_nothing_of_it_is_read(packs: Library, tmp_path: Path) -> None:
    found = read(packs, written(tmp_path / "a.xlsx", [{**ROW, "家庭住址": "金丝雀路 1 号"}]), 家庭住址="name")
    assert found.of_role("never_store") == ("家庭住址",)
    assert "金丝雀" not in repr([heading.samples for heading in found.headings]) + repr(found.rows[0].values)


def test_a_number_that_a_spreadsheet_shortened_is_sent_back(packs: Library, tmp_path: Path) -> None:
    found = read(packs, written(tmp_path / "a.xlsx", [{**ROW, "身份证件号": 500199201603040012}]))
    (fault,) = found.rejections
    assert (found.received, found.rows, fault.cell) == (1, (), "G4")
    assert "只剩前 15 位" in fault.reason.zh


def test_an_unknown_heading_is_guessed_and_mapped(packs: Library, tmp_path: Path) -> None:
    row = {("学生的姓名" if head == "姓名" else head): cell for head, cell in ROW.items()}
    path = written(tmp_path / "a.xlsx", [row])
    found = read(packs, path)
    assert (found.lacking, found.of_role("unknown"), found.rows) == (("name",), ("学生的姓名",), ())
    assert next(h.guess for h in found.headings if h.role == "unknown") == "name"
    assert read(packs, path, 学生的姓名="name").rows[0].values["name"] == "示例生"


def test_needed_cells_that_are_blank_and_codes_that_are_none_are_told_by_cell(packs: Library, tmp_path: Path) -> None:
    rows = [{**ROW, "姓名": ""}, {**ROW, "性别": "不详"}, {**ROW, "出生日期": "2016-02-30"}]
    found = read(packs, written(tmp_path / "a.xlsx", rows))
    assert [(each.cell, each.heading) for each in found.rejections] == [
        ("B4", "姓名"),
        ("C5", "性别"),
        ("F6", "出生日期"),
    ]


def test_the_senders_own_workbook_comes_back_with_the_reasons(packs: Library, tmp_path: Path) -> None:
    found = read(packs, written(tmp_path / "a.xlsx", [ROW, {**ROW, "性别": "不详"}]))
    out = write_marked(found.marked([]), tmp_path / "back.xlsx", language="zh")
    page = openpyxl.load_workbook(out)["三年级"]
    assert [page.cell(row, 7).value for row in (3, 4, 5)] == ["处理结果", "已收", "未收"]


FORM = '<?xml version="1.0" encoding="utf-8"?><Person><XingMing>示例甲</XingMing><XingBie>男</XingBie>{}</Person>'


def test_a_cadre_form_is_one_row_and_its_family_and_picture_are_left_in_the_file(
    packs: Library, tmp_path: Path
) -> None:
    more = (
        f"<JiaTingChengYuan><Item><XingMing>亲属</XingMing></Item></JiaTingChengYuan><ZhaoPian>{'A' * 4000}</ZhaoPian>"
    )
    path = tmp_path / "a.lrmx"
    path.write_text(FORM.format(more), "utf-8")
    found = read(packs, path, "cadre_form")
    assert [row.values for row in found.rows] == [{"name": "示例甲", "sex": "male"}]
    assert found.of_role("never_store") == ("JiaTingChengYuan", "ZhaoPian")
    assert "亲属" not in repr(found.raw[0].columns)
    assert "AAAA" not in repr(found.raw[0].columns)


@pytest.mark.parametrize(
    ("name", "layout", "code"),
    [("a.lrmx", "pupil_register", "unknown_format"), ("a.xml", "cadre_form", "html"), ("a.csv", "cadre_form", "html")],
)
def test_a_form_is_read_as_a_form_alone(packs: Library, tmp_path: Path, name: str, layout: str, code: str) -> None:
    (tmp_path / name).write_text(FORM.format(""), "utf-8")
    with pytest.raises(WorkbookRefused) as refused:
        read(packs, tmp_path / name, layout)
    assert refused.value.code == code
