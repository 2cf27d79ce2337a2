"""Four pupils of two schools, their marks and the standard of their work, for sums worked out by hand."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from tests.reference_evaluator.authoring import (
    EXACT,
    attribute,
    code_of,
    column,
    compares,
    dataset,
    entity,
    evidence,
    fold,
    library,
    measure,
    node,
    num,
    other_result,
    standard,
    title,
    whole,
)
from tests.reference_evaluator.beside_engines import values_of_all
from tests.reference_evaluator.data import More, Spans
from tests.reference_evaluator.evaluator import Plain
from tests.reference_evaluator.rows import Id
from xueheng.evaluation.core.dataset import Dataset, Period
from xueheng.language import typed
from xueheng.language.definitions import (
    Measure,
    StandardRows,
)
from xueheng.language.library_definitions import Library
from xueheng.language.standard_definitions import Level, PassScale, PointsScale, Standard

YEAR = Period("school_year", "2025-2026", date(2025, 9, 1), date(2026, 8, 31))
MARK = whole(0, 100)
SCHOOL = entity("school", (), big=whole(0, 9))
PUPIL = entity("pupil", ("school",), grade=code_of("g7", "g8"))
TEST = evidence("test", a=MARK, b=MARK, c=MARK)
MARKS = [measure(name, fold("latest", "test", column(name, MARK))) for name in "abc"]
POINTS = PointsScale(typed.ScaleInput(MARK))
LEVELS = (Level("good", Fraction(80), title("good")), Level("fair", Fraction(0), title("fair")))
LEVEL = code_of("good", "fair")
PUPILS: list[dict[str, Any]] = [
    {"subject": "ann", "school": "north", "grade": "g7"},
    {"subject": "bo", "school": "north", "grade": "g8"},
    {"subject": "cy", "school": "south", "grade": "g8"},
    {"subject": "dee", "school": "south", "grade": "g7", "to_day": date(2025, 8, 31)},
]
SUBJECTS: Spans = {"pupil": PUPILS, "school": [{"subject": "north", "big": 1}, {"subject": "south", "big": 2}]}
DAY = date(2026, 6, 1)
RECORDS = {
    "test": [
        {"subject": "ann", "day": DAY, "a": 90, "b": 60, "c": 100},
        {"subject": "bo", "day": DAY, "a": 70, "b": None, "c": 100},
        {"subject": "cy", "day": DAY, "a": None, "b": None, "c": 50},
        {"subject": "dee", "day": date(2025, 6, 1), "a": 100, "b": 100, "c": 100},
    ]
}


def work() -> Standard:
    """Of pupils: `a` (3) blocks, `b` (1) counts as zero, `c` is for grade 8 only, outside the total's weight."""
    eighth = compares(attribute("grade", code_of("g7", "g8"), "asked"), "=", typed.Constant("g8", code_of("g7", "g8")))
    core = node(
        "core",
        node("a", measure="a", scale=POINTS, weight=3),
        node("b", measure="b", scale=POINTS, if_missing="zero"),
        weight=2,
        if_missing="leave_out",
    )
    more = node("c", measure="c", scale=PassScale(compares(typed.ScaleInput(MARK), "=", num(100))), when=eighth)
    return standard(node("total", core, more, levels=LEVELS, decimals=0), name="work")


# What comes out, for all tests below:
# ann (g7): core = (3·90 + 1·60) / 4 = 82.5; c does not apply; total 82.5, shown 83, good.
# bo (g8):  core = (3·70 + 1·0) / 4 = 52.5 (b missing, counts as zero); c 100; total (2·52.5 + 100) / 3 = 205/3, fair.
# cy (g8):  a is missing, core with it, and is left out; c 0 (50 is not 100); total 0, fair.
# dee:      was there until the day before the year began: no result.


def data(packed: Library, more: More | None = None, **records: list[dict[str, Any]]) -> Dataset:
    return dataset(packed, SUBJECTS, {**RECORDS, **records}, more)


def packed_with(*made: Any) -> Library:
    return library(SCHOOL, PUPIL, TEST, *MARKS, work(), *made)


def values(*made: Any, more: More | None = None) -> list[Mapping[Id, Plain]]:
    """Values of the measures given, in their order."""
    measures = [one for one in made if isinstance(one, Measure)]
    packed = packed_with(*made)
    found = values_of_all(packed, [one.name for one in measures], data(packed, more), YEAR)
    return [found[one.name, one.of] for one in measures]


def read(code: str, kind: typed.Type = EXACT, **keys: Any) -> typed.OtherResult:
    return other_result("work", code, kind, **keys)


LEAF_POINTS, WEIGHT = column("points", EXACT), column("weight", EXACT)


def leaf_fold(kind: Any, what: Any = None, **keys: Any) -> Any:
    return fold(kind, StandardRows("p.work"), what, **keys)
