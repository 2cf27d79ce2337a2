"""A school's layer over a base: what it weighs, adds and raises, each sum worked out by hand; and who belongs to it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

from tests.reference_evaluator import Answer
from tests.reference_evaluator.authoring import (
    PLACE,
    attribute,
    column,
    dataset,
    entity,
    evidence,
    fold,
    library,
    measure,
    node,
    standard,
    title,
    whole,
)
from tests.reference_evaluator.beside_engines import layers_of_all
from tests.reference_evaluator.data import Spans
from tests.reference_evaluator.layers import Answers
from xueheng.evaluation.core.dataset import Period
from xueheng.language import typed
from xueheng.language.standard_definitions import (
    BandScale,
    Decision,
    Overlay,
    PointsScale,
    StandardNode,
)

YEAR = Period("school_year", "2025-2026", date(2025, 9, 1), date(2026, 8, 31))
MARK = whole(0, 100)
SCHOOL = entity("school", (), big=whole(0, 9))
PUPIL = entity("pupil", ("school",), extra=MARK)
TEST = evidence("test", a=MARK, b=MARK)
MEASURES = [measure(name, fold("latest", "test", column(name, MARK))) for name in "ab"]
EXTRA = measure("extra", attribute("extra", MARK, "asked"))
POINTS = PointsScale(typed.ScaleInput(MARK))
BANDS = BandScale(((Fraction(80), Fraction(100)), (Fraction(60), Fraction(50))), Fraction(0), "high")
STRICTER = BandScale(((Fraction(90), Fraction(100)), (Fraction(60), Fraction(50))), Fraction(0), "high")
DECISION = Decision("school", "north", title("north"), "headmaster", date(2025, 8, 20), "3", PLACE)
SPANS: Spans = {
    "pupil": [
        {"subject": "ann", "school": "north", "extra": 40},
        {"subject": "bo", "school": "south", "extra": 40},
        {"subject": "cy", "school": "south", "extra": 40, "to_day": date(2026, 1, 31)},
        {"subject": "cy", "school": "north", "extra": 90, "from_day": date(2026, 2, 1)},
        {"subject": "dee", "school": "north", "extra": 10, "to_day": date(2026, 8, 30)},
    ],
    "school": [{"subject": "north", "big": 1}, {"subject": "south", "big": 2}],
}
RECORDS = {
    "test": [
        {"subject": who, "day": date(2026, 6, 1), "a": a, "b": b}
        for who, a, b in (("ann", 80, 40), ("bo", 80, 40), ("cy", 90, 100), ("dee", 60, 0))
    ]
}


def tree(*weights: int, bands: BandScale = BANDS) -> StandardNode:
    """`a` by bands, `b` as it is; further weights are of added leaves."""
    a, b, *added = weights
    more = [node(f"added{n}", measure="extra", scale=POINTS, weight=w) for n, w in enumerate(added)]
    return node(
        "total", node("a", measure="a", scale=bands, weight=a), node("b", measure="b", scale=POINTS, weight=b), *more
    )


def layered(own: StandardNode, spans: Spans = SPANS) -> Mapping[str, Answers]:
    base = standard(tree(3, 2))
    layer = Overlay(
        "north", title("north"), base.name, base.version, "", "school", "north", DECISION,
        replace(base, root=own), PLACE,
    )  # fmt: skip
    packed = library(SCHOOL, PUPIL, TEST, *MEASURES, EXTRA, base, layer)
    return layers_of_all(packed, "p.s", dataset(packed, spans, RECORDS), YEAR)


def totals(answers: Mapping[str | int, Mapping[str, Answer]]) -> dict[str | int, Fraction | None]:
    return {who: found["total"].points for who, found in answers.items()}


# Base, everybody: a by bands (80 and more 100, 60 and more 50), weight 3; b weight 2.
# ann (3·100 + 2·40) / 5 = 76, bo the same; cy (3·100 + 2·100) / 5 = 100; dee (3·50 + 0) / 5 = 30.
BASE = {"ann": 76, "bo": 76, "cy": 100, "dee": 30}


def test_base_is_for_everybody_and_own_for_those_of_the_school_on_the_last_day() -> None:
    # Weights 2 and 3 of the same five: ann (2·100 + 3·40) / 5 = 64; cy, who came in February, 100. bo is not of the
    # school; dee left the day before the last.
    found = layered(tree(2, 3))
    assert totals(found["base"]) == BASE
    assert totals(found["north"]) == {"ann": 64, "cy": 100}


def test_an_added_leaf_takes_its_share_and_the_others_keep_their_proportion() -> None:
    # An added leaf of 20 %: a has 3/5 · 80 = 48, b 2/5 · 80 = 32. ann (48·100 + 32·40 + 20·40) / 100 = 68.8.
    # cy's extra is 90 on the last day: (48·100 + 32·100 + 20·90) / 100 = 98.
    found = layered(tree(48, 32, 20))
    assert totals(found["base"]) == BASE
    assert totals(found["north"]) == {"ann": Fraction("68.8"), "cy": 98}


def test_a_raised_band_gives_fewer_points() -> None:
    # From 90 only: ann's 80 gives 50: (3·50 + 2·40) / 5 = 46. cy's 90 still gives 100.
    found = layered(tree(3, 2, bands=STRICTER))
    assert totals(found["base"]) == BASE
    assert totals(found["north"]) == {"ann": 46, "cy": 100}


def test_who_belongs_to_a_merged_school_belongs_to_its_successor() -> None:
    # south was closed in January and merged into north: bo, whose line still says south, has north's own result too.
    closed = {"subject": "south", "big": 2, "to_day": date(2026, 1, 31), "merged_into": "north"}
    found = layered(tree(2, 3), {**SPANS, "school": [{"subject": "north", "big": 1}, closed]})
    assert totals(found["north"]) == {"ann": 64, "bo": 64, "cy": 100}


def test_nobody_belongs_to_a_school_that_is_no_more() -> None:
    # north itself was merged into south: its layer holds for nobody any longer.
    closed = {"subject": "north", "big": 1, "to_day": date(2026, 1, 31), "merged_into": "south"}
    found = layered(tree(2, 3), {**SPANS, "school": [closed, {"subject": "south", "big": 2}]})
    assert totals(found["base"]) == BASE
    assert totals(found["north"]) == {}
