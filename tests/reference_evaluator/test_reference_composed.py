"""Results of other standards as values and as rows, each with its sum worked out by hand."""

from fractions import Fraction

from tests.reference_evaluator.authoring import (
    EXACT,
    TEXT,
    attribute,
    code_of,
    column,
    compares,
    dataset,
    fold,
    known,
    measure,
    node,
    num,
    other_result,
    population,
    standard,
    sums,
    whole,
)
from tests.reference_evaluator.beside_engines import answers_of_all, values_of_all
from tests.reference_evaluator.four_pupils import (
    LEAF_POINTS,
    LEVEL,
    MARK,
    POINTS,
    PUPILS,
    RECORDS,
    WEIGHT,
    YEAR,
    data,
    leaf_fold,
    packed_with,
    read,
    values,
)
from xueheng.language import typed
from xueheng.language.definitions import (
    PopulationRows,
    StandardRows,
)
from xueheng.language.standard_definitions import PercentileScale, PointsScale


def test_results_are_as_worked_out_above() -> None:
    packed = packed_with()
    answers = answers_of_all(packed, "p.work", data(packed), YEAR)
    assert {who: found["total"].points for who, found in answers.items()} == {
        "ann": Fraction("82.5"), "bo": Fraction(205, 3), "cy": 0,
    }  # fmt: skip


def test_exact_points_of_a_node_and_of_the_total_are_read() -> None:
    total, core = values(measure("total", read("total")), measure("core_points", read("core")))
    assert total == {"ann": Fraction("82.5"), "bo": Fraction(205, 3), "cy": 0, "dee": None}
    assert core == {"ann": Fraction("82.5"), "bo": Fraction("52.5"), "cy": None, "dee": None}


def test_a_part_that_counts_as_zero_gives_zero_and_one_that_does_not_apply_is_missing() -> None:
    # b of cy is missing and counts as zero as well, though the node above it is missing. c does not apply to ann.
    b, c = values(measure("of_b", read("b")), measure("of_c", read("c")))
    assert b == {"ann": 60, "bo": 0, "cy": 0, "dee": None}
    assert c == {"ann": None, "bo": 100, "cy": 0, "dee": None}


def test_levels_and_values_are_read() -> None:
    levels, marks = values(
        measure("of_level", read("total", LEVEL, what="level")), measure("of_value", read("b", MARK, what="value"))
    )
    assert levels == {"ann": "good", "bo": "fair", "cy": "fair", "dee": None}
    assert marks == {"ann": 60, "bo": None, "cy": None, "dee": None}


def test_a_school_folds_its_pupils_results() -> None:
    # Good ones: north ann of two, 1/2; south none of cy alone (dee has left). North's mean (82.5 + 205/3) / 2 = 905/12.
    everybody = population("everybody")
    rows = PopulationRows(everybody.name)
    good = compares(read("total", LEVEL, what="level", whose="row"), "=", typed.Constant("good", LEVEL))
    share, mean = values(
        measure("share", fold("share", rows, good), of="school"),
        measure("mean", fold("mean", rows, read("total", whose="row")), of="school"),
        everybody,
    )
    assert share == {"north": Fraction(1, 2), "south": 0}
    assert mean == {"north": Fraction(905, 12), "south": 0}


def test_a_record_reads_its_subjects_result_and_a_pupil_her_schools() -> None:
    # a · total on ann's record: 90 · 82.5 = 7425. The school's own standard gives points big · 10, by `school.…`.
    times = measure("times", fold("sum", "test", sums(column("a", MARK), "*", read("total", whose="row"))))
    size = measure("size", attribute("big", whole(0, 9), "asked", "school"), of="school")
    house = standard(
        node("total", node("size", measure="size", scale=PointsScale(sums(typed.ScaleInput(whole()), "*", num(10))))),
        "school",
        name="house",
    )
    above = measure("above", other_result("house", "total", EXACT, entity="school", via=("school",)))
    product, _, housed = values(times, size, above, house)
    assert product == {"ann": 7425, "bo": 70 * Fraction(205, 3), "cy": 0, "dee": 0}
    assert housed == {"ann": 10, "bo": 10, "cy": 20, "dee": None}


def test_a_standard_is_a_leaf_of_another() -> None:
    # The second standard takes total of the first (weight 1) and mark a (weight 1, leave_out).
    # ann (82.5 + 90) / 2 = 86.25; bo (205/3 + 70) / 2 = 415/6; cy only the total: 0. An unshown 82.5 is read, not 83.
    of_work = measure("of_work", read("total"))
    tree = node(
        "total",
        node("work", measure="of_work", scale=PointsScale(typed.ScaleInput(EXACT))),
        node("own_a", measure="a", scale=POINTS, if_missing="leave_out"),
    )
    packed = packed_with(of_work, standard(tree, name="second"))
    answers = answers_of_all(packed, "p.second", data(packed), YEAR)
    assert {who: found["total"].points for who, found in answers.items()} == {
        "ann": Fraction("86.25"), "bo": Fraction(415, 6), "cy": 0,
    }  # fmt: skip


