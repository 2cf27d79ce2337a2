"""A case run three ways: by the reference, by DuckDB and by SQLite; and where they differ."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

import pyarrow.compute as pc

from tests.property.cases import Case, prefix_of
from tests.reference_evaluator import RunRefusedError
from tests.reference_evaluator import evaluate as evaluate_by_reference
from tests.reference_evaluator import measure_values as values_by_reference
from tests.reference_evaluator.layers import evaluate_layers as layers_by_reference
from xueheng.evaluation.core import layers, public
from xueheng.evaluation.core.dataset import Dataset
from xueheng.evaluation.core.public import RunError

Engine = Literal["duckdb", "sqlite"]
Way = Literal["duckdb", "sqlite", "live", "compiled"]
"""`live`: one subject's result, as the core gives it for a single person; `compiled`: by a standard compiled once and
asked for two subjects, one after the other.
"""
ALONE: tuple[Way, ...] = ("live", "compiled")
ENGINES: tuple[Engine, ...] = ("duckdb", "sqlite")
DATA_RULES = ("XH-R001", "XH-R002", "XH-R012", "XH-R017", "XH-T002", "XH-T004")
"""Refusals that follow from the data or the calendar: the reference must refuse the same."""

FAULT = "fault"
LIVE_EVERY = 8
"""Every fourth standard (standards have odd numbers) is also asked for one subject live."""
NO_PERCENTILE = "XH-M022"
"""SQLite has no percentiles, and says so: no bound refused the case."""
NOTHING = ("missing", ("words", "missing"), ("words", "not_applying"))
"""How what was found begins where it is nothing: a value that is missing, a node without a result."""
Told = tuple[object, ...]
Outcome = Mapping[tuple[object, ...], Told] | str
"""What was found at each place (whose, and of what), or the rule that refused."""


def told(value: object) -> Told:
    """A value with its kind, so that yes is never taken for 1, nor a day for a number."""
    if isinstance(value, bool):
        return "yes_no", value
    if isinstance(value, Fraction | int):
        return "number", str(Fraction(value))
    return ("missing",) if value is None else ("words", value)


def by_reference(case: Case, number: int) -> Outcome:
    """One world by the reference, its subjects named as beside the others."""
    library, dataset, prefix = case.library(), case.alone(number), prefix_of(number)
    try:
        if case.standard is None:
            return _values(values_by_reference(library, case.names(), dataset, case.period), prefix)
        if case.overlay is None:
            return _answers(evaluate_by_reference(library, case.standard.name, dataset, case.period), prefix)
        found: dict[tuple[object, ...], Told] = {}
        for layer, answers in layers_by_reference(library, case.standard.name, dataset, case.period).items():
            own = layer != "base" and number > 0  # the layer is for a school of the first world
            found |= {} if own else _answers(answers, prefix, layer)
    except RunRefusedError as refused:
        return refused.rule
    return found


def by_engine(case: Case, way: Way) -> Outcome:
    """All worlds by an engine, or one subject of the first world live."""
    library, dataset = case.library(), case.dataset()
    try:
        if case.standard is None:
            engine: Engine = "sqlite" if way == "sqlite" else "duckdb"
            return _values(public.measure_values(library, case.names(), dataset, case.period, engine=engine))
        name = case.standard.name
        if way == "live":
            subject = some_subjects(case)[0]
            made = public.evaluate_subject(library, name, dataset, case.period, subject)
            return _answers({subject: made.answers()[subject]})
        if way == "compiled":
            with public.LiveStandard(library, name, case.period) as standard:
                return together([_answers(compiled(standard, dataset, one)) for one in some_subjects(case)])
        if case.overlay is None:
            return _answers(public.evaluate(library, name, dataset, case.period, engine=way).answers())
        layered = layers.evaluate_layers(library, name, [case.overlay.name], dataset, case.period, engine=way)
        found = _answers(layered.base.answers(), "", "base")
        for layer, own in layered.own.items():
            found |= _answers(own.answers(), "", layer)
    except RunError as refused:
        return refused.rule
    except Exception as fault:
        return f"{FAULT} {type(fault).__name__}: {fault}"
    return found


def some_subjects(case: Case) -> list[str]:
    """Two who get a result, or one; the case is such that there is one."""
    found = by_reference(case, 0)
    assert not isinstance(found, str)
    subjects = sorted({str(place[-2]) for place in found})
    first = case.seed % len(subjects)
    return list(dict.fromkeys((subjects[first], subjects[first - 1])))


def compiled(standard: public.LiveStandard, dataset: Dataset, subject: str) -> Mapping[str | int, Mapping[str, object]]:
    """One subject's answers from her records and spans alone."""
    of = standard.standard.of
    records: dict[str, list[tuple[object, ...]]] = {}
    for name in standard.reads:
        columns, table = standard.record_columns(name), dataset.records[name].table
        lines = table.to_pylist() if table is not None else []
        hers = standard.library.evidence[name].about == of
        records[name] = [tuple(line[c] for c in columns) for line in lines if not hers or line["subject"] == subject]
    own = dataset.subjects[of]
    spans = own.filter(pc.equal(own.column("subject"), subject))
    return {subject: standard.evaluate(records, {**dataset.subjects, of: spans}).answers()[subject]}


