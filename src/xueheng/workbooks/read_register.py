"""A register's file, read by its layout: rows with typed values, every row read whole or rejected, columns dropped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from xueheng.language.public import Entity, Kind, RegisterColumn, RegisterLayout, Table
from xueheng.wording import Text
from xueheng.workbooks.accepted_words import RESULT_HEADINGS, plain
from xueheng.workbooks.cell_faults import Fault
from xueheng.workbooks.columns import RowFaults, any_known, read_column, rows_where
from xueheng.workbooks.day_cells import day_of
from xueheng.workbooks.field_readers import Reader, arrow_type, field_reader
from xueheng.workbooks.headings import SEARCHED_ROWS, HeadingRow, SheetColumn, find_headings, refuse_doubled
from xueheng.workbooks.limits import Limits
from xueheng.workbooks.raw_cells import as_written
from xueheng.workbooks.reading import PassedOver, Reading, Rejection, SheetReading
from xueheng.workbooks.refusals import refuse
from xueheng.workbooks.sniffing import Format
from xueheng.workbooks.vocabulary import Use, heading_key
from xueheng.workbooks.worker_process import Progress, RawSheet, read_file

SAMPLES = 2
SAMPLE_MOST = 20
_CHECKING = Text("核对各行", "checking the rows")


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A row that could be read: where it stands (as the spreadsheet counts) and its values by word; blanks left out.
    Days are dates.
    """

    sheet: str
    row: int
    values: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class HeadingSeen:
    """A column as it was understood: `fills` a word, '' for none. `role`: field, never_store, ignored or unknown.

    `guess`: the word whose heading is nearest to an unknown one. Dropped columns have no samples: nothing of them is
    read.
    """

    sheet: str
    column: int
    heading: str
    role: str
    fills: str
    guess: str = ""
    samples: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Codes:
    """What stands for codes: the national tables, and what a unit said of its own spellings."""

    tables: Mapping[str, Table]
    said: Mapping[tuple[str, str], str]

    def reader(self, column: RegisterColumn, from_1904: bool) -> Reader:
        """Reads a column's cells; what was said of a spelling comes first."""
        own = {plain(value): code for (word, value), code in self.said.items() if word == column.field.name}
        declared = field_reader(column.field, column.reading, dict(column.words), self.tables, from_1904)
        return (lambda cell: own.get(plain(as_written(cell))) or declared(cell)) if own else declared


