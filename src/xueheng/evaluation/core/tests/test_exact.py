"""Exact numbers in SQL: bounds, tiers, rounding and order keys, computed by both engines and by hand."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pyarrow as pa
import pytest

from xueheng.evaluation.core.engines.duckdb import DuckDB
from xueheng.evaluation.core.engines.forms import Engine, fold_fractions, sortable
from xueheng.evaluation.core.engines.sqlite import SQLite
from xueheng.evaluation.core.exact import NARROW, UNBOUNDED, WIDE, Exact, Int, Number, tier_of
from xueheng.evaluation.core.trees import SQL, cast, column, named, ordered, relation, select

ENGINES = (DuckDB, SQLite)


def made(engine: type[Engine]) -> tuple[Engine, Exact]:
    started = engine()
    return started, Exact(started)


def computed(engine: Engine, columns: Sequence[SQL], rows: Sequence[tuple[int | None, ...]]) -> list[tuple[Any, ...]]:
    """The columns over rows of integers a, b in the order of the rows."""
    cells = list(zip(*((n, *row) for n, row in enumerate(rows)), strict=True))
    names = ["n", "a", "b"][: len(cells)]
    engine.register("rows", pa.table({name: pa.array(c, pa.int64()) for name, c in zip(names, cells, strict=True)}))
    try:
        return engine.fetch(
            select([named(c, f"c{i}") for i, c in enumerate(columns)], relation("rows"), order=[ordered(column("n"))])
        )
    finally:
        engine.close()


def ints(low: int, high: int) -> tuple[Int, Int]:
    return Int(column("a"), low, high), Int(column("b"), low, high)


def test_bounds_of_sums_differences_and_products() -> None:
    _, exact = made(SQLite)
    a, b = Int(column("a"), -3, 5), Int(column("b"), -7, 2)
    assert [(r.low, r.high) for r in (exact.add(a, b), exact.subtract(a, b), exact.multiply(a, b))] == [
        (-10, 7),
        (-5, 12),
        (-35, 21),
    ]
    assert (exact.negate(a).low, exact.negate(a).high) == (-5, 3)
    halved = exact.divide(a, exact.constant(2))
    assert (halved.low <= -1, halved.high >= 2) == (True, True)


@pytest.mark.parametrize(
    ("bound", "tier"),
    [(2**63 - 1, NARROW), (2**63, WIDE), (2**127 - 1, WIDE), (2**127, UNBOUNDED)],
)
def test_tiers_by_bounds(bound: int, tier: int) -> None:
    assert tier_of(0, bound) == tier_of(-bound, 0) == tier


@pytest.mark.parametrize("engine", ENGINES)
def test_products_widen_before_they_overflow(engine: type[Engine]) -> None:
    started, exact = made(engine)
    a, b = ints(-(2**62), 2**62)
    square = exact.multiply(a, b)
    cube = exact.multiply(square, a)
    assert (square.tier, cube.tier) == (WIDE, UNBOUNDED)
    rows = [(2**62, -(2**62)), (3, 4), (None, 1)]
    found = computed(started, [cast(square.sql, "text"), cast(cube.sql, "text")], rows)
    assert [tuple(None if c is None else int(c) for c in row) for row in found] == [
        (-(2**124), -(2**186)),
        (12, 36),
        (None, None),
    ]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("bound", [10**6, 10**30, 10**60])
def test_half_up_is_away_from_zero_on_every_tier(engine: type[Engine], bound: int) -> None:
    started, exact = made(engine)
    number = Number(Int(column("a"), -bound, bound), exact.constant(1000))
    if bound > 2**63:
        number = exact.times(Number(Int(column("a"), -1000, 1000), exact.constant(1000)), exact.number(1))
        number = Number(exact.multiply(number.num, Int(column("b"), -bound // 1000, bound // 1000)), number.den)
    rows = [(n, 1) for n in (500, 499, -500, -499, 1500, -1500, 0)]
    found = computed(started, [cast(exact.half_up(number, 0).sql, "text")], rows)
    assert [int(row[0]) for row in found] == [1, 0, -1, 0, 2, -2, 0]


@pytest.mark.parametrize("engine", ENGINES)
def test_half_up_to_decimals_of_a_fraction_of_two_columns(engine: type[Engine]) -> None:
    started, exact = made(engine)
    number = exact.over(exact.whole(ints(-100, 100)[0]), exact.whole(ints(-100, 100)[1]))
    rows = [(1, 8), (-1, 8), (1, -8), (2, 3), (-2, 3), (1, 0), (None, 3)]
    found = computed(started, [cast(exact.half_up(number, 2).sql, "text")], rows)
    # 0.125 → 0.13, 0.6666… → 0.67
    assert [None if c is None else int(c) for (c,) in found] == [13, -13, -13, 67, -67, None, None]


@pytest.mark.parametrize("engine", ENGINES)
def test_order_key_of_fractions_orders_as_they_do(engine: type[Engine]) -> None:
    started, exact = made(engine)
    number = Number(Int(column("a"), -100, 100), Int(column("b"), 1, 100))
    rows = [(97, 98), (98, 99), (-97, 98), (-98, 99), (1, 2), (2, 4), (0, 5), (-1, 100), (-1, 99), (-2, 3)]
    keys = [int(c) for (c,) in computed(started, [cast(exact.order_key(number).sql, "text")], rows)]
    exactly = [Fraction(a, b) for a, b in rows]
    assert sorted(range(10), key=lambda i: keys[i]) == sorted(range(10), key=lambda i: exactly[i])
    assert [keys[4] == keys[5], len(set(keys))] == [True, 9]


@pytest.mark.parametrize("engine", ENGINES)
def test_magnitude_and_comparisons(engine: type[Engine]) -> None:
    started, exact = made(engine)
    a, b = ints(-9, 9)
    half, third = Number(a, exact.constant(2)), Number(b, exact.constant(3))
    asked = [exact.relate(operator, half, third) for operator in ("<", "<=", "=", "!=", ">=", ">")]
    found = computed(started, [exact.magnitude(a).sql, *asked], [(-2, -3), (1, 1), (-3, -4), (None, 1)])
    # -2/2 = -3/3; 1/2 > 1/3; -3/2 < -4/3
    assert [tuple(None if c is None else int(c) for c in row) for row in found] == [
        (2, 0, 1, 1, 0, 1, 0),
        (1, 0, 0, 0, 1, 1, 1),
        (3, 1, 1, 0, 1, 0, 0),
        (None,) * 7,
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_lowest_terms(engine: type[Engine]) -> None:
    started, exact = made(engine)
    number = Number(Int(column("a"), -100, 100), Int(column("b"), 1, 100))
    num, den = exact.lowest_terms(number)
    found = computed(started, [num.sql, den.sql], [(6, 4), (-6, 4), (0, 7), (7, 7)])
    assert [(int(n), int(d)) for n, d in found] == [(3, 2), (-3, 2), (0, 1), (1, 1)]


def test_sortable_text_orders_as_the_integers_do() -> None:
    numbers = [-(10**40), -(10**39), -11, -9, -1, 0, 1, 9, 10, 10**39, 10**40]
    texts = [sortable(str(n)) for n in numbers]
    assert texts == sorted(texts)  # type: ignore[type-var]
    assert sortable(None) is None


def test_fractions_fold_by_hand() -> None:
    rows = [(1, 2), (1, 3), (None, 1)]
    assert fold_fractions("sum", rows) == "5/6"
    assert fold_fractions("mean", rows) == "5/12"
    assert fold_fractions("mean", []) is None
    assert fold_fractions("mean", [(1, 2, 1, 1), (1, 2, -1, 1)]) is None  # weights add up to nothing
    # 10 and 30: mean 20, mean square deviation 100: 100 / 400
    assert fold_fractions("variation", [(10, 1), (30, 1)]) == "1/4"