def test_leaves_are_rows() -> None:
    # ann: a 90, b 60 (c does not apply). bo: a 70, b 0, c 100. cy: a missing, b 0 (zero), c 0. dee: none.
    # Weighed by the weights as written, 3, 1 and 1: ann (270 + 60) / 4 = 82.5; bo (210 + 0 + 100) / 5 = 62; cy 0.
    many, points, mean, codes = values(
        measure("many", leaf_fold("count")),
        measure("points", leaf_fold("sum", LEAF_POINTS)),
        measure("mean", leaf_fold("mean", LEAF_POINTS, weighed_by=WEIGHT)),
        measure("codes", leaf_fold("count", compares(column("code", TEXT), "=", typed.Constant("c", TEXT)))),
    )
    assert many == {"ann": 2, "bo": 3, "cy": 3, "dee": 0}
    assert points == {"ann": 150, "bo": 170, "cy": 0, "dee": 0}
    assert mean == {"ann": Fraction("82.5"), "bo": 62, "cy": 0, "dee": None}
    assert codes == {"ann": 0, "bo": 1, "cy": 1, "dee": 0}


def test_a_rule_of_so_many_leaves_asks_for_known_ones() -> None:
    # Leaves with 60 or more: ann 90, 60 of two; bo 70 and 100 of three; cy none. Values known: ann 2, bo 2, cy 1 (c).
    reached, values_known, share = values(
        measure("reached", leaf_fold("count", compares(LEAF_POINTS, ">=", num(60)))),
        measure("values_known", leaf_fold("count", known(column("value", EXACT)))),
        measure("share", leaf_fold("share", compares(LEAF_POINTS, ">=", num(60)), where=known(LEAF_POINTS))),
    )
    assert reached == {"ann": 2, "bo": 2, "cy": 0, "dee": 0}
    assert values_known == {"ann": 2, "bo": 2, "cy": 1, "dee": 0}
    assert share == {"ann": 1, "bo": Fraction(2, 3), "cy": 0, "dee": None}


def test_leaves_of_pupils_lift_to_their_school() -> None:
    # North: ann 90, 60, bo 70, 0, 100: 320 of five leaves. South: cy a missing, 0, 0.
    many, points, least = values(
        measure("many", leaf_fold("count"), of="school"),
        measure("points", leaf_fold("sum", LEAF_POINTS), of="school"),
        measure("least", leaf_fold("min", column("value", EXACT)), of="school"),
    )
    assert many == {"north": 5, "south": 3}
    assert points == {"north": 320, "south": 0}
    assert least == {"north": 60, "south": 50}


def test_leaves_are_kept_apart_by_their_own_code() -> None:
    # Mean points of each leaf among a school's pupils: north a (90 + 70) / 2, b (60 + 0) / 2, c 100 of bo alone; south
    # nobody's a is known, b and c 0.
    made = measure("mean", leaf_fold("mean", LEAF_POINTS), of="school", by="code", codes=("a", "b", "c"))
    packed = packed_with(made)
    found = values_of_all(packed, ["p.mean"], data(packed), YEAR)["p.mean", "school by code"]
    assert found == {
        "north/a": 80, "north/b": 30, "north/c": 100, "south/a": None, "south/b": 0, "south/c": 0,
    }  # fmt: skip


def test_leaves_of_a_standard_by_stage_keep_their_code() -> None:
    # Schools by grade: points are the pupils of that grade times 50. North g7 50 (ann), g8 50 (bo); south g7 0, g8 50.
    # By grade again, 50 or more is one leaf of one, or none; the school as a whole has two leaves.
    grades = code_of("g7", "g8")
    everybody = population("everybody")
    heads = measure("heads", fold("count", PopulationRows(everybody.name)), of="school", by="grade", codes=("g7", "g8"))
    tree = node("total", node("h", measure="heads", scale=PointsScale(sums(typed.ScaleInput(whole()), "*", num(50)))))
    school = standard(tree, "school", name="grades", by="grade", codes=("g7", "g8"))
    rows = StandardRows("p.grades")
    enough = compares(LEAF_POINTS, ">=", num(50))
    met = measure("met", fold("share", rows, enough), of="school", by="grade", codes=("g7", "g8"))
    seventh = compares(column("grade", grades), "=", typed.Constant("g7", grades))
    both = measure("both", fold("sum", rows, LEAF_POINTS), of="school")
    only = measure("only", fold("count", rows, enough, where=seventh), of="school")
    packed = packed_with(everybody, heads, school, met, both, only)
    found = values_of_all(packed, ["p.met", "p.both", "p.only"], data(packed), YEAR)
    assert found["p.met", "school by grade"] == {"north/g7": 1, "north/g8": 1, "south/g7": 0, "south/g8": 1}
    assert found["p.both", "school"] == {"north": 100, "south": 50}
    assert found["p.only", "school"] == {"north": 1, "south": 0}


def test_units_that_no_list_names_are_members_for_ever() -> None:
    # No list of schools is given: north and south are known from their pupils. Two tests in north, one in south; of the
    # two schools half are below north and it is equal to itself: 100 · (1 + 1/2) / 2 = 75; south 100 · (1/2) / 2 = 25.
    schools = population("schools", "school", "any_day")
    tests = measure("tests", fold("count", "test"), of="school")
    tree = node("total", node("p", measure="tests", scale=PercentileScale(schools.name)))
    packed = packed_with(schools, tests, standard(tree, "school", name="ranked"))
    given = dataset(packed, {"pupil": PUPILS}, RECORDS)
    answers = answers_of_all(packed, "p.ranked", given, YEAR)
    assert {who: found["total"].points for who, found in answers.items()} == {"north": 75, "south": 25}
