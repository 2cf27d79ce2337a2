"""What cannot stay exact, or what an engine cannot do, is refused by name before anything runs."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pytest

from tests.reference_evaluator.authoring import (
    column,
    dataset,
    evidence,
    fold,
    library,
    measure,
    node,
    num,
    population,
    reading,
    sums,
    whole,
)
from tests.reference_evaluator.data import records_table
from xueheng.evaluation.core import public
from xueheng.evaluation.core.dataset import Dataset, Records
from xueheng.evaluation.core.run import EngineName
from xueheng.evaluation.core.tests.school import LI, PUPIL, YEAR, judging, leaf
from xueheng.language import typed
from xueheng.language.definitions import FoldKind, Measure
from xueheng.language.library_definitions import Library
from xueheng.language.standard_definitions import PercentileScale

ENGINES: tuple[EngineName, ...] = ("duckdb", "sqlite")
MOST_A_ROW = 9 * 10**14
"""63 bits hold 10,248 of these."""
MOST_ROWS = (2**63 - 1) // MOST_A_ROW


def library_of(high: int, kind: FoldKind = "sum", *more: Measure) -> Library:
    number = whole(0, high)
    grain = evidence("grain", x=number)
    return library(PUPIL, grain, measure("m", fold(kind, "grain", column("x", number))), *more)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("kind", ["sum", "mean"])
def test_a_sum_that_could_exceed_63_bits_is_refused(engine: EngineName, kind: FoldKind) -> None:
    made = library_of(10**15, kind)
    with pytest.raises(public.MeasureUnsupported, match="XH-M023") as refused:
        public.measure_values(made, ["p.m"], dataset(made, {"pupil": [LI]}, {}), YEAR, engine=engine)
    assert "max" in str(refused.value.remedy)


def many(made: Library, rows: int, x: int = MOST_A_ROW) -> Dataset:
    """So many records of the pupil li, all with this number."""
    one = records_table(made.evidence["p.grain"], [{"subject": "li", "day": YEAR.start, "x": x}])
    table = one.take(pa.array([0] * rows)).set_column(0, "id", pa.array(range(rows), pa.int64()))
    subjects = dataset(made, {"pupil": [LI]}, {}).subjects
    return Dataset({"p.grain": Records(table)}, subjects)


@pytest.mark.parametrize("engine", ENGINES)
def test_as_many_records_as_stay_exact_are_added(engine: EngineName) -> None:
    made = library_of(MOST_A_ROW)
    found = public.measure_values(made, ["p.m"], many(made, MOST_ROWS), YEAR, engine=engine)
    assert found["p.m", "pupil"]["li"] == MOST_A_ROW * MOST_ROWS


@pytest.mark.parametrize("engine", ENGINES)
def test_more_records_than_stay_exact_stop_the_run(engine: EngineName) -> None:
    made = library_of(MOST_A_ROW)
    with pytest.raises(public.RunError, match="XH-R003") as refused:
        public.measure_values(made, ["p.m"], many(made, MOST_ROWS + 1, x=1), YEAR, engine=engine)
    assert "li" in str(refused.value)


@pytest.mark.parametrize("engine", ENGINES)
def test_more_records_than_stay_exact_stop_the_run_even_when_their_sum_overflows(engine: EngineName) -> None:
    made = library_of(MOST_A_ROW)
    with pytest.raises(public.RunError, match="XH-R003"):
        public.measure_values(made, ["p.m"], many(made, MOST_ROWS + 1), YEAR, engine=engine)


def test_percentiles_are_refused_on_sqlite() -> None:
    root = node("root", leaf("a", PercentileScale("p.all")))
    made, data = judging(root, {"li": {"a": "1"}}, population("all"))
    with pytest.raises(public.MeasureUnsupported, match="XH-M022"):
        public.evaluate(made, "p.s", data, YEAR, engine="sqlite")
    # one subject asked for alone is ranked among all, on the engine that can
    assert public.evaluate_subject(made, "p.s", data, YEAR, "li").answer("li", "a").points == 50


def refusal(measures: Sequence[Measure], asked: str) -> str:
    made = library(PUPIL, *measures)
    data: Any = dataset(made, {"pupil": [LI]}, {})
    with pytest.raises(public.RunError) as refused:
        public.measure_values(made, [asked], data, YEAR)
    return refused.value.rule


def test_measures_that_read_each_other_are_refused() -> None:
    one, two = measure("one", reading("two", whole())), measure("two", reading("one", whole()))
    assert refusal([one, two], "p.one") == "XH-M018"


def test_divisions_nested_too_deeply_are_refused() -> None:
    number = whole(-9, 9)
    one = measure("one", num(1), kind=number)
    deep: typed.Expression = reading("one", number)
    for _ in range(12):
        deep = sums(deep, "/", sums(deep, "+", reading("one", number)))
    assert refusal([one, measure("m", deep)], "p.m") == "XH-M024"


def test_what_is_not_known_is_named() -> None:
    made, data = judging(node("root", leaf("a")), {"li": {"a": "1"}})
    with pytest.raises(public.RunError, match="XH-R004") as refused:
        public.evaluate(made, "p.other", data, YEAR)
    assert "p.s" in str(refused.value.remedy)
