"""What a standard or a measure rests on, however far down: measures, populations, other standards."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from xueheng.evaluation.core.dataset import Dataset
from xueheng.language import typed
from xueheng.language.definitions import Measure, Population, PopulationRows, StandardRows
from xueheng.language.library_definitions import Library
from xueheng.language.standard_definitions import PercentileScale, Standard, StandardNode

Key = tuple[str, str]
Found = Measure | Population | Standard


def inside(thing: object) -> Iterator[object]:
    """A definition and every part of it."""
    waiting = [thing]
    while waiting:
        part = waiting.pop()
        yield part
        if isinstance(part, tuple):
            waiting += part
        else:
            waiting += [getattr(part, name) for name in getattr(part, "__dataclass_fields__", ())]


def read_by(library: Library, thing: object) -> Iterator[Found]:
    """The measures, populations and other standards that a definition names itself."""
    for part in inside(thing):
        match part:
            case typed.MeasureValue():
                yield library.measures[part.measure, part.entity]
            case PopulationRows() | PercentileScale():
                yield library.populations[part.population]
            case typed.OtherResult() | StandardRows():
                yield library.standards[part.standard]
            case StandardNode(measure=str(name)) if isinstance(thing, Standard):
                yield library.measures[name, thing.of]


@dataclass(frozen=True)
class Reached:
    """Everything that must be worked out, and the names of standards whose pinned results are read."""

    measures: list[Measure]
    populations: list[Population]
    standards: list[Standard]
    pinned: list[str]


def reached(library: Library, standard: Standard | None, keys: Iterable[Key], dataset: Dataset) -> Reached:
    """All that a standard, or measures, rest on. What is given or pinned rests on nothing."""
    waiting: list[Found] = [library.measures[key] for key in keys]
    pinned: dict[str, None] = {}
    waiting += [] if standard is None else [standard]
    found: dict[tuple[str, str], Found] = {}
    while waiting:
        one = waiting.pop()
        if isinstance(one, Standard) and one is not standard and one.name in dataset.results:
            pinned[one.name] = None
        elif (one.name, one.of) not in found and (one.name, one.of) not in dataset.values:
            found[one.name, one.of] = one
            waiting += read_by(library, one)
    return Reached(
        [one for one in found.values() if isinstance(one, Measure)],
        [one for one in found.values() if isinstance(one, Population)],
        [one for one in found.values() if isinstance(one, Standard)],
        list(pinned),
    )
