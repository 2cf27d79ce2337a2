"""One pupil asked for alone gets what the whole school's run gives her."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from tests.reference_evaluator.authoring import (
    attribute,
    compares,
    dataset,
    fold,
    library,
    measure,
    node,
    population,
    reading,
    register,
    standard,
    whole,
)
from xueheng.evaluation.core import public
from xueheng.evaluation.core.tests.school import DID, EXERCISE, GRADE, LI, PUPIL, SCHOOL, YEAR, exercise, judging, leaf
from xueheng.language import typed
from xueheng.language.definitions import During, Measure, Population, PopulationRows, RegisterRows

WU = {**LI, "subject": "wu"}
SHOWS = node("root", node("m", measure="m", scale=None), combine="profile")
RECORDS = (exercise(minutes=7), {**exercise(minutes=10, recorder="li"), "subject": "wu"})


def alone_and_together(
    *definitions: Measure | Population, records: Sequence[Mapping[str, Any]] = RECORDS
) -> tuple[Any, Any, Any]:
    """The value of li: in the school's run, asked for alone, and as explained."""
    made = library(PUPIL, SCHOOL, EXERCISE, *definitions, standard(SHOWS))
    data = dataset(made, {"pupil": [LI, WU], "school": [{"subject": "north"}]}, {"exercise": records})
    together = public.evaluate(made, "p.s", data, YEAR).answer("li", "m").value
    alone = public.evaluate_subject(made, "p.s", data, YEAR, "li").answer("li", "m").value
    explained = public.explain(made, "p.s", data, YEAR, "li", "m")["root"]["value"]
    return together, alone, explained


def test_her_own_records() -> None:
    assert alone_and_together(measure("m", fold("sum", "exercise", DID["minutes"]))) == (7, 7, "7")


def test_a_tree_of_marks() -> None:
    root = node("root", leaf("a", weight=2), leaf("b", if_missing="leave_out"), decimals=1)
    made, data = judging(root, {"li": {"a": "50", "b": "70"}, "wu": {"a": "1", "b": None}})
    whole_school = public.evaluate(made, "p.s", data, YEAR)
    for name in ("li", "wu"):
        alone = public.evaluate_subject(made, "p.s", data, YEAR, name)
        assert alone.answers()[name] == whole_school.answers()[name]


def test_what_the_others_of_a_population_did() -> None:
    seventh = population("seventh", where=compares(attribute("grade", GRADE), "=", typed.Constant("g7", GRADE)))
    own = measure("own", fold("sum", "exercise", DID["minutes"]))
    total = measure("total", fold("sum", PopulationRows("p.seventh"), reading("own", whole(), "row")), of="school")
    read = measure("m", reading("total", whole(), "asked", "school", ("school",)))
    assert alone_and_together(seventh, own, total, read) == (17, 17, "17")


def test_what_all_of_her_school_did() -> None:
    total = measure("total", fold("sum", "exercise", DID["minutes"]), of="school")
    read = measure("m", reading("total", whole(), "asked", "school", ("school",)))
    assert alone_and_together(total, read) == (17, 17, "17")


def test_what_others_records_lead_to_her() -> None:
    assert alone_and_together(measure("m", fold("count", "exercise", through="recorder"))) == (1, 1, "1")


def test_who_is_not_there_has_no_result() -> None:
    made, data = judging(node("root", leaf("a")), {"li": {"a": "50"}})
    assert public.evaluate_subject(made, "p.s", data, YEAR, "ghost").subjects == []


def test_a_standard_compiled_for_one_does_not_read_a_register() -> None:
    named = register("named", "pupil", grant=whole())
    listed = measure("m", fold("count", RegisterRows("p.named")))
    made = library(PUPIL, SCHOOL, EXERCISE, named, listed, standard(SHOWS))
    with pytest.raises(public.MeasureUnsupported, match="XH-M038"):
        public.LiveStandard(made, "p.s", YEAR)


def compiled(*definitions: Measure) -> tuple[public.LiveStandard, Mapping[str, Any]]:
    """A standard that shows `m`, compiled, and the spans of li and wu."""
    made = library(PUPIL, SCHOOL, EXERCISE, *definitions, standard(SHOWS))
    data = dataset(made, {"pupil": [LI, WU], "school": [{"subject": "north"}]}, {"exercise": RECORDS})
    return public.LiveStandard(made, "p.s", YEAR), data.subjects


def only(subjects: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    pupils = subjects["pupil"]
    return {**subjects, "pupil": pupils.filter([s == name for s in pupils["subject"].to_pylist()])}


def test_a_compiled_standard_asks_for_the_columns_that_it_reads() -> None:
    everything = fold("sum", "exercise", DID["minutes"], during=During("ever"), records="any")
    live, subjects = compiled(measure("m", everything))
    assert live.record_columns("p.exercise") == ("minutes",)
    assert live.record_columns("p.test") == ()
    minutes = [(n,) for n in range(1, 41)]  # 820: two packs of sixteen and eight more
    assert live.evaluate({"p.exercise": minutes}, only(subjects, "li")).answer("li", "m").value == 820
    assert live.evaluate({"p.exercise": [(5,)]}, only(subjects, "wu")).answer("wu", "m").value == 5


def test_a_compiled_standard_takes_one_subject_at_a_time() -> None:
    live, subjects = compiled(measure("m", fold("sum", "exercise", DID["minutes"])))
    assert live.evaluate({}, only(subjects, "ghost")).subjects == []
    with pytest.raises(ValueError, match="one subject"):
        live.evaluate({}, subjects)
