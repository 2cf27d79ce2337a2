"""A result taken apart: every number adds up again, and the records it names give it again."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pyarrow as pa

from tests.reference_evaluator.authoring import PLACE, compares, fold, measure, node, num, title
from tests.reference_evaluator.authoring import column as of_record
from xueheng.evaluation.core import public
from xueheng.evaluation.core.dataset import Dataset, Records
from xueheng.evaluation.core.tests.school import MARK, YEAR, judging, leaf
from xueheng.language.standard_definitions import BandScale, Rule
from xueheng.language.typed import NodeResult

BANDS = BandScale(((Fraction(60), Fraction(80)),), Fraction(20), "high")
INNER = node("inner", leaf("b", weight=3), leaf("c", BANDS), weight=1, if_missing="leave_out")
CAP = Rule(compares(NodeResult("a", "points", MARK), "<", num(60)), "at_most", Fraction(40), title("cap"), PLACE)
ROOT = node("root", leaf("a", weight=1), INNER, rules=(CAP,), decimals=1)


def explained(**marks: str | None) -> dict[str, Any]:
    made, data = judging(ROOT, {"li": marks})
    return public.explain(made, "p.s", data, YEAR, "li")


def nodes(part: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield part
    for below in part.get("parts", ()):
        yield from nodes(below)


def test_contributions_add_up_to_the_points() -> None:
    root = explained(a="70", b="50", c="60")["root"]
    by_code = {n["code"]: n for n in nodes(root)}
    # c reaches 60: 80; inner (3·50 + 80) / 4 = 57.5; total (70 + 57.5) / 2 = 63.75
    assert (by_code["c"]["points"], by_code["inner"]["points"], root["points"]) == ("80", "57.5", "63.75")
    assert root["shown"] == "63.8"
    assert [by_code[c]["contribution"] for c in ("a", "inner", "b", "c")] == ["35", "28.75", "37.5", "20"]
    assert [by_code[c]["share"] for c in ("a", "b", "c")] == ["0.5", "0.75", "0.25"]
    for one in nodes(root):
        if one.get("parts") and not one["rule"]:
            assert sum(Fraction(p["contribution"]) for p in one["parts"] if p["contribution"]) == Fraction(
                one["points"]
            )


def test_a_rule_says_what_it_changed() -> None:
    root = explained(a="50", b="90", c="60")["root"]
    # inner (3·90 + 80) / 4 = 87.5; (50 + 87.5) / 2 = 68.75, at most 40 since a is below 60
    assert root["points"] == "40"
    assert (root["rule"]["act"], root["rule"]["before"], root["rule"]["after"]) == ("at_most", "68.75", "40")


def test_what_was_left_out_gives_nothing_and_the_rest_weighs_more() -> None:
    root = explained(a="70", b=None, c="60")["root"]
    by_code = {n["code"]: n for n in nodes(root)}
    assert by_code["inner"]["state"] == "missing"
    assert by_code["inner"]["contribution"] in (None, "0")
    assert (by_code["a"]["contribution"], root["points"]) == ("70", "70")


def test_the_records_it_names_give_the_same_again() -> None:
    made, data = judging(ROOT, {"li": {"a": "70", "b": "50", "c": "60"}, "wu": {"a": "1", "b": "2", "c": "3"}})
    found = public.explain(made, "p.s", data, YEAR, "li")
    table = data.records["p.test"].table
    assert table is not None
    assert found["record_ids"] == {"p.test": [1]}
    assert [(r["id"], r["type"], r["fields"]["a"]) for r in found["records"]] == [(1, "p.test", "70")]
    kept = table.filter(pa.array([i in found["record_ids"]["p.test"] for i in table["id"].to_pylist()]))
    again = Dataset({"p.test": Records(kept)}, data.subjects)
    whole = public.evaluate(made, "p.s", data, YEAR).answers()["li"]
    assert public.evaluate(made, "p.s", again, YEAR).answers()["li"] == whole


def test_one_indicator_may_be_asked_for_alone() -> None:
    made, data = judging(ROOT, {"li": {"a": "70", "b": "50", "c": "60"}})
    found = public.explain(made, "p.s", data, YEAR, "li", "c")
    assert found["root"]["code"] == "c"
    assert found["root"]["value"] == "60"
    assert found["root"]["scale"]["kind"] == "bands"


def test_the_numbers_behind_a_measure() -> None:
    many = measure("many", fold("share", "test", compares(of_record("a", MARK), ">=", num(60))))
    root = node("root", node("many", measure="many"), combine="profile")
    made, data = judging(root, {"li": {"a": "70"}}, many)
    trace = public.explain(made, "p.s", data, YEAR, "li", "many")["root"]["measure"]
    assert (trace["kind"], trace["fold"], trace["value"]) == ("fold", "share", "1")
    assert trace["window"] == {"start": "2025-09-01", "end": "2026-08-31"}
    assert trace["numbers"]["rows"] == 1