def _values(found: Mapping[tuple[str, str], Mapping[str | int, object]], prefix: str = "") -> dict[Told, Told]:
    return {
        (name, of, f"{prefix}{s}"): told(value) for (name, of), values in found.items() for s, value in values.items()
    }


def _answers(
    found: Mapping[str | int, Mapping[str, object]], prefix: str = "", layer: str = ""
) -> dict[tuple[object, ...], Told]:
    parts = ("state", "points", "shown", "level", "value")
    return {
        (layer, f"{prefix}{subject}", code): tuple(told(getattr(answer, part)) for part in parts)
        for subject, answers in found.items()
        for code, answer in answers.items()
    }


@dataclass
class Tally:
    """How many cases were compared, and why others were not. `known`: of the `numbers` compared, those not missing."""

    plans: int = 0
    compared: int = 0
    without_sqlite: int = 0
    live: int = 0
    refused_by_data: int = 0
    refused_by_bound: int = 0
    numbers: int = 0
    known: int = 0

    def cases(self) -> int:
        return self.compared + self.refused_by_data + self.refused_by_bound

    def share(self, count: int) -> Fraction:
        return Fraction(count, max(1, self.cases()))

    def add(self, other: "Tally") -> None:
        for name in self.__dataclass_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def __str__(self) -> str:
        known = 100 * self.known // max(1, self.numbers)
        return (
            f"{self.cases()} cases of {self.plans} definitions: {self.compared} compared "
            f"({self.without_sqlite} of them by DuckDB alone, {self.live} also live), "
            f"{self.refused_by_data} refused by all alike, {self.refused_by_bound} refused by a bound; "
            f"{self.numbers} numbers, {known} % of them known"
        )


@dataclass(frozen=True)
class Difference:
    """Where an engine says something else than the reference."""

    case: Case
    way: Way
    place: tuple[object, ...]


def first_difference(expected: Outcome, found: Outcome) -> tuple[object, ...] | None:
    """The first place where two outcomes differ, None where they agree; a lawful refusal is no difference."""
    if expected in DATA_RULES and found in DATA_RULES:
        return None  # a case may break two rules; which is met first is nobody's promise
    if isinstance(expected, str) or isinstance(found, str):
        return None if expected == found or by_bound(found) else ("refusal",)
    for place in sorted(set(expected) | set(found), key=str):
        if expected.get(place) != found.get(place):
            return place
    return None


def by_bound(found: Outcome) -> bool:
    """Whether an engine refused since it could not stay exact, as it may."""
    return isinstance(found, str) and found not in DATA_RULES and not found.startswith(FAULT)


