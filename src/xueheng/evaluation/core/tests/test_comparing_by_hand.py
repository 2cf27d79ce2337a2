"""Two runs compared: who moved level, and causes whose points were worked out by hand."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.reference_evaluator.authoring import compares, node, num, reading, title
from xueheng.evaluation.core import public
from xueheng.evaluation.core.tests.school import MARK, POINTS, YEAR, judging, leaf
from xueheng.language.standard_definitions import BandScale, Level, LineScale, Rule, StandardNode, WeightRow
from xueheng.language.typed import Expression

LEVELS = (Level("good", Fraction(80), title("good")), Level("pass", Fraction(60), title("pass")))
Marks = Mapping[str, Mapping[str, str | None]]
NEVER, ALWAYS = compares(num(1), "=", num(2)), compares(num(1), "=", num(1))


@pytest.fixture
def folders(tmp_path: Path) -> "Folders":
    return Folders(tmp_path)


class Folders:
    """Runs standards and compares their folders of results."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def results(self, name: str, root: StandardNode, marks: Marks) -> public.ResultsFolder:
        made, data = judging(root, marks)
        evaluation = public.evaluate(made, "p.s", data, YEAR)
        evaluation.digests["dataset"] = str(marks)  # the same marks are the same data
        public.write_results(evaluation, self.path / name, manifest={}, library=made)
        return public.open_results(self.path / name)

    def compare(
        self, before: StandardNode, after: StandardNode, was: Marks, now: Marks | None = None
    ) -> public.Comparison:
        a = self.results("a", before, was)
        return public.compare(a, self.results("b", after, now if now is not None else was))


def tree(*parts: StandardNode, **keys: Any) -> StandardNode:
    return node("root", *parts, **{"levels": LEVELS, "decimals": 1, **keys})


def causes(mover: public.Mover) -> dict[tuple[str, str], Fraction]:
    assert mover.difference is not None
    assert sum((cause.points for cause in mover.causes), Fraction(0)) == mover.difference
    return {(cause.node, cause.kind): cause.points for cause in mover.causes}


def only(comparison: public.Comparison) -> public.Mover:
    (movement,) = comparison.movements
    (mover,) = movement.movers
    return mover


def test_weights_changed(folders: Folders) -> None:
    before = tree(leaf("a", weight=60), leaf("b", weight=40))
    after = tree(leaf("a", weight=40), leaf("b", weight=60))
    mover = only(folders.compare(before, after, {"li": {"a": "90", "b": "70"}}))
    # before 0.6 · 90 + 0.4 · 70 = 82; a at 40: (40 · 90 + 40 · 70) / 80 = 80; then b at 60: 78
    assert (mover.before.shown, mover.after.shown, mover.direction) == ("82.0", "78.0", "down")
    assert causes(mover) == {("a", "weight"): -2, ("b", "weight"): -2}
    assert mover.causes[0].facts == {"weight_before": "60", "weight_after": "40"}
    assert mover.main == ("a", "weight")


def test_only_the_weight_that_changed_is_named(folders: Folders) -> None:
    before = tree(leaf("a", weight=60), leaf("b", weight=40), levels=())
    after = tree(leaf("a", weight=20), leaf("b", weight=40), levels=())
    mover = only(folders.compare(before, after, {"li": {"a": "90", "b": "60"}}))
    # before (60 · 90 + 40 · 60) / 100 = 78; after (20 · 90 + 40 · 60) / 60 = 70, though b's share grew
    assert causes(mover) == {("a", "weight"): -8}


def test_the_same_proportions_in_other_numbers_are_no_change(folders: Folders) -> None:
    before = tree(leaf("a", weight=60), leaf("b", weight=40))
    after = tree(leaf("a", weight=6), leaf("b", weight=4))
    comparison = folders.compare(before, after, {"li": {"a": "90", "b": "70"}})
    assert (comparison.movements[0].moved, comparison.movements[0].points_only) == (0, 0)


