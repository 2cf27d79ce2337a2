"""A case: definitions, subjects, records and a period, all from one number; and how to make it smaller."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random
from typing import Literal

from tests.property.measures import named_measures, random_measures
from tests.property.records import Line, random_records, random_subjects
from tests.property.standards import random_standard
from tests.property.world import CALENDAR, ENTITIES, EVIDENCE, PERIODS, TABLES
from tests.reference_evaluator.authoring import dataset, library
from tests.reference_evaluator.values import RunRefusedError, calendar_day
from tests.reference_evaluator.windows import asked_for
from xueheng.evaluation.core.dataset import Dataset, Period
from xueheng.language.definitions import EvidenceRows, Measure, Population, PopulationRows
from xueheng.language.library_definitions import Library
from xueheng.language.standard_definitions import PercentileScale, Standard, StandardNode, WeightRow

Kind = Literal["records", "subjects"]


@dataclass(frozen=True)
class Case:
    """Everything that one comparison reads. `standard` None: the measures themselves are compared."""

    seed: int
    period: Period
    measures: tuple[Measure, ...]
    populations: tuple[Population, ...]
    standard: Standard | None
    subjects: Mapping[str, list[Line]] = field(repr=False)
    records: Mapping[str, list[Line]] = field(repr=False)

    def library(self) -> Library:
        standards = (self.standard,) if self.standard else ()
        return library(
            *ENTITIES.values(), *EVIDENCE.values(), *TABLES, *self.populations, *self.measures, *standards,
            calendar=CALENDAR,
        )  # fmt: skip

    def dataset(self) -> Dataset:
        return dataset(self.library(), self.subjects, self.records)

    def names(self) -> list[str]:
        return [measure.name for measure in self.measures]


def case_of_measures(seed: int) -> Case:
    """Six to ten measures over five to eight pupils."""
    return _case(seed, with_standard=False)


def case_of_standard(seed: int) -> Case:
    """A standard over such measures."""
    return _case(seed, with_standard=True)


def _case(seed: int, with_standard: bool) -> Case:
    chance = Random(seed)
    period = chance.choice((*PERIODS[:1] * 3, *PERIODS))
    growing = random_measures(chance, chance.randint(6, 10))
    standard = random_standard(growing) if with_standard else None
    subjects = random_subjects(chance, period)
    measures = tuple(made.measure for made in growing.made)
    records = random_records(chance, period, subjects, turning_days(measures, period))
    return Case(seed, period, measures, tuple(growing.populations), standard, subjects, records)


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


def needed(case: Case, kept: set[str]) -> Case:
    """Only these measures and what they, the populations they fold and the standard read."""
    wanted = set(kept)
    people: set[str] = set(percentile_populations(case.standard.root)) if case.standard else set()
    while True:
        chosen = [m for m in case.measures if m.name in wanted]
        people |= {m.fold.rows.population for m in chosen if m.fold and isinstance(m.fold.rows, PopulationRows)}
        read = [*chosen, *(p.where for p in case.populations if p.name in people), case.standard]
        more = {found.measure for thing in read for found in named_measures(thing)} | leaf_measures(case.standard)
        if more <= wanted:
            break
        wanted |= more
    return replace(
        case,
        measures=tuple(m for m in case.measures if m.name in wanted),
        populations=tuple(p for p in case.populations if p.name in people),
    )


def leaf_measures(standard: Standard | None) -> set[str]:
    return {node.measure for node in all_nodes(standard.root) if node.measure} if standard else set()


def percentile_populations(root: StandardNode) -> Iterator[str]:
    return (node.scale.population for node in all_nodes(root) if isinstance(node.scale, PercentileScale))


def all_nodes(node: StandardNode) -> Iterator[StandardNode]:
    yield node
    for part in node.parts:
        yield from all_nodes(part)


def with_lines(case: Case, kind: Kind, name: str, lines: list[Line]) -> Case:
    """The case with other records of a type, or other spans of an entity."""
    if kind == "records":
        return replace(case, records={**case.records, name: lines})
    return replace(case, subjects={**case.subjects, name: lines})


def lines_in(case: Case, kind: Kind) -> Mapping[str, list[Line]]:
    return case.records if kind == "records" else case.subjects


def fewer_parts(case: Case, fails: Callable[[Case], bool]) -> Case:
    """The case with parts, rules and rows of weights of its tree left out, still failing."""
    going = case.standard is not None
    while going:
        going = False
        assert case.standard is not None
        for root in smaller_trees(case.standard.root):
            tried = needed(replace(case, standard=replace(case.standard, root=root, applies=None)), set())
            if fails(tried):
                case, going = tried, True
                break
    return case


def smaller_trees(node: StandardNode) -> Iterator[StandardNode]:
    """Every tree with one thing less."""
    for at, part in enumerate(node.parts):
        if len(node.parts) > 1:
            rows = tuple(without(row, part.code) for row in node.weights)
            parts = node.parts[:at] + node.parts[at + 1 :]
            yield replace(node, parts=parts, weights=tuple(row for row in rows if row.weigh))
        for fewer in smaller_trees(part):
            yield replace(node, parts=(*node.parts[:at], fewer, *node.parts[at + 1 :]))
    for at in range(len(node.rules)):
        yield replace(node, rules=node.rules[:at] + node.rules[at + 1 :])
    for at in range(len(node.weights)):
        yield replace(node, weights=node.weights[:at] + node.weights[at + 1 :])
    if node.when is not None:
        yield replace(node, when=None)
    if node.levels:
        yield replace(node, levels=())


def without(row: WeightRow, code: str) -> WeightRow:
    return replace(row, weigh=tuple((named, weight) for named, weight in row.weigh if named != code))


def smaller(case: Case, fails: Callable[[Case], bool], most: int = 150) -> Case:
    """A smaller case that still fails: fewer records and spans, left out in halves and then one by one."""
    tries = 0
    kinds: tuple[Kind, Kind] = ("records", "subjects")
    for kind in kinds:
        for name in lines_in(case, kind):
            step = len(lines_in(case, kind)[name])
            while step >= 1:
                at = 0
                while at < len(lines_in(case, kind)[name]) and tries < most:
                    lines = lines_in(case, kind)[name]
                    tried = with_lines(case, kind, name, lines[:at] + lines[at + step :])
                    tries += 1
                    if fails(tried):
                        case = tried
                    else:
                        at += step
                step //= 2
    return case
