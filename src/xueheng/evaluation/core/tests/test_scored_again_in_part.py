"""What a change does not touch is taken over from the folder; what it touches is computed again."""

import json
import shutil
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.reference_evaluator.authoring import attribute, code, compares, node
from xueheng.evaluation.core import public
from xueheng.evaluation.core.evaluation import Evaluation
from xueheng.evaluation.core.ground import FORMAT
from xueheng.evaluation.core.tests.school import GRADE, YEAR, judging, leaf
from xueheng.language.library_definitions import Library
from xueheng.language.standard_definitions import BandScale, StandardNode, WeightRow

MARKS: dict[str, dict[str, str | None]] = {
    "li": {"a": "50", "b": "70", "c": "90"},
    "wu": {"a": "80", "b": None, "c": "60"},
}
IN_GRADE_7 = compares(attribute("grade", GRADE, "asked"), "=", code("g7", GRADE))
PASSED = BandScale(((Fraction(60), Fraction(100)),), Fraction(0), "high")


def tree(rows: tuple[WeightRow, ...] = (), weight: int = 1, decimals: int = 1) -> StandardNode:
    sport = node("sport", leaf("a"), leaf("b", if_missing="zero"), weight=weight, decimals=decimals)
    return node("root", replace(sport, weights=rows), leaf("c", PASSED), decimals=1)


def weighing(a: int, b: int | None) -> tuple[WeightRow, ...]:
    weigh = (("a", Fraction(a)), *((("b", Fraction(b)),) if b is not None else ()))
    return (WeightRow(IN_GRADE_7, weigh),)


def again(root: StandardNode, changed: StandardNode, folder: Path) -> tuple[Evaluation, set[str]]:
    """The standard scored again after its tree was changed, and the nodes that were taken over. It is the same as
    evaluated anew.
    """
    made, data = judging(root, MARKS)
    made = grouped(made, root)
    folder.mkdir(exist_ok=True)
    public.write_tables(public.evaluate(made, "p.s", data, YEAR), folder)
    made = grouped(made, changed)
    scored, whole = public.rescore(made, "p.s", folder, YEAR), public.evaluate(made, "p.s", data, YEAR)
    assert scored.answers() == whole.answers()
    assert scored.groups is not None
    assert scored.groups.equals(whole.groups)
    return scored, {c.code for c in scored.columns if f"s{c.index}" in scored.rest}


def grouped(made: Library, root: StandardNode) -> Library:
    standard = replace(made.standards["p.s"], root=root, groups=(("school", ("count", "mean", "quartiles")),))
    return replace(made, standards={"p.s": standard})


def test_a_changed_weight_touches_what_is_above_it(tmp_path: Path) -> None:
    scored, taken = again(tree(weight=1), tree(weight=3), tmp_path)
    assert taken == {"sport", "a", "b", "c"}
    assert scored.answer("li", "total").points == Fraction(3 * 60 + 100, 4)


def test_another_weight_in_a_row_touches_its_node(tmp_path: Path) -> None:
    scored, taken = again(tree(weighing(1, 1)), tree(weighing(1, 3)), tmp_path)
    assert taken == {"a", "b", "c"}
    assert scored.answer("li", "sport").points == Fraction(50 + 3 * 70, 4)


def test_a_part_that_a_row_names_no_more_is_touched(tmp_path: Path) -> None:
    scored, taken = again(tree(weighing(1, 1)), tree(weighing(1, None)), tmp_path)
    assert taken == {"a", "c"}
    assert scored.answer("li", "b").state == "not_applying"


def test_other_decimals_of_the_whole_change_all_means(tmp_path: Path) -> None:
    scored, taken = again(tree(), replace(tree(), decimals=3), tmp_path)
    assert taken == {"sport", "a", "b", "c"}
    assert scored.groups is not None
    means = {f["column"]: f["value"] for f in scored.groups.to_pylist() if f["statistic"] == "mean"}
    assert means["sport"] == "50.000"  # of 60.0 and 40.0


def test_where_nothing_changed_nothing_is_computed(tmp_path: Path) -> None:
    _, taken = again(tree(), tree(), tmp_path)
    assert taken == {"total", "sport", "a", "b", "c"}


def test_a_folder_that_does_not_say_what_its_nodes_meant_is_scored_whole(tmp_path: Path) -> None:
    made, data = judging(tree(), MARKS)
    public.write_tables(public.evaluate(made, "p.s", data, YEAR), tmp_path)
    ground = pq.read_table(tmp_path / "ground.parquet")
    described = json.loads(ground.schema.metadata[FORMAT])
    del described["nodes"]
    told = {FORMAT: json.dumps(described).encode()}
    pq.write_table(ground.replace_schema_metadata(told), tmp_path / "ground.parquet")
    scored = public.rescore(made, "p.s", tmp_path, YEAR)
    assert scored.answers() == public.evaluate(made, "p.s", data, YEAR).answers()
    assert not any(f"s{c.index}" in scored.rest for c in scored.columns)


@pytest.mark.parametrize("name", ["leaves", "nodes", "ground"])
def test_files_of_different_runs_are_refused(tmp_path: Path, name: str) -> None:
    for folder, marks in (("one", MARKS), ("other", {"li": MARKS["li"], "zhao": MARKS["wu"]})):
        made, data = judging(tree(), marks)
        (tmp_path / folder).mkdir()
        public.write_tables(public.evaluate(made, "p.s", data, YEAR), tmp_path / folder)
    shutil.copy(tmp_path / "other" / f"{name}.parquet", tmp_path / "one" / f"{name}.parquet")
    with pytest.raises(public.RunError, match="XH-R021"):
        public.rescore(made, "p.s", tmp_path / "one", YEAR)


def test_the_folder_may_be_written_over(tmp_path: Path) -> None:
    scored, _ = again(tree(weight=1), tree(weight=3), tmp_path)
    public.write_tables(scored, tmp_path)
    made, data = judging(tree(weight=3), MARKS)
    assert public.rescore(made, "p.s", tmp_path, YEAR).answers() == public.evaluate(made, "p.s", data, YEAR).answers()


def test_a_part_that_a_row_names_anew_has_its_value_again(tmp_path: Path) -> None:
    scored, taken = again(tree(weighing(1, None)), tree(weighing(1, 1)), tmp_path)
    assert taken == {"a", "c"}
    assert scored.answer("li", "b").value == 70


def test_distributions_of_an_earlier_run_are_not_taken_over(tmp_path: Path) -> None:
    again(tree(), tree(), tmp_path)
    made, data = judging(tree(), MARKS)
    changed = grouped(made, replace(tree(), parts=(tree().parts[0], leaf("c"))))
    public.write_tables(
        public.rescore(changed, "p.s", tmp_path, YEAR, groups=False), tmp_path
    )  # groups stay as written
    scored = public.rescore(changed, "p.s", tmp_path, YEAR)
    assert scored.groups is not None
    assert scored.groups.equals(public.evaluate(changed, "p.s", data, YEAR).groups)
