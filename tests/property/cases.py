"""A case: definitions, a period, and one or more worlds of subjects and records, all from one number.

One *case* is one set of definitions over one world: a small authority of its own, with other pupils, schools, records,
entries and results given. Worlds of one number are evaluated by an engine in one run, side by side, as a district's
schools are; the reference works each of them out alone. Thus what an engine spends on a plan serves several cases, and
a run that lets one world leak into another is found.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from random import Random
from typing import Any

from tests.property.composed import random_definitions
from tests.property.given import Answers, random_answers, random_values
from tests.property.growing import Growing, nodes_below
from tests.property.overlaying import random_overlay
from tests.property.records import (
    Line,
    in_world,
    random_entries,
    random_records,
    random_subjects,
)
from tests.property.standards import random_standard
from tests.property.world import CALENDAR, ENTITY, EVIDENCE, PERIODS, REGISTERS, TABLES
from tests.reference_evaluator.authoring import PACK, PLACE, dataset, library
from tests.reference_evaluator.data import More, pinned_results
from tests.reference_evaluator.values import RunRefusedError, calendar_day
from tests.reference_evaluator.windows import asked_for
from xueheng.evaluation.core.dataset import Dataset, Period
from xueheng.language.definitions import Cell, During, EvidenceRows, Measure, Population
from xueheng.language.library_definitions import Library
from xueheng.language.standard_definitions import Input, Overlay, PercentileScale, Standard

ALONE = 0.2
"""How many of the numbers have one world only, so that what is empty stays empty."""
MOST_WORLDS = 9
Values = Mapping[str | int, Cell]


@dataclass(frozen=True)
class World:
    """Subjects, records and all else that one small authority knows, by plain names."""

    subjects: Mapping[str, list[Line]]
    records: Mapping[str, list[Line]]
    entries: Mapping[str, list[Line]] = field(default_factory=dict)
    pinned: Mapping[str, Answers] = field(default_factory=dict)
    values: Mapping[tuple[str, str], Values] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """Everything that one comparison reads. `standard` None: the measures themselves are compared. `pinned`: other
    standards whose results are given, with the window they are of.
    """

    seed: int
    period: Period
    measures: tuple[Measure, ...]
    populations: tuple[Population, ...]
    standard: Standard | None
    others: tuple[Standard, ...] = ()
    pinned: Mapping[str, Period] = field(default_factory=dict)
    overlay: Overlay | None = None
    worlds: tuple[World, ...] = field(default=(), repr=False)

    @cached_property
    def _made(self) -> Library:
        standards = (*self.others, *((self.standard,) if self.standard else ()))
        layers = (self.overlay,) if self.overlay else ()
        return library(
            *ENTITY.values(), *EVIDENCE.values(), *REGISTERS.values(), *TABLES, *self.populations, *self.measures,
            *standards, *layers, calendar=CALENDAR,
        )  # fmt: skip

    def library(self) -> Library:
        return self._made

    def alone(self, number: int) -> Dataset:
        """One world as if there were no other."""
        return self._dataset([(self.worlds[number], "")])

    def dataset(self) -> Dataset:
        """All worlds side by side; the names of all but the first are led by their number."""
        return self._joined

    @cached_property
    def _joined(self) -> Dataset:
        return self._dataset([(world, prefix_of(number)) for number, world in enumerate(self.worlds)])

    def _dataset(self, worlds: Sequence[tuple[World, str]]) -> Dataset:
        more = More(
            registers=joined([(world.entries, prefix) for world, prefix in worlds]),
            results=tuple(
                pinned_results(name, renamed([(world.pinned[name], prefix) for world, prefix in worlds]), period)
                for name, period in self.pinned.items()
            ),
            values={
                key: renamed([(world.values[key], prefix) for world, prefix in worlds]) for key in worlds[0][0].values
            },
        )
        return dataset(
            self.library(),
            joined([(world.subjects, prefix) for world, prefix in worlds]),
            joined([(world.records, prefix) for world, prefix in worlds]),
            more,
        )

    def names(self) -> list[str]:
        return [measure.name for measure in self.measures]


def prefix_of(number: int) -> str:
    return f"{number}~" if number else ""


def joined(parts: Sequence[tuple[Mapping[str, list[Line]], str]]) -> dict[str, list[Line]]:
    """The lines of all worlds, by what they are of; ids stay apart."""
    found: dict[str, list[Line]] = {}
    for number, (lines_of, prefix) in enumerate(parts):
        for name, lines in lines_of.items():
            for line in lines:
                apart = {"id": line["id"] + 100_000 * number} if "id" in line else {}
                found.setdefault(name, []).append(in_world(line, prefix) | apart)
            found.setdefault(name, [])
    return found


def renamed(parts: Sequence[tuple[Mapping[str | int, Any], str]]) -> dict[str | int, Any]:
    return {f"{prefix}{name}": held for by_name, prefix in parts for name, held in by_name.items()}


def case_of_measures(seed: int) -> Case:
    """Measures of every kind."""
    return _case(seed, with_standard=False)


def case_of_standard(seed: int) -> Case:
    """A standard over such measures, sometimes with a layer."""
    return _case(seed, with_standard=True)


def _case(seed: int, with_standard: bool) -> Case:
    chance = Random(seed)
    period = chance.choice((*PERIODS[:1] * 3, *PERIODS))
    growing = random_definitions(chance, chance.randint(3, 7), composed=chance.random() < 0.6)
    standard = random_standard(growing) if with_standard else None
    others = tuple(made.standard for made in growing.standards)
    pinned = random_pins(chance, others, period)
    standard = with_inputs(chance, standard, pinned, period) if standard else None
    given = random_givens(chance, growing)
    measures = tuple(made.measure for made in growing.made)
    overlay = None
    if standard is not None and standard.by is None and standard.of != "district" and chance.random() < 0.25:
        entity = chance.choice(ENTITY[standard.of].ancestors)
        subject = {"school": "north", "district": "east_county"}[entity]
        overlay = random_overlay(chance, growing, standard, entity, subject)
    case = Case(seed, period, measures, tuple(growing.populations), standard, others, pinned, overlay)
    with_districts = chance.random() < 0.6
    count = 1 if asks_percentile(case) or chance.random() < ALONE else chance.randint(2, MOST_WORLDS)
    worlds = tuple(random_world(chance, growing, case, given, with_districts=with_districts) for _ in range(count))
    return replace(case, worlds=worlds)


def asks_percentile(case: Case) -> bool:
    """A percentile is among all members of a population: worlds side by side would be one."""
    roots = [standard.root for standard in (case.standard, case.overlay.own if case.overlay else None) if standard]
    return any(isinstance(node.scale, PercentileScale) for root in roots for node in nodes_below(root))


def random_pins(chance: Random, others: Sequence[Standard], period: Period) -> dict[str, Period]:
    """Which other standards' results are given, and of which window: nearly always the run's own."""
    found = {}
    for other in others:
        if chance.random() < 0.35:
            wrong = chance.random() < 0.03
            found[other.name.removeprefix(f"{PACK}.")] = chance.choice(PERIODS) if wrong else period
    return found


def with_inputs(chance: Random, standard: Standard, pinned: dict[str, Period], period: Period) -> Standard:
    """The standard with some of the pinned ones written as inputs, perhaps of the window before; rarely one that
    nobody gives.
    """
    inputs = []
    for name in list(pinned):
        if chance.random() < 0.6:
            before = chance.random() < 0.4
            of = During("previous", "school_year") if before else During("period")
            if before and pinned[name] == period:
                pinned[name] = window_period(of, period)
            inputs.append(Input(f"{PACK}.{name}", "latest published", of, "base", PLACE))
            if chance.random() < 0.02:
                del pinned[name]
    return replace(standard, inputs=tuple(inputs))


def window_period(of: During, period: Period) -> Period:
    """The window as a period of its own; the run's where the calendar has none."""
    try:
        window = asked_for(of, None, CALENDAR, period)
    except RunRefusedError:
        return period
    return Period("school_year", "before", calendar_day(window.start), calendar_day(window.end))