def expected_of(case: Case) -> Outcome:
    """All worlds by the reference; one that is refused refuses all."""
    found: dict[tuple[object, ...], Told] = {}
    for number in range(len(case.worlds)):
        outcome = by_reference(case, number)
        if isinstance(outcome, str):
            return outcome
        found |= outcome
    return found


def differs(case: Case, way: Way) -> tuple[object, ...] | None:
    """The first place where one way differs from the reference."""
    expected = expected_of(case)
    if way in ALONE:
        if isinstance(expected, str) or not expected:
            return None
        subjects = some_subjects(case)[: 1 if way == "live" else 2]
        expected = {place: found for place, found in expected.items() if place[-2] in subjects}
    return first_difference(expected, by_engine(case, way))


def compare(case: Case, tally: Tally) -> Iterator[Difference]:
    """Every way in which a case differs from the reference. Worlds that the reference refuses must be refused; the
    others are compared without them.
    """
    tally.plans += 1
    outcomes = [by_reference(case, number) for number in range(len(case.worlds))]
    refused = [number for number, outcome in enumerate(outcomes) if isinstance(outcome, str)]
    if refused:
        tally.refused_by_data += len(refused)
        yield from refusals(case, refused)
        case = replace(case, worlds=tuple(w for n, w in enumerate(case.worlds) if n not in refused))
        outcomes = [by_reference(case, number) for number in range(len(case.worlds))]  # named by their new numbers
    if case.worlds:
        yield from compared(case, together(outcomes), tally)


def together(outcomes: Sequence[Outcome]) -> dict[tuple[object, ...], Told]:
    """What was found in all worlds, none of them refused."""
    found: dict[tuple[object, ...], Told] = {}
    for outcome in outcomes:
        assert not isinstance(outcome, str)
        found |= outcome
    return found


def refusals(case: Case, refused: Sequence[int]) -> Iterator[Difference]:
    """Engines must refuse the worlds that the reference refuses."""
    case = replace(case, worlds=tuple(case.worlds[number] for number in refused))
    for engine in ENGINES:
        found = by_engine(case, engine)
        if found not in DATA_RULES and not by_bound(found):
            yield Difference(case, engine, ("refusal",))


def compared(case: Case, expected: Outcome, tally: Tally) -> Iterator[Difference]:
    """Each engine's outcome of worlds that nobody refuses held against the reference's."""
    outcomes = {engine: by_engine(case, engine) for engine in ENGINES}
    for engine, found in outcomes.items():
        place = first_difference(expected, found)
        if place is not None:
            yield Difference(case, engine, place)
    if case.standard is not None and case.overlay is None and expected and case.seed % LIVE_EVERY == 1:
        tally.live += 1
        for way in ways_alone(case):
            place = differs(case, way)
            if place is not None:
                yield Difference(case, way, place)
    count(case, expected, outcomes, tally)


def ways_alone(case: Case) -> tuple[Way, ...]:
    """How one subject may be asked for: compiled only where all that is read are her own records."""
    assert case.standard is not None
    plain = case.standard.by is None and not case.pinned and all(not world.values for world in case.worlds)
    return ALONE if plain and case.standard.of in case.worlds[0].subjects else ALONE[:1]


def count(case: Case, expected: Outcome, outcomes: Mapping[Engine, Outcome], tally: Tally) -> None:
    """Put a case that was tried into the account."""
    percentile = outcomes["sqlite"] == NO_PERCENTILE
    if by_bound(outcomes["duckdb"]) or (by_bound(outcomes["sqlite"]) and not percentile):
        tally.refused_by_bound += len(case.worlds)
    elif not isinstance(expected, str):
        tally.compared += len(case.worlds)
        tally.without_sqlite += len(case.worlds) if percentile else 0
        tally.numbers += len(expected)
        tally.known += sum(found[0] not in NOTHING for found in expected.values())
