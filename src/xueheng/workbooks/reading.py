"""What came of reading a workbook: the records, the subjects, and an account of every row."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.compute as pc

from xueheng.wording import Language, Text
from xueheng.workbooks.headings import SheetColumn
from xueheng.workbooks.sheet_xml import column_letters
from xueheng.workbooks.sniffing import Format
from xueheng.workbooks.worker_process import RawSheet


@dataclass(frozen=True, slots=True)
class Rejection:
    """One fault of a rejected row. `row` as the spreadsheet counts; `column` from 0, None for the whole row."""

    sheet: str
    row: int
    column: int | None
    heading: str
    value: str
    reason: Text
    remedy: Text

    @property
    def cell(self) -> str:
        """The cell's address, or the row where the fault is of the whole row."""
        return f"{column_letters(self.column)}{self.row}" if self.column is not None else f"{self.row}:{self.row}"

    def say(self, language: Language = "both") -> str:
        """`sheet!cell heading: reason remedy` in one line."""
        place = f"{self.sheet}!{self.cell}" if self.sheet else self.cell
        return f"{place} {self.heading}: {self.reason.say(language)} {self.remedy.say(language)}"


@dataclass(frozen=True, slots=True)
class SheetReading:
    """One sheet: received = stored + rejected, in rows. `heading_row` as the spreadsheet counts.

    `stored_rows`: spreadsheet row → subject, of stored rows; `rejections`: all faults, by row. `outcomes`: spreadsheet
    row → what a marked workbook says became of it, where that is not just stored or rejected.
    """

    name: str
    title: Text
    evidence: str
    layout: str | None
    heading_row: int
    columns: tuple[SheetColumn, ...]
    received: int
    stored: int
    rejected: int
    rejections: tuple[Rejection, ...] = field(repr=False)
    notes: tuple[Text, ...]
    stored_rows: Mapping[int, str] = field(repr=False)
    outcomes: Mapping[int, Text] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A sheet that has no headings of ours."""

    name: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Reading:
    """A workbook as read.

    `records`: evidence type → table (id int64, subject, org, day int32, recorder, verified bool,
    recorded int64, then each field; numbers in units of their decimals). `refs`: evidence type →
    id → the record's own number, or file › sheet › row. `sightings`: entity → what stored rows say
    about subjects (subject, day, attributes, ancestors); `subjects`: the same as spans.
    """

    path: Path
    format: Format
    sha256: str
    sheets: tuple[SheetReading, ...]
    passed_over: tuple[PassedOver, ...]
    records: Mapping[str, Any] = field(repr=False)
    refs: Mapping[str, Mapping[int, str]] = field(repr=False)
    sightings: Mapping[str, Any] = field(repr=False)
    subjects: Mapping[str, Any] = field(repr=False)
    notes: tuple[Text, ...]
    raw: tuple[RawSheet, ...] = field(repr=False)

    @property
    def received(self) -> int:
        """Rows received in all sheets."""
        return sum(sheet.received for sheet in self.sheets)

    @property
    def stored(self) -> int:
        """Rows stored."""
        return sum(sheet.stored for sheet in self.sheets)

    @property
    def rejected(self) -> int:
        """Rows rejected."""
        return sum(sheet.rejected for sheet in self.sheets)

    @property
    def rejections(self) -> tuple[Rejection, ...]:
        """All faults of all sheets."""
        return tuple(rejection for sheet in self.sheets for rejection in sheet.rejections)

    @property
    def next_id(self) -> int:
        """The first record id that this reading leaves free."""
        return 1 + max((pc.max(table["id"]).as_py() or 0 for table in self.records.values()), default=0)
