"""Scales and trees in the corners that the first examples leave out, each with its sum worked out by hand."""

from fractions import Fraction
from typing import Any

import pytest

from tests.reference_evaluator.authoring import (
    attribute,
    both,
    code,
    code_of,
    column,
    compares,
    dataset,
    decimal,
    library,
    num,
    population,
    reading,
    standard,
    sums,
    table,
    title,
    whole,
)
from tests.reference_evaluator.authoring import node as tree
from tests.reference_evaluator.beside_engines import answers_of_all
from xueheng.evaluation.core import public
from xueheng.evaluation.core.tests.school import (
    GRADE,
    MARK,
    MARKS,
    POINTS,
    PUPIL,
    TEST,
    YEAR,
    judged,
    judging,
    leaf,
    points,
)
from xueheng.language import typed
from xueheng.language.standard_definitions import (
    BandScale,
    Level,
    LineScale,
    PassScale,
    PercentileScale,
    PointsScale,
    Scale,
    TableScale,
    WeightRow,
)

A = reading("a", MARK)
ALWAYS = compares(num(1), "=", num(1))
NEVER = compares(num(1), "=", num(2))
OWN_GRADE = compares(column("grade", GRADE), "=", attribute("grade", GRADE, "asked"))
LADDER = table(
    "ladder",
    ["grade", "points"],
    {"grade": GRADE, "points": whole(), "at": MARK, "top": MARK},
    ("g7", Fraction(50), Fraction(10), Fraction("19.9")),
    ("g7", Fraction(90), Fraction(20), Fraction("29.9")),
    ("g7", Fraction(70), Fraction(30), Fraction(40)),
    ("g8", Fraction(1), Fraction(0), Fraction(99)),
)


def from_table(**keys: Any) -> TableScale:
    settled: dict[str, Any] = {
        "table": "p.ladder",
        "where": OWN_GRADE,
        "mode": "reach",
        "reach": "at",
        "between": None,
        "better": "high",
        "better_column": None,
        "points": column("points", whole()),
        "level": None,
        "below": Fraction(5),
    }
    return TableScale(**settled | keys)


ONE_LINE = from_table(mode="pick", reach=None, where=both(OWN_GRADE, compares(column("points", whole()), "=", num(50))))
RANGES = from_table(mode="between", reach=None, between=("at", "top"))
BANDS = BandScale(((Fraction(90), Fraction(100)),), Fraction(30), "high")
LINE = LineScale(((Fraction(20), Fraction(100)), (Fraction(10), Fraction(50))))


@pytest.mark.parametrize(
    "scale",
    [
        BANDS,
        LINE,
        PassScale(ALWAYS),
        PointsScale(num(7)),
        from_table(),
        RANGES,
        ONE_LINE,
    ],
    ids=lambda s: type(s).__name__,
)
def test_no_value_no_points(scale: Scale) -> None:
    assert judged(tree("root", leaf("a", scale)), LADDER, a=None)["a"].points is None
    assert judged(tree("root", leaf("a", scale)), LADDER, a="30")["a"].points is not None


def test_the_else_of_bands() -> None:
    assert points(BANDS, "89.9") == 30


@pytest.mark.parametrize(("value", "wanted"), [("5", 50), ("15", 75), ("20", 100), ("30", 100)])
def test_corners_of_a_line_may_stand_in_any_order(value: str, wanted: int) -> None:
    assert points(LINE, value) == wanted


@pytest.mark.parametrize(("value", "wanted"), [("9.9", 5), ("10", 50), ("29.9", 90), ("30", 90), ("99", 90)])
def test_a_ladder_whose_points_fall_again_gives_the_most_reached(value: str, wanted: int) -> None:
    # from 30 on both the rung of 90 and the rung of 70 are reached: 90
    assert points(from_table(), value, LADDER) == wanted


def test_below_the_last_rung() -> None:
    assert points(from_table(), "0", LADDER) == 5
    assert points(RANGES, "41", LADDER) == 5


def test_ranges_without_lines_of_the_key_are_missing() -> None:
    other = table("ladder", ["grade", "points"], {c.name: c.type for c in LADDER.columns}, LADDER.rows[3])
    for scale in (RANGES, from_table()):
        assert points(scale, "30", other) is None


def test_ranges_that_share_an_end_are_refused() -> None:
    lines = (*LADDER.rows[:2], ("g7", Fraction(70), Fraction("29.9"), Fraction(40)))
    shared = table("ladder", ["grade", "points"], {c.name: c.type for c in LADDER.columns}, *lines)
    made, data = judging(tree("root", leaf("a", RANGES)), {"li": {"a": "1"}}, shared)
    with pytest.raises(public.MeasureUnsupported, match="XH-M025"):
        public.evaluate(made, "p.s", data, YEAR)


def test_a_percentile_among_the_members_only() -> None:
    eighth = population("eighth", where=compares(attribute("grade", GRADE), "=", code("g8", GRADE)))
    root = tree("root", leaf("a", PercentileScale("p.eighth")))
    made = library(PUPIL, TEST, *MARKS, eighth, standard(root))
    pupils = {"li": ("g8", 60), "wu": ("g8", 40), "ma": ("g7", 10), "he": ("g7", 50)}
    subjects = [{"subject": name, "grade": grade} for name, (grade, _) in pupils.items()]
    lines = [{"subject": name, "day": YEAR.end, "a": mark} for name, (_, mark) in pupils.items()]
    found = answers_of_all(made, "p.s", dataset(made, {"pupil": subjects}, {"test": lines}), YEAR)
    # members li 60 and wu 40; li: (1 + 1/2) / 2, wu: (0 + 1/2) / 2; he would stand above wu: 1 / 2
    assert [found[s]["a"].points for s in ("li", "wu", "ma", "he")] == [75, 25, 0, 50]


