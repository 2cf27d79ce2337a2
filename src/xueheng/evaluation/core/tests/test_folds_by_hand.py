"""Folds in the corners that the first examples leave out, each with its sum worked out by hand."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest

from tests.reference_evaluator.authoring import (
    DATE,
    YES_NO,
    attribute,
    both,
    call,
    column,
    compares,
    dataset,
    either,
    evidence,
    fold,
    known,
    library,
    measure,
    negated,
    num,
    population,
    reading,
    sums,
    whole,
    within,
)
from tests.reference_evaluator.beside_engines import values_of_all
from tests.reference_evaluator.values import Value, day_number
from xueheng.evaluation.core.tests.school import (
    DID,
    GRADE,
    LI,
    MINUTES,
    PUPIL,
    YEAR,
    all_folded,
    day,
    exercise,
    games,
    value,
)
from xueheng.language import typed
from xueheng.language.definitions import EvidenceRows, Fold, FoldKind, Measure, PopulationRows, WindowRows
from xueheng.language.typed import Expression

BOTH_TYPES = EvidenceRows(("p.exercise", "p.games"))
RATIO = sums(DID["minutes"], "/", DID["rounds"])
"""A fraction with a denominator of its own in every row."""


def folded(made: Fold, *records: dict[str, Any]) -> Value:
    return value(measure("m", made), records=records)


def test_a_sum_over_two_types_adds_what_there_is() -> None:
    total = fold("sum", BOTH_TYPES, DID["minutes"])
    assert folded(total, exercise(minutes=10), games(minutes=5)) == 15
    assert folded(total, games(minutes=5)) == 5
    assert folded(total, exercise(minutes=10)) == 10


@pytest.mark.parametrize(("kind", "wanted"), [("min", -3), ("max", 20), ("best", 20)])
def test_the_extremes_over_two_types(kind: FoldKind, wanted: int) -> None:
    made = fold(kind, BOTH_TYPES, DID["minutes"])
    assert folded(made, exercise(minutes=20), exercise(minutes=4), games(minutes=-3)) == wanted
    assert folded(made, games(minutes=20), games(minutes=4), exercise(minutes=-3)) == wanted
    assert folded(made, exercise(minutes=7)) == 7
    assert folded(made, games(minutes=8)) == 8


def test_the_weight_of_a_blank_row_does_not_count() -> None:
    made = fold("mean", "exercise", DID["minutes"], weighed_by=DID["rounds"])
    rows = [exercise(minutes=10, rounds=1), exercise(minutes=20, rounds=3), exercise(minutes=None, rounds=6)]
    assert folded(made, *rows) == Fraction(35, 2)  # (10·1 + 20·3) / (1 + 3), the 6 left out


def test_weights_with_decimals() -> None:
    made = fold("mean", "exercise", DID["minutes"], weighed_by=DID["share"])
    rows = [exercise(minutes=10, share="0.25"), exercise(minutes=20, share="0.75")]
    assert folded(made, *rows) == Fraction(35, 2)  # 10·0.25 + 20·0.75 over 1


@pytest.mark.parametrize("kind", ["min", "max", "best", "latest", "first", "mean"])
def test_an_empty_fold_that_says_zero_is_zero(kind: FoldKind) -> None:
    assert folded(fold(kind, "exercise", DID["minutes"], empty="zero"), exercise(minutes=None)) == 0
    assert folded(fold(kind, "exercise", RATIO, empty="zero"), exercise(minutes=1, rounds=0)) == 0
    if kind == "mean":
        weighed = fold(kind, "exercise", DID["minutes"], weighed_by=DID["rounds"], empty="zero")
        assert folded(weighed, exercise(minutes=3, rounds=None)) == 0


def test_the_ends_of_a_declared_range_are_kept_by_latest_and_first() -> None:
    late = exercise("2026-01-01", minutes=0)
    for end in (-1000, 1000):
        ends = [exercise("2025-10-01", minutes=end), late, exercise("2026-01-02", minutes=end)]
        folds = [fold("first", "exercise", DID["minutes"]), fold("latest", "exercise", DID["minutes"])]
        assert all_folded(*folds, records=ends) == [end, end]
    assert folded(fold("latest", "exercise", DID["seconds"]), exercise(seconds="100.0")) == 100
    assert folded(fold("latest", "exercise", DID["seconds"]), exercise(seconds="0.0")) == 0


def test_what_has_no_better_goes_by_day_first() -> None:
    rows = [
        exercise("2025-10-02", mode="swim", recorded=1),
        exercise("2025-10-01", mode="run", recorded=8),
        exercise("2025-10-01", mode="ball", recorded=9),
    ]
    assert folded(fold("latest", "exercise", DID["mode"]), *rows) == "swim"
    assert folded(fold("first", "exercise", DID["mode"]), *rows) == "ball"  # of 1 October what was typed last


def test_the_least_and_the_latest_of_fractions() -> None:
    rows = [
        exercise("2025-10-01", minutes=1, rounds=3),
        exercise("2025-10-02", minutes=1, rounds=2),
        exercise("2025-10-02", minutes=2, rounds=5),
        exercise("2025-10-02", minutes=9, rounds=0),  # missing
    ]
    assert folded(fold("min", "exercise", RATIO), *rows) == Fraction(1, 3)
    assert folded(fold("max", "exercise", RATIO), *rows) == Fraction(1, 2)
    assert folded(fold("latest", "exercise", RATIO), *rows) == Fraction(1, 2)  # 1/2 is better than 2/5
    assert folded(fold("first", "exercise", RATIO), *rows) == Fraction(1, 3)
    low = sums(num(1), "/", DID["minutes"])  # the more minutes, the less: low is better
    assert low.type.better == "low"
    late = [exercise("2025-10-02", minutes=4), exercise("2025-10-02", minutes=5)]
    assert folded(fold("latest", "exercise", low), *late) == Fraction(1, 5)
    assert folded(fold("best", "exercise", low), *late) == Fraction(1, 5)


def test_fractions_with_denominators_of_their_own_are_added_exactly() -> None:
    rows = [exercise(minutes=1, rounds=3), exercise(minutes=1, rounds=2), exercise(minutes=1, rounds=0)]
    assert folded(fold("sum", "exercise", RATIO), *rows) == Fraction(5, 6)
    assert folded(fold("mean", "exercise", RATIO), *rows) == Fraction(5, 12)
    assert folded(fold("distinct", "exercise", RATIO), *rows, exercise(minutes=2, rounds=4)) == 2  # 2/4 is 1/2
    weighed = fold("mean", "exercise", RATIO, weighed_by=DID["share"])
    assert folded(weighed, exercise(minutes=1, rounds=3, share="0.00")) is None


def test_weights_that_add_up_below_nothing_have_no_variation() -> None:
    made = fold("variation", "exercise", DID["minutes"], weighed_by=sums(DID["rounds"], "-", num(5)))
    # weights -4 and 1: Σw = -3, Σwx = -4·1 + 1·9 = 5
    assert folded(made, exercise(minutes=1, rounds=1), exercise(minutes=9, rounds=6)) is None


def test_fractions_that_lie_close_are_told_apart() -> None:
    a, b = column("minutes", MINUTES), sums(DID["rounds"], "+", num(990))
    rows = [exercise(minutes=998, rounds=9), exercise(minutes=997, rounds=8), exercise(minutes=998, rounds=8)]
    close = sums(a, "/", b)
    # 998/999, 997/998 and 998/998: the first two differ by 1/997002
    assert folded(fold("distinct", "exercise", close), *rows) == 3
    assert folded(fold("min", "exercise", close), *rows) == Fraction(997, 998)
    negative = sums(sums(num(0), "-", a), "/", b)
    assert folded(fold("min", "exercise", negative), *rows) == -1
    assert folded(fold("max", "exercise", negative), *rows) == Fraction(-997, 998)


HUGE = evidence("huge", x=whole(), y=whole(), z=whole())
LARGE = 10**12


def of_huge(*measures: Measure, lines: Sequence[tuple[int, int, int]]) -> list[Value]:
    """The measures' values of a pupil with these numbers, which need more than 63 bits when multiplied."""
    given = [{"subject": "li", "day": YEAR.start, **dict(zip("xyz", line, strict=True))} for line in lines]
    made = library(PUPIL, HUGE, *measures)
    data = dataset(made, {"pupil": [LI]}, {"huge": given})
    found = values_of_all(made, [m.name for m in measures], data, YEAR)
    return [found[m.name, m.of]["li"] for m in measures]


