"""National tables: declared columns of a CSV file, or a few rows written in the pack; split, kept, keyed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from pathlib import Path

from xueheng.language.definitions import Cell, Table, TableColumn
from xueheng.language.excerpts import excerpt
from xueheng.language.meaning.checking import Checking, Column
from xueheng.language.meaning.field_types import KIND_SAID, called, cell_from, type_of
from xueheng.language.meaning.nodes import below, bilingual, entries, items, scalar, scalars, text, words
from xueheng.language.meaning.shelf import Definition
from xueheng.language.meaning.sources import source_of
from xueheng.language.meaning.table_files import Printed, TableFileBroken, read_table_file
from xueheng.language.meaning.table_lines import kept_lines
from xueheng.language.nearest import did_you_mean
from xueheng.language.positions import Mapping, Node, Place, Scalar, Sequence
from xueheng.language.typed import Kind, Type
from xueheng.wording import Text

MOST_FINDINGS = 20
"""Findings reported for one table; a wrong column would else repeat itself on every line."""


@dataclass(frozen=True, slots=True)
class _ColumnAsked:
    """A declared column: how printed text becomes a cell, and the mark that splits one line into several."""

    key: Scalar
    type: Type
    printed: dict[str, str]
    split: str
    titles: tuple[tuple[str, Text], ...] = ()


def settle_table_columns(checking: Checking) -> None:
    """Names and types of all tables' columns. The rows come later: other packs' columns may be named in them."""
    for name, definition in checking.shelf.things["tables"].items():
        columns = {
            e.key.text: Column(type_of(checking, e.value, definition.pack))
            for e in entries(below(definition.body, "columns"))
        }
        checking.table_columns[name] = columns
        for key in scalars(below(definition.body, "key")):
            if key.text not in columns:
                report_column(checking, key.text, key.place, name)
        checking.table_keys[name] = tuple(key for key in words(below(definition.body, "key")) if key in columns)


def settle_tables(checking: Checking) -> None:
    """Fills `checking.tables` with their rows."""
    for definition in checking.shelf.things["tables"].values():
        asked = [
            _asked(checking, definition, entry.key, entry.value) for entry in entries(below(definition.body, "columns"))
        ]
        lines = (
            _file_lines(checking, definition, asked)
            if below(definition.body, "file")
            else _written_lines(definition, asked)
        )
        reading = _Reading(checking, definition, asked)
        rows = list(kept_lines(checking, definition, reading.rows(lines), reading.forget))
        reading.key_is_unique(rows)
        columns = tuple(TableColumn(column.key.text, column.type, column.titles) for column in asked)
        source = source_of(checking, definition.body, checking.sources[definition.pack])
        key = checking.table_keys[definition.qualified]
        checking.tables[definition.qualified] = Table(
            definition.qualified, key, columns, tuple(cells for _, cells in rows), source
        )


def report_column(checking: Checking, name: str, place: Place, table: str) -> None:
    """Reports a column that the table does not have."""
    hint = did_you_mean(name, checking.table_columns[table])
    checking.report("XH-N004", place, column=name, table=table.rpartition(".")[2], hint=hint)


def _asked(checking: Checking, definition: Definition, key: Scalar, body: Node) -> _ColumnAsked:
    printed: dict[str, str] = {}
    for code in entries(below(body, "one_of")):
        said = bilingual(code.value, code.key.text)
        printed.update({code.key.text: code.key.text, said.en: code.key.text, said.zh: code.key.text})
    printed.pop("", None)
    type = checking.table_columns[definition.qualified][key.text].type
    titles = tuple((e.key.text, bilingual(e.value, e.key.text)) for e in entries(below(body, "one_of")))
    return _ColumnAsked(key, type, printed, text(below(body, "split")), titles)


Line = tuple[Place, tuple[str, ...]]


def _file_lines(checking: Checking, definition: Definition, asked: list[_ColumnAsked]) -> list[Line]:
    written = scalar(below(definition.body, "file"))
    path, shown = (_table_path(checking, definition, written)) if written else (None, "")
    if written is None or path is None:
        if written:
            checking.report("XH-N003", written.place, file=written.text)
        return []
    try:
        found = read_table_file(path)
    except TableFileBroken as broken:
        checking.report("XH-N009", Place(shown, broken.line, 1), what=broken.what)
        return []
    return _named_cells(checking, definition, asked, found, shown)


def _table_path(checking: Checking, definition: Definition, written: Scalar) -> tuple[Path | None, str]:
    """In the pack's folder, else among the reference tables; a name only, never a way out of the folder."""
    if Path(written.text).name != written.text:
        return None, ""
    pack = checking.shelf.packs[definition.pack]
    own = pack.folder / written.text
    if own.is_file():
        return own, f"{pack.shown}/{written.text}"
    shared = checking.shelf.reference / written.text
    return (shared, f"reference/{written.text}") if shared.is_file() else (None, "")


