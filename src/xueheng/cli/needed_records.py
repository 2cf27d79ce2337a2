"""Which records a standard reads, found by walking its definition."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass

from xueheng.language.public import (
    EvidenceRows,
    Fold,
    Library,
    MeasureValue,
    OtherResult,
    PopulationRows,
    RowColumn,
    StandardNode,
    StandardRows,
)

_NO_DEFINITIONS = ("place", "source", "scale_source", "title")


@dataclass(frozen=True, slots=True)
class Needed:
    """What a standard reads: evidence types, and the entities whose subjects matter to it."""

    evidence: frozenset[str]
    entities: frozenset[str]


def needed_by_standard(library: Library, standard: str, layers: Sequence[str] = ()) -> Needed:
    """All evidence types and entities on the way from the standard's nodes down to records, through the standards
    whose results it reads; those it takes as inputs bring results, not records. `layers`: packs of layers over it,
    whose own leaves read records too.
    """
    definition = library.standards[standard]
    roots = [definition.root, *(library.overlays[layer].own.root for layer in layers)]
    types: set[str] = set()
    entities = {definition.of}
    pinned = frozenset(given.standard for given in definition.inputs)
    for thing in _reached(library, [*roots, definition.applies], definition.of, pinned):
        if isinstance(thing, EvidenceRows):
            types.update(thing.types)
        if isinstance(thing, PopulationRows):
            entities.add(library.populations[thing.population].of)
        if isinstance(thing, OtherResult | StandardRows):
            entities.add(library.standards[thing.standard].of)
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


def _reached(library: Library, start: list[object], of: str, pinned: frozenset[str] = frozenset()) -> Iterator[object]:
    """Everything within definitions and what they name, each measure and each standard not `pinned` once."""
    seen: set[object] = set(pinned)
    waiting = [(thing, of) for thing in start]
    while waiting:
        thing, of = waiting.pop()
        yield thing
        if isinstance(thing, PopulationRows):
            waiting.append((library.populations[thing.population], of))
        if isinstance(thing, OtherResult | StandardRows) and thing.standard not in seen:
            seen.add(thing.standard)
            other = library.standards[thing.standard]
            waiting += [(other.root, other.of), (other.applies, other.of)]
        for key in _measures(thing, of):
            if key not in seen and key in library.measures:
                seen.add(key)
                waiting.append((library.measures[key], of))
        waiting += [(part, of) for part in _inside(thing)]


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
