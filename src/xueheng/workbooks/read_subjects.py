"""A file of subjects: numbers, attributes, and where they belong, with spans where they change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa

from xueheng.language.public import Entity, Table
from xueheng.wording import Text
from xueheng.workbooks.accepted_words import plain
from xueheng.workbooks.cell_faults import Fault
from xueheng.workbooks.columns import CellFault, RowFaults, any_known, read_column, rows_where
from xueheng.workbooks.day_cells import read_day
from xueheng.workbooks.field_readers import Reader, arrow_type, field_reader
from xueheng.workbooks.headings import SEARCHED_ROWS, HeadingRow, find_headings, found_headings, refuse_doubled
from xueheng.workbooks.limits import Limits
from xueheng.workbooks.refusals import WorkbookRefused, refuse
from xueheng.workbooks.sheet_xml import column_letters
from xueheng.workbooks.subjects import FIRST_DAY, LAST_DAY, Subjects, value_columns
from xueheng.workbooks.vocabulary import Use, declared_field, names_of, subjects_headings
from xueheng.workbooks.word_cells import cell_text, read_subject
from xueheng.workbooks.worker_process import Progress, RawFile, RawSheet, read_file


@dataclass(slots=True)
class _Page:
    """The sheet of subjects while it is read."""

    file: RawFile
    sheet: RawSheet
    headings: HeadingRow
    height: int
    values: dict[tuple[str, str], Any] = field(default_factory=dict)
    faults: RowFaults = field(default_factory=RowFaults)

    @property
    def start(self) -> int:
        return self.headings.row + 1


def read_subjects(
    path: Path,
    entity: Entity,
    *,
    entities: Mapping[str, Entity],
    tables: Mapping[str, Table],
    keep: Sequence[str] = (),
    subject_headings: Sequence[str] = (),
    progress: Progress | None = None,
    limits: Limits | None = None,
) -> Subjects:
    """Read the subjects of `entity` from a workbook or CSV: one row a subject, or a row a span.

    `keep`: headings kept as text to check rows of records against (a name, say). `subject_headings`:
    further headings of the subject's number, such as a layout's. A cell that cannot be read, a
    subject twice without days, or overlapping spans raise `WorkbookRefused`: subjects are whole or not at all.
    """
    file = read_file(path, limits or Limits(), progress)
    vocabulary = subjects_headings(entity, entities, keep)
    for word in subject_headings:
        vocabulary.setdefault(plain(word), Use("subject", "subject", word))
    page = _page(file, entity, vocabulary)
    below = [page.sheet.column(index).slice(page.start) for index in range(len(page.sheet.columns))]
    rows = rows_where(any_known(below, page.height))
    for column in page.headings.columns:
        found = _reader(column.use, entity, tables, page.sheet.from_1904) if column.use else None
        if found and column.use:
            cells = page.sheet.column(column.index).slice(page.start)
            page.values[column.use.role, column.use.name] = read_column(cells, column, *found, page.faults)
    _require_numbers(page, rows)
    _refuse_faults(page)
    table = _table(page, entity).take(pa.array(rows, pa.int64()))
    _refuse_overlaps(page, table, rows)
    return Subjects(entity.name, table, _kept(page, keep), len(rows))


def _page(file: RawFile, entity: Entity, vocabulary: Mapping[str, Use]) -> _Page:
    """The sheet named after the entity, else the only one with a subject heading."""
    pages, rows = [], []
    for sheet in file.sheets:
        headings = find_headings(sheet.first_rows(SEARCHED_ROWS), vocabulary)
        if headings and headings.of("subject"):
            pages.append(_Page(file, sheet, headings, sheet.height - headings.row - 1))
        elif headings:
            rows.append(headings)
    words = {plain(word) for word in names_of(entity.name, entity.title)}
    named = [page for page in pages if plain(page.sheet.name) in words]
    chosen = named[:1] or pages[:1]
    path = str(file.path)
    if not chosen:
        wanted = "、".join(dict.fromkeys(use.heading for use in vocabulary.values()))
        raise refuse("no_sheet", path, wanted=wanted, found=found_headings(rows[0]) if rows else "—")
    refuse_doubled(chosen[0].headings, chosen[0].sheet, path)
    return chosen[0]


def _reader(use: Use, entity: Entity, tables: Mapping[str, Table], from_1904: bool) -> tuple[Reader, Any] | None:
    if use.role == "attribute":
        declared = declared_field(entity.attributes, use.name)
        return (field_reader(declared, "", {}, tables, from_1904), arrow_type(declared)) if declared else None
    if use.role in ("from", "to"):
        return (lambda cell: read_day(cell, from_1904)), pa.int32()
    if use.role in ("subject", "ancestor"):
        return read_subject, pa.string()
    return (cell_text, pa.string()) if use.role == "check" else None


def _require_numbers(page: _Page, rows: Sequence[int]) -> None:
    column = page.headings.of("subject")[0]
    cells = page.sheet.column(column.index)
    for row in rows:
        if not cells[page.start + row].is_valid:
            reason = Text("没有编号", "the subject's number is blank")
            page.faults.add(row, column, None, Fault(reason, Text("请补填。", "Fill it in.")))


def _refuse_faults(page: _Page) -> None:
    if not page.faults.by_row:
        return
    row = min(page.faults.by_row)
    first = page.faults.by_row[row][0]
    count = sum(len(faults) for faults in page.faults.by_row.values())
    raise _bad_subjects(page, row, first, count)


def _bad_subjects(page: _Page, row: int, first: CellFault, count: int) -> WorkbookRefused:
    place = f"{column_letters(first.column or 0)}{page.start + row + 1} {first.heading}"
    refusal = refuse("bad_subjects", str(page.file.path), count=count, first="{first}")
    reason = first.fault.reason
    text = Text(
        refusal.text.zh.replace("{first}", f"{place} {reason.zh}"),
        refusal.text.en.replace("{first}", f"{place} {reason.en}"),
    )
    return WorkbookRefused(refusal.code, refusal.path, text, first.fault.remedy)


def _table(page: _Page, entity: Entity) -> Any:
    def of(role: str, name: str, kind: Any) -> Any:
        values = page.values.get((role, name))
        return pa.nulls(page.height, kind) if values is None else values.cast(kind)

    columns = {
        "subject": of("subject", "subject", pa.string()),
        "from_day": of("from", "from", pa.int32()).fill_null(FIRST_DAY),
        "to_day": of("to", "to", pa.int32()).fill_null(LAST_DAY),
    }
    attributes = {each.name for each in entity.attributes}
    for name, kind in value_columns(entity).items():
        columns[name] = of("attribute" if name in attributes else "ancestor", name, kind)
    return pa.table(columns)


def _refuse_overlaps(page: _Page, table: Any, rows: Sequence[int]) -> None:
    """One subject, one span at a time."""
    lists = [table[name].to_pylist() for name in ("subject", "from_day", "to_day")]
    spans = sorted(zip(*lists, rows, strict=True))
    for before, after in pairwise(spans):
        if before[0] == after[0] and after[1] <= before[2]:
            first, second = sorted(page.start + row + 1 for row in (before[3], after[3]))
            raise refuse("repeated_subject", str(page.file.path), subject=before[0], first=first, second=second)


def _kept(page: _Page, keep: Sequence[str]) -> dict[str, dict[str, str]]:
    subjects = page.values["subject", "subject"].to_pylist()
    found: dict[str, dict[str, str]] = {}
    for heading in keep:
        if ("check", heading) in page.values:
            texts = page.values["check", heading].to_pylist()
            pairs = zip(subjects, texts, strict=True)
            found[heading] = {subject: text for subject, text in pairs if subject is not None and text is not None}
    return found
