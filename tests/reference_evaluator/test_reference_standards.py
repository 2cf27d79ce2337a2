"""Scales, trees, policies for what is missing, rules and levels, each with its sum worked out by hand."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from tests.reference_evaluator import Answer, RunRefusedError
from tests.reference_evaluator.authoring import (
    EXACT,
    PLACE,
    YES_NO,
    attribute,
    both,
    code_of,
    column,
    compares,
    dataset,
    decimal,
    entity,
    evidence,
    fold,
    library,
    measure,
    node,
    num,
    population,
    reading,
    standard,
    sums,
    table,
    title,
    whole,
)
from tests.reference_evaluator.beside_engines import answers_of_all
from tests.reference_evaluator.values import at_most_six, half_up, root_half_up, written
from xueheng.evaluation.core.dataset import Period
from xueheng.language import typed
from xueheng.language.standard_definitions import (
    BandScale,
    Level,
    LineScale,
    PassScale,
    PercentileScale,
    PointsScale,
    Rule,
    Scale,
    StandardNode,
    TableScale,
    WeightRow,
)

YEAR = Period("school_year", "2025-2026", date(2025, 9, 1), date(2026, 8, 31))
MARK = decimal(1, 0, 100)
SEX = code_of("boy", "girl")
PUPIL = entity("pupil", (), sex=SEX)
TEST = evidence("test", a=MARK, b=MARK, c=MARK)
MEASURES = [measure(name, fold("latest", "test", column(name, MARK))) for name in "abc"]
A = reading("a", MARK)
POINTS = PointsScale(typed.ScaleInput(MARK))
LADDER = table(
    "ladder",
    ["sex", "points"],
    {"sex": SEX, "points": whole(), "at": MARK, "word": code_of("good", "fair")},
    ("girl", Fraction(100), Fraction("8.5"), "good"),
    ("girl", Fraction(60), Fraction("9.5"), "fair"),
    ("boy", Fraction(100), Fraction(8), "good"),
    ("boy", Fraction(60), None, "fair"),
)
RANGES = table(
    "ranges",
    ["low"],
    {"low": MARK, "high": MARK, "points": whole()},
    (None, Fraction("9.9"), Fraction(80)),
    (Fraction(10), Fraction(20), Fraction(100)),
    (Fraction(30), None, Fraction(60)),
)


def leaf(code: str, scale: Scale | None = POINTS, **keys: Any) -> StandardNode:
    return node(code, measure=code, scale=scale, **keys)


def judged(
    root: StandardNode,
    applies: typed.Expression | None = None,
    others: tuple[dict[str, str], ...] = (),
    /,
    **marks: str | None,
) -> dict[str, Answer]:
    """Answers of the girl li with these marks."""
    everyone = population("everyone")
    made = library(PUPIL, TEST, LADDER, RANGES, everyone, *MEASURES, standard(root, applies=applies))
    lines: list[dict[str, Any]] = [{"subject": "li", "day": YEAR.end, **marks}]
    lines += [{"subject": f"other{n}", "day": YEAR.end, **other} for n, other in enumerate(others)]
    subjects = [{"subject": line["subject"], "sex": "girl"} for line in lines]
    return answers_of_all(made, "p.s", dataset(made, {"pupil": subjects}, {"test": lines}), YEAR)["li"]


def points(scale: Scale, a: str | None, others: tuple[dict[str, str], ...] = ()) -> Fraction | None:
    return judged(node("root", leaf("a", scale)), None, others, a=a)["a"].points


@pytest.mark.parametrize(
    ("better", "value", "wanted"),
    [("high", "90", 100), ("high", "89.9", 80), ("high", "59.9", 0), ("low", "10", 100), ("low", "10.1", 0)],
)
def test_bands(better: str, value: str, wanted: int) -> None:
    high = ((Fraction(90), Fraction(100)), (Fraction(60), Fraction(80)))
    low = ((Fraction(10), Fraction(100)),)
    scale = BandScale(high if better == "high" else low, Fraction(0), better)  # type: ignore[arg-type]
    assert points(scale, value) == wanted


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("0", "50"),
        ("10", "50"),
        ("11", "66.666667"),  # 50 + 50/3 = 66.666666…, half up to a millionth
        ("12", "83.333333"),  # 50 + 100/3
        ("13", "100"),
        ("99", "100"),
    ],
)
def test_line_is_straight_between_and_flat_outside(value: str, wanted: str) -> None:
    scale = LineScale(((Fraction(10), Fraction(50)), (Fraction(13), Fraction(100))))
    assert points(scale, value) == Fraction(wanted)


def reach(**keys: Any) -> TableScale:
    own_sex = compares(column("sex", SEX), "=", attribute("sex", SEX, "asked"))
    settled: dict[str, Any] = {
        "table": "p.ladder",
        "where": own_sex,
        "mode": "reach",
        "reach": "at",
        "between": None,
        "better": "low",
        "better_column": None,
        "points": column("points", whole()),
        "level": "word",
        "below": Fraction(0),
    }
    return TableScale(**settled | keys)


@pytest.mark.parametrize(
    ("value", "wanted", "level"), [("8.5", 100, "good"), ("8.6", 60, "fair"), ("9.6", 0, None), ("1", 100, "good")]
)
def test_table_ladder_gives_the_most_points_reached(value: str, wanted: int, level: str | None) -> None:
    answer = judged(node("root", leaf("a", reach())), a=value)["a"]
    assert answer.points == wanted
    assert answer.level == level


def test_an_empty_threshold_cannot_be_reached_and_no_ladder_is_missing() -> None:
    boys = compares(column("sex", SEX), "=", typed.Constant("boy", SEX))
    assert points(reach(where=boys), "9") == 0  # 8 is not reached, the line of 60 has no threshold
    nobody = compares(column("points", whole()), "=", num(70))
    assert points(reach(where=nobody), "9") is None


@pytest.mark.parametrize(
    ("value", "wanted"), [("0", 80), ("9.9", 80), ("10", 100), ("20", 100), ("25", 5), ("30", 60), ("99", 60)]
)
def test_table_ranges_include_both_ends_and_may_be_open(value: str, wanted: int) -> None:
    # 25 lies in none: below
    ranges = reach(
        table="p.ranges", where=None, mode="between", reach=None, between=("low", "high"), level=None, below=Fraction(5)
    )
    assert points(ranges, value) == wanted


def test_one_line_of_a_table() -> None:
    line = both(
        compares(column("sex", SEX), "=", attribute("sex", SEX, "asked")),
        compares(column("points", whole()), "=", typed.ScaleInput(MARK)),
    )
    assert points(reach(mode="pick", where=line, reach=None, level=None), "60") == 60
    assert points(reach(mode="pick", where=line, reach=None, level=None), "61") is None


def test_pass_is_all_or_nothing_or_missing() -> None:
    scale = PassScale(compares(typed.ScaleInput(MARK), ">=", reading("b", MARK)))
    root = node("root", leaf("a", scale))
    assert judged(root, a="60", b="60")["a"].points == 100
    assert judged(root, a="59.9", b="60")["a"].points == 0
    assert judged(root, a="60", b=None)["a"].state == "missing"


def test_percentile_is_the_middle_of_ones_own_rank() -> None:
    others = ({"a": "40"}, {"a": "60"}, {"a": "60"}, {"b": "1"})
    # known values 60 (her own), 40, 60, 60: (1 below + 3 equal / 2) / 4 = 62.5
    assert points(PercentileScale("p.everyone"), "60", others) == Fraction("62.5")
    assert points(PercentileScale("p.everyone"), None, others) is None


def test_points_are_the_expression_exactly() -> None:
    third = PointsScale(sums(typed.ScaleInput(MARK), "/", num(3)))
    assert judged(node("root", leaf("a", third)), a="10")["a"].shown == "3.333333"
    divided = PointsScale(sums(num(1), "/", typed.ScaleInput(MARK)))
    assert points(divided, "0") is None


def test_a_weighted_mean_of_any_weights() -> None:
    root = node("root", leaf("a", weight=1), leaf("b", weight=3))
    # (60·1 + 80·3) / 4 = 75
    assert judged(root, a="60", b="80")["total"].points == 75


def three(combine: str, **keys: Any) -> StandardNode:
    parts = [leaf(code, weight=weight, if_missing=policy) for code, weight, policy in PARTS]
    return node("root", *parts, combine=combine, **keys)


PARTS = (("a", 2, "block"), ("b", 3, "leave_out"), ("c", 5, "zero"))


@pytest.mark.parametrize(
    ("combine", "marks", "total"),
    [
        ("weighted", {"a": "50", "b": "60", "c": "70"}, 63),  # (100 + 180 + 350) / 10
        ("weighted", {"a": "50", "b": None, "c": "70"}, Fraction(450, 7)),  # (100 + 350) / 7
        ("weighted", {"a": "50", "b": "60", "c": None}, 28),  # (100 + 180 + 0) / 10
        ("weighted", {"a": None, "b": "60", "c": "70"}, None),
        ("sum", {"a": "50", "b": None, "c": "70"}, 120),
        ("sum", {"a": "50", "b": "60", "c": None}, 110),
        ("least", {"a": "50", "b": "40", "c": "70"}, 40),
        ("least", {"a": "50", "b": None, "c": "70"}, 50),
        ("least", {"a": "50", "b": "40", "c": None}, 0),
        ("profile", {"a": "50", "b": None, "c": None}, None),
    ],
)
def test_what_a_missing_part_does(combine: str, marks: dict[str, str | None], total: Fraction | None) -> None:
    assert judged(three(combine), **marks)["total"].points == total


def test_a_part_counted_as_zero_shows_zero_and_stays_missing() -> None:
    answers = judged(node("root", leaf("a"), leaf("c", if_missing="zero", decimals=1)), a="50", c=None)
    assert answers["c"] == Answer("missing", Fraction(0), "0.0", None, None)
    assert answers["total"].points == 25


def test_enough_weight_must_be_known() -> None:
    marks = {"a": "50", "b": None, "c": "70"}
    # 7 of 10 are known: 70 per cent
    assert judged(three("weighted", needs=Fraction(70)), **marks)["total"].points == Fraction(450, 7)
    assert judged(three("weighted", needs=Fraction("70.1")), **marks)["total"].state == "missing"
    assert judged(three("sum", needs=Fraction(71)), **marks)["total"].state == "missing"


def test_all_left_out_is_missing() -> None:
    for combine in ("weighted", "sum", "least", "profile"):
        root = node("root", leaf("b", if_missing="leave_out"), combine=combine)
        assert judged(root, b=None)["total"].state == "missing"


def test_what_does_not_apply_leaves_with_its_weight_whatever_the_policy() -> None:
    never = compares(num(1), "=", num(2))
    root = node("root", leaf("a", weight=1), leaf("b", weight=9, when=never), needs=Fraction(100))
    answers = judged(root, a="50", b="90")
    assert answers["total"].points == 50
    assert answers["b"] == Answer("not_applying", None, None, None, None)
    unknown = compares(reading("c", MARK), "=", num(2))
    assert judged(node("root", leaf("a", when=unknown)), a="1", c=None)["total"].state == "not_applying"
    assert {x.state for x in judged(root, never, a="1").values()} == {"not_applying"}


def test_a_nodes_condition_takes_all_below_with_it() -> None:
    never = compares(num(1), "=", num(2))
    root = node("root", node("inner", leaf("a"), when=never), leaf("b"))
    answers = judged(root, a="50", b="90")
    assert {answers["a"].state, answers["inner"].state} == {"not_applying"}
    assert answers["total"].points == 90


def weighed(**marks: str | None) -> dict[str, Answer]:
    high, low = compares(A, ">=", num(50)), compares(A, "<", num(20))
    rows = (
        WeightRow(high, (("a", Fraction(1)), ("b", Fraction(1)))),
        WeightRow(low, (("b", Fraction(1)), ("c", Fraction(3)))),
    )
    return judged(node("root", leaf("a"), leaf("b"), leaf("c"), weights=rows), **marks)


def test_the_first_row_of_weights_that_applies() -> None:
    first = weighed(a="50", b="70", c="90")
    assert first["total"].points == 60
    assert first["c"].state == "not_applying"
    second = weighed(a="19", b="70", c="90")
    assert second["total"].points == 85  # (70 + 270) / 4
    assert second["a"].state == "not_applying"


def test_no_row_of_weights_applies_or_it_is_unknown() -> None:
    assert {x.state for x in weighed(a="30", b="70", c="90").values()} == {"not_applying"}
    unknown = weighed(a=None, b="70", c="90")
    assert [unknown[code].state for code in ("total", "a", "b", "c")] == ["missing", "missing", "known", "known"]
    always = node("root", leaf("a"), leaf("b"), weights=(WeightRow(None, (("b", Fraction(1)),)),))
    assert judged(always, a="1", b="2")["total"].points == 2


def rule(when: typed.Expression, act: str, amount: int | str) -> Rule:
    return Rule(when, act, Fraction(amount), title("rule"), PLACE)  # type: ignore[arg-type]


def result(code: str, what: str = "points") -> typed.NodeResult:
    return typed.NodeResult(code, what, EXACT)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("act", "amount", "total"),
    [("at_most", 60, 60), ("at_most", 90, 75), ("at_least", 80, 80), ("times", "0.5", "37.5"), ("plus", -5, 70)],
)
def test_rules_act_on_the_exact_total(act: str, amount: int | str, total: int | str) -> None:
    weak = compares(result("a"), "<", num(70))
    root = node("root", leaf("a"), leaf("b"), rules=(rule(weak, act, amount),))
    assert judged(root, a="69.9", b="80.1")["total"].points == Fraction(total)  # (69.9 + 80.1) / 2 = 75
    assert judged(root, a="70", b="80")["total"].points == 75


def test_only_the_first_rule_that_is_true_acts() -> None:
    unknown = compares(result("c"), "<", num(10))
    zeroed = compares(result("b"), "=", num(0))
    valued = compares(result("b", "value"), "=", num(0))
    rules = (rule(unknown, "plus", 1), rule(valued, "plus", 2), rule(zeroed, "plus", 4), rule(zeroed, "plus", 8))
    parts = leaf("a"), leaf("b", if_missing="zero"), leaf("c", if_missing="leave_out")
    # c has no points, b's value stays missing, b's points are 0: (50 + 0) / 2 + 4
    assert judged(node("root", *parts, rules=rules), a="50", b=None, c=None)["total"].points == 29


LEVELS = (Level("good", Fraction(90), title("good")), Level("fair", Fraction(60), title("fair")))


@pytest.mark.parametrize(
    ("value", "decimals", "shown", "level"),
    [
        ("89.9", 0, "90", "good"),  # read from the shown 90
        ("89.9", 1, "89.9", "fair"),
        ("89.9", None, "89.9", "fair"),
        ("59.4", 0, "59", None),
        ("59.5", 0, "60", "fair"),
    ],
)
def test_levels_are_read_from_what_is_shown(value: str, decimals: int | None, shown: str, level: str | None) -> None:
    total = judged(node("root", leaf("a"), levels=LEVELS, decimals=decimals), a=value)["total"]
    assert (total.shown, total.level, total.points) == (shown, level, Fraction(value))


def test_decimals_only_show_and_the_parent_goes_on_exactly() -> None:
    inner = node("inner", leaf("a"), leaf("b"), decimals=0)
    answers = judged(node("root", inner, decimals=2), a="1", b="2")
    assert (answers["inner"].shown, answers["total"].shown) == ("2", "1.50")


def test_a_profile_has_no_points_and_lends_its_decimals_and_levels() -> None:
    root = node("root", leaf("a"), leaf("b", decimals=1), leaf("c", None), combine="profile", decimals=0, levels=LEVELS)
    answers = judged(root, a="89.5", b="89.5", c="89.5")
    assert answers["total"] == Answer("known", None, None, None, None)
    assert answers["a"] == Answer("known", Fraction("89.5"), "90", "good", Fraction("89.5"))
    assert (answers["b"].shown, answers["b"].level) == ("89.5", "fair")
    assert answers["c"] == Answer("known", None, None, None, Fraction("89.5"))


def test_an_undecided_population_stops_the_run() -> None:
    girls = population("girls", where=compares(attribute("sex", SEX), "=", typed.Constant("girl", SEX)))
    root = node("root", leaf("a", PercentileScale("p.girls")))
    made = library(PUPIL, TEST, girls, *MEASURES, standard(root))
    lines = [{"subject": "li", "day": YEAR.end, "a": 1}]
    with pytest.raises(RunRefusedError, match="XH-R001"):
        answers_of_all(made, "p.s", dataset(made, {"pupil": [{"subject": "li", "sex": None}]}, {"test": lines}), YEAR)


def test_who_was_there_at_some_time_in_the_period_gets_a_result() -> None:
    made = library(PUPIL, TEST, *MEASURES, standard(node("root", leaf("a"))))
    spans: list[dict[str, Any]] = [
        {"subject": "early", "to_day": date(2025, 8, 31)},
        {"subject": "first", "to_day": date(2025, 9, 1)},
        {"subject": "last", "from_day": date(2026, 8, 31)},
        {"subject": "late", "from_day": date(2026, 9, 1)},
    ]
    assert sorted(answers_of_all(made, "p.s", dataset(made, {"pupil": spans}, {}), YEAR)) == ["first", "last"]


def test_half_up_is_away_from_zero() -> None:
    assert [half_up(Fraction(x), 0) for x in ("2.5", "-2.5", "2.49", "-0.5")] == [3, -3, 2, -1]
    assert [half_up(Fraction(x), 1) for x in ("0.05", "-0.05", "0.04")] == [Fraction("0.1"), Fraction("-0.1"), 0]
    assert [written(Fraction(x), 1) for x in ("0.5", "-0.5", "12")] == ["0.5", "-0.5", "12.0"]
    assert [at_most_six(Fraction(x)) for x in ("2/3", "-1/4", "100", "-1/9999999")] == ["0.666667", "-0.25", "100", "0"]


def test_a_variation_is_shown_by_a_whole_root() -> None:
    assert root_half_up(Fraction(1, 6), 3) == Fraction("0.408")  # 0.40824…
    assert root_half_up(Fraction(1, 4), 0) == 1  # 0.5 half up
    assert root_half_up(Fraction("0.0225"), 1) == Fraction("0.2")  # 0.15 half up


def test_yes_no_of_a_leaf_may_be_passed() -> None:
    good = measure("good", compares(A, ">=", num(60)))
    root = node("root", node("good", measure="good", scale=PassScale(typed.ScaleInput(YES_NO))))
    made = library(PUPIL, TEST, *MEASURES, good, standard(root))
    lines = [{"subject": "li", "day": YEAR.end, "a": 60}]
    answers = answers_of_all(made, "p.s", dataset(made, {"pupil": [{"subject": "li"}]}, {"test": lines}), YEAR)["li"]
    assert answers["good"] == Answer("known", Fraction(100), "100", None, True)
