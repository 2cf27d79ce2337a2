"""Floors of measures: every fold lifts to a higher one, derived values stay on theirs; eight at most."""

from xueheng.language.definitions import Measure
from xueheng.language.meaning.checking import Checking, Key
from xueheng.language.meaning.naming import short
from xueheng.language.meaning.walking import measures_read

MOST_FLOORS = 8


def check_floors(checking: Checking) -> None:
    """XH-M019 for each measure that is the first above the eighth floor."""
    floors: dict[Key, tuple[int, tuple[str, ...]]] = {}
    for measure in list(checking.measures.values()):
        if measure:
            floor, chain = _floor(checking, measure, floors)
            if floor == MOST_FLOORS + 1 and measure.fold:
                checking.report("XH-M019", measure.place, first=chain[0], last=chain[-1])


def _floor(
    checking: Checking, measure: Measure, known: dict[Key, tuple[int, tuple[str, ...]]]
) -> tuple[int, tuple[str, ...]]:
    """The floor and the chain of measures that leads to it. Circles were refused before."""
    key = (measure.name, measure.of)
    if key not in known:
        under = [_floor(checking, read, known) for read in measures_read(checking, measure)]
        floor, chain = max(under, default=(0, ()), key=lambda found: found[0])
        known[key] = (floor + (1 if measure.fold else 0), (*chain, short(measure.name)))
    return known[key]
