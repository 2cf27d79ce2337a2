"""A case run three ways: by the reference, by DuckDB and by SQLite; and how a difference is told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from tests.property.cases import Case, fewer_parts, needed, smaller
from tests.property.records import stored_days
from tests.property.spelling import measure_said, node_said, population_said, said
from tests.reference_evaluator import RunRefusedError
from tests.reference_evaluator import evaluate as evaluate_by_reference
from tests.reference_evaluator import measure_values as values_by_reference
from xueheng.evaluation.core import public
from xueheng.evaluation.core.public import RunError

Engine = Literal["duckdb", "sqlite"]
ENGINES: tuple[Engine, ...] = ("duckdb", "sqlite")
DATA_RULES = ("XH-R001", "XH-T002", "XH-T004")
"""Refusals that follow from the data or the calendar: the reference must refuse the same."""

FAULT = "fault"
NO_PERCENTILE = "XH-M022"
"""SQLite has no percentiles, and says so: no bound refused the case."""
Told = tuple[object, ...]
Outcome = Mapping[tuple[object, ...], Told] | str
"""What was found at each place (subject and measure, or subject and code), or the rule that refused."""


def told(value: object) -> Told:
    """A value with its kind, so that yes is never taken for 1, nor a day for a number."""
    if isinstance(value, bool):
        return "yes_no", value
    if isinstance(value, Fraction | int):
        return "number", str(Fraction(value))
    return ("missing",) if value is None else ("words", value)


def by_reference(case: Case) -> Outcome:
    library, dataset = case.library(), case.dataset()
    try:
        if case.standard is None:
            return _values(values_by_reference(library, case.names(), dataset, case.period))
        return _answers(evaluate_by_reference(library, case.standard.name, dataset, case.period))
    except RunRefusedError as refused:
        return refused.rule


def by_engine(case: Case, engine: Engine) -> Outcome:
    library, dataset = case.library(), case.dataset()
    try:
        if case.standard is None:
            return _values(public.measure_values(library, case.names(), dataset, case.period, engine=engine))
        made = public.evaluate(library, case.standard.name, dataset, case.period, engine=engine)
        return _answers(made.answers())
    except RunError as refused:
        return refused.rule
    except Exception as fault:
        return f"{FAULT} {type(fault).__name__}: {fault}"


def _values(found: Mapping[tuple[str, str], Mapping[str | int, object]]) -> Outcome:
    return {(name, of, s): told(value) for (name, of), values in found.items() for s, value in values.items()}


def _answers(found: Mapping[str | int, Mapping[str, object]]) -> Outcome:
    parts = ("state", "points", "shown", "level", "value")
    return {
        (subject, code): tuple(told(getattr(answer, part)) for part in parts)
        for subject, answers in found.items()
        for code, answer in answers.items()
    }


@dataclass
class Tally:
    """How many cases were compared, and how many an engine refused by a bound, as it may."""

    compared: int = 0
    refused: int = 0

    def share_refused(self) -> Fraction:
        return Fraction(self.refused, max(1, self.compared + self.refused))


def difference(expected: Outcome, found: Outcome) -> tuple[object, ...] | None:
    """The first place where two outcomes differ, None where they agree; a lawful refusal is no difference."""
    if expected in DATA_RULES and found in DATA_RULES:
        return None  # a case may break two rules; which is met first is nobody's promise
    if isinstance(expected, str) or isinstance(found, str):
        lawful = isinstance(found, str) and found not in DATA_RULES and not found.startswith(FAULT)
        return None if expected == found or lawful else ("refusal",)
    for place in sorted(set(expected) | set(found), key=str):
        if expected.get(place) != found.get(place):
            return place
    return None


def check(case: Case, tally: Tally) -> None:
    """Fail with the smallest case found where an engine differs from the reference."""
    expected = by_reference(case)
    for engine in ENGINES:
        found = by_engine(case, engine)
        place = difference(expected, found)
        if place is not None:
            raise AssertionError(story(case, engine, place))
        if isinstance(found, str) and found != expected:
            tally.refused += found != NO_PERCENTILE
        else:
            tally.compared += 1


def differs(engine: Engine, faulty: bool) -> Callable[[Case], bool]:
    """Whether a case still fails; one that became faulty by leaving something out does not count."""

    def fails(case: Case) -> bool:
        try:
            found = by_engine(case, engine)
            fault = isinstance(found, str) and found.startswith(FAULT)
            return fault is faulty and difference(by_reference(case), found) is not None
        except KeyError:  # what was left out is still named
            return False

    return fails


def reduced(case: Case, engine: Engine) -> Case:
    """The case with fewer definitions, subjects and records, still differing."""
    found = by_engine(case, engine)
    fails = differs(engine, isinstance(found, str) and found.startswith(FAULT))
    if case.standard is None:
        for one in case.measures:
            alone = needed(case, {one.name})
            if fails(alone):
                case = alone
                break
    else:
        alone = needed(case, set())
        case = fewer_parts(alone if fails(alone) else case, fails)
    return smaller(case, fails)


def story(case: Case, engine: Engine, place: tuple[object, ...]) -> str:
    """The definitions, the records and the three answers of a difference."""
    small = reduced(case, engine)
    outcomes: dict[str, Outcome] = {"reference": by_reference(small)}
    outcomes |= {name: by_engine(small, name) for name in ENGINES}
    places = {at for found in outcomes.values() if not isinstance(found, str) for at in found}
    lines = [f"seed {case.seed}: {engine} differs from the reference at {place}", f"period {small.period}"]
    lines += [population_said(population) for population in small.populations]
    lines += [measure_said(measure) for measure in small.measures]
    lines += [f"applies {said(small.standard.applies)}", *node_said(small.standard.root)] if small.standard else []
    for kind in (small.subjects, small.records):
        lines += [f"{name}: {stored_days(line)}" for name, held in kind.items() for line in held]
    for at in sorted(places, key=str):
        found = {name: _at(outcome, at) for name, outcome in outcomes.items()}
        if len(set(found.values())) > 1:
            lines += [f"{at} {name}: {one}" for name, one in found.items()]
    lines += [f"{name}: {outcome}" for name, outcome in outcomes.items() if isinstance(outcome, str)]
    return "\n".join(lines)


def _at(outcome: Outcome, place: tuple[object, ...]) -> object:
    return "refused" if isinstance(outcome, str) else outcome.get(place)