def random_givens(chance: Random, growing: Growing) -> list[Measure]:
    """Measures whose values are given: rarely one."""
    if chance.random() >= 0.15:
        return []
    ready = [m.measure for m in growing.made if not m.huge and (m.by is None or m.measure.by_codes)]
    return [chance.choice(ready)]


def random_world(
    chance: Random, growing: Growing, case: Case, given: Sequence[Measure], *, with_districts: bool
) -> World:
    """One small authority for a case's definitions."""
    subjects = random_subjects(chance, case.period, with_districts=with_districts)
    records = random_records(chance, case.period, subjects, turning_days(case.measures, case.period))
    pinned = {
        other.name.removeprefix(f"{PACK}."): random_answers(chance, growing, other, subjects)
        for other in case.others
        if other.name.removeprefix(f"{PACK}.") in case.pinned
    }
    values = {(made.name.removeprefix(f"{PACK}."), made.of): random_values(chance, made, subjects) for made in given}
    return World(subjects, records, random_entries(chance, case.period, subjects), pinned, values)


def turning_days(measures: Sequence[Measure], period: Period) -> list[date]:
    """First and last days of the windows of folds of records."""
    found = []
    for measure in measures:
        if (
            measure.fold is None
            or not isinstance(measure.fold.rows, EvidenceRows)
            or measure.fold.during.kind == "ever"
        ):
            continue
        try:
            window = asked_for(measure.fold.during, None, CALENDAR, period)
        except RunRefusedError:
            continue
        found += [calendar_day(window.start), calendar_day(window.end)]
    return found
