"""What a table shows: declared once, for the page and for the workbook."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from xueheng.shell.tables.filters import Filter
from xueheng.wording import Text

Value = str | int | Decimal | date | datetime | Text | None
StatusKind = Literal["ok", "attention", "fault", "going", "unknown"]

PAGE_SIZE = 50
NOTHING_YET = Text("还没有内容。", "There is nothing yet.")
EXPORT_LIMIT = 20_000
"""Rows of one workbook; more are asked for in parts, so that no request runs for minutes."""


@dataclass(frozen=True, slots=True)
class Status:
    """A state in words; its kind gives shape and colour."""

    kind: StatusKind
    words: Text


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `value` reads it off a prepared row; `order` names the indexed fields it may be sorted by.

    Pupils' totals and results have no `order`: nothing ranks them.
    """

    code: str
    heading: Text
    value: Callable[[Any], Value | Status]
    order: tuple[str, ...] = ()
    unit: Text | None = None
    link: Callable[[Any], str] | None = None
    on_phone: bool = True
    exported: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """A table of one kind of row.

    `order` is the order it opens in, named fields of the model; `key` is the model's unique field that settles what
    the order leaves open. `prepare` turns a page of rows into what the columns read, all in a fixed number of queries
    (names decrypted together, say); the same number of items in the same order. Its workbook is noted in the journal
    unless the table says that it tells of no person: `holds_personal_data=False`.
    """

    name: str
    title: Text
    columns: tuple[Column, ...]
    order: tuple[str, ...]
    key: str = "pk"
    filters: tuple[Filter, ...] = ()
    prepare: Callable[[Sequence[Any]], Sequence[Any]] = field(default=lambda rows: rows)
    empty: Text = NOTHING_YET
    page_size: int = PAGE_SIZE
    exportable: bool = True
    holds_personal_data: bool = True

    def orders(self) -> dict[str, tuple[str, ...]]:
        """Code of a column → the fields it is sorted by."""
        return {column.code: column.order for column in self.columns if column.order}