def _named_cells(
    checking: Checking, definition: Definition, asked: list[_ColumnAsked], found: Printed, shown: str
) -> list[Line]:
    """The declared columns of each line, matched by heading; a column that is not printed is reported."""
    at: list[int] = []
    for column in asked:
        if column.key.text not in found.headings:
            hint = did_you_mean(column.key.text, found.headings)
            checking.report(
                "XH-N004", column.key.place, column=column.key.text, table=shown.rpartition("/")[2], hint=hint
            )
            return []
        at.append(found.headings.index(column.key.text))
    widest = max(at, default=0)
    lines: list[Line] = []
    for line, cells in found.lines:
        padded = cells if len(cells) > widest else cells + ("",) * (widest + 1 - len(cells))
        lines.append((Place(shown, line, 1), tuple(padded[i] for i in at)))
    return lines


def _written_lines(definition: Definition, asked: list[_ColumnAsked]) -> list[Line]:
    lines: list[Line] = []
    for row in items(below(definition.body, "rows")):
        if isinstance(row, Sequence):
            lines.append((row.place, tuple(text(cell) for cell in row.items)))
        elif isinstance(row, Mapping):
            lines.append((row.place, tuple(text(row.get(column.key.text)) for column in asked)))
    return lines


Row = tuple[Place, tuple[Cell, ...]]


class _Reading:
    """Turns printed lines into rows of cells and reports what cannot be read, but for lines that are not used."""

    def __init__(self, checking: Checking, definition: Definition, asked: list[_ColumnAsked]) -> None:
        self.checking = checking
        self.definition = definition
        self.asked = asked
        self.findings = 0
        self.misfits: list[tuple[Place, dict[str, object]]] = []
        self.readers = [_reader(column) for column in asked]

    def rows(self, lines: list[Line]) -> Iterator[Row]:
        """One row a line, or several where a column is split."""
        splits = any(column.split for column in self.asked)
        for place, printed in lines:
            if len(printed) != len(self.asked):
                self._report("XH-N010", place, found=len(printed), wanted=len(self.asked))
                continue
            for cells in product(*map(_parts, self.asked, printed)) if splits else [printed]:
                yield place, self._cells(place, cells)
                # By now it is decided whether the row is used; see `forget`.
                for at, facts in self.misfits:
                    self._report("XH-E008", at, **facts)
                self.misfits.clear()

    def forget(self) -> None:
        """The row handed out last is not used: what could not be read in it is nobody's concern."""
        self.misfits.clear()

    def key_is_unique(self, rows: list[Row]) -> None:
        """XH-N005 for each line that repeats the key of an earlier one."""
        names = [column.key.text for column in self.asked]
        at = [names.index(key) for key in self.checking.table_keys[self.definition.qualified]]
        seen: dict[tuple[Cell, ...], int] = {}
        for place, cells in rows if at else ():
            key = tuple(cells[i] for i in at)
            if key in seen:
                self._report("XH-N005", place, table=self.definition.name, line=place.line, first=seen[key])
            seen.setdefault(key, place.line)

    def _cells(self, place: Place, printed: tuple[str, ...]) -> tuple[Cell, ...]:
        return tuple(
            self._cell(place, read, column, cell) if cell else None
            for read, column, cell in zip(self.readers, self.asked, printed, strict=True)
        )

    def _cell(self, place: Place, read: Callable[[str], Cell], column: _ColumnAsked, printed: str) -> Cell:
        found = read(printed)
        if found is None:
            wanted = KIND_SAID[column.type.kind]
            self.misfits.append((place, {"found": excerpt(printed), "name": called(column.key.text), "kind": wanted}))
        return found

    def _report(self, rule: str, place: Place, **facts: object) -> None:
        self.findings += 1
        if self.findings <= MOST_FINDINGS:
            self.checking.report(rule, place, **facts)


def _parts(column: _ColumnAsked, printed: str) -> list[str]:
    return [part.strip() for part in printed.split(column.split)] if column.split else [printed]


def _reader(column: _ColumnAsked) -> Callable[[str], Cell]:
    """How one column's printed text becomes a cell; equal texts share the cell."""
    if column.printed:
        return column.printed.get
    known: dict[str, Cell] = {}

    def read(printed: str) -> Cell:
        if printed not in known:
            found = cell_from(printed, column.type)
            if isinstance(found, Fraction) and column.type.decimals is not None:
                found = found if (found * 10**column.type.decimals).denominator == 1 else None
            known[printed] = found
        return known[printed]

    return read if column.type.kind is not Kind.TEXT and column.type.kind is not Kind.CODE else _as_printed


def _as_printed(printed: str) -> Cell:
    return printed
