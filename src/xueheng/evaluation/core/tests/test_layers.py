"""Base and own results of one run, worked out by hand; who has which; what cannot be laid.

The base: visiting (60) of made 50, long 30, kept 20; talking (40) of calls 1 and late 3. North's layer: made 45,
long 35, kept 20, stricter bands for minutes, and a garden that takes 20 % of talking.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pytest

from xueheng.evaluation.core.dataset import FIRST_DAY, LAST_DAY, Dataset, Period, Records
from xueheng.evaluation.core.explaining_plan import ExplainingPlan
from xueheng.evaluation.core.layer_explanations import explain_layers, explainer_over_kept, own_library
from xueheng.evaluation.core.layers import LayeredEvaluation, evaluate_layers
from xueheng.evaluation.core.planning import Planning
from xueheng.evaluation.core.refusals import RunError
from xueheng.evaluation.core.relations import record_fields
from xueheng.evaluation.core.run import engine_named, evaluate
from xueheng.evaluation.core.windows import Windows, day_number
from xueheng.language.public import Library, Overlay, load
from xueheng.language.tests.layered_packs import LAYER, library_of_layer, write_layer

YEAR = Period("school_year", "2025-2026", date(2025, 9, 1), date(2026, 8, 31))
CONTACT = "visits.contact"
EngineName = Literal["duckdb", "sqlite"]


def spans(*rows: tuple[str, str, str, int, int]) -> pa.Table:
    """Pupils with class, school and the first and last day there."""
    names = ("subject", "visits.class", "visits.school", "from_day", "to_day")
    columns: dict[str, Any] = dict(zip(names, zip(*rows, strict=True), strict=True))
    table = {name: pa.array(list(cells)) for name, cells in columns.items()}
    days = {name: pa.array(columns[name], pa.int32()) for name in ("from_day", "to_day")}
    empty = {"sex": pa.string(), "grade": pa.string(), "born": pa.int32(), "visits.district": pa.string()}
    return pa.table({**table, **days, **{name: pa.nulls(len(rows), kind) for name, kind in empty.items()}})


def records(library: Library, name: str, *rows: Mapping[str, Any]) -> Records:
    fields = record_fields(library.evidence[name])
    first = {"org": None, "recorder": None, "verified": True, "recorded": 0}
    made = [{**first, "id": number, **row} for number, row in enumerate(rows, 1)]
    return Records(pa.table({n: pa.array([row.get(n) for row in made], kind) for n, kind in fields.items()}))


def dataset_of(library: Library, pupils: pa.Table | None = None) -> Dataset:
    """li and wang had the same year: two visits in person of 65 minutes, two calls of half an hour; li waters twice."""
    day = day_number(date(2025, 10, 10))
    visits = [
        {"subject": who, "day": day + at, "mode": mode, "minutes": minutes, "hours": hours}
        for who in ("li", "wang")
        for at, (mode, minutes, hours) in enumerate(
            [("in_person", 65, None), ("in_person", 65, None), ("phone", None, 5), ("phone", None, 5)]
        )
    ]
    garden = [{"subject": "li", "day": day + at, "task": "water"} for at in (0, 7)]
    both = spans(("li", "c1", "north", FIRST_DAY, LAST_DAY), ("wang", "c9", "south", FIRST_DAY, LAST_DAY))
    found = {"visits.home_visit": records(library, "visits.home_visit", *visits)}
    if "own.garden_duty" in library.evidence:
        found["own.garden_duty"] = records(library, "own.garden_duty", *garden)
    return Dataset(found, {"visits.pupil": both if pupils is None else pupils})


def layered(library: Library, dataset: Dataset, engine: EngineName = "duckdb", *more: str) -> LayeredEvaluation:
    return evaluate_layers(library, CONTACT, ["own", *more], dataset, YEAR, engine=engine)


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    monkeypatch.chdir(tmp_path)
    return library_of_layer(tmp_path, {})


@pytest.mark.parametrize("engine", ["duckdb", "sqlite"])
def test_two_pupils_are_equal_on_the_base_and_one_has_her_own_result(library: Library, engine: EngineName) -> None:
    found = layered(library, dataset_of(library), engine)
    base = found.base.answers()
    # visiting: 4 visits 100, 130 minutes 100, twice in person 100; talking: 2 calls 100, 1 hour late 100
    assert base["li"]["total"] == base["wang"]["total"]
    assert base["li"]["total"].points == 100
    own = found.own["own"].answers()
    assert list(own) == ["li"]
    # 130 minutes are 85 now: (100×45 + 85×35 + 100×20) ÷ 100 = 94.75; garden 2 days × 20 = 40: 100×0.8 + 40×0.2 = 88
    assert own["li"]["long"].points == 85
    assert own["li"]["visiting"].points == Fraction(379, 4)
    assert own["li"]["talking"].points == 88
    # 94.75×0.6 + 88×0.4 = 56.85 + 35.2
    assert own["li"]["total"].points == Fraction("92.05")
    assert own["li"]["total"].shown == "92.1"


def test_the_base_of_a_layered_run_is_the_base_alone(library: Library) -> None:
    dataset = dataset_of(library)
    alone = evaluate(library, CONTACT, dataset, YEAR)
    assert layered(library, dataset).base.digests["results"] == alone.digests["results"]


def test_a_layer_holds_for_those_who_belong_on_the_last_day(library: Library) -> None:
    moved, last = day_number(date(2026, 3, 1)), day_number(YEAR.end)
    pupils = spans(
        ("li", "c9", "south", FIRST_DAY, moved - 1),
        ("li", "c1", "north", moved, LAST_DAY),
        ("wang", "c1", "north", FIRST_DAY, last - 1),
    )
    found = layered(library, dataset_of(library, pupils))
    assert found.own["own"].subjects == ["li"]
    assert found.base.subjects == ["li", "wang"]
    assert (found.own_of("li"), found.own_of("wang")) == (found.own["own"], None)


def test_nobody_there_gives_an_empty_own_result(library: Library) -> None:
    pupils = spans(("li", "c9", "south", FIRST_DAY, LAST_DAY), ("wang", "c9", "south", FIRST_DAY, LAST_DAY))
    found = layered(library, dataset_of(library, pupils))
    assert (found.own["own"].subjects, len(found.base.subjects)) == ([], 2)


def test_evidence_is_read_once_for_all_trees(library: Library) -> None:
    base, own = library.standards[CONTACT], library.overlays["own"].own
    engine = engine_named("duckdb")
    planning = Planning(library, dataset_of(library), Windows(library.calendar_for("visits"), YEAR), engine)
    planning.score_all([base, own])
    engine.close()
    read = [step.said.en for step in planning.plan.steps if getattr(step, "reads_evidence", False)]
    assert read.count("folding: Home visit") == 1


def second_layer(home: Path, whose: str) -> Library:
    """Another school's layer beside north's, in one library."""
    write_layer(home, {})
    for name, text in LAYER.items():
        path = home / "other" / name
        path.parent.mkdir(exist_ok=True)
        renamed = text.replace("name: own", "name: other").replace("garden_duty", "field_duty")
        written = (home / "own" / "overlay.yaml").read_text("utf-8") if name == "overlay.yaml" else renamed
        path.write_text(written.replace("for: {school: north}", f"for: {{{whose}}}"), "utf-8")
    loaded = load(home / "own", also=[home / "other"])
    assert loaded.library is not None
    return loaded.library


def test_two_schools_layers_run_together(tmp_path: Path) -> None:
    library = second_layer(tmp_path, "school: south")
    found = layered(library, dataset_of(library), "duckdb", "other")
    assert {name: own.subjects for name, own in found.own.items()} == {"own": ["li"], "other": ["wang"]}
    # wang's school has recorded no work in its field: 0 of its 20 %
    assert found.own["other"].answer("wang", "talking").points == 80


@pytest.mark.parametrize("whose", ["school: north", "class: c1"])
def test_two_layers_for_one_pupil_are_refused(tmp_path: Path, whose: str) -> None:
    library = second_layer(tmp_path, whose)
    with pytest.raises(RunError) as refused:
        layered(library, dataset_of(library), "duckdb", "other")
    assert refused.value.rule == "XH-R013"


def test_what_cannot_be_laid_is_refused(library: Library) -> None:
    dataset = dataset_of(library)
    elsewhere = replace(library.overlays["own"], base="visits.other")
    withdrawn = replace(library.packs["visits"], until=date(2025, 8, 31))
    cases = {
        "XH-R014": replace(library, overlays={"own": elsewhere}),
        "XH-R015": replace(library, packs={**library.packs, "visits": withdrawn}),
    }
    for rule, changed in cases.items():
        with pytest.raises(RunError) as refused:
            layered(changed, dataset)
        assert refused.value.rule == rule


def test_the_explanation_shows_both_and_whose_decision_it_is(library: Library) -> None:
    data = explain_layers(library, CONTACT, ["own"], dataset_of(library), YEAR, "li")
    assert (data["layer"], data["root"]["points"], data["own"]["points"]) == ("base", "100", "92.05")
    assert data["overlay"]["decision"]["post"]["zh"] == "校长"
    visiting, talking = data["own"]["parts"]
    made, long, kept = visiting["parts"]
    assert (made["changed"][0]["what"], made["changed"][0]["before"], made["weight"]) == ("weigh", "50", "45")
    assert [change["what"] for change in long["changed"]] == ["raise", "weigh"]
    assert made["changed"][0]["decision"] | {"title": None, "post": None, "pack": None} == {
        "owner": "school", "pack": None, "title": None, "by": "head", "post": None, "on": "2025-09-10",
        "minute": "校务会 9 号", "file": "own/overlay.yaml", "line": 6,
    }  # fmt: skip
    assert (kept["changed"], kept["locked"]) == ([], True)
    assert (made["open"]["weigh"], talking["open"]["add"]) == (["40", "60"], "20")
    assert talking["parts"][-1]["changed"][0]["decision"]["line"] == 11
    assert {record["type"] for record in data["records"]} == {"visits.home_visit", "own.garden_duty"}


def test_somebody_without_a_layer_has_the_base_alone(library: Library) -> None:
    data = explain_layers(library, CONTACT, ["own"], dataset_of(library), YEAR, "wang")
    assert (data["own"], data["overlay"], data["root"]["points"]) == (None, None, "100")


def test_a_leaf_that_only_the_layer_has_can_be_asked_for(library: Library) -> None:
    data = explain_layers(library, CONTACT, ["own"], dataset_of(library), YEAR, "li", "garden")
    assert (data["root"], data["own"]["points"]) == (None, "40")
    with pytest.raises(RunError):
        explain_layers(library, CONTACT, ["own"], dataset_of(library), YEAR, "li", "gardn")


def test_plans_that_are_kept_explain_base_and_own_alike(library: Library) -> None:
    data = dataset_of(library)
    plans: dict[str, ExplainingPlan] = {}

    def plan_of(layer: Overlay | None) -> ExplainingPlan:
        name = layer.name if layer else ""
        of = own_library(library, layer) if layer else library
        return plans.setdefault(name, ExplainingPlan(of, CONTACT, YEAR))

    for subject in ("li", "wang", "li"):
        with explainer_over_kept(library, CONTACT, ["own"], data, YEAR, subject, plan_of) as both:
            assert both.explain(subject) == explain_layers(library, CONTACT, ["own"], data, YEAR, subject)
    assert set(plans) == {"", "own"}