def test_unbounded_fractions_sort_by_their_size() -> None:
    x, y, z = (column(name, whole()) for name in "xyz")
    product = sums(sums(x, "*", y), "/", z)
    lines = [(LARGE, LARGE, 7), (-LARGE, LARGE, 7), (9, 1, 1), (-10, 1, 1), (LARGE - 1, LARGE, 7)]
    made = [fold(kind, "huge", product) for kind in ("min", "max", "latest")]
    found = of_huge(*(measure(f"m{n}", one) for n, one in enumerate(made)), lines=lines)
    assert found == [Fraction(-(10**24), 7), Fraction(10**24, 7), Fraction(10**24, 7)]


def test_numbers_beyond_63_and_127_bits_stay_exact() -> None:
    x, y, z = (measure(name, fold("latest", "huge", column(name, whole()))) for name in "xyz")
    a, b, c = (reading(name, whole()) for name in "xyz")
    square, cube = sums(a, "*", b), sums(sums(sums(a, "*", b), "*", sums(b, "*", c)), "*", c)
    difference = sums(cube, "-", sums(num(7), "*", c))
    wanted: dict[Expression, Value] = {
        square: LARGE * (LARGE - 1),
        sums(square, "-", num(1)): LARGE * (LARGE - 1) - 1,
        cube: LARGE * (LARGE - 1) ** 4,
        difference: LARGE * (LARGE - 1) ** 4 + 7 * (LARGE - 1),
        sums(cube, "/", square): Fraction((LARGE - 1) ** 3),
        sums(cube, "+", c): LARGE * (LARGE - 1) ** 4 - (LARGE - 1),
    }
    negative = sums(num(0), "-", cube)
    for operator, more, less in (("<", False, True), ("<=", False, True), (">", True, False), ("=", False, False)):
        wanted[compares(cube, operator, square)] = more  # type: ignore[arg-type]
        wanted[compares(negative, operator, cube)] = less  # type: ignore[arg-type]
    made = [measure(f"m{n}", expression) for n, expression in enumerate(wanted)]
    tenth = measure("tenth", sums(sums(cube, "+", num(5)), "/", num(10)), round_to=0)
    found = of_huge(x, y, z, *made, tenth, lines=[(LARGE, LARGE - 1, 1 - LARGE)])
    assert found[3:-1] == list(wanted.values())
    assert found[-1] == LARGE * (LARGE - 1) ** 4 // 10 + 1  # the cube ends in 0, so a half is over: up


