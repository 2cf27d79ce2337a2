"""Digests: the same results have the same digest wherever they were computed, other results another."""

from dataclasses import replace

from tests.reference_evaluator.authoring import node, num, sums
from xueheng.evaluation.core import public
from xueheng.evaluation.core.dataset import Dataset, Records
from xueheng.evaluation.core.digests import results_digest
from xueheng.evaluation.core.run import EngineName
from xueheng.evaluation.core.tests.school import MARK, YEAR, judging, leaf
from xueheng.language import typed
from xueheng.language.standard_definitions import PointsScale

THIRD = PointsScale(sums(typed.ScaleInput(MARK), "/", num(3)))
ROOT = node("root", leaf("a", weight=2), leaf("b", THIRD, if_missing="leave_out"), decimals=1)
MARKS: dict[str, dict[str, str | None]] = {
    "li": {"a": "50", "b": "70"},
    "wu": {"a": "50.5", "b": None},
    "ma": {"a": None, "b": "1"},
}
Digests = dict[str, str]


def digests(marks: dict[str, dict[str, str | None]], engine: EngineName = "duckdb") -> Digests:
    made, data = judging(ROOT, marks)
    return public.evaluate(made, "p.s", data, YEAR, engine=engine).digests


def test_both_engines_give_the_same_digests() -> None:
    assert digests(MARKS) == digests(MARKS, "sqlite")


def test_the_order_of_rows_does_not_matter() -> None:
    assert digests(dict(reversed(MARKS.items()))) == digests(MARKS)
    made, data = judging(ROOT, MARKS)
    found = public.evaluate(made, "p.s", data, YEAR)
    backwards = replace(found, table=found.table.take(list(range(found.table.num_rows))[::-1]))
    assert results_digest(backwards) == results_digest(found)


def test_a_changed_point_changes_the_results_and_a_changed_value_the_leaves() -> None:
    before = digests(MARKS)
    after = digests({**MARKS, "li": {"a": "50", "b": "70.1"}})
    assert after["results"] != before["results"]
    assert after["leaves"] != before["leaves"]
    assert after["pack_meaning"] == before["pack_meaning"]


def test_a_point_that_is_shown_alike_still_changes_the_results() -> None:
    # (2·50 + 70/3) / 3 = 41.1… and (2·50 + 70.1/3) / 3 = 41.1…: shown alike, not equal
    made, data = judging(ROOT, {"li": {"a": "50", "b": "70"}})
    other = judging(ROOT, {"li": {"a": "50", "b": "70.1"}})[1]
    one, two = (public.evaluate(made, "p.s", d, YEAR) for d in (data, other))
    assert one.answer("li", "total").shown == two.answer("li", "total").shown == "41.1"
    assert one.digests["results"] != two.digests["results"]


def test_missing_is_not_zero_in_a_digest() -> None:
    assert digests({"li": {"a": "0", "b": "0"}})["leaves"] != digests({"li": {"a": "0", "b": None}})["leaves"]


def test_records_in_another_order_give_the_same_digests() -> None:
    made, data = judging(ROOT, MARKS)
    table = data.records["p.test"].table
    assert table is not None
    backwards = Dataset({"p.test": Records(table.take([2, 0, 1]))}, data.subjects)
    first, second = (public.evaluate(made, "p.s", d, YEAR).digests for d in (data, backwards))
    assert first == second