def test_a_scale_made_stricter(folders: Folders) -> None:
    old = BandScale(((Fraction(90), Fraction(100)), (Fraction(70), Fraction(80))), Fraction(0), "high")
    new = BandScale(((Fraction(95), Fraction(100)), (Fraction(70), Fraction(80))), Fraction(0), "high")
    marks = {"li": {"a": "92", "b": "70"}}
    mover = only(folders.compare(tree(leaf("a", old), leaf("b")), tree(leaf("a", new), leaf("b")), marks))
    # a: 92 gave 100, now 80: half of −20; 85 → 75
    assert causes(mover) == {("a", "scale"): -10}
    assert mover.causes[0].facts["value_after"] == "92"


def test_value_and_scale_both_changed(folders: Folders) -> None:
    old = LineScale(((Fraction(0), Fraction(0)), (Fraction(100), Fraction(100))))
    new = LineScale(((Fraction(0), Fraction(0)), (Fraction(50), Fraction(100))))
    was, now = {"li": {"a": "80", "b": "80"}}, {"li": {"a": "30", "b": "80"}}
    mover = only(folders.compare(tree(leaf("a", old), leaf("b")), tree(leaf("a", new), leaf("b")), was, now))
    # 80 → 30 on the old line: half of −50; then 30 points → 60 on the new: half of +30; 80 → 70
    assert causes(mover) == {("a", "records"): -25, ("a", "scale"): 15}


def test_a_record_more(folders: Folders) -> None:
    root = tree(leaf("a", weight=3), leaf("b", weight=1))
    was, now = {"li": {"a": "50", "b": "80"}}, {"li": {"a": "62", "b": "80"}}
    mover = only(folders.compare(root, root, was, now))
    assert causes(mover) == {("a", "records"): 9}  # 3/4 · 12: 57.5 → 66.5
    assert (mover.before.label, mover.after.label, mover.gap) == ("", "pass", False)


def test_a_leaf_that_went_missing_and_is_left_out(folders: Folders) -> None:
    root = tree(leaf("a"), leaf("b", if_missing="leave_out"))
    mover = only(folders.compare(root, root, {"li": {"a": "90", "b": "60"}}, {"li": {"a": "90", "b": None}}))
    # (90 + 60) / 2 = 75; without b: 90. Nothing is booked to a, whose share grew
    assert causes(mover) == {("b", "missing"): 15}
    assert (mover.main, mover.gap, mover.lacking) == (("b", "missing"), True, ("b",))


def test_a_leaf_that_went_missing_and_counts_as_zero(folders: Folders) -> None:
    root = tree(leaf("a"), leaf("b", if_missing="zero"))
    mover = only(folders.compare(root, root, {"li": {"a": "90", "b": "60"}}, {"li": {"a": "90", "b": None}}))
    assert causes(mover) == {("b", "missing"): -30}
    assert mover.gap


def test_a_missing_leaf_that_blocks_is_no_difference_of_points(folders: Folders) -> None:
    root = tree(leaf("a"), node("inner", leaf("b"), leaf("c")))
    was: Marks = {"li": {"a": "90", "b": "80", "c": "70"}, "wu": {"a": "1", "b": "1", "c": "1"}}
    now: Marks = {"li": {"a": "90", "b": "80", "c": None}, "wu": {"a": "1", "b": "1", "c": "1"}}
    mover = only(folders.compare(root, root, was, now))
    assert (mover.subject, mover.direction, mover.difference) == ("li", "gap", None)
    assert (mover.main, mover.gap, mover.lacking) == (("c", "missing"), True, ("c",))


def test_missing_data_that_did_not_decide_is_told_but_not_the_reason(folders: Folders) -> None:
    root = tree(leaf("a", weight=8), leaf("b", weight=1), leaf("c", weight=1, if_missing="leave_out"))
    was, now = {"li": {"a": "50", "b": "60", "c": "50"}}, {"li": {"a": "90", "b": "60", "c": None}}
    mover = only(folders.compare(root, root, was, now))
    # 51 → (720 + 60) / 9; with c at 50 it would still be 83, good
    assert causes(mover) == {("a", "records"): 32, ("c", "missing"): Fraction(780, 9) - 83}
    assert (mover.main, mover.gap) == (("a", "records"), False)