def test_a_percentile_among_members_by_a_measure() -> None:
    able = population("able", where=compares(reading("b", MARK, "row"), ">=", num(50)))
    root = tree("root", leaf("a", PercentileScale("p.able")))
    made, data = judging(root, {"li": {"a": "60", "b": "50"}, "wu": {"a": "40", "b": "90"}}, able)
    assert answers_of_all(made, "p.s", data, YEAR)["li"]["a"].points == 75


def test_the_first_of_two_rows_of_weights_that_both_apply() -> None:
    rows = (WeightRow(ALWAYS, (("a", Fraction(1)),)), WeightRow(None, (("b", Fraction(1)),)))
    assert judged(tree("root", leaf("a"), leaf("b"), weights=rows), a="10", b="90")["total"].points == 10


@pytest.mark.parametrize("combine", ["weighted", "sum", "least", "profile"])
def test_a_node_whose_row_of_weights_is_unknown_is_missing(combine: str) -> None:
    rows = (WeightRow(compares(reading("c", MARK), ">=", num(50)), (("a", Fraction(1)), ("b", Fraction(1)))),)
    answers = judged(tree("root", leaf("a"), leaf("b"), weights=rows, combine=combine), a="10", b="20", c=None)
    assert [answers[code].state for code in ("total", "a", "b")] == ["missing", "known", "known"]


def test_a_part_without_a_row_of_weights_leaves_with_its_weight() -> None:
    inner = tree("inner", leaf("b"), weights=(WeightRow(NEVER, (("b", Fraction(1)),)),), weight=3)
    answers = judged(tree("root", leaf("a"), inner), a="40", b="90")
    assert answers["inner"].state == "not_applying"
    assert answers["total"].points == 40  # not 40 / 4


def test_a_part_all_of_whose_parts_do_not_apply_leaves_with_its_weight() -> None:
    inner = tree("inner", leaf("b", when=NEVER), leaf("c", when=NEVER), weight=3)
    answers = judged(tree("root", leaf("a"), inner), a="40", b="90", c="80")
    assert [answers[c].state for c in ("inner", "b", "c")] == ["not_applying"] * 3
    assert answers["total"].points == 40


def test_the_least_without_its_first_part() -> None:
    root = tree("root", leaf("a", if_missing="leave_out"), leaf("b"), leaf("c"), combine="least")
    assert judged(root, a=None, b="50", c="30")["total"].points == 30
    assert judged(root, a=None, b="30", c="50")["total"].points == 30


def test_a_zeroed_part_is_weight_that_is_known() -> None:
    root = tree("root", leaf("a"), leaf("b", if_missing="zero"), needs=Fraction(100))
    assert judged(root, a="50", b=None)["total"].points == 25


def test_weights_of_nothing_are_no_mean() -> None:
    root = tree("root", leaf("a", weight=0), leaf("b", weight=0))
    assert judged(root, a="50", b="60")["total"].state == "missing"
    vanishing = tree("root", leaf("a", weight=0), leaf("b", weight=1, if_missing="leave_out"))
    assert judged(vanishing, a="50", b=None)["total"].state == "missing"
    assert judged(vanishing, a="50", b="60")["total"].points == 60


def test_a_profile_is_known_where_one_part_is() -> None:
    root = tree("root", leaf("a"), leaf("b"), combine="profile")
    assert judged(root, a="50", b=None)["total"].state == "known"
    assert judged(root, a=None, b=None)["total"].state == "missing"


def test_a_zeroed_part_has_no_level() -> None:
    levels = (Level("good", Fraction(90), title("good")), Level("poor", Fraction(0), title("poor")))
    root = tree("root", leaf("a"), leaf("b", if_missing="zero", levels=levels), levels=levels)
    answers = judged(root, a="50", b=None)
    assert (answers["b"].level, answers["total"].level) == (None, "poor")


def test_points_and_values_stand_as_fractions_over_the_denominator_that_all_share() -> None:
    tenths = decimal(1, 0, 100)
    root = tree("root", leaf("a", POINTS), leaf("b", PointsScale(sums(typed.ScaleInput(tenths), "/", num(3)))))
    made, data = judging(root, {"li": {"a": "2.0", "b": "5.0"}})
    for engine in ("duckdb", "sqlite"):
        row = public.leaves_table(public.evaluate(made, "p.s", data, YEAR, engine=engine)).to_pylist()[0]
        # 2.0 is stored as 20 tenths, 5.0 / 3 as 50/30
        assert (str(row["a.points"]), str(row["a.points_den"])) == ("20", "10")
        assert (str(row["a.value"]), str(row["a.value_den"])) == ("20", "10")
        assert (str(row["b.points"]), str(row["b.points_den"])) == ("50", "30")


def test_levels_of_several_rungs_of_a_code_column() -> None:
    words = code_of("low", "high")
    ladder = table(
        "ladder",
        ["grade", "points"],
        {"grade": GRADE, "points": whole(), "at": MARK, "word": words},
        ("g7", Fraction(50), Fraction(10), "low"),
        ("g7", Fraction(90), Fraction(20), "high"),
    )
    answers = judged(tree("root", leaf("a", from_table(level="word"))), ladder, a="20")
    assert (answers["a"].level, answers["a"].points) == ("high", Fraction(90))
