"""A roster read from its zip: every file's headings, every cell, every reference; what is wrong, each at its place."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from xueheng.identity.oneroster.binding import (
    ABSENT,
    ACTIVE,
    BULK,
    DELTA,
    MODIFIED,
    SOURCED_ID,
    STATUS,
    TO_BE_DELETED,
    RosterColumn,
    RosterFile,
    binding,
)
from xueheng.identity.oneroster.cell_checks import fault_of, items
from xueheng.identity.oneroster.csv_reading import csv_rows
from xueheng.identity.oneroster.manifest import Manifest, read_manifest
from xueheng.identity.oneroster.refusals import RosterFault, file_refused
from xueheng.identity.oneroster.zip_reading import MANIFEST, unpacked
from xueheng.language.public import did_you_mean
from xueheng.wording import Text

LIFECYCLE = (SOURCED_ID, STATUS, MODIFIED)
"""What a row to be deleted must say; nothing else of it is looked at."""
Known = Callable[[str, str], bool]
"""Whether the source gave us a row of this file with this sourcedId before."""


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One row as it came: values by heading, empty cells left out."""

    file: str
    line: int
    values: Mapping[str, str]

    @property
    def sourced_id(self) -> str:
        """Its own id."""
        return self.values.get(SOURCED_ID, "")

    @property
    def deleted(self) -> bool:
        """Whether a delta takes it away."""
        return self.values.get(STATUS) == TO_BE_DELETED


@dataclass(slots=True)
class RosterTable:
    """One file: whole or changes, its further headings in their order, its rows."""

    file: RosterFile
    mode: str
    metadata: tuple[str, ...] = ()
    rows: list[RosterLine] = field(default_factory=list)


@dataclass(slots=True)
class Roster:
    """A zip as read. `faults`: by file and line; a row with a fault is not taken in."""

    manifest: Manifest
    tables: dict[str, RosterTable] = field(default_factory=dict)
    faults: dict[tuple[str, int], list[RosterFault]] = field(default_factory=dict)
    remarks: list[Text] = field(default_factory=list)

    def sound(self, file: str) -> list[RosterLine]:
        """The rows of a file that may be taken in."""
        table = self.tables.get(file)
        return [row for row in table.rows if (file, row.line) not in self.faults] if table else []

    @property
    def received(self) -> int:
        """All rows of all files."""
        return sum(len(table.rows) for table in self.tables.values())

    def blame(self, fault: RosterFault) -> None:
        """Note what is wrong with a row."""
        self.faults.setdefault((fault.file, fault.line), []).append(fault)


def read_roster(content: bytes, known: Known = lambda file, sourced_id: False) -> Roster:
    """The roster in a zip. Raises RosterRefused where it cannot be read at all.

    `known` tells of rows that the same source gave before: a delta may refer to them.
    """
    files = unpacked(content)
    roster = Roster(read_manifest(files[MANIFEST]))
    for name, file in binding().files.items():
        mode, there = roster.manifest.modes[name], files.get(file.csv)
        if mode == ABSENT and there is None:
            continue
        if mode == ABSENT:
            raise file_refused(
                MANIFEST, "写的是 absent，zip 里却有这个文件", "says absent, yet the zip holds it", 0, f"file.{name}"
            )
        if there is None:
            raise file_refused(
                MANIFEST,
                f"写的是 {mode}，zip 里却没有这个文件",
                f"says {mode}, yet the zip lacks it",
                0,
                f"file.{name}",
            )
        roster.tables[name] = _table(roster, file, mode, there)
    _refuse_twice(roster)
    _refuse_dangling(roster, known)
    return roster


def _table(roster: Roster, file: RosterFile, mode: str, content: bytes) -> RosterTable:
    rows = csv_rows(file.csv, content)
    headings = list(next(rows, (1, ()))[1])
    table = RosterTable(file, mode, _metadata(roster, file, headings))
    columns = {column.name: column for column in (*file.columns, *file.formerly)}
    placed = [(heading, columns.get(heading)) for heading in headings]
    dated = False
    for line, cells in rows:
        row = _row(roster, table, placed, line, cells)
        table.rows.append(row)
        dated = dated or (mode == BULK and (STATUS in row.values or MODIFIED in row.values))
    if dated:
        roster.remarks.append(
            Text(
                f"{file.csv} 是全量（bulk），其中的 status 和 dateLastModified 按规范应为空，不用",
                f"{file.csv} is bulk: its status and dateLastModified should be empty and are not used",
            )
        )
    return table


