"""One page of a table: two queries and what `prepare` needs, however many rows there are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString

from xueheng.shell.icons import icon
from xueheng.shell.numbers_shown import COUNT_LIMIT, counted, exact
from xueheng.shell.page_language import said
from xueheng.shell.tables.columns import Column, Status, Table, Value
from xueheng.shell.tables.filters import Asked, asked
from xueheng.shell.tables.places import beyond, place_of, read_place, reversed_order
from xueheng.wording import Text

OWN = ("sort", "after", "before", "export")
"""What a table itself reads from an address."""


SHORT = 10
"""Characters up to which a cell stays in one line: days, units, most names and states."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as the page shows it."""

    column: Column
    shown: str
    status: Status | None = None
    link: str = ""

    @property
    def is_number(self) -> bool:
        """Set to the right, digits under digits."""
        return self.column.unit is not None or (self.status is None and self.shown.replace(",", "").isdigit())

    @property
    def html(self) -> SafeString:
        """The cell itself. Written here: a template takes ten times as long, and a page has hundreds of them."""
        heading = said(self.column.heading)
        if self.column.unit:
            heading += f"（{said(self.column.unit)}）"
        number = ' class="number"' if self.is_number else ' class="short"' if len(self.shown) <= SHORT else ""
        desk = "" if self.column.on_phone else " data-desk"
        return format_html(f'<td{number} data-heading="{{}}"{desk}>{{}}</td>', heading, self._inner())

    def _inner(self) -> SafeString | str:
        if self.status is not None:
            kind = self.status.kind
            return format_html('<span class="state state-{}">{}{}</span>', kind, icon(f"state-{kind}"), self.shown)
        return format_html('<a href="{}">{}</a>', self.link, self.shown) if self.link else self.shown


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's head: where a press on it leads, and how the table is sorted by it now (ARIA's words)."""

    column: Column
    address: str = ""
    direction: str = ""


_DIRECTIONS = {False: "ascending", True: "descending"}


@dataclass(frozen=True)
class TableRequest:
    """What an address asks of a table: filters, order, which page."""

    table: Table
    query: Mapping[str, str]
    path: str = ""

    @cached_property
    def filters(self) -> tuple[Asked, ...]:
        """Each filter with what was asked of it."""
        return asked(self.table.filters, self.query)

    @cached_property
    def values(self) -> dict[str, str | date]:
        """Code of a filter → what was asked, checked; only those that were."""
        return {one.filter.code: one.value for one in self.filters if one.value is not None}

    @cached_property
    def sort(self) -> tuple[str, bool]:
        """The column it is sorted by (empty: the table's own order) and whether downwards."""
        written = self.query.get("sort", "")
        code, down = written.removeprefix("-"), written.startswith("-")
        return (code, down) if code in self.table.orders() else ("", False)

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The fields of the order, the key last."""
        code, down = self.sort
        chosen = self.table.orders()[code] if code else self.table.order
        chosen = reversed_order(chosen) if down else chosen
        last = f"-{self.table.key}" if chosen and chosen[-1].startswith("-") else self.table.key
        return chosen if self.table.key in {name.removeprefix("-") for name in chosen} else (*chosen, last)

    def address(self, **changed: str) -> str:
        """The same question with something changed; a change of order begins at the first page."""
        kept = {name: value for name, value in self.query.items() if name not in OWN and value}
        sort = changed.get("sort", self.query.get("sort", ""))
        asked_now = {**kept, "sort": sort, **changed}
        return f"{self.path}?{urlencode({name: value for name, value in asked_now.items() if value})}"


@dataclass(frozen=True)
class TablePage:
    """A page of a table, ready to be shown."""

    asked: TableRequest
    rows: tuple[tuple[Cell, ...], ...]
    count: int
    """At most 1,001: beyond 1,000 nobody counts."""
    first: str = ""
    last: str = ""

    @property
    def table(self) -> Table:
        """What is shown."""
        return self.asked.table

    @property
    def filtered(self) -> list[Asked]:
        """The filters in force, for the chips."""
        return [one for one in self.asked.filters if one.value is not None]

    @property
    def problems(self) -> list[Text]:
        """What could not be read in the address."""
        return [one.problem for one in self.asked.filters if one.problem]

    @property
    def said_count(self) -> Text:
        """How many there are and how many are here."""
        here = exact(len(self.rows))
        if self.count == len(self.rows):
            return Text(f"共 {here} 条", f"{here} rows" if self.count != 1 else "1 row")
        return Text(f"共 {counted(self.count)} 条，本页 {here} 条", f"{counted(self.count)} rows, {here} on this page")

    @property
    def next_address(self) -> str:
        """The following page; empty on the last."""
        return self.asked.address(after=self.last) if self.last else ""

    @property
    def previous_address(self) -> str:
        """The page before; empty on the first."""
        return self.asked.address(before=self.first) if self.first else ""

    @property
    def export_address(self) -> str:
        """The workbook of all rows asked for."""
        return self.asked.address(export="xlsx") if self.table.exportable and self.count else ""

    @property
    def headings(self) -> list["Heading"]:
        """Each column with the address that sorts by it and the present direction."""
        return [self._heading(column) for column in self.table.columns]

    def _heading(self, column: Column) -> "Heading":
        code, down = self.asked.sort
        if not column.order:
            return Heading(column)
        chosen = column.code == code
        turned = f"-{code}" if chosen and not down else column.code
        return Heading(column, self.asked.address(sort=turned), _DIRECTIONS[down] if chosen else "")


def read_page(asked_for: TableRequest, rows: "QuerySet[Any]") -> TablePage:
    """The page that was asked for, of `rows` already narrowed to what the reader may see and has asked."""
    size, order, model = asked_for.table.page_size, asked_for.order, rows.model
    after = read_place(model, order, asked_for.query.get("after", ""))
    before = None if after else read_place(model, order, asked_for.query.get("before", ""))
    if before:
        backwards = reversed_order(order)
        found = list(rows.filter(beyond(backwards, before)).order_by(*backwards)[: size + 1])
        more_before, more_after = len(found) > size, True
        found = found[:size][::-1]
    else:
        chosen = rows.filter(beyond(order, after)) if after else rows
        found = list(chosen.order_by(*order)[: size + 1])
        more_before, more_after = after is not None, len(found) > size
        found = found[:size]
    whole = not (more_before or more_after)
    return TablePage(
        asked_for,
        cells_of(asked_for.table, found),
        len(found) if whole else rows.order_by()[: COUNT_LIMIT + 1].count(),
        place_of(found[0], order) if found and more_before else "",
        place_of(found[-1], order) if found and more_after else "",
    )


def cells_of(table: Table, rows: list[Model]) -> tuple[tuple[Cell, ...], ...]:
    """The rows as cells, prepared together."""
    prepared = table.prepare(rows) if rows else []
    return tuple(tuple(_cell(column, row) for column in table.columns) for row in prepared)


def _cell(column: Column, row: object) -> Cell:
    value = column.value(row)
    link = column.link(row) if column.link else ""
    if isinstance(value, Status):
        return Cell(column, said(value.words), value, link)
    return Cell(column, shown(value), None, link)


def shown(value: Value) -> str:
    """A value in words; a dash is what does not apply."""
    if value is None or value == "":
        return "—"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | Decimal):
        return exact(value)
    return said(value)