def test_a_veto(folders: Folders) -> None:
    low: Expression = compares(reading("b", MARK), "<", num(20))
    veto = Rule(low, "at_most", Fraction(59), title("veto"), node("x").place)
    root = tree(leaf("a", weight=9), leaf("b", weight=1), rules=(veto,))
    mover = only(folders.compare(root, root, {"li": {"a": "90", "b": "20"}}, {"li": {"a": "90", "b": "10"}}))
    # 83 → 82 by the record, then the veto takes it to 59
    assert causes(mover) == {("total", "rule"): -23, ("b", "records"): -1}
    assert mover.causes[0].facts["rule_after"] == "veto"
    assert "rule_before" not in mover.causes[0].facts


def test_a_veto_that_acts_on_both_sides_takes_what_was_gained(folders: Folders) -> None:
    veto = Rule(ALWAYS, "at_most", Fraction(59), title("veto"), node("x").place)
    before = tree(leaf("a"), rules=(veto,), levels=())
    after = tree(leaf("a"), rules=(Rule(ALWAYS, "at_most", Fraction(60), title("veto"), veto.place),), levels=())
    mover = only(folders.compare(before, after, {"li": {"a": "70"}}, {"li": {"a": "90"}}))
    assert causes(mover) == {("a", "records"): 20, ("total", "rule"): -19}  # 59 → 60


def test_marks_of_levels_moved(folders: Folders) -> None:
    stricter = (Level("good", Fraction(85), title("good")), LEVELS[1])
    root, after = tree(leaf("a")), tree(leaf("a"), levels=stricter)
    movement = folders.compare(root, after, {"li": {"a": "82"}, "wu": {"a": "90"}}).movements[0]
    (mover,) = movement.movers
    assert (mover.subject, mover.main) == ("li", ("total", "levels"))
    assert mover.difference == 0
    assert movement.matrix == {("good", "pass"): 1, ("good", "good"): 1}


def test_a_leaf_added_and_one_removed(folders: Folders) -> None:
    before = tree(leaf("a", weight=1), leaf("b", weight=1))
    after = tree(leaf("a", weight=1), leaf("c", weight=3))
    mover = only(folders.compare(before, after, {"li": {"a": "50", "b": "60", "c": "90"}}))
    # 55; without b: 50; with c: (50 + 3 · 90) / 4 = 80
    assert causes(mover) == {("b", "removed"): -5, ("c", "added"): 30}
    changes = folders.compare(before, after, {"li": {"a": "50", "b": "60", "c": "90"}}).changes
    assert [(c.code, c.what) for c in changes] == [("c", "added"), ("b", "removed")]


def test_a_part_that_does_not_apply_any_more(folders: Folders) -> None:
    before, after = tree(leaf("a"), leaf("b")), tree(leaf("a"), leaf("b", when=NEVER))
    mover = only(folders.compare(before, after, {"li": {"a": "50", "b": "80"}}))
    assert causes(mover) == {("b", "applying"): -15}


def test_what_is_missing_is_treated_otherwise(folders: Folders) -> None:
    before = tree(leaf("a"), leaf("b", if_missing="leave_out"))
    after = tree(leaf("a"), leaf("b", if_missing="zero"))
    mover = only(folders.compare(before, after, {"li": {"a": "90", "b": None}}))
    assert causes(mover) == {("b", "policy"): -45}
    assert not mover.gap


def test_what_is_known_is_no_longer_enough(folders: Folders) -> None:
    parts = {name: leaf(name, if_missing="leave_out") for name in "ab"}
    before = tree(parts["a"], parts["b"], needs=Fraction(50))
    after = tree(parts["a"], leaf("b", weight=2, if_missing="leave_out"), needs=Fraction(50))
    mover = only(folders.compare(before, after, {"li": {"a": "90", "b": None}}))
    # a is half of the weight before, a third now
    assert (mover.direction, mover.main, mover.gap) == ("gap", ("total", "needs"), False)
    stricter = tree(parts["a"], parts["b"], needs=Fraction(60))
    assert only(folders.compare(before, stricter, {"li": {"a": "90", "b": None}})).main == ("total", "policy")


