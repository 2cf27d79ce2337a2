"""A small school for the tests: pupils, what they did, and what became of it on all three evaluators."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from tests.reference_evaluator import Answer
from tests.reference_evaluator.authoring import (
    code_of,
    column,
    dataset,
    decimal,
    entity,
    evidence,
    fold,
    library,
    measure,
    node,
    standard,
    whole,
)
from tests.reference_evaluator.beside_engines import answers_of_all, values_of_all
from tests.reference_evaluator.values import Value
from xueheng.evaluation.core.dataset import Dataset, Period
from xueheng.language import typed
from xueheng.language.definitions import Entity, EvidenceType, Fold, Measure, Population, Table
from xueheng.language.library_definitions import Library
from xueheng.language.standard_definitions import PointsScale, Scale, StandardNode

YEAR = Period("school_year", "2025-2026", date(2025, 9, 1), date(2026, 8, 31))
GRADE = code_of("g7", "g8")
MODE = code_of("run", "swim", "ball")
MINUTES = whole(-1000, 1000)
SECONDS = decimal(1, 0, 100, better="low")
SHARE = decimal(2, 0, 10)
PUPIL = entity("pupil", ("school",), grade=GRADE)
SCHOOL = entity("school")
EXERCISE = evidence("exercise", minutes=MINUTES, rounds=whole(0, 9), seconds=SECONDS, mode=MODE, share=SHARE)
GAMES = evidence("games", minutes=MINUTES)
DID = {
    "minutes": column("minutes", MINUTES),
    "rounds": column("rounds", whole(0, 9)),
    "seconds": column("seconds", SECONDS),
    "mode": column("mode", MODE),
    "share": column("share", SHARE),
}
LI = {"subject": "li", "grade": "g7", "school": "north"}
MARK = decimal(1, 0, 100)
TEST = evidence("test", a=MARK, b=MARK, c=MARK)
MARKS = tuple(measure(name, fold("latest", "test", column(name, MARK))) for name in "abc")
POINTS = PointsScale(typed.ScaleInput(MARK))

Defined = Entity | EvidenceType | Measure | Population | Table


def day(text: str) -> date:
    return date.fromisoformat(text)


def exercise(on: str = "2025-10-01", **fields: object) -> dict[str, Any]:
    return {"subject": "li", "day": day(on), **fields}


def games(on: str = "2025-10-01", **fields: object) -> dict[str, Any]:
    return {"subject": "li", "day": day(on), "game": True, **fields}


def value(
    *measures: Measure,
    records: Sequence[Mapping[str, Any]] = (),
    subjects: Sequence[Mapping[str, Any]] = (LI,),
    more: Sequence[Defined] = (),
) -> Value:
    """The last measure's value for the pupil li, or of the school north."""
    return values(*measures, records=records, subjects=subjects, more=more)[-1]


def values(
    *measures: Measure,
    records: Sequence[Mapping[str, Any]] = (),
    subjects: Sequence[Mapping[str, Any]] = (LI,),
    more: Sequence[Defined] = (),
) -> list[Value]:
    """Each measure's value for the pupil li, or of the school north; the same by the reference and both engines."""
    made = library(PUPIL, SCHOOL, EXERCISE, GAMES, *more, *measures)
    lines = {
        "exercise": [r for r in records if "game" not in r],
        "games": [r for r in records if "game" in r],
    }
    data = dataset(made, {"pupil": subjects, "school": [{"subject": "north"}]}, lines)
    found = values_of_all(made, [m.name for m in measures], data, YEAR)
    return [found[m.name, m.of]["li" if m.of == "pupil" else "north"] for m in measures]


def all_folded(*folds: Fold, records: Sequence[Mapping[str, Any]] = ()) -> list[Value]:
    """The values of several folds of the same records."""
    return values(*(measure(f"m{n}", made) for n, made in enumerate(folds)), records=records)


def leaf(code: str, scale: Scale | None = POINTS, **keys: Any) -> StandardNode:
    return node(code, measure=code, scale=scale, **keys)


def judging(
    root: StandardNode, marks: Mapping[str, Mapping[str, str | None]], *more: Defined
) -> tuple[Library, Dataset]:
    """A standard with this tree, and each pupil's marks."""
    made = library(PUPIL, SCHOOL, TEST, *MARKS, *more, standard(root))
    subjects = [{"subject": name, "grade": "g7", "school": "north"} for name in marks]
    lines: list[dict[str, Any]] = [{"subject": name, "day": YEAR.end, **given} for name, given in marks.items()]
    return made, dataset(made, {"pupil": subjects, "school": [{"subject": "north"}]}, {"test": lines})


def judged(root: StandardNode, *more: Defined, **marks: str | None) -> dict[str, Answer]:
    """The answers of the pupil li with these marks, the same by the reference and both engines."""
    made, data = judging(root, {"li": marks}, *more)
    return answers_of_all(made, "p.s", data, YEAR)["li"]


def points(scale: Scale, a: str | None, *more: Defined) -> Fraction | None:
    return judged(node("root", leaf("a", scale)), *more, a=a)["a"].points