def _metadata(roster: Roster, file: RosterFile, headings: Sequence[str]) -> tuple[str, ...]:
    """The headings beyond the binding's. Raises RosterRefused for headings that cannot be right."""
    known = [column.name for column in (*file.columns, *file.formerly)]
    prefix = binding().metadata_prefix
    for at, heading in enumerate(headings, start=1):
        shown = heading[:60]
        if headings.index(heading) != at - 1:
            raise file_refused(file.csv, f"表头“{shown}”有两列", f'the heading "{shown}" stands twice', 1)
        if heading not in known and not (heading.startswith(prefix) and len(heading) > len(prefix)):
            hint = did_you_mean(heading, known)
            raise file_refused(
                file.csv, f"第 {at} 列的表头“{shown}”不在规范里{hint.zh}",
                f'the heading "{shown}" of column {at} is not the binding\'s.{hint.en}', 1,
            )  # fmt: skip
    lacking = [column.name for column in file.columns if column.required and column.name not in headings]
    if lacking:
        raise file_refused(file.csv, f"缺少表头 {lacking[0]}", f"lacks the heading {lacking[0]}", 1)
    if list(headings[: len(file.columns)]) != list(file.headings):
        roster.remarks.append(
            Text(
                f"{file.csv} 的表头不全或次序与规范不同，已按名称对列",
                f"{file.csv}: headings left out or in another order than the binding's; columns are matched by name",
            )
        )
    return tuple(heading for heading in headings if heading not in known)


def _row(
    roster: Roster, table: RosterTable, placed: Sequence[tuple[str, RosterColumn | None]], line: int,
    cells: Sequence[str],
) -> RosterLine:  # fmt: skip
    values = {heading: cell for (heading, _), cell in zip(placed, cells, strict=False) if cell != ""}
    row = RosterLine(table.file.name, line, values)
    if len(cells) != len(placed):
        said = Text(f"有 {len(cells)} 格，表头有 {len(placed)} 格", f"{len(cells)} cells under {len(placed)} headings")
        roster.blame(RosterFault(row.file, line, "", said))
        return row
    for heading, column in placed:
        if column is not None and (not row.deleted or column.name in LIFECYCLE):
            fault = fault_of(column, values.get(heading, ""))
            if fault is not None:
                roster.blame(RosterFault(row.file, line, heading, fault))
    for name, said in _lifecycle(table.mode, values):
        roster.blame(RosterFault(row.file, line, name, said))
    return row


def _lifecycle(mode: str, values: Mapping[str, str]) -> Iterator[tuple[str, Text]]:
    if mode == DELTA:
        for column in (STATUS, MODIFIED):
            if column not in values:
                yield column, Text("增量（delta）必须填写", "must not be empty in a delta")
    elif values.get(STATUS, ACTIVE) != ACTIVE:
        yield STATUS, Text("全量（bulk）里不能删除", "a bulk file deletes nothing")


def _refuse_twice(roster: Roster) -> None:
    for name, table in roster.tables.items():
        first: dict[str, int] = {}
        for row in table.rows:
            before = first.setdefault(row.sourced_id, row.line)
            if before != row.line and row.sourced_id:
                said = Text(f"第 {before} 行已有这个编号", f"line {before} has this id already")
                roster.blame(RosterFault(name, row.line, SOURCED_ID, said))


def _refuse_dangling(roster: Roster, known: Known) -> None:
    """Rows that name what is not there, or what is itself rejected; again until no more are found."""
    here = {name: {row.sourced_id for row in roster.sound(name) if not row.deleted} for name in roster.tables}
    while True:
        dangling = [
            fault
            for name in roster.tables
            for row in roster.sound(name)
            for fault in _dangling(roster, row, here, known)
        ]
        if not dangling:
            return
        for fault in dangling:
            roster.blame(fault)
        for name in {fault.file for fault in dangling}:
            here[name] = {row.sourced_id for row in roster.sound(name) if not row.deleted}


def _dangling(roster: Roster, row: RosterLine, here: Mapping[str, set[str]], known: Known) -> Iterator[RosterFault]:
    if row.deleted:
        return
    references = [
        (column.name, column.refers, column.several) for column in binding().files[row.file].columns if column.refers
    ]
    if row.file == "demographics":
        references.append((SOURCED_ID, "users", False))
    for column, refers, several in references:
        value = row.values.get(column, "").strip()
        for one in items(value) if several else [value]:
            if not one or one in here.get(refers, ()) or _elsewhere(roster, refers, one, known):
                continue
            said = Text(f"{refers}.csv 里没有可用的 {one[:60]}", f"{refers}.csv has no sound row {one[:60]}")
            yield RosterFault(row.file, row.line, column, said)


def _elsewhere(roster: Roster, file: str, sourced_id: str, known: Known) -> bool:
    """Whether it is known from before; a file that is there as bulk says all there is."""
    table = roster.tables.get(file)
    return (table is None or table.mode == DELTA) and known(file, sourced_id)
