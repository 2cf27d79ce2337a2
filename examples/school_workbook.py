"""One school's upload workbook, as an .xlsx or .csv file."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from random import Random

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from examples.districts import GRADE_NAMES
from examples.planted_rows import Kind, Planted, Row, spoil
from examples.pupils import EnrolledSchool, Pupil
from examples.school_style import (
    Cell,
    Style,
    written_birthday,
    written_number,
    written_run_time,
    written_sex,
)
from examples.typical_values import RUNNING_TIMES

SYNTHETIC = "示例数据（合成）"
"""The first line of every sheet."""
ONE_SHEET = "体质健康数据"
FIRST_PLANTED = 4
"""The planted rows begin after this many ordinary ones, so that a reader sees ordinary rows first."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as laid out: its rows from the first on (None: an empty one), and where rows are planted."""

    name: str
    title_rows: tuple[str, ...]
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...] | None, ...]
    planted: tuple[Planted, ...]


def lay_out(school: EnrolledSchool, style: Style, kinds: Sequence[Kind], random: Random) -> Iterator[Sheet]:
    """The sheets of a school's workbook; the rows to plant go where the first pupils stand who can bear them."""
    wanted = list(kinds)
    for name, pupils in _sheets(school, style):
        yield _sheet(name, pupils, school, style, wanted, random)


def _sheets(school: EnrolledSchool, style: Style) -> list[tuple[str, list[Pupil]]]:
    if not style.sheet_per_grade:
        return [(ONE_SHEET, list(school.pupils))]
    grades = dict.fromkeys(pupil.grade for pupil in school.pupils)
    return [(GRADE_NAMES[grade], [p for p in school.pupils if p.grade == grade]) for grade in grades]


def _sheet(
    name: str, pupils: list[Pupil], school: EnrolledSchool, style: Style, wanted: list[Kind], random: Random
) -> Sheet:
    headings = style.headings()
    spelt = dict(zip(_national(headings), headings, strict=True))
    rows: list[tuple[Cell, ...] | None] = []
    planted: list[Planted] = []
    first_row = style.title_rows + 2
    for place, pupil in enumerate(pupils):
        row = written_row(pupil, style, random)
        if place >= FIRST_PLANTED and (spoilt := _take(wanted, row, style, random)):
            kind, row, heading = spoilt
            if kind == "doubled_row":
                rows.append(_in_order(row, headings))
            at = first_row + len(rows)
            planted.append(Planted(kind, name, at, pupil.number, spelt.get(heading, ""), str(row.get(heading) or "")))
        rows.append(_in_order(row, headings))
        if place == len(pupils) // 2 and style.number_first:
            rows.append(None)  # an empty line in the middle, as between two classes
    return Sheet(name, _titles(school, style), headings, tuple(rows), tuple(planted))


def _take(wanted: list[Kind], row: Row, style: Style, random: Random) -> tuple[Kind, Row, str] | None:
    """The first wanted kind of fault that this row can bear, taken off the list, with the spoilt row."""
    for kind in wanted:
        if spoilt := spoil(kind, row, style, random):
            wanted.remove(kind)
            return kind, *spoilt
    return None


def _national(headings: Sequence[str]) -> list[str]:
    return ["50米×8往返跑" if heading.startswith("50米") and "8往返" in heading else heading for heading in headings]


def _in_order(row: Row, headings: Sequence[str]) -> tuple[Cell, ...]:
    return tuple(row.get(name) for name in _national(headings))


def _titles(school: EnrolledSchool, style: Style) -> tuple[str, ...]:
    titles = (
        SYNTHETIC,
        f"{school.school.name}2025—2026学年国家学生体质健康标准数据上报表",
        f"填报单位：{school.school.name}（学校标识码 {school.number}）　身高：厘米　体重：千克",
    )
    return titles[: style.title_rows]


def written_row(pupil: Pupil, style: Style, random: Random) -> Row:
    """A pupil's line in the school's way of writing, by national heading."""
    row: Row = {
        "年级编号": pupil.grade,
        "班级编号": pupil.class_number,
        "班级名称": pupil.class_name,
        "学籍号": pupil.number,
        "民族代码": pupil.ethnic_code,
        "姓名": pupil.name,
        "性别": written_sex(style, pupil.sex),
        "出生日期": written_birthday(style, pupil.born),
        "家庭住址": "示例地址（合成）" if random.random() < 0.3 else None,
        "50米×8往返跑": None,
        "立定跳远": None,
        "1000米跑": None,
        "800米跑": None,
        "身高": None,
        "肺活量": None,
    }
    for item, value in pupil.values.items():
        running = item in RUNNING_TIMES
        row[item] = written_run_time(style, int(value)) if running else written_number(style, random, value)
    if pupil.values:
        row["左眼裸眼视力"] = round(random.uniform(4.2, 5.2), 1)
        row["右眼裸眼视力"] = round(random.uniform(4.2, 5.2), 1)
    return row


def write_csv(path: Path, sheet: Sheet, encoding: str) -> None:
    """Write a sheet as comma-separated text; titles stand alone on their lines."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        for title in sheet.title_rows:
            writer.writerow([title, *[""] * (len(sheet.headings) - 1)])
        writer.writerow(sheet.headings)
        for row in sheet.rows:
            writer.writerow(row or [""] * len(sheet.headings))


def write_xlsx(path: Path, sheets: Sequence[Sheet], *, notes_sheet: bool) -> None:
    """Write an Excel workbook, row after row in bounded memory."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False}) as book:
        forms = {
            "title": book.add_format({"bold": True, "align": "center", "font_size": 14}),
            "heading": book.add_format({"bold": True, "bg_color": "#DDE7F0", "border": 1}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
            "time": book.add_format({"num_format": "h:mm"}),
        }
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet.name), sheet, forms)
        if notes_sheet:
            notes = book.add_worksheet("填表说明")
            notes.write_string(0, 0, SYNTHETIC)
            notes.write_string(1, 0, "未测的项目留空。耐力跑写分和秒。本页没有数据。")


def _write_sheet(sheet: Worksheet, laid: Sheet, forms: dict[str, Format]) -> None:
    last = len(laid.headings) - 1
    for place, title in enumerate(laid.title_rows):
        if place:
            sheet.merge_range(place, 0, place, last, title, forms["title"])
        else:
            sheet.write_string(0, 0, title)
    top = len(laid.title_rows)
    sheet.set_column(0, last, 11)
    sheet.set_column(laid.headings.index("学籍号"), laid.headings.index("学籍号"), 22)
    for column, heading in enumerate(laid.headings):
        sheet.write_string(top, column, heading, forms["heading"])
    for place, row in enumerate(laid.rows, top + 1):
        for column, cell in enumerate(row or ()):
            if cell is not None:
                _write_cell(sheet, place, column, cell, forms)


def _write_cell(sheet: Worksheet, row: int, column: int, cell: Cell, forms: dict[str, Format]) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, column, cell)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, forms["date"])
    elif isinstance(cell, time):
        sheet.write_datetime(row, column, cell, forms["time"])
    elif cell is not None:
        sheet.write_number(row, column, cell)
