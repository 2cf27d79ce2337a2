"""A table as a workbook, with the same headings; what looks like a formula stays text."""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.db.models import QuerySet

from xueheng.errors import XuehengError
from xueheng.shell.page_language import said
from xueheng.shell.tables.columns import EXPORT_LIMIT, Column, Status, Value
from xueheng.shell.tables.places import bare, beyond, field_of
from xueheng.shell.tables.reading import TableRequest
from xueheng.wording import Text

FORMULA_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r")
_AT_ONCE = 500
_WIDTH = 16


class ExportTooLarge(XuehengError):
    """More rows than one workbook takes."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                f"这张表超过 {EXPORT_LIMIT:,} 行，没有导出。",
                f"The table has more than {EXPORT_LIMIT:,} rows; nothing was exported.",
            ),
            Text("请先用查询条件缩小范围，分几次导出。", "Narrow it with the filters and export it in parts."),
        )


@dataclass(frozen=True, slots=True)
class Exported:
    """A table's workbook, and how many rows it has."""

    content: bytes
    rows: int


def export_table(asked: TableRequest, rows: "QuerySet[Any]") -> Exported:
    """The workbook of all rows asked for, in the order of the page. Raises ExportTooLarge."""
    columns = [column for column in asked.table.columns if column.exported]
    count = 0

    def lines() -> Iterator[list[Value | Status]]:
        nonlocal count
        for count, row in enumerate(_prepared(asked, rows), 1):  # noqa: B007 — the count is what is told
            yield [column.value(row) for column in columns]

    made = workbook_of(asked.table.title, [heading(column) for column in columns], lines())
    return Exported(made, count)


def workbook_of(title: Text, heads: Sequence[str], lines: Iterable[Sequence[Value | Status]]) -> bytes:
    """A workbook of one sheet: a line of headings, and a line of values for each of `lines`. Raises ExportTooLarge."""
    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(made, options) as book:
        sheet = book.add_worksheet(sheet_name(title))
        writer = _Writer(book, sheet)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(heads) - 1, _WIDTH)
        for place, head in enumerate(heads):
            writer.text(0, place, head, bold=True)
        for line, values in enumerate(lines, 1):
            if line > EXPORT_LIMIT:
                raise ExportTooLarge
            for place, value in enumerate(values):
                writer.value(line, place, value)
        if writer.lines:
            sheet.autofilter(0, 0, writer.lines, len(heads) - 1)
    return made.getvalue()


def heading(column: Column) -> str:
    """A column's name, its unit behind it, as the page and the next upload have it."""
    return f"{said(column.heading)}（{said(column.unit)}）" if column.unit else said(column.heading)


def sheet_name(title: Text) -> str:
    """At most 31 characters, without those that a sheet's name may not have."""
    return "".join(letter for letter in said(title) if letter not in "[]:*?/\\'")[:31]


def _prepared(asked: TableRequest, rows: "QuerySet[Any]") -> Iterator[Any]:
    """All rows, read by key in parts, so that a long table neither fills memory nor is skipped through."""
    order, part = asked.order, rows.order_by(*asked.order)
    while found := list(part[:_AT_ONCE]):
        yield from asked.table.prepare(found)
        if len(found) < _AT_ONCE:
            return
        last = [getattr(found[-1], field_of(rows.model, bare(name)).attname) for name in order]
        part = rows.filter(beyond(order, last)).order_by(*order)


class _Writer:
    """Writes values into cells; text is never taken for anything else."""

    def __init__(self, book: Any, sheet: Any) -> None:
        self._sheet = sheet
        self._bold = book.add_format({"bold": True, "bottom": 1})
        self._text = book.add_format({"num_format": "@"})
        self._guarded = book.add_format({"num_format": "@", "quote_prefix": True})
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self.lines = 0

    def text(self, row: int, place: int, words: str, *, bold: bool = False) -> None:
        """Words; those that begin like a formula are marked as text for whoever saves the file again."""
        plain = self._guarded if words.startswith(FORMULA_BEGINNINGS) else self._text
        self._sheet.write_string(row, place, words, self._bold if bold else plain)

    def value(self, row: int, place: int, value: Value | Status) -> None:
        """A value of the table."""
        self.lines = max(self.lines, row)
        if isinstance(value, Status):
            self.text(row, place, said(value.words))
        elif isinstance(value, datetime):
            self._sheet.write_datetime(row, place, value.replace(tzinfo=None), self._moment)
        elif isinstance(value, date):
            self._sheet.write_datetime(row, place, datetime(value.year, value.month, value.day), self._day)  # noqa: DTZ001
        elif isinstance(value, int | Decimal) and -(10**15) < value < 10**15:
            self._sheet.write_number(row, place, value)
        elif value is None or value == "":
            self._sheet.write_blank(row, place, None)
        else:
            self.text(row, place, said(value))
