"""Explained by a plan that is kept: one after another, each as if it had been planned for her alone."""

from typing import Any

import pytest

from tests.reference_evaluator.authoring import node
from xueheng.evaluation.core import public
from xueheng.evaluation.core.dataset import Dataset, Period
from xueheng.evaluation.core.examples import example_dataset, example_period
from xueheng.evaluation.core.tests.school import YEAR, judging, leaf
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
