"""Explained by a plan that is kept: one after another, each as if it had been planned for her alone."""

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.reference_evaluator import authoring
from tests.reference_evaluator.authoring import fold, measure, node
from xueheng.evaluation.core import public
from xueheng.evaluation.core.dataset import Dataset, Period, Records
from xueheng.evaluation.core.examples import example_dataset, example_period
from xueheng.evaluation.core.tests.school import DID, EXERCISE, LI, PUPIL, SCHOOL, YEAR, exercise, judging, leaf
from xueheng.language.definitions import During
from xueheng.language.public import Library, load

ROOT = node("root", leaf("a", weight=2), leaf("b", if_missing="leave_out"), decimals=1)
MARKS: dict[str, dict[str, str | None]] = {
    "li": {"a": "50", "b": "70"},
    "wu": {"a": "1", "b": None},
    "bo": {"a": "90", "b": "100"},
}


def test_each_of_several_gets_her_own_and_the_first_gets_the_same_again() -> None:
    made, data = judging(ROOT, MARKS)
    plan = public.ExplainingPlan(made, "p.s", YEAR)
    for name in ("li", "wu", "bo", "li"):
        with plan.over(data, name) as explainer:
            assert explainer.explain(name) == public.explain(made, "p.s", data, YEAR, name)


def test_one_node_is_explained_too() -> None:
    made, data = judging(ROOT, MARKS)
    plan = public.ExplainingPlan(made, "p.s", YEAR)
    with plan.over(data, "bo") as explainer:
        assert explainer.explain("bo", "a") == public.explain(made, "p.s", data, YEAR, "bo", "a")


def test_after_a_refusal_the_next_is_explained() -> None:
    made, data = judging(ROOT, MARKS)
    plan = public.ExplainingPlan(made, "p.s", YEAR)
    with pytest.raises(public.RunError, match="ghost"), plan.over(data, "ghost"):
        pass
    with pytest.raises(public.RunError, match="nowhere"), plan.over(data, "li") as explainer:
        explainer.explain("li", "nowhere")
    with plan.over(data, "wu") as explainer:
        assert explainer.explain("wu")["root"] == public.explain(made, "p.s", data, YEAR, "wu")["root"]


def examples(pack: str) -> list[tuple[Library, str, Period, Dataset]]:
    """What the pack's authors worked out: standard, period and records of each example."""
    library = load(pack).library
    assert library is not None
    found = []
    for example in library.examples:
        if example.standard and not (example.unused or example.refusal or example.overlay):
            period = example_period(library, example)
            found.append((library, example.standard, period, example_dataset(library, example, period)))
    return found


@pytest.mark.parametrize("pack", ["fitness", "student"])
def test_shipped_standards_are_explained_alike(pack: str) -> None:
    plans: dict[tuple[str, Period], Any] = {}
    compared = 0
    for library, standard, period, data in examples(pack):
        try:
            plan = plans.setdefault((standard, period), public.ExplainingPlan(library, standard, period))
        except public.MeasureUnsupported:
            continue
        if data.results or data.values:
            continue
        for subject in data.subjects[library.standards[standard].of].column("subject").unique().to_pylist():
            with plan.over(data, subject) as explainer:
                assert explainer.explain(subject) == public.explain(library, standard, data, period, subject)
            compared += 1
    assert compared > 3


IN_YEARS = {"2024": "2024-10-01", "2025": "2025-10-01", "2026": "2026-08-31"}


def in_files(folder: Path, during: During) -> tuple[Library, Dataset]:
    """Li's exercise of three autumns and summers, a file each: ten minutes in each of the first two, and thirty on the
    period's last day.
    """
    minutes = measure("a", fold("sum", "exercise", DID["minutes"], during=during))
    judged = authoring.standard(node("root", leaf("a", scale=None), combine="profile"))
    made = authoring.library(PUPIL, SCHOOL, EXERCISE, minutes, judged)
    lines = [exercise(day, minutes=30 if year == "2026" else 10) for year, day in IN_YEARS.items()]
    there = authoring.dataset(made, {"pupil": [LI], "school": [{"subject": "north"}]}, {"exercise": lines})
    table = there.records["p.exercise"].table
    assert table is not None
    for at, year in enumerate(IN_YEARS):
        pq.write_table(table.slice(at, 1), folder / f"{year}.parquet", write_page_checksum=True)
    files = tuple(folder / f"{year}.parquet" for year in IN_YEARS)
    records = Records(files=files, columns={name: name for name in table.column_names})
    return made, Dataset({"p.exercise": records}, there.subjects)


def value_of(plan: public.ExplainingPlan, data: Dataset) -> Any:
    with plan.over(data, "li") as explainer:
        told = explainer.explain("li")
        assert told["records"] == sorted(told["records"], key=lambda record: str(record["day"]))
        return told["root"]["parts"][0]["value"], [record["day"] for record in told["records"]]


@pytest.mark.parametrize(
    ("during", "value", "years"),
    [
        (During("period"), "40", ["2025", "2026"]),
        (During("last", count=1, unit="months"), "30", ["2026"]),
        (During("last", count=3, unit="years"), "50", ["2024", "2025", "2026"]),
        (During("ever"), "50", ["2024", "2025", "2026"]),
    ],
)
def test_records_are_read_of_the_days_that_the_standard_looks_at(
    tmp_path: Path, during: During, value: str, years: list[str]
) -> None:
    """What was recorded on other days lies in files that may even be damaged inside."""
    made, data = in_files(tmp_path, during)
    plan = public.ExplainingPlan(made, "p.s", YEAR)
    days = [IN_YEARS[year] for year in years]
    assert value_of(plan, data) == (value, days)
    for year in IN_YEARS.keys() - set(years):
        damaged = bytearray((tmp_path / f"{year}.parquet").read_bytes())
        start = pq.read_metadata(tmp_path / f"{year}.parquet").row_group(0).column(0).dictionary_page_offset or 4
        damaged[start : start + 12] = b"\xff" * 12
        (tmp_path / f"{year}.parquet").write_bytes(damaged)
    assert value_of(plan, data) == (value, days)
