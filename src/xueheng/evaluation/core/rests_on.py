"""What a definition rests on, in one digest: it changes when anything it reads changes its meaning."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass

from xueheng.language.public import (
    EvidenceRows,
    Library,
    MeasureValue,
    OtherResult,
    PercentileScale,
    PopulationRows,
    RegisterRows,
    RowColumn,
    StandardRows,
    Table,
    TableLookup,
    TableRows,
    TableScale,
    Type,
    canonical,
)

Reference = tuple[str, ...]
"""Kind of a definition and its name; a measure's with its entity."""


class Meanings:
    """Digests of the definitions of one library; what several rest on is put into words once."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._read: dict[Reference, tuple[object, tuple[Reference, ...], frozenset[str]]] = {}
        self._written: dict[tuple[Reference, frozenset[str]], bytes] = {}

    def of_measure(self, name: str, entity: str) -> str:
        """The digest of a measure and of everything it reads: measures, records, populations, tables, standards."""
        return self.of(self._library.measures[name, entity])

    def of(self, thing: object) -> str:
        """The digest of a definition and of everything it reads; titles, notes, sources and places are left out."""
        columns = set(_columns(thing))
        reached: set[Reference] = set()
        waiting = list(_references(thing))
        while waiting:
            reference = waiting.pop()
            if reference not in reached:
                reached.add(reference)
                _, further, named = self._definition(reference)
                columns |= named
                waiting.extend(further)
        digest = hashlib.sha256(canonical(thing).encode())
        for reference in sorted(reached):
            digest.update(f"\n{' '.join(reference)}\n".encode() + self._meaning(reference, columns))
        return digest.hexdigest()

    def _definition(self, reference: Reference) -> tuple[object, tuple[Reference, ...], frozenset[str]]:
        if reference not in self._read:
            found = _definition(self._library, reference)
            self._read[reference] = found, tuple(_references(found)), frozenset(_columns(found))
        return self._read[reference]

    def _meaning(self, reference: Reference, columns: set[str]) -> bytes:
        """A definition's meaning; of a kind of record, only of the fields that are read."""
        narrow = frozenset(columns) if reference[0] == "evidence" else frozenset[str]()
        if (reference, narrow) not in self._written:
            definition = self._definition(reference)[0]
            self._written[reference, narrow] = hashlib.sha256(_meaning(definition, narrow).encode()).digest()
        return self._written[reference, narrow]


def _columns(thing: object) -> Iterator[str]:
    """Columns of rows that a definition reads."""
    return (one.name for one in _inside(thing) if isinstance(one, RowColumn))


def _inside(thing: object) -> Iterator[object]:
    """A definition and all that stands in it; a table's cells name nothing."""
    waiting = [thing]
    while waiting:
        current = waiting.pop()
        yield current
        if isinstance(current, Table):
            continue
        if isinstance(current, (tuple, list)):
            waiting.extend(current)
        elif is_dataclass(current) and not isinstance(current, type):
            waiting.extend(getattr(current, member.name) for member in fields(current))


def _references(thing: object) -> Iterator[Reference]:
    for one in _inside(thing):
        match one:
            case MeasureValue():
                yield "measure", one.measure, one.entity
            case OtherResult() | StandardRows():
                yield "standard", one.standard
            case EvidenceRows():
                yield from (("evidence", name) for name in one.types)
            case PopulationRows() | PercentileScale():
                yield "population", one.population
            case RegisterRows():
                yield "register", one.register
            case TableLookup() | TableRows() | TableScale():
                yield "table", one.table
            case Type() if one.table is not None:
                yield "table", one.table


def _definition(library: Library, reference: Reference) -> object:
    """The definition itself; None for one that the library lacks."""
    if reference[0] == "measure":
        return library.measures.get((reference[1], reference[2]))
    if reference[0] == "standard":
        standard = library.standards.get(reference[1])
        return None if standard is None else (standard.of, standard.applies, standard.root)
    if reference[0] == "evidence":
        type_ = library.evidence.get(reference[1])
        return None if type_ is None else (type_.name, type_.about, type_.verified_by_anyone, type_.fields)
    kinds = {"population": library.populations, "register": library.registers, "table": library.tables}
    return kinds[reference[0]].get(reference[1])


def _meaning(definition: object, columns: Iterable[str]) -> str:
    """A definition's canonical text; of a kind of record, only the fields that are read."""
    match definition:
        case (str(name), about, verified, tuple(members)):
            read = tuple(member for member in members if getattr(member, "name", "") in columns)
            return canonical((name, about, verified, read))
    return canonical(definition)
