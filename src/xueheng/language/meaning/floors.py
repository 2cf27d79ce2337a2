"""Floors of measures: every fold lifts to a higher one, derived values stay on theirs; eight at most."""

from xueheng.language.definitions import Measure
from xueheng.language.meaning.checking import MOST_STEPS, Checking, Key
from xueheng.language.meaning.naming import short
from xueheng.language.meaning.walking import measures_of_standard, measures_read, standards_read

MOST_FLOORS = 8


def check_floors(checking: Checking) -> None:
    """XH-M019 for each measure that is the first above the eighth floor."""
    floors: dict[Key, tuple[int, tuple[str, ...]]] = {}
    for measure in list(checking.measures.values()):
        if measure:
            floor, chain = _floor(checking, measure, floors)
            if floor == MOST_FLOORS + 1 and measure.fold:
                checking.report("XH-M019", measure.place, first=chain[0], last=chain[-1])


def check_steps(checking: Checking) -> None:
    """XH-M037 for each measure that is the first more than so many steps away from the rows, however it was written."""
    steps: dict[Key, int] = {}
    for measure in list(checking.measures.values()):
        if measure is None or _steps(checking, measure, steps) <= MOST_STEPS:
            continue
        if all(steps[read.name, read.of] <= MOST_STEPS for read in measures_read(checking, measure)):
            checking.report("XH-M037", measure.place, name=short(measure.name), most=MOST_STEPS)


def _steps(checking: Checking, measure: Measure, known: dict[Key, int]) -> int:
    """Measures and standards in a row up to this one. What it reads was settled before it, so it is known by now."""
    key = (measure.name, measure.of)
    if key not in known:
        under = [_steps(checking, read, known) for read in measures_read(checking, measure)]
        for standard in set(standards_read(checking, measure)):
            under += [1 + _steps(checking, read, known) for read in measures_of_standard(checking, standard)]
        known[key] = 1 + max(under, default=0)
    return known[key]


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
