"""What a standard or a measure rests on, however far down: measures and populations."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass

from xueheng.language import typed
from xueheng.language.definitions import Measure, Population, PopulationRows
from xueheng.language.library_definitions import Library
from xueheng.language.standard_definitions import PercentileScale, Standard, StandardNode

Key = tuple[str, str]


def inside(thing: object) -> Iterator[object]:
    """A definition and every part of it."""
    yield thing
    if isinstance(thing, tuple):
        for part in thing:
            yield from inside(part)
    elif is_dataclass(thing) and not isinstance(thing, type):
        for field in fields(thing):
            yield from inside(getattr(thing, field.name))


def read_by(library: Library, thing: object) -> Iterator[Measure | Population]:
    """The measures and populations that a definition names itself."""
    for part in inside(thing):
        if isinstance(part, typed.MeasureValue):
            yield library.measures[part.measure, part.entity]
        elif isinstance(part, PopulationRows | PercentileScale):
            yield library.populations[part.population]


def reached(library: Library, standard: Standard | None, keys: Iterable[Key]) -> list[Measure | Population]:
    """Everything that must be worked out for a standard, or for measures."""
    waiting: list[Measure | Population] = [library.measures[key] for key in keys]
    if standard is not None:
        nodes = [part for part in inside(standard.root) if isinstance(part, StandardNode)]
        waiting += [library.measures[node.measure, standard.of] for node in nodes if node.measure]
        waiting += read_by(library, standard)
    found: dict[tuple[str, str], Measure | Population] = {}
    while waiting:
        one = waiting.pop()
        if (one.name, one.of) not in found:
            found[one.name, one.of] = one
            waiting += read_by(library, one)
    return list(found.values())
