"""A school's records of its pupils' year, as the school keeps them: one workbook, or one CSV file a kind."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import xlsxwriter

from examples.growth_kinds import Row
from examples.school_workbook import SYNTHETIC

NUMBER = "学籍号"


def write_workbook(path: Path, school: str, kinds: Mapping[str, Sequence[Row]]) -> None:
    """A sheet a kind; a title and the notice that nobody is real stand above the headings."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False}) as book:
        dated = book.add_format({"num_format": "yyyy-mm-dd"})
        heading = book.add_format({"bold": True, "bg_color": "#DDE7F0", "border": 1})
        for name, rows in kinds.items():
            sheet = book.add_worksheet(name)
            headings = headings_of(rows)
            sheet.set_column(0, 0, 22)
            sheet.set_column(1, len(headings), 14)
            sheet.write_string(0, 0, SYNTHETIC)
            sheet.write_string(1, 0, f"{school}2025—2026学年{name}")
            for column, word in enumerate(headings):
                sheet.write_string(2, column, word, heading)
            for place, row in enumerate(rows, 3):
                for column, word in enumerate(headings):
                    cell = row.get(word)
                    if isinstance(cell, date):
                        sheet.write_datetime(place, column, cell, dated)
                    elif isinstance(cell, str):
                        sheet.write_string(place, column, cell)
                    elif cell is not None:
                        sheet.write_number(place, column, cell)


def write_csv_files(folder: Path, kinds: Mapping[str, Sequence[Row]]) -> tuple[Path, ...]:
    """A file a kind, named after it; days are written 2025/9/8, as a spreadsheet saves them."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, rows in kinds.items():
        path = folder / f"{name}.csv"
        headings = headings_of(rows)
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([SYNTHETIC, *[""] * (len(headings) - 1)])
            writer.writerow(headings)
            writer.writerows([_cell(row.get(word)) for word in headings] for row in rows)
        written.append(path)
    return tuple(written)


def headings_of(rows: Iterable[Row]) -> tuple[str, ...]:
    """Every heading that a row has, in the order in which they appear."""
    return tuple(dict.fromkeys(word for row in rows for word in row))


def _cell(value: str | int | float | date | None) -> str | int | float:
    if isinstance(value, date):
        return f"{value.year}/{value.month}/{value.day}"
    return "" if value is None else value
