"""A sheet half read: its rows as typed columns, and the faults found so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa

from xueheng.language.public import Entity, Table
from xueheng.wording import Text
from xueheng.workbooks.cell_faults import Fault
from xueheng.workbooks.columns import RowFaults, any_known, read_column, rows_where
from xueheng.workbooks.day_cells import day_number, read_day, read_moment
from xueheng.workbooks.field_readers import Reader, arrow_type, default_value, field_reader
from xueheng.workbooks.headings import Match, SheetColumn
from xueheng.workbooks.refusals import refuse
from xueheng.workbooks.subjects import Subjects
from xueheng.workbooks.vocabulary import Use, declared_field
from xueheng.workbooks.word_cells import cell_text, read_subject, read_yes_no, text_reader
from xueheng.workbooks.worker_process import RawSheet


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What rows are read against: definitions, the day for sheets without one, the subjects known. `verified_later`:
    somebody verifies the rows after they are stored, whatever the sheet says.
    """

    entities: Mapping[str, Entity]
    tables: Mapping[str, Table]
    default_day: date | None
    day_origin: Text
    known: Subjects | None
    known_numbers: frozenset[str]
    verified_later: bool = False


@dataclass(slots=True)
class Draft:
    """A sheet's rows below its headings. `values` by (role, name); `received` marks rows that hold anything."""

    sheet: RawSheet
    match: Match
    path: str
    height: int
    received: Any
    values: dict[tuple[str, str], Any] = field(default_factory=dict)
    columns: dict[tuple[str, str], SheetColumn] = field(default_factory=dict)
    faults: RowFaults = field(default_factory=RowFaults)
    notes: list[Text] = field(default_factory=list)

    @property
    def start(self) -> int:
        """The sheet's row (from 0) of the first row below the headings."""
        return self.match.headings.row + 1

    def cells(self, column: SheetColumn) -> Any:
        """The tagged cells of a column below the headings."""
        return self.sheet.column(column.index).slice(self.start)

    def cell(self, row: int, column: SheetColumn) -> str | None:
        """One tagged cell."""
        cell: str | None = self.sheet.column(column.index)[self.start + row].as_py()
        return cell

    def spreadsheet_row(self, row: int) -> int:
        """The row's number as the spreadsheet shows it."""
        return self.start + row + 1

    def list_of(self, role: str, name: str) -> list[Any]:
        """A column's values as a list; None throughout where the sheet has no such column."""
        values = self.values.get((role, name))
        return [None] * self.height if values is None else values.to_pylist()


def draft_of(sheet: RawSheet, match: Match, path: str, surroundings: Surroundings) -> Draft:
    """All columns of the sheet read and typed; blanks that must not be are faults."""
    height = sheet.height - match.headings.row - 1
    below = [sheet.column(index).slice(match.headings.row + 1) for index in range(len(sheet.columns))]
    draft = Draft(sheet, match, path, height, any_known(below, height))
    for column in match.headings.columns:
        _read(draft, column, surroundings)
    _require_subject(draft)
    _settle_days(draft, surroundings)
    _fill_defaults(draft)
    _require_needed(draft)
    return draft


def _read(draft: Draft, column: SheetColumn, surroundings: Surroundings) -> None:
    use = column.use
    if use is None:
        return
    found = _reader(use, draft, surroundings)
    if found:
        reader, kind = found
        values = read_column(draft.cells(column), column, reader, kind, draft.faults)
        draft.values[use.role, use.name] = values
        draft.columns[use.role, use.name] = column


def _reader(use: Use, draft: Draft, surroundings: Surroundings) -> tuple[Reader, Any] | None:
    from_1904 = draft.sheet.from_1904
    evidence = draft.match.candidate.evidence
    entity = surroundings.entities[evidence.about]
    if use.role in ("field", "attribute"):
        declared = declared_field(evidence.fields if use.role == "field" else entity.attributes, use.name)
        if declared is None:
            return None
        return field_reader(declared, use.reading, use.words, surroundings.tables, from_1904), arrow_type(declared)
    simple: dict[str, tuple[Reader, Any]] = {
        "subject": (read_subject, pa.string()),
        "ancestor": (read_subject, pa.string()),
        "day": (lambda cell: read_day(cell, from_1904), pa.int32()),
        "verified": (read_yes_no, pa.bool_()),
        "recorded": (read_moment, pa.int64()),
        "recorder": (text_reader(200), pa.string()),
        "org": (text_reader(200), pa.string()),
        "id": (text_reader(200), pa.string()),
        "check": (cell_text, pa.string()),
    }
    return simple.get(use.role)


def _blank_rows(draft: Draft, values: Any) -> list[int]:
    """Received rows in which a column is blank, faults elsewhere notwithstanding."""
    return [row for row in rows_where(values.is_null()) if draft.received[row].as_py()]


def _require_subject(draft: Draft) -> None:
    _require(draft, "subject", "subject", Text("没有编号", "the subject's number is blank"))


def _require(draft: Draft, role: str, name: str, reason: Text) -> None:
    column = draft.columns[role, name]
    for row in _blank_rows(draft, draft.values[role, name]):
        if draft.cell(row, column) is None:  # otherwise it was faulty, and that is said already
            draft.faults.add(row, column, None, Fault(reason, Text("请补填后再交。", "Fill it in and send again.")))


def _settle_days(draft: Draft, surroundings: Surroundings) -> None:
    """The day of each row; a sheet without a day column takes the day given for the file."""
    if ("day", "day") in draft.values:
        _require(draft, "day", "day", Text("没有日期", "the day is blank"))
        return
    day = surroundings.default_day
    if day is None:
        raise refuse("no_day", draft.path, sheet=draft.sheet.title)
    draft.values["day", "day"] = pa.repeat(pa.scalar(day_number(day), pa.int32()), draft.height)
    origin = surroundings.day_origin
    rows = len(rows_where(draft.received))
    draft.notes.append(
        Text(
            f"表里没有日期：{rows} 行都按{origin.zh}（{day.isoformat()}）记。",
            f"the sheet has no day: all {rows} rows are taken as of {origin.en} ({day.isoformat()}).",
        )
    )


def _fill_defaults(draft: Draft) -> None:
    for each in draft.match.candidate.evidence.fields:
        default, key = default_value(each), ("field", each.name)
        kind = arrow_type(each)
        if key not in draft.values:
            draft.values[key] = pa.nulls(draft.height, kind)
        if default is not None:
            draft.values[key] = draft.values[key].fill_null(pa.scalar(default, kind))


def _require_needed(draft: Draft) -> None:
    evidence = draft.match.candidate.evidence
    for each in evidence.fields:
        if each.name in evidence.needed and ("field", each.name) in draft.columns:
            title = each.title
            reason = Text(f"“{title.zh}”不能空", f'"{title.en or title.zh}" may not be blank')
            _require(draft, "field", each.name, reason)
