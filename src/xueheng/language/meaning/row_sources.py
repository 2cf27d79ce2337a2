"""What `from` names: records, members, windows, lines of a table, or rows of a kind that comes later."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast

from xueheng.language.definitions import EvidenceRows, PopulationRows, RowSource, TableRows, UnusedRows, WindowRows
from xueheng.language.meaning.checking import Checking, Column
from xueheng.language.meaning.naming import suggestion, unlisted_pack
from xueheng.language.meaning.scope import RECORD_COLUMNS, WINDOW_COLUMNS
from xueheng.language.meaning.shelf import NAMED, Definition, Shelf
from xueheng.language.positions import Scalar

WINDOWS = ("weeks", "months", "quarters", "terms")
_GIVES_ROWS = ("evidence", "populations", "tables", "registers", "processes", "standards", "activities")


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows to fold. `subject`: the entity a row stands for. `happens`: taken `during` a window; `holds`: taken
    `on` a day; a table's lines do neither. `columns` None: the kind declares none, any name is taken.
    """

    source: RowSource
    said: str
    subject: str | None
    columns: Mapping[str, Column] | None
    happens: bool
    holds: bool

    @property
    def have_days(self) -> bool:
        """Whether first and latest mean something."""
        return self.happens and not isinstance(self.source, WindowRows)


def rows_named(checking: Checking, written: list[Scalar], pack: str, asked: str) -> Rows | None:
    """The rows that `from` names; None when a name means nothing (reported)."""
    if len(written) == 1 and written[0].text in WINDOWS:
        each = cast(Literal["weeks", "months", "quarters", "terms"], written[0].text)
        return Rows(WindowRows(each), each, asked, WINDOW_COLUMNS, True, False)
    found = [_one(checking, scalar, pack) for scalar in written]
    named = [rows for rows in found if rows]
    if not named or len(named) < len(found):
        return None
    return named[0] if len(named) == 1 else _union(checking, named, written)


def _one(checking: Checking, written: Scalar, pack: str) -> Rows | None:
    shelf = checking.shelf
    for kind, make in (("evidence", _records), ("populations", _members), ("tables", _lines)):
        definition = shelf.find(kind, written.text, pack)
        if definition:
            return make(checking, definition, written)
    name = later_name(shelf, written.text, pack)
    if name:
        later = checking.later_rows[name]
        return Rows(
            UnusedRows(later.kind, name), written.text, later.about, later.columns, not later.holds, later.holds
        )
    _report(checking, written, pack)
    return None


def later_name(shelf: Shelf, written: str, pack: str) -> str | None:
    """The qualified name of rows that an activity gives, a register, a process, or a standard's leaves."""
    candidates = [f"{pack}.{written}"]
    if written.partition(".")[0] in shelf.packs[pack].used:
        candidates.append(written)
    for name in candidates:
        if name in shelf.given or any(name in shelf.things[kind] for kind in ("registers", "processes", "standards")):
            return name
    return None


def _records(checking: Checking, definition: Definition, written: Scalar) -> Rows | None:
    type = checking.evidence.get(definition.qualified)
    if type is None:
        return None
    columns = {**RECORD_COLUMNS, **{field.name: Column(field.type, field) for field in type.fields}}
    return Rows(EvidenceRows((type.name,)), written.text, type.about, columns, True, False)


def _members(checking: Checking, definition: Definition, written: Scalar) -> Rows | None:
    population = checking.population(definition, written.place)
    if population is None:
        return None
    return Rows(PopulationRows(population.name), written.text, population.of, {}, False, True)


def _lines(checking: Checking, definition: Definition, written: Scalar) -> Rows | None:
    columns = checking.table_columns[definition.qualified]
    return Rows(TableRows(definition.qualified), written.text, None, columns, False, False)


def _union(checking: Checking, named: list[Rows], written: list[Scalar]) -> Rows | None:
    """Several evidence types about one entity: their common columns."""
    first = named[0]
    types: list[str] = []
    columns = dict(first.columns or {})
    for rows, scalar in zip(named, written, strict=True):
        if not isinstance(rows.source, EvidenceRows) or rows.subject != first.subject:
            checking.report("XH-M033", scalar.place, name=scalar.text, first=first.said)
            return None
        types += rows.source.types
        theirs = rows.columns or {}
        columns = {
            name: column for name, column in columns.items() if name in theirs and theirs[name].type == column.type
        }
    said = ", ".join(rows.said for rows in named)
    return Rows(EvidenceRows(tuple(types)), said, first.subject, columns, True, False)


def _report(checking: Checking, written: Scalar, pack: str) -> None:
    other = unlisted_pack(checking, written.text, pack)
    if other:
        checking.report("XH-N001", written.place, pack=other)
        return
    shelf = checking.shelf
    names = [name for kind in _GIVES_ROWS if kind in NAMED for name in shelf.names(kind, pack)]
    for qualified in shelf.given:
        owner, _, name = qualified.partition(".")
        names += [name] if owner == pack else [qualified] if owner in shelf.packs[pack].used else []
    checking.report("XH-M013", written.place, name=written.text, hint=suggestion(written.text, [*names, *WINDOWS]))
