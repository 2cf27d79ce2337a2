"""What `from` names: records, members, windows, lines of a table, entries of a register, leaves of a standard's
results, or rows of a kind that comes later.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, cast

from xueheng.language.definitions import (
    EvidenceRows,
    PopulationRows,
    RegisterRows,
    RowSource,
    StandardRows,
    TableRows,
    UnusedRows,
    WindowRows,
)
from xueheng.language.meaning.checking import Checking, Column
from xueheng.language.meaning.field_types import columns_of
from xueheng.language.meaning.naming import suggestion, unlisted_pack
from xueheng.language.meaning.number_types import alike
from xueheng.language.meaning.scope import NUMBER, RECORD_COLUMNS, SPAN_COLUMNS, WINDOW_COLUMNS
from xueheng.language.meaning.shelf import NAMED, Definition, Shelf
from xueheng.language.meaning.walking import leaf_measures, nodes_of
from xueheng.language.positions import Scalar
from xueheng.language.standard_definitions import Standard
from xueheng.language.typed import Kind, Type

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
    for kind, make in _MADE_BY:
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
    """The qualified name of rows that an activity gives, or of a process."""
    candidates = [f"{pack}.{written}"]
    if written.partition(".")[0] in shelf.packs[pack].used:
        candidates.append(written)
    for name in candidates:
        if name in shelf.given or name in shelf.things["processes"]:
            return name
    return None


def _records(checking: Checking, definition: Definition, written: Scalar) -> Rows | None:
    type = checking.evidence.get(definition.qualified)
    if type is None:
        return None
    columns = {**RECORD_COLUMNS, **columns_of(type.fields)}
    return Rows(EvidenceRows((type.name,)), written.text, type.about, columns, True, False)


def _members(checking: Checking, definition: Definition, written: Scalar) -> Rows | None:
    population = checking.population(definition, written.place)
    if population is None:
        return None
    return Rows(PopulationRows(population.name), written.text, population.of, {}, False, True)


def _lines(checking: Checking, definition: Definition, written: Scalar) -> Rows | None:
    columns = checking.table_columns[definition.qualified]
    return Rows(TableRows(definition.qualified), written.text, None, columns, False, False)


def _entries(checking: Checking, definition: Definition, written: Scalar) -> Rows | None:
    register = checking.registers.get(definition.qualified)
    if register is None:
        return None
    columns = {**RECORD_COLUMNS, **SPAN_COLUMNS, **columns_of(register.fields)}
    return Rows(RegisterRows(register.name), written.text, register.of, columns, False, True)


def _leaves(checking: Checking, definition: Definition, written: Scalar) -> Rows | None:
    standard = checking.standard(definition, written.place)
    if standard is None:
        return None
    return Rows(StandardRows(standard.name), written.text, standard.of, _leaf_columns(checking, standard), False, True)


def _leaf_columns(checking: Checking, standard: Standard) -> dict[str, Column]:
    """Of a leaf's result; `value` only where all leaves have numbers."""
    codes = tuple(node.code for node in nodes_of(standard.root) if node.measure)
    columns = {"points": Column(NUMBER), "weight": Column(NUMBER), "code": Column(Type(Kind.CODE, codes=codes))}
    values = [measure.type for measure in leaf_measures(checking, standard)]
    if all(type.kind is Kind.NUMBER for type in values):
        columns["value"] = Column(alike(values))
    if standard.by:
        columns[standard.by] = Column(Type(Kind.CODE, codes=standard.by_codes))
    return columns


_MADE_BY: tuple[tuple[str, Callable[[Checking, Definition, Scalar], Rows | None]], ...] = (
    ("evidence", _records), ("populations", _members), ("tables", _lines), ("registers", _entries),
    ("standards", _leaves),
)  # fmt: skip


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
