"""Which records a standard reads, found by walking its definition."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

from xueheng.language.public import EvidenceRows, Fold, Library, MeasureValue, PopulationRows, RowColumn, StandardNode

_NO_DEFINITIONS = ("place", "source", "scale_source", "title")


@dataclass(frozen=True, slots=True)
class Needed:
    """What a standard reads: evidence types, and the entities whose subjects matter to it."""

    evidence: frozenset[str]
    entities: frozenset[str]


def needed_by_standard(library: Library, standard: str) -> Needed:
    """All evidence types and entities on the way from the standard's nodes down to records."""
    definition = library.standards[standard]
    types: set[str] = set()
    entities = {definition.of}
    for thing in _reached(library, [definition.root, definition.applies], definition.of):
        if isinstance(thing, EvidenceRows):
            types.update(thing.types)
        if isinstance(thing, PopulationRows):
            entities.add(library.populations[thing.population].of)
    entities.update(library.evidence[name].about for name in types)
    return Needed(frozenset(types), frozenset(entities))


def fields_measured(library: Library, measure: str, of: str, evidence: str) -> frozenset[str]:
    """The fields of an evidence type that a measure is made of, through all that it reads."""
    found: set[str] = set()
    for thing in _reached(library, [library.measures[measure, of]], of):
        if isinstance(thing, Fold) and isinstance(thing.rows, EvidenceRows) and evidence in thing.rows.types:
            inside = _reached(library, [thing.expression, thing.condition], of)
            found.update(column.name for column in inside if isinstance(column, RowColumn))
    return frozenset(found)


def _reached(library: Library, start: list[object], of: str) -> Iterator[object]:
    """Everything within definitions and what they name, each measure once."""
    seen: set[object] = set()
    waiting = list(start)
    while waiting:
        thing = waiting.pop()
        yield thing
        if isinstance(thing, PopulationRows):
            waiting.append(library.populations[thing.population])
        for key in _measures(thing, of):
            if key not in seen and key in library.measures:
                seen.add(key)
                waiting.append(library.measures[key])
        waiting.extend(_inside(thing))


def _measures(thing: object, of: str) -> Iterator[tuple[str, str]]:
    if isinstance(thing, MeasureValue):
        yield thing.measure, thing.entity
    if isinstance(thing, StandardNode) and thing.measure:
        yield thing.measure, of


def _inside(thing: object) -> Iterator[object]:
    if isinstance(thing, tuple):
        yield from thing
    elif is_dataclass(thing) and not isinstance(thing, type):
        for field in fields(thing):
            if field.name not in _NO_DEFINITIONS:
                value = getattr(thing, field.name)
                if isinstance(value, tuple) or is_dataclass(value):
                    yield value
