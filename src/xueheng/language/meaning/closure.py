"""Everything that a standard or a measure rests on: the definitions it reads, and those that these read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from xueheng.language.definitions import (
    Calendar,
    EvidenceRows,
    Fold,
    PopulationRows,
    RegisterRows,
    StandardRows,
    TableRows,
    WindowRows,
)
from xueheng.language.meaning.checking import Checking
from xueheng.language.meaning.walking import expressions_of, expressions_of_standard, nodes_of, walk
from xueheng.language.standard_definitions import PercentileScale, Standard, TableScale
from xueheng.language.typed import Attribute, Expression, MeasureValue, NamedDay, OtherResult, TableLookup

ThingKind = Literal[
    "measure", "standard", "population", "evidence", "register", "table", "entity", "window", "day", "terms"
]


@dataclass(frozen=True, slots=True, order=True)
class Thing:
    """A definition by its kind and name. `at`: a measure's entity; the pack whose calendar names a window or day."""

    kind: ThingKind
    name: str
    at: str = ""


Reads = dict[Thing, tuple[Thing, ...]]
"""What things read directly, as far as it was asked: good for as long as no definition changes."""


def rests_on(
    checking: Checking,
    first: Iterable[Thing],
    given: frozenset[Thing] = frozenset(),
    reads: Reads | None = None,
) -> dict[Thing, object]:
    """The definitions of these things and of all they read. What is `given` is left out, with what it alone reads.
    `reads` is kept from one call to the next.
    """
    reads = {} if reads is None else reads
    found: dict[Thing, object] = {}
    waiting = list(first)
    while waiting:
        thing = waiting.pop()
        definition = None if thing in found or thing in given else _definition(checking, thing)
        if definition is not None:
            found[thing] = definition
            if thing not in reads:
                reads[thing] = tuple(_read_by(checking, thing))
            waiting += reads[thing]
    return found


def read_by_standard(checking: Checking, standard: Standard) -> Iterator[Thing]:
    """What a standard reads directly; it need not be one of the library's own, a layer's will do."""
    pack = _pack(standard.name)
    yield Thing("entity", standard.of)
    yield from _window(checking, pack, standard.period)
    for entity, _ in standard.groups:
        yield Thing("entity", entity)
    for node in nodes_of(standard.root):
        if node.measure:
            yield Thing("measure", node.measure, standard.of)
        if isinstance(node.scale, TableScale):
            yield Thing("table", node.scale.table)
        elif isinstance(node.scale, PercentileScale):
            yield Thing("population", node.scale.population)
    for read in standard.inputs:
        yield Thing("standard", read.standard)
        yield from _window(checking, pack, read.of.name)
    yield from _in_expressions(checking, pack, expressions_of_standard(standard))


def _definition(checking: Checking, thing: Thing) -> object | None:
    """The definition itself; None for what is not settled or is built in."""
    if thing.kind == "measure":
        return checking.measures.get((thing.name, thing.at))
    if thing.kind in ("window", "day", "terms"):
        calendar = checking.calendar_for(thing.at)
        return _in_calendar(calendar, thing)
    kinds: Mapping[str, Mapping[str, object]] = {
        "standard": checking.standards, "population": checking.populations, "evidence": checking.evidence,
        "register": checking.registers, "table": checking.tables, "entity": checking.entities,
    }  # fmt: skip
    return kinds[thing.kind].get(thing.name)


def _in_calendar(calendar: Calendar, thing: Thing) -> object | None:
    if thing.kind == "terms":
        return calendar.terms
    return calendar.windows.get(thing.name) if thing.kind == "window" else calendar.days.get(thing.name)


def _read_by(checking: Checking, thing: Thing) -> Iterator[Thing]:
    if thing.kind == "measure":
        yield from _by_measure(checking, thing)
    elif thing.kind == "standard":
        yield from read_by_standard(checking, checking.standards[thing.name])
    elif thing.kind == "population":
        yield from _by_population(checking, thing)
    elif thing.kind == "evidence":
        yield Thing("entity", checking.evidence[thing.name].about)
    elif thing.kind == "register":
        yield Thing("entity", checking.registers[thing.name].of)
    elif thing.kind == "entity":
        yield from (Thing("entity", above) for above in checking.entities[thing.name].belongs_to)
    elif thing.kind == "window":
        yield from _window(checking, thing.at, checking.calendar_for(thing.at).windows[thing.name].within or "")
    elif thing.kind == "terms":
        for name in checking.calendar_for(thing.at).terms:
            yield Thing("window", name, thing.at)


def _by_measure(checking: Checking, thing: Thing) -> Iterator[Thing]:
    measure = checking.measures[thing.name, thing.at]
    if measure is None:
        return
    pack = _pack(measure.name)
    yield Thing("entity", measure.of)
    if measure.fold:
        yield from _rows(measure.fold, pack)
        yield from _window(checking, pack, measure.fold.during.name)
        yield Thing("day", measure.fold.on, pack)
    yield from _in_expressions(checking, pack, expressions_of(measure))


def _rows(fold: Fold, pack: str) -> Iterator[Thing]:
    rows = fold.rows
    if isinstance(rows, EvidenceRows):
        yield from (Thing("evidence", name) for name in rows.types)
    elif isinstance(rows, PopulationRows):
        yield Thing("population", rows.population)
    elif isinstance(rows, TableRows):
        yield Thing("table", rows.table)
    elif isinstance(rows, StandardRows):
        yield Thing("standard", rows.standard)
    elif isinstance(rows, RegisterRows):
        yield Thing("register", rows.register)
    elif isinstance(rows, WindowRows) and rows.each == "terms":
        yield Thing("terms", "terms", pack)


def _by_population(checking: Checking, thing: Thing) -> Iterator[Thing]:
    population = checking.populations[thing.name]
    if population:
        pack = _pack(population.name)
        yield Thing("entity", population.of)
        yield Thing("day", population.on, pack)
        yield from _in_expressions(checking, pack, [population.where])


def _in_expressions(checking: Checking, pack: str, expressions: Iterable[Expression | None]) -> Iterator[Thing]:
    for expression in expressions:
        for part in walk(expression):
            if isinstance(part, MeasureValue):
                yield Thing("measure", part.measure, part.entity)
            elif isinstance(part, OtherResult):
                yield Thing("standard", part.standard)
            elif isinstance(part, Attribute):
                yield Thing("entity", part.entity)
            elif isinstance(part, TableLookup):
                yield Thing("table", part.table)
            elif isinstance(part, NamedDay):
                yield Thing("day", part.name, pack)


def _window(checking: Checking, pack: str, name: str) -> Iterator[Thing]:
    """A window of the calendar; `term` stands for all terms; built-in windows need no definition."""
    if name == "term":
        yield Thing("terms", "terms", pack)
    elif name in checking.calendar_for(pack).windows:
        yield Thing("window", name, pack)


def _pack(qualified: str) -> str:
    return qualified.partition(".")[0]