def test_another_row_of_weights(folders: Folders) -> None:
    high = compares(reading("c", MARK), ">=", num(50))
    rows = (
        WeightRow(high, (("a", Fraction(9)), ("b", Fraction(1)))),
        WeightRow(None, (("a", Fraction(1)), ("b", Fraction(9)))),
    )
    root = tree(leaf("a"), leaf("b"), weights=rows)
    mover = only(
        folders.compare(
            root, root, {"li": {"a": "90", "b": "50", "c": "60"}}, {"li": {"a": "90", "b": "50", "c": "40"}}
        )
    )
    # 86; a at 1: (90 + 50) / 2 = 70; b at 9: 54
    assert causes(mover) == {("a", "weight_row"): -16, ("b", "weight_row"): -16}


def test_the_lowest_counts(folders: Folders) -> None:
    root = tree(leaf("a"), leaf("b"), combine="least")
    mover = only(folders.compare(root, root, {"li": {"a": "50", "b": "80"}}, {"li": {"a": "90", "b": "85"}}))
    # a to 90: the least is b's 80; then b to 85
    assert causes(mover) == {("a", "records"): 30, ("b", "records"): 5}


def test_a_mean_became_a_sum(folders: Folders) -> None:
    before, after = tree(leaf("a"), leaf("b")), tree(leaf("a"), leaf("b"), combine="sum")
    mover = only(folders.compare(before, after, {"li": {"a": "40", "b": "44"}}))
    assert causes(mover) == {("total", "combine"): 42}


def test_causes_below_are_scaled_by_the_shares_above(folders: Folders) -> None:
    root = tree(leaf("a", weight=1), node("inner", leaf("b", weight=1), leaf("c", weight=3), weight=3))
    was, now = {"li": {"a": "50", "b": "50", "c": "50"}}, {"li": {"a": "50", "b": "50", "c": "90"}}
    assert causes(only(folders.compare(root, root, was, now))) == {("c", "records"): Fraction(3 * 3 * 40, 16)}


def test_the_parts_of_a_profile_are_compared_one_by_one(folders: Folders) -> None:
    root = node("root", leaf("a", levels=LEVELS), leaf("b", scale=None), combine="profile")
    comparison = folders.compare(root, root, {"li": {"a": "50", "b": "1"}}, {"li": {"a": "85", "b": "2"}})
    assert [(m.ladder.code, m.moved) for m in comparison.movements] == [("a", 1), ("b", 1)]
    value = comparison.movements[1].movers[0]
    assert (value.main, value.difference, value.direction) == (("b", "records"), None, "other")


def test_subjects_of_one_side_only_are_named_and_not_compared(folders: Folders) -> None:
    root = tree(leaf("a"))
    comparison = folders.compare(
        root, root, {"10": {"a": "1"}, "2": {"a": "1"}, "3": {"a": "70"}}, {"3": {"a": "90"}, "4": {"a": "1"}}
    )
    assert (comparison.both, comparison.only_before, comparison.only_after) == (1, ("2", "10"), ("4",))
    assert comparison.movements[0].movers[0].subject == "3"


def test_movers_stand_in_order_of_numbers_and_never_of_points(folders: Folders) -> None:
    root = tree(leaf("a", POINTS))
    was = {name: {"a": "50"} for name in ("10", "9", "1", "2")}
    now = {"10": {"a": "99"}, "9": {"a": "70"}, "1": {"a": "85"}, "2": {"a": "61"}}
    assert [m.subject for m in folders.compare(root, root, was, now).movements[0].movers] == ["1", "2", "9", "10"]


def test_leaves_are_counted_over_everybody(folders: Folders) -> None:
    root = tree(leaf("a"), leaf("b", if_missing="leave_out"))
    was: Marks = {"li": {"a": "1", "b": "1"}, "wu": {"a": "1", "b": None}, "ma": {"a": "1", "b": "1"}}
    now: Marks = {"li": {"a": "2", "b": "1"}, "wu": {"a": "1", "b": "1"}, "ma": {"a": "1", "b": None}}
    a, b = folders.compare(root, root, was, now).leaves
    assert (a.value, a.points, a.lost, a.found) == (1, 0, 0, 0)
    assert (b.value, b.points, b.lost, b.found) == (0, 0, 1, 1)


def test_results_of_two_standards_are_not_compared(folders: Folders) -> None:
    one = folders.results("a", tree(leaf("a")), {"li": {"a": "1"}})
    other = public.ResultsFolder(**{**vars(one), "standard": "p.other"})
    with pytest.raises(public.RunError, match="XH-F004"):
        public.compare(one, other)
