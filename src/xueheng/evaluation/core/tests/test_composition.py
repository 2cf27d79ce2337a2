"""Standards that read others, and grains with one more dimension, where the run itself decides something."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Literal

import pytest

from tests.reference_evaluator.authoring import (
    EXACT,
    PLACE,
    attribute,
    code_of,
    column,
    compares,
    entity,
    evidence,
    fold,
    library,
    measure,
    node,
    num,
    other_result,
    population,
    reading,
    standard,
    sums,
    title,
    whole,
)
from tests.reference_evaluator.data import More, dataset, pinned_results
from tests.reference_evaluator.four_pupils import YEAR, data, leaf_fold, packed_with, read
from tests.reference_evaluator.nodes import Answer
from xueheng.evaluation.core import public
from xueheng.evaluation.core.dataset import Dataset
from xueheng.evaluation.core.run import EngineName
from xueheng.evaluation.core.successors import successors_of
from xueheng.evaluation.core.windows import day_number
from xueheng.language import typed
from xueheng.language.definitions import During, PopulationRows, StandardRows, WindowRows
from xueheng.language.library_definitions import Library
from xueheng.language.standard_definitions import Input, PercentileScale, PointsScale, Standard
from xueheng.language.worked_definitions import Expected, WorkedExample, WorkedResult

ENGINES: tuple[EngineName, ...] = ("duckdb", "sqlite")
VALUE = PointsScale(typed.ScaleInput(EXACT))
OF_WORK = measure("of_work", read("total"))
CODES = ("primary", "junior")
STAGE = code_of(*CODES)


def second(*leaves: str, inputs: tuple[Input, ...] = (), **keys: Any) -> Standard:
    """A standard whose leaves are measures as they stand."""
    parts = [node(f"n_{leaf}", measure=leaf, scale=VALUE) for leaf in leaves]
    return standard(node("total", *parts), name="second", inputs=inputs, **keys)


def asked(layer: Literal["base", "own"] = "base") -> tuple[Input, ...]:
    return (Input("p.work", "latest published", During("period"), layer, PLACE),)


# -- one subject alone --------------------------------------------------------------------------


def alone_and_together(packed: Library, given: Dataset, name: str) -> list[Fraction | None]:
    together = public.evaluate(packed, "p.second", given, YEAR).answer(name, "total").points
    alone = public.evaluate_subject(packed, "p.second", given, YEAR, name).answer(name, "total").points
    return [together, alone]


def test_her_results_of_another_standard_are_computed_for_her_alone() -> None:
    packed = packed_with(OF_WORK, second("of_work"))
    assert alone_and_together(packed, data(packed), "ann") == [Fraction("82.5")] * 2
    assert public.evaluate_subject(packed, "p.second", data(packed), YEAR, "bo").subjects == ["bo"]


def test_her_leaves_are_folded_for_her_alone() -> None:
    packed = packed_with(measure("many", leaf_fold("count")), second("many"))
    assert alone_and_together(packed, data(packed), "bo") == [3, 3]
    assert public.evaluate_subject(packed, "p.second", data(packed), YEAR, "bo").subjects == ["bo"]


def test_leaves_of_all_her_school_ask_for_everybody() -> None:
    # North has five leaves (ann 2, bo 3), whoever of its pupils is asked.
    many = measure("many_school", leaf_fold("count"), of="school")
    of_her_school = measure("many", reading("many_school", whole(), "asked", "school", ("school",)))
    packed = packed_with(many, of_her_school, second("many"))
    assert alone_and_together(packed, data(packed), "bo") == [5, 5]


@pytest.mark.parametrize("engine", ENGINES)
def test_leaves_of_unlike_denominators(engine: EngineName) -> None:
    # a/3 and a/7: 30 + 90/7 = 300/7 of ann; 70/3 + 10 = 100/3 of bo.
    value = typed.ScaleInput(whole(0, 100))
    thirds = node("thirds", measure="a", scale=PointsScale(sums(value, "/", num(3))))
    sevenths = node("sevenths", measure="a", scale=PointsScale(sums(value, "/", num(7))))
    parts = standard(node("total", thirds, sevenths), name="parts")
    added = measure("added", fold("sum", StandardRows("p.parts"), column("points", EXACT)))
    packed = packed_with(parts, added)
    found = public.measure_values(packed, ["p.added"], data(packed), YEAR, engine=engine)["p.added", "pupil"]
    assert (found["ann"], found["bo"]) == (Fraction(300, 7), Fraction(100, 3))


def test_a_percentile_in_the_other_standard_asks_for_everybody() -> None:
    # a: ann 90, bo 70, cy none. Percentiles among two: ann 75, bo 25.
    everybody = population("everybody")
    ranks = standard(node("total", node("r", measure="a", scale=PercentileScale(everybody.name))), name="ranks")
    rank = measure("rank", other_result("ranks", "r", EXACT))
    packed = packed_with(everybody, ranks, rank, second("rank"))
    assert alone_and_together(packed, data(packed), "bo") == [25, 25]
    with pytest.raises(public.MeasureUnsupported, match="XH-M022"):
        public.evaluate(packed, "p.second", data(packed), YEAR, engine="sqlite")


def test_pinned_results_are_read_for_her_alone() -> None:
    packed = packed_with(OF_WORK, second("of_work", inputs=asked()))
    given = data(packed, More(results=(pinned_results("work", pinned(ann=60, bo=50), YEAR),)))
    assert alone_and_together(packed, given, "bo") == [50, 50]


def pinned(**points: int) -> dict[Any, dict[str, Answer]]:
    missing = Answer("missing", None, None, None)
    return {
        who: {"total": Answer("known", Fraction(p), str(p), None), **dict.fromkeys(("core", "a", "b", "c"), missing)}
        for who, p in points.items()
    }


# -- what must be pinned ------------------------------------------------------------------------


@pytest.mark.parametrize("engine", ENGINES)
def test_inputs_that_an_example_does_not_give_are_missing_in_it(engine: EngineName) -> None:
    # ann's measure is given, so that nothing of the input is asked; bo's, who is not named, is missing.
    packed = packed_with(
        OF_WORK, second("of_work", "core_points", inputs=asked()), measure("core_points", read("core"))
    )
    example = WorkedExample(
        name="p.composed", title=title("composed"), standard="p.second", measures=(), period="2025-09-01..2026-08-31",
        subjects=(), records=(), sum="", place=PLACE,
        results=(WorkedResult("ann", "p.of_work", "", "measure", Fraction(7), PLACE),),
        expected=tuple(Expected("ann", c, a, PLACE) for c, a in (("n_of_work", "7"), ("n_core_points", "missing"))),
    )  # fmt: skip
    assert public.run_example(packed, example, engine) == []


@pytest.mark.parametrize("engine", ENGINES)
def test_inputs_of_a_standard_that_is_computed_on_the_way_are_wanted_too(engine: EngineName) -> None:
    between = standard(node("total", node("w", measure="of_work", scale=VALUE)), name="between", inputs=asked())
    of_between = measure("of_between", other_result("between", "total", EXACT))
    packed = packed_with(OF_WORK, between, of_between, second("of_between"))
    with pytest.raises(public.RunError, match="XH-R002"):
        public.evaluate(packed, "p.second", data(packed), YEAR, engine=engine)


def test_pinned_results_of_another_layer_or_version_are_refused() -> None:
    packed = packed_with(OF_WORK, second("of_work", inputs=asked()))
    own = replace(pinned_results("work", pinned(ann=60), YEAR), layer="own")
    with pytest.raises(public.RunError, match="XH-R017"):
        public.evaluate(packed, "p.second", data(packed, More(results=(own,))), YEAR)
    kept = pinned_results("work", pinned(ann=60), YEAR)
    lacking = replace(kept, table=kept.table.drop_columns(["total.points"]))
    with pytest.raises(public.RunError, match="XH-R017"):
        public.evaluate(packed, "p.second", data(packed, More(results=(lacking,))), YEAR)


@pytest.mark.parametrize("engine", ENGINES)
def test_huge_pinned_fractions_stay_exact(engine: EngineName) -> None:
    packed = packed_with(OF_WORK, measure("twice", sums(read("total"), "+", read("total"))), second("twice"))
    large, small = Fraction(10**40 + 1, 3), Fraction(1, 10**30 + 7)
    made = pinned(ann=1, bo=1)
    made["ann"]["total"] = Answer("known", large, "", None)
    made["bo"]["total"] = Answer("known", small, "", None)
    given = data(packed, More(results=(pinned_results("work", made, YEAR),)))
    found = public.evaluate(packed, "p.second", given, YEAR, engine=engine)
    assert found.answer("ann", "total").points == 2 * large
    assert found.answer("bo", "total").points == 2 * small


def test_standards_that_read_each_other_go_in_a_circle() -> None:
    back = measure("back", other_result("second", "total", EXACT))
    first = standard(node("total", node("b", measure="back", scale=VALUE)), name="first")
    forth = measure("forth", other_result("first", "total", EXACT))
    packed = packed_with(back, first, forth, second("forth"))
    with pytest.raises(public.MeasureUnsupported, match="XH-M018") as refused:
        public.evaluate(packed, "p.second", data(packed), YEAR)
    assert "p.second → p.forth → p.first → p.back → p.second" in str(refused.value)


# -- merged organisations ------------------------------------------------------------------------


@pytest.mark.parametrize(("closes", "stands_for"), [(0, {}), (-1, {"mill": "hall"})])
def test_a_school_that_closes_on_the_last_day_still_stands(closes: int, stands_for: dict[str, str]) -> None:
    school = entity("school")
    mill = {"subject": "mill", "to_day": YEAR.end + timedelta(days=closes), "merged_into": "hall"}
    given = dataset(library(school), {"school": [{"subject": "hall"}, mill]}, {})
    assert successors_of(given, "school", day_number(YEAR.end)) == stands_for


# -- one more dimension -------------------------------------------------------------------------

COUNTY = entity("county", ("province",), wealth=whole(0, 9))
PROVINCE = entity("province", ())
SECTION = entity("section", ("county", "province"), stage=STAGE)
ROOM = evidence("room", "county", stage=STAGE, area=whole(0, 500))
AREA = measure("area", fold("sum", "room", column("area", whole(0, 500))), of="county", by="stage", codes=CODES)
BY_STAGE = standard(
    node("total", node("area", measure="area", scale=PointsScale(typed.ScaleInput(whole())))),
    "county",
    by="stage",
    codes=CODES,
)


def rooms(first: Any, last: Any, *more: Any) -> tuple[Library, Dataset]:
    """Two counties of a province with rooms of both stages: 10 and 30, 5 and none."""
    packed = library(
        *more,
        COUNTY,
        PROVINCE,
        SECTION,
        ROOM,
        AREA,
        replace(BY_STAGE, groups=(("county", ("mean",)), ("province", ("mean",)))),
    )
    subjects: dict[str, Any] = {"county": [{"subject": s, "province": 1 if first == 1 else "p"} for s in (first, last)]}
    lines = [(first, "primary", 10), (first, "junior", 30), (last, "primary", 5)]
    records = [{"subject": s, "day": date(2025, 10, 1), "stage": c, "area": a} for s, c, a in lines]
    return packed, dataset(packed, subjects, {"room": records})


@pytest.mark.parametrize(("first", "last"), [("d/1", "d2"), (1, 2)])
@pytest.mark.parametrize("engine", ENGINES)
def test_results_of_pairs_say_subject_and_code(engine: EngineName, first: Any, last: Any) -> None:
    packed, given = rooms(first, last)
    found = public.evaluate(packed, "p.s", given, YEAR, engine=engine)
    points = {s: a["total"].points for s, a in found.answers().items()}
    assert points == {f"{first}/primary": 10, f"{first}/junior": 30, f"{last}/primary": 5, f"{last}/junior": 0}
    told = zip(*(found.table.column(c).to_pylist() for c in ("subject", "g_county", "a_stage")), strict=True)
    assert set(told) == {(f"{c}/{s}", c, s) for c in (first, last) for s in CODES}


def test_tables_of_pairs_have_a_column_for_each_side() -> None:
    # Means of the counties' pairs: (10 + 30) / 2 = 20, (5 + 0) / 2 = 2.5 → 3; of the province's four: 45 / 4 → 11.
    packed, given = rooms("d1", "d2")
    found = public.evaluate(packed, "p.s", given, YEAR)
    table = public.results_table(found)
    assert table.column_names[:3] == ["subject", "county", "stage"]
    assert table.to_pylist()[0]["county"] == "d1"
    assert {line["stage"] for line in table.to_pylist()} == set(CODES)
    assert found.groups is not None
    means = {(g["entity"], g["group"]): g["value"] for g in found.groups.to_pylist() if g["column"] == "total"}
    assert means == {("county", "d1"): "20", ("county", "d2"): "3", ("province", "p"): "11"}


@pytest.mark.parametrize(("first", "last"), [("d/1", "d2"), (1, 2)])
def test_one_pair_alone_is_as_in_the_run_of_all(first: Any, last: Any) -> None:
    packed, given = rooms(first, last)
    alone = public.evaluate_subject(packed, "p.s", given, YEAR, f"{first}/junior")
    assert alone.answer(f"{first}/junior", "total").points == 30
    explained = public.explain(packed, "p.s", given, YEAR, f"{first}/junior")
    assert explained["pair"] == {"subject": str(first), "by": "stage", "code": "junior"}
    assert explained["record_ids"] == {"p.room": [2]}
    with pytest.raises(public.RunError, match="XH-R009"):
        public.explain(packed, "p.s", given, YEAR, f"{first}/senior")


@pytest.mark.parametrize("engine", ENGINES)
def test_a_countys_own_measure_is_the_same_for_every_code(engine: EngineName) -> None:
    # All rooms of d1 are 40; the leaf of each stage says so, and its records are the county's.
    everything = measure("all", fold("sum", "room", column("area", whole(0, 500))), of="county")
    tree = node("total", node("all", measure="all", scale=PointsScale(typed.ScaleInput(whole()))))
    packed, given = rooms("d1", "d2", everything, standard(tree, "county", name="own", by="stage", codes=CODES))
    found = public.evaluate(packed, "p.own", given, YEAR, engine=engine).answers()
    assert {s: a["total"].points for s, a in found.items()} == {
        "d1/primary": 40, "d1/junior": 40, "d2/primary": 5, "d2/junior": 5,
    }  # fmt: skip
    explained = public.explain(packed, "p.own", given, YEAR, "d1/primary", "all")["root"]
    assert (explained["measure"]["value"], explained["record_ids"]) == ("40", {"p.room": [1, 2]})


def test_by_cannot_be_asked_week_by_week() -> None:
    weekly = measure("weekly", fold("count", WindowRows("weeks")), of="county", by="stage", codes=CODES)
    read_weekly = compares(
        reading("area", whole(), "asked", "county", by=attribute("stage", STAGE, "row", "county")), ">", num(0)
    )
    asked_weekly = measure("asked", fold("count", WindowRows("weeks"), read_weekly), of="county")
    county = entity("county", ("province",), stage=STAGE)
    for made in (weekly, asked_weekly):
        packed = library(county, PROVINCE, ROOM, AREA, made)
        given = dataset(packed, {"county": [{"subject": "d", "province": "p"}]}, {"room": []})
        with pytest.raises(public.MeasureUnsupported, match="XH-T002"):
            public.measure_values(packed, [made.name], given, YEAR)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("limit", "met"), [("0.5", True), ("0.4999", False), ("0.5001", True)])
def test_a_variation_exactly_on_its_limit_is_inside(engine: EngineName, limit: str, met: bool) -> None:
    # 10 and 30, weights alike: mean 20, deviations of 10, variation exactly 1/2.
    school = entity("school", ("county",), stage=STAGE, rooms=whole(0, 100))
    schools = population("schools", "school")
    members = attribute("rooms", whole(0, 100), "row", "school")
    cv = measure("cv", fold("variation", PopulationRows(schools.name), members), of="county", by="stage", codes=CODES)
    inside = compares(reading("cv", cv.type, "asked", "county"), "<=", num(limit))
    made = measure("inside", inside, of="county", by="stage", codes=CODES)
    packed = library(entity("county"), school, schools, cv, made)
    subjects: dict[str, Any] = {
        "county": [{"subject": "d"}],
        "school": [
            {"subject": "s", "county": "d", "stage": "primary", "rooms": 10},
            {"subject": "t", "county": "d", "stage": "primary", "rooms": 30},
        ],
    }
    found = public.measure_values(packed, ["p.inside"], dataset(packed, subjects, {}), YEAR, engine=engine)
    assert found["p.inside", "county by stage"] == {"d/primary": met, "d/junior": None}
