"""Scored again from a results folder: the same as a whole run, to the last digit, and without any record."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from tests.reference_evaluator.authoring import compares, node, num, reading, sums
from xueheng.evaluation.core import public
from xueheng.evaluation.core.tests.school import MARK, YEAR, judging, leaf
from xueheng.language import typed
from xueheng.language.public import Library
from xueheng.language.standard_definitions import BandScale, PointsScale, StandardNode

THIRD = PointsScale(sums(typed.ScaleInput(MARK), "/", num(3)))
BANDS = BandScale(((Fraction(80), Fraction(100)), (Fraction(50), Fraction(70))), Fraction(30), "high")
MARKS: dict[str, dict[str, str | None]] = {
    "li": {"a": "50", "b": "70"},
    "wu": {"a": "80.5", "b": None},
    "ma": {"a": None, "b": "1"},
    "he": {"a": "79.9", "b": "99"},
}


def tree(weight: int = 2, cut: int = 80) -> StandardNode:
    bands = replace(BANDS, bands=((Fraction(cut), Fraction(100)), BANDS.bands[1]))
    return node("root", leaf("a", bands, weight=weight), leaf("b", THIRD, if_missing="leave_out"), decimals=1)


def changed(made: Library, root: StandardNode) -> Library:
    standard = made.standards["p.s"]
    return replace(made, standards={"p.s": replace(standard, root=root)})


@pytest.mark.parametrize(("weight", "cut"), [(2, 80), (5, 80), (2, 79), (7, 81)])
def test_changed_weights_and_cuts_give_what_a_whole_run_gives(tmp_path: Path, weight: int, cut: int) -> None:
    made, data = judging(tree(), MARKS)
    public.write_tables(public.evaluate(made, "p.s", data, YEAR), tmp_path)
    other = changed(made, tree(weight, cut))
    again, whole = public.rescore(other, "p.s", tmp_path, YEAR, digests=True), public.evaluate(other, "p.s", data, YEAR)
    assert again.answers() == whole.answers()
    assert (again.digests["results"], again.digests["leaves"]) == (whole.digests["results"], whole.digests["leaves"])


def test_a_changed_weight_is_felt(tmp_path: Path) -> None:
    made, data = judging(tree(), MARKS)
    public.write_tables(public.evaluate(made, "p.s", data, YEAR), tmp_path)
    again = public.rescore(changed(made, tree(5)), "p.s", tmp_path, YEAR)
    assert again.answer("li", "total").points == Fraction(5 * 70 + Fraction(70, 3), 6)


def test_what_asks_more_of_subjects_than_is_kept_is_refused(tmp_path: Path) -> None:
    made, data = judging(tree(), MARKS)
    public.write_tables(public.evaluate(made, "p.s", data, YEAR), tmp_path)
    only = replace(made.standards["p.s"], applies=compares(reading("a", MARK), ">=", num(1)))
    with pytest.raises(public.RunError, match="XH-R020"):
        public.rescore(replace(made, standards={"p.s": only}), "p.s", tmp_path, YEAR)


def test_a_folder_without_what_scoring_reads_is_refused(tmp_path: Path) -> None:
    made, _ = judging(tree(), MARKS)
    with pytest.raises(public.RunError, match="XH-R021"):
        public.rescore(made, "p.s", tmp_path, YEAR)


def test_one_subject_after_another_equals_the_batch() -> None:
    made, data = judging(tree(), MARKS)
    table = data.records["p.test"].table
    assert table is not None
    whole = public.evaluate(made, "p.s", data, YEAR)
    with public.LiveStandard(made, "p.s", YEAR) as live:
        names = live.record_columns("p.test")
        for subject in (*MARKS, *MARKS):  # twice: nothing may stay from the one before
            rows = [tuple(r.get(n) for n in names) for r in table.to_pylist() if r["subject"] == subject]
            pupils = data.subjects["pupil"]
            mine = pupils.filter([s == subject for s in pupils["subject"].to_pylist()])
            alone = live.evaluate({"p.test": rows}, {**data.subjects, "pupil": mine})
            assert alone.answers()[subject] == whole.answers()[subject]
    assert live.reads == ("p.test",)


def test_live_reads_no_more_than_it_is_given() -> None:
    made, data = judging(tree(), MARKS)
    with public.LiveStandard(made, "p.s", YEAR) as live:
        pupils = data.subjects["pupil"]
        mine = pupils.filter([s == "li" for s in pupils["subject"].to_pylist()])
        assert live.evaluate({}, {**data.subjects, "pupil": mine}).answer("li", "total").state == "missing"