def test_literals_are_computed_in_64_bits() -> None:
    worth = typed.Worth(DID["mode"], (("run", Fraction(70_000)), ("swim", Fraction(60_000))), whole())
    product = sums(worth, "*", num(70_000))
    assert folded(fold("max", "exercise", product), exercise(mode="run")) == 4_900_000_000
    assert folded(fold("sum", "exercise", product), exercise(mode="swim"), exercise(mode="ball")) == 4_200_000_000


def test_divided_by_less_than_nothing() -> None:
    share = sums(num(7), "/", DID["minutes"])
    assert folded(fold("max", "exercise", share), exercise(minutes=-2)) == Fraction(-7, 2)
    assert folded(fold("max", "exercise", sums(DID["minutes"], "/", DID["minutes"])), exercise(minutes=-2)) == 1
    assert folded(fold("max", "exercise", share), exercise(minutes=0)) is None


def test_functions_by_hand() -> None:
    a, b = DID["minutes"], DID["seconds"]
    asked: list[Any] = [
        call("least", a, b),
        call("greatest", a, b),
        call("abs", a),
        call("first_known", b, a),
        sums(a, "+", b),
    ]
    folds = [fold("max", "exercise", one) for one in asked]
    half = Fraction(1, 2)
    assert all_folded(*folds, records=[exercise(minutes=-7, seconds="0.5")]) == [-7, half, 7, half, Fraction("-6.5")]
    assert all_folded(*folds, records=[exercise(minutes=-7)]) == [None, None, 7, -7, None]


def test_three_valued_logic() -> None:
    true, false = compares(num(1), "=", num(1)), compares(num(1), "=", num(2))
    unknown = compares(DID["minutes"], "=", num(1))
    wanted = {
        (both, true, unknown): None,
        (both, false, unknown): False,
        (both, true, true): True,
        (both, true, false): False,
        (either, true, unknown): True,
        (either, false, unknown): None,
        (either, false, false): False,
        (either, false, true): True,
    }
    asked = [(join(*sides), answer) for (join, *two), answer in wanted.items() for sides in (two, two[::-1])]
    surely = all_folded(*(fold("count", "exercise", one) for one, _ in asked), records=[exercise(minutes=None)])
    never = all_folded(*(fold("count", "exercise", negated(one)) for one, _ in asked), records=[exercise(minutes=None)])
    assert surely == [int(answer is True) for _, answer in asked]
    assert never == [int(answer is False) for _, answer in asked]
    assert folded(fold("count", "exercise", known(DID["minutes"])), exercise(minutes=None), exercise(minutes=0)) == 1


