"""Random results of runs before, and random values that are given instead of computed."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from random import Random

from tests.property.growing import Growing, nodes_below
from tests.property.records import TURNING_DAYS, Line
from tests.reference_evaluator.nodes import Answer, State
from tests.reference_evaluator.values import day_number
from xueheng.language.definitions import Cell, Measure
from xueheng.language.standard_definitions import Standard, StandardNode
from xueheng.language.typed import Kind, Type

Answers = Mapping[str | int, Mapping[str, Answer]]
STATES: tuple[State, ...] = ("known", "known", "known", "known", "missing", "missing", "not_applying")
DENOMINATORS = (1, 1, 2, 3, 7, 100, 360)
STRANGER = "stranger"
"""A subject of the pinned results whom the run does not know; there always, so that all columns are."""


def pairs_of(subjects: Sequence[str], codes: Sequence[str]) -> Iterator[str]:
    """The subjects, or the pairs of a subject and a code."""
    for subject in subjects:
        yield from (f"{subject}/{code}" for code in codes) if codes else (subject,)


def random_answers(
    chance: Random, growing: Growing, standard: Standard, subjects: Mapping[str, Sequence[Line]]
) -> Answers:
    """Results of a standard that another run might have left, of most of the subjects."""
    known = sorted({line["subject"] for line in subjects.get(standard.of, ())})
    some = [one for one in known if chance.random() < 0.85]
    names = [*pairs_of(some, standard.by_codes), *pairs_of([STRANGER], standard.by_codes[:1])]
    nodes = [("total" if node is standard.root else node.code, node) for node in nodes_below(standard.root)]
    return {name: {code: random_answer(chance, growing, standard, node) for code, node in nodes} for name in names}


def random_answer(chance: Random, growing: Growing, standard: Standard, node: StandardNode) -> Answer:
    """One node's result: a known one with points and level, a missing one perhaps counted as zero, or none."""
    state = chance.choice(STATES)
    points: Fraction | None = None
    if state == "known":
        points = Fraction(chance.randint(-40, 130), chance.choice(DENOMINATORS))
    elif state == "missing" and chance.random() < 0.4:
        points = Fraction(0)
    level = chance.choice([one.code for one in node.levels]) if node.levels and state == "known" else None
    value = None
    if node.measure is not None and state == "known":
        value = random_value(chance, growing.definition(node.measure, standard.of).type)
    return Answer(state, points, None if points is None else str(points), level, value)


def random_value(chance: Random, kind: Type) -> Fraction | str | bool | int:
    """A value of a measure of this type; a variation's is its square."""
    if kind.kind is Kind.YES_NO:
        return chance.random() < 0.5
    if kind.kind is Kind.CODE:
        return chance.choice(kind.codes or ("g1", "g7", "g8", "g9"))
    if kind.kind is Kind.DATE:
        return day_number(date.fromisoformat(chance.choice(TURNING_DAYS)))
    if kind.kind is Kind.TEXT:
        return chance.choice(("wang", "nobody"))
    if kind.kind is Kind.VARIATION:
        return Fraction(chance.randint(0, 9), chance.choice((1, 4, 9)))
    low = max(-9, int(kind.low if kind.low is not None else -9))
    high = min(40, int(kind.high if kind.high is not None else 40))
    whole = chance.randint(low, max(low, high - 1))
    if kind.decimals is None:
        return whole + Fraction(chance.randint(0, 6), 7)
    return whole + Fraction(chance.choice((0, 0, 1)), 10**kind.decimals)


def random_values(chance: Random, measure: Measure, subjects: Mapping[str, Sequence[Line]]) -> dict[str | int, Cell]:
    """Values given of a measure: of most of the subjects, some of them missing, one of nobody known."""
    known = sorted({line["subject"] for line in subjects.get(measure.of, ())})
    names = pairs_of([*(one for one in known if chance.random() < 0.8), STRANGER], measure.by_codes)
    return {name: None if chance.random() < 0.15 else random_value(chance, measure.type) for name in names}