@dataclass(frozen=True, slots=True)
class RegisterSheet:
    """One sheet: received = rows + rejected. `heading_row` as the spreadsheet counts."""

    name: str
    heading_row: int
    columns: tuple[SheetColumn, ...]
    headings: tuple[HeadingSeen, ...]
    received: int
    rows: tuple[RegisterRow, ...] = field(repr=False)
    rejections: tuple[Rejection, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class RegisterReading:
    """A register's file as read. `lacking`: needed words that no column fills: then no row is read."""

    path: Path
    format: Format
    sha256: str
    layout: RegisterLayout
    sheets: tuple[RegisterSheet, ...]
    lacking: tuple[str, ...]
    passed_over: tuple[PassedOver, ...]
    notes: tuple[Text, ...]
    raw: tuple[RawSheet, ...] = field(repr=False)

    @property
    def rows(self) -> tuple[RegisterRow, ...]:
        """All rows that could be read, in the order of the file."""
        return tuple(row for sheet in self.sheets for row in sheet.rows)

    @property
    def rejections(self) -> tuple[Rejection, ...]:
        """All faults of all sheets."""
        return tuple(rejection for sheet in self.sheets for rejection in sheet.rejections)

    @property
    def received(self) -> int:
        """Rows received in all sheets."""
        return sum(sheet.received for sheet in self.sheets)

    @property
    def headings(self) -> tuple[HeadingSeen, ...]:
        """All headings of all sheets."""
        return tuple(heading for sheet in self.sheets for heading in sheet.headings)

    def of_role(self, role: str) -> tuple[str, ...]:
        """The headings of a role, each once: `never_store` for those that were dropped, `unknown`."""
        return tuple(dict.fromkeys(seen.heading for seen in self.headings if seen.role == role))

    def marked(self, more: Sequence[Rejection]) -> Reading:
        """The reading as `write_marked` wants it, with further rejections of rows that could be read."""
        return Reading(
            path=self.path, format=self.format, sha256=self.sha256,
            sheets=tuple(self._sheet(sheet, more) for sheet in self.sheets), passed_over=self.passed_over, records={},
            refs={}, sightings={}, subjects={}, notes=(*self.notes, *self._dropped()), raw=self.raw,
        )  # fmt: skip

    def _sheet(self, sheet: RegisterSheet, more: Sequence[Rejection]) -> SheetReading:
        rejections = (*sheet.rejections, *(each for each in more if each.sheet == sheet.name))
        bad = {each.row for each in rejections}
        stored = {row.row: "" for row in sheet.rows if row.row not in bad}
        return SheetReading(
            name=sheet.name, title=self.layout.title, evidence=self.layout.entity, layout=self.layout.name,
            heading_row=sheet.heading_row, columns=sheet.columns, received=sheet.received, stored=len(stored),
            rejected=len(bad), rejections=rejections, notes=(), stored_rows=stored,
        )  # fmt: skip

    def _dropped(self) -> tuple[Text, ...]:
        dropped = "、".join(self.of_role("never_store"))
        return (Text(f"没有保存的列：{dropped}。", f"columns never stored: {dropped}."),) if dropped else ()


def read_register(
    path: Path,
    layout: RegisterLayout,
    *,
    entities: Mapping[str, Entity],
    tables: Mapping[str, Table],
    mapped: Mapping[str, str] | None = None,
    said: Mapping[tuple[str, str], str] | None = None,
    progress: Progress | None = None,
    limits: Limits | None = None,
) -> RegisterReading:
    """Read a register's workbook, CSV or form by its layout. `mapped`: what a school said of headings that the layout
    does not know, heading → word ('' to leave the column alone); `said`: what it said of spellings in columns of codes,
    (word, spelling) → code.

    Raises `WorkbookRefused` when the file is not read at all.
    """
    file = read_file(path, limits or Limits(), progress)
    if (file.format == "lrmx") != (layout.file == "lrmx"):
        raise refuse("unknown_format", str(path))
    vocabulary = _vocabulary(layout, mapped or {})
    found = [(sheet, find_headings(sheet.first_rows(SEARCHED_ROWS), vocabulary)) for sheet in file.sheets]
    pages = [(sheet, headings) for sheet, headings in found if headings is not None]
    complete = [page for page in pages if not _lacking(layout, page[1])]
    if not pages:
        wanted = "、".join(column.heads[0] for column in layout.columns if column.needed)
        raise refuse("no_sheet", str(path), wanted=wanted, found="—")
    chosen = complete or [max(pages, key=lambda page: page[1].score)]
    sheets = []
    for done, (sheet, headings) in enumerate(chosen, 1):
        refuse_doubled(headings, sheet, str(path))
        sheets.append(_sheet(sheet, headings, layout, Codes(tables, said or {}), readable=bool(complete)))
        if progress:
            progress(_CHECKING, done, len(chosen))
    read = {id(sheet) for sheet, _ in chosen}
    passed = [PassedOver(sheet.name, _WITHOUT) for sheet in file.sheets if id(sheet) not in read and sheet.height]
    lacking = () if complete else _lacking(layout, chosen[0][1])
    return RegisterReading(
        path, file.format, file.sha256, layout, tuple(sheets), lacking, tuple(passed), file.notes, file.sheets
    )


_WITHOUT = Text("没有要找的表头", "it has none of the headings looked for")


def _vocabulary(layout: RegisterLayout, mapped: Mapping[str, str]) -> dict[str, Use]:
    """Heading (plain) → what its column is for; what the school said comes first, but cannot take a column out of
    those never stored.
    """
    uses: dict[str, Use] = {}
    for heading in layout.never_store:
        uses.setdefault(plain(heading), Use("never_store", heading, heading))
    columns = {column.field.name: column for column in layout.columns}
    for heading, word in mapped.items():
        column = columns.get(word)
        role = "field" if column else "ignored"
        uses.setdefault(heading_key(heading), Use(role, word or heading, heading))  # type: ignore[arg-type]
    for column in layout.columns:
        for heading in column.heads:
            uses.setdefault(plain(heading), Use("field", column.field.name, column.heads[0]))
    for heading in layout.ignore:
        uses.setdefault(plain(heading), Use("ignored", heading, heading))
    for heading in RESULT_HEADINGS:
        uses.setdefault(plain(heading), Use("returned", "", ""))
    return uses


def _lacking(layout: RegisterLayout, headings: HeadingRow) -> tuple[str, ...]:
    there = {column.use.name for column in headings.of("field") if column.use}
    return tuple(c.field.name for c in layout.columns if c.needed and c.field.name not in there)


def _sheet(
    sheet: RawSheet, headings: HeadingRow, layout: RegisterLayout, codes: Codes, *, readable: bool
) -> RegisterSheet:
    start = headings.row + 1
    height = sheet.height - start
    below = [sheet.column(index).slice(start) for index in range(len(sheet.columns))]
    told = [column for column in headings.columns if column.use is None or column.use.role != "returned"]
    received = rows_where(any_known((below[column.index] for column in told), height))
    faults, values = RowFaults(), dict[str, list[Any]]()
    if readable:
        values = _values(sheet, headings, below, layout, codes, faults)
        _refuse_blanks(layout, headings, received, values, faults)
    rows, bad = [], [row for row in received if row in faults]
    for row in received if readable else ():
        if row not in faults:
            given = {word: column[row] for word, column in values.items() if column[row] is not None}
            rows.append(RegisterRow(sheet.name, start + row + 1, given))
    return RegisterSheet(
        name=sheet.name, heading_row=headings.row + 1, columns=headings.columns,
        headings=tuple(_seen(sheet.name, column, below[column.index], layout) for column in told),
        received=len(received) if readable else 0, rows=tuple(rows), rejections=_rejections(sheet, start, bad, faults),
    )  # fmt: skip


def _values(
    sheet: RawSheet,
    headings: HeadingRow,
    below: Sequence[Any],
    layout: RegisterLayout,
    codes: Codes,
    faults: RowFaults,
) -> dict[str, list[Any]]:
    """Each word's values, row by row. Columns that are never stored are not looked at."""
    declared = {column.field.name: column for column in layout.columns}
    values: dict[str, list[Any]] = {}
    for column in headings.of("field"):
        word = declared[column.use.name if column.use else ""]
        reader = codes.reader(word, sheet.from_1904)
        read = read_column(below[column.index], column, reader, arrow_type(word.field), faults).to_pylist()
        if word.field.type.kind is Kind.DATE:
            read = [None if value is None else day_of(value) for value in read]
        values[word.field.name] = [None if value == "" else value for value in read]
    return values


def _refuse_blanks(
    layout: RegisterLayout,
    headings: HeadingRow,
    received: Sequence[int],
    values: Mapping[str, Sequence[Any]],
    faults: RowFaults,
) -> None:
    places = {column.use.name: column for column in headings.of("field") if column.use}
    for column in layout.columns:
        if not column.needed:
            continue
        told = values[column.field.name]
        for row in received:
            if told[row] is None and row not in faults:
                title = column.field.title
                reason = Text(f"{title.zh}是空的", f"{title.en}: blank")
                faults.add(row, places[column.field.name], None, Fault(reason, Text("请补填。", "Fill it in.")))


def _rejections(sheet: RawSheet, start: int, bad: Sequence[int], faults: RowFaults) -> tuple[Rejection, ...]:
    return tuple(
        Rejection(
            sheet.name, start + row + 1, each.column, each.heading, each.value, each.fault.reason, each.fault.remedy
        )
        for row in bad
        for each in faults.by_row[row]
    )


def _seen(sheet: str, column: SheetColumn, cells: Any, layout: RegisterLayout) -> HeadingSeen:
    use = column.use
    if use is None:
        heads = {plain(head): each.field.name for each in layout.columns for head in each.heads}
        near = get_close_matches(plain(column.heading), heads, 1, 0.6)
        guess = heads[near[0]] if near else ""
        return HeadingSeen(sheet, column.index, column.heading, "unknown", "", guess, _samples(cells))
    if use.role == "field":
        return HeadingSeen(sheet, column.index, column.heading, "field", use.name, "", _samples(cells))
    return HeadingSeen(sheet, column.index, column.heading, use.role, "")


def _samples(cells: Any) -> tuple[str, ...]:
    """The first two different things in a column."""
    found: list[str] = []
    for cell in cells.slice(0, 200).to_pylist():
        said = as_written(cell)[:SAMPLE_MOST]
        if cell is not None and said not in found:
            found.append(said)
        if len(found) == SAMPLES:
            break
    return tuple(found)
