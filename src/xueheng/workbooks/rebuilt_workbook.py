"""A returned workbook built anew: for long sheets, and for .xls and text files, which come back as .xlsx."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from xueheng.workbooks.accepted_words import NOTES_SHEET
from xueheng.workbooks.marking import NewColumn, SheetMarks, Written, printable
from xueheng.workbooks.reading import Reading
from xueheng.workbooks.sheet_writer import (
    Fragment,
    Look,
    Page,
    blank_cell,
    number_cell,
    own_cell,
    text_cell,
    write_workbook,
)
from xueheng.workbooks.worker_process import RawSheet

_REASON_WIDTH = 44


def write_rebuilt(
    path: Path, reading: Reading, marks: Sequence[SheetMarks], notes: Sequence[Sequence[str | int]]
) -> None:
    """Write the sheets that were read, row for row as they stood, with the new columns in place."""
    raw = {sheet.name: sheet for sheet in reading.raw}
    pages = [_notes(notes)]
    pages += [_page(each, raw[each.name], each.name or reading.path.stem) for each in marks]
    write_workbook(path, pages)


def _notes(rows: Sequence[Sequence[str | int]]) -> Page:
    width = max(len(row) for row in rows)
    columns: list[list[Fragment | None]] = [[] for _ in range(width)]
    for number, row in enumerate(rows):
        look = Look.HEADING if number == 0 else Look.PLAIN
        for column, cells in enumerate(columns):
            cells.append(_written(row[column], look) if column < len(row) else None)
    return Page(NOTES_SHEET, columns, {0: 36, 1: 30})


def _page(marks: SheetMarks, raw: RawSheet, name: str) -> Page:
    columns: list[list[Fragment | None]] = []
    bad: dict[int, list[int]] = {}
    for row, column in marks.bad:
        bad.setdefault(column, []).append(row)
    for index in range(marks.width):
        if index not in marks.dropped:
            columns.append(_own(raw, index, marks.heading_row, bad.get(index, [])))
        columns += [_new(each, marks, raw.height) for each in marks.answers if each.after == index]
    columns += [_new(each, marks, raw.height) for each in marks.answers if each.after is None]
    outcome = [_new(each, marks, raw.height, Look.REASON) for each in marks.outcome]
    widths = {len(columns): 10, len(columns) + 1: _REASON_WIDTH, len(columns) + 2: _REASON_WIDTH}
    return Page(name, columns + outcome, widths, marks.heading_row)


def _own(raw: RawSheet, index: int, heading_row: int, bad: Sequence[int]) -> list[Fragment | None]:
    coded = raw.column(index).dictionary_encode()
    fragments = [own_cell(_printable(cell), False) for cell in coded.dictionary.to_pylist()]
    cells = [None if code is None else fragments[code] for code in coded.indices.to_pylist()]
    heading = raw.column(index)[heading_row - 1].as_py()
    if heading is not None:
        cells[heading_row - 1] = text_cell(_printable(heading)[1:], Look.HEADING)
    for row in bad:
        cell = raw.column(index)[row - 1].as_py()
        cells[row - 1] = blank_cell(Look.BAD) if cell is None else own_cell(_printable(cell), True)
    return cells


def _printable(cell: str) -> str:
    return cell[0] + printable(cell[1:]) if cell[0] in "sf" else cell


def _new(column: NewColumn, marks: SheetMarks, height: int, look: Look = Look.PLAIN) -> list[Fragment | None]:
    fragments: dict[Written, Fragment] = {}
    cells: list[Fragment | None] = [None] * height
    cells[marks.heading_row - 1] = text_cell(column.heading, Look.HEADING)
    for row, value in zip(column.rows, column.values, strict=True):
        if value is not None:
            found = fragments.get(value)
            if found is None:
                found = fragments[value] = _written(value, look)
            cells[row - 1] = found
    return cells


def _written(value: str | int | Decimal, look: Look) -> Fragment:
    return text_cell(value, look) if isinstance(value, str) else number_cell(value, look)