def test_a_range_includes_both_ends() -> None:
    rows = [exercise(minutes=m) for m in (9, 10, 15, 20, 21, None)]
    assert folded(fold("count", "exercise", within(DID["minutes"], 10, 20)), *rows) == 3


@pytest.mark.parametrize(
    ("limit", "operator", "met"),
    [("0.5", ">=", True), ("0.5", ">", False), ("0.6", ">", True), ("0.4", "<", True), ("-1", "<", True)],
)
def test_a_number_may_stand_before_a_variation(limit: str, operator: str, met: bool) -> None:
    # 10 and 30: mean 20, deviations 10: the variation is 0.5
    spread = measure("spread", fold("variation", "exercise", DID["minutes"]))
    asked = compares(num(limit), operator, reading("spread", spread.type))  # type: ignore[arg-type]
    assert value(spread, measure("m", asked), records=[exercise(minutes=10), exercise(minutes=30)]) is met


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        ("2010-05-04", "2026-05-03", 15),
        ("2010-05-04", "2026-05-04", 16),
        ("2012-02-29", "2013-02-28", 0),
        ("2012-02-29", "2013-03-01", 1),
        ("2012-02-29", "2016-02-29", 4),
        ("2026-05-04", "2010-05-04", -16),
        ("2026-05-03", "2010-05-04", -15),
    ],
)
def test_whole_years_to_a_birthday(born: str, on: str, years: int) -> None:
    first, last = (typed.Constant(day_number(day(text)), DATE) for text in (born, on))
    assert value(measure("m", call("years", first, last))) == years


def test_a_record_that_nobody_verifies_says_it_is() -> None:
    note = evidence("note", verified=False, minutes=MINUTES)
    verified = typed.RowColumn("verified", YES_NO)
    made = measure("m", fold("count", "note", verified, records="any"))
    lib = library(PUPIL, note, made)
    data = dataset(lib, {"pupil": [LI]}, {"note": [exercise(verified=False)]})
    assert values_of_all(lib, ["p.m"], data, YEAR)["p.m", "pupil"] == {"li": 1}


def test_attributes_stand_as_on_the_periods_last_day() -> None:
    grade = measure("m", attribute("grade", GRADE, "asked"))
    spans = [{**LI, "to_day": day("2026-08-30")}, {**LI, "from_day": day("2026-08-31"), "grade": "g8"}]
    assert value(grade, subjects=spans) == "g8"
    spans = [{**LI, "to_day": day("2026-08-31")}, {**LI, "from_day": day("2026-09-01"), "grade": "g8"}]
    assert value(grade, subjects=spans) == "g7"


def test_a_month_that_begins_on_the_pupils_first_day_counts() -> None:
    months = measure("m", fold("count", WindowRows("months")))
    assert value(months, subjects=[{**LI, "from_day": day("2025-10-01"), "to_day": day("2026-01-30")}]) == 3


def test_a_population_of_any_day_has_who_came_last_and_who_left_first() -> None:
    pupils = population("pupils", on="any_day")
    made = measure("m", fold("count", PopulationRows("p.pupils"), on="any_day"), of="school")
    spans = [
        {"subject": "li", "school": "north", "to_day": day("2025-09-01")},
        {"subject": "wu", "school": "north", "from_day": day("2026-08-31")},
        {"subject": "ma", "school": "north", "to_day": day("2025-08-31")},
        {"subject": "he", "school": "north", "from_day": day("2026-09-01")},
    ]
    assert value(made, subjects=spans, more=[pupils]) == 2


def test_different_numbers_are_counted_however_far_apart_they_lie() -> None:
    minutes = fold("distinct", "exercise", DID["minutes"])
    # 1 and 65, and -63, are alike modulo 64: they must not be taken for one
    assert folded(minutes, *(exercise(minutes=m) for m in (1, 65, -63, 1))) == 3
    assert folded(minutes, *(exercise(minutes=m) for m in range(-10, 53))) == 63
    assert folded(minutes, *(exercise(minutes=m) for m in (*range(64), 63, 0))) == 64
    assert folded(minutes, *(exercise(minutes=m) for m in range(65))) == 65
    assert folded(minutes, exercise(minutes=-1000), exercise(minutes=1000), exercise(minutes=-1000)) == 2
    assert folded(minutes) == 0
