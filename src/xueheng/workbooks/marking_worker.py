"""The worker that marks a user's own workbook: opens it inside limits, changes nothing but what is said.

The job comes as one JSON line; the answer is {"marked": true} and {"end": true}, or a refusal.
"""

import json
import sys
from collections.abc import Iterator
from copy import copy
from decimal import Decimal
from typing import Any, NoReturn

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from xueheng.workbooks.accepted_words import NOTES_SHEET
from xueheng.workbooks.sheet_writer import FORMULA_STARTS, sheet_name
from xueheng.workbooks.sheet_xml import Refusal
from xueheng.workbooks.widening import Place, can_be_widened, free_of_merges, moved_columns
from xueheng.workbooks.worker import answered, bound_process, say

_BAD = PatternFill("solid", fgColor="FFFFC7CE")
_REASON_WIDTH = 44


def main() -> NoReturn:
    """Read the job, mark the workbook, leave."""
    say({"ready": True})
    job = json.loads(sys.stdin.readline())
    bound_process(job["memory"], job["processor"], job["written"])
    answered(mark, job)


def mark(job: dict[str, Any]) -> None:
    """The user's workbook at job["path"], marked, at job["out"]."""
    try:
        book = openpyxl.load_workbook(job["path"], rich_text=True)
    except MemoryError:
        raise
    except Exception as fault:  # the library raises all kinds on files it does not understand
        raise Refusal("damaged", detail=str(fault)[:200]) from fault
    if job["came_back"] and NOTES_SHEET in book.sheetnames:
        del book[NOTES_SHEET]
    widen = can_be_widened(book)
    for sheet in job["sheets"]:
        page = book[sheet["name"]]
        if isinstance(page, Worksheet):
            mark_sheet(page, sheet, widen)
    _add_notes(book, job["notes"])
    try:
        book.save(job["out"])
    except OSError as fault:
        raise Refusal("output", detail=fault.strerror or str(fault)) from fault
    say({"marked": True})


def mark_sheet(page: Worksheet, sheet: dict[str, Any], widen: bool) -> None:
    """Answers beside their columns where the sheet can be widened, else at its end; then the outcome."""
    dropped = set(sheet["dropped"]) if widen else set()
    after: dict[int, int] = {}
    for each in sheet["answers"] if widen else ():
        if each["after"] is not None:
            after[each["after"]] = after.get(each["after"], 0) + 1
    place = moved_columns(page, sheet["width"], after, dropped)
    last = max(column for column in range(sheet["width"]) if column not in dropped)
    end = sheet["width"] - len(dropped) + sum(after.values())
    columns = list(_placed(sheet, widen, place, end, place(last)))
    free_of_merges(page, sheet["heading_row"], {at for _, at, _ in columns})
    for column, at, model in columns:
        _write(page, sheet, column, at, model)
    for row, column in sheet["bad"]:
        page.cell(row, place(column)).fill = _BAD
    _show_outcome(page, sheet, max(at for _, at, _ in columns))


def _placed(
    sheet: dict[str, Any], widen: bool, place: Place, end: int, last: int
) -> Iterator[tuple[dict[str, Any], int, int]]:
    """Each new column, its number, and the number of the column whose look it takes."""
    filled: dict[int, int] = {}
    for each in (*sheet["answers"], *sheet["outcome"]):
        if widen and each["after"] is not None:
            filled[each["after"]] = filled.get(each["after"], 0) + 1
            yield each, place(each["after"]) + filled[each["after"]], place(each["after"])
        else:
            end += 1
            heading = f"{each['beside']} {each['heading']}".strip()
            yield {**each, "heading": heading}, end, last


def _write(page: Worksheet, sheet: dict[str, Any], column: dict[str, Any], at: int, model: int) -> None:
    """One new column, its cells looking like those of the column it follows."""
    heading = page.cell(sheet["heading_row"], at)
    _look_like(heading, page.cell(sheet["heading_row"], model))
    _put(heading, column["heading"])
    for row, value in zip(column["rows"], column["values"], strict=True):
        cell = page.cell(row, at)
        _look_like(cell, page.cell(row, model))
        _put(cell, value)


def _look_like(cell: Any, model: Any) -> None:
    if isinstance(model, Cell) and model.has_style:
        cell._style = copy(model._style)  # noqa: SLF001 - openpyxl has no public way to copy a format
        cell.number_format = "General"


def _put(cell: Any, value: Any) -> None:
    """Numbers as numbers; text as text, even where it looks like a formula."""
    if isinstance(value, dict):
        cell.value = Decimal(value["n"])
        return
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        if value.startswith(FORMULA_STARTS):
            cell.quotePrefix = True


def _show_outcome(page: Worksheet, sheet: dict[str, Any], end: int) -> None:
    """The last three columns readable, the outcome of rejected rows coloured."""
    for row in sheet["bad_rows"]:
        page.cell(row, end - 2).fill = _BAD
        for column in (end - 1, end):
            page.cell(row, column).alignment = Alignment(wrap_text=True, vertical="top")
    for column in (end - 1, end):
        page.column_dimensions[openpyxl.utils.get_column_letter(column)].width = _REASON_WIDTH


def _add_notes(book: Any, rows: list[list[Any]]) -> None:
    notes = book.create_sheet(sheet_name(NOTES_SHEET, frozenset(book.sheetnames)), 0)
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            _put(notes.cell(number, column), {"n": str(value)} if isinstance(value, int) else value)
    notes["A1"].font = Font(bold=True)
    notes.column_dimensions["A"].width = 36
    notes.column_dimensions["B"].width = 30
    for page in book.worksheets:
        page.sheet_view.tabSelected = page is notes
    book.active = 0


if __name__ == "__main__":
    main()
