"""Folds of records: every kind, tie, null rule and window end, each with its sum worked out by hand."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.reference_evaluator import measure_values
from tests.reference_evaluator.authoring import (
    DATE,
    EXACT,
    TEXT,
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
    num,
    one_of,
    population,
    reading,
    sums,
    table,
    whole,
)
from tests.reference_evaluator.beside_engines import values_of_all
from tests.reference_evaluator.values import Value
from xueheng.evaluation.core.dataset import Dataset, Period, Records
from xueheng.language import typed
from xueheng.language.definitions import Cases, During, EvidenceRows, Fold, FoldKind, Measure, PopulationRows, TableRows

Operator = Literal["=", "<", "<=", ">", ">="]
YEAR = Period("school_year", "2025-2026", date(2025, 9, 1), date(2026, 8, 31))
MINUTES = whole(-1000, 1000)
SECONDS = decimal(1, 0, 100, better="low")
MODE = code_of("run", "swim", "ball")
GRADE = code_of("g7", "g8")
RUN = {
    "minutes": column("minutes", MINUTES),
    "seconds": column("seconds", SECONDS),
    "mode": column("mode", MODE),
    "weight": column("weight", whole(0, 9)),
    "done": column("done", YES_NO),
}
PUPIL = entity("pupil", ("school",), grade=GRADE, size=whole(0, 100))
SCHOOL = entity("school", (), kind=code_of("town", "village"))
TEACHER = entity("teacher")
EXERCISE = evidence("exercise", minutes=MINUTES, seconds=SECONDS, mode=MODE, weight=whole(0, 9), done=YES_NO)
GAMES = evidence("games", minutes=decimal(1, -1000, 1000))
LI = {"subject": "li", "grade": "g7", "school": "north"}
SCHOOLS: list[dict[str, Any]] = [{"subject": "north", "kind": "town"}, {"subject": "south", "kind": None}]


def day(text: str) -> date:
    return date.fromisoformat(text)


def exercise(on: str = "2025-10-01", **fields: object) -> dict[str, Any]:
    return {"subject": "li", "day": day(on), **fields}


def value(*measures: Measure, records: list[dict[str, Any]], subjects: list[dict[str, Any]] | None = None) -> Value:
    """The value of the last measure for the pupil li, or for the school north."""
    made = library(PUPIL, SCHOOL, TEACHER, EXERCISE, GAMES, *measures)
    data = dataset(
        made,
        {"pupil": subjects or [LI], "school": SCHOOLS, "teacher": [{"subject": "wang"}]},
        {"exercise": [r for r in records if "game" not in r], "games": [r for r in records if "game" in r]},
    )
    name, of = measures[-1].name, measures[-1].of
    found = values_of_all(made, [name], data, YEAR)[name, of]
    return found[{"pupil": "li", "school": "north", "teacher": "wang"}[of]]


def folded(made: Fold, *records: dict[str, Any], of: str = "pupil") -> Value:
    return value(measure("m", made, of=of), records=list(records))


def test_count_counts_surely_met_rows() -> None:
    met = compares(RUN["minutes"], ">=", num(30))
    # 30 is met, 29 is not, the blank is not known: 1
    assert folded(fold("count", "exercise", met), *(exercise(minutes=m) for m in (30, 29, None))) == 1


def test_count_of_no_rows_is_zero_unless_it_says_missing() -> None:
    assert folded(fold("count", "exercise")) == 0
    assert folded(fold("count", "exercise", empty="missing")) is None


def test_count_of_rows_of_which_none_is_met_is_zero_even_if_empty_is_missing() -> None:
    met = compares(RUN["minutes"], ">=", num(30))
    assert folded(fold("count", "exercise", met, empty="missing"), exercise(minutes=None)) == 0


def test_share_keeps_unknown_rows_in_the_denominator() -> None:
    met = compares(RUN["minutes"], ">=", num(30))
    # met: 30; rows: 30, 29, blank: 1/3
    assert folded(fold("share", "exercise", met), *(exercise(minutes=m) for m in (30, 29, None))) == Fraction(1, 3)


def test_share_is_missing_when_no_condition_is_known_and_when_there_are_no_rows() -> None:
    met = compares(RUN["minutes"], ">=", num(30))
    assert folded(fold("share", "exercise", met), exercise(minutes=None)) is None
    assert folded(fold("share", "exercise", met)) is None
    assert folded(fold("share", "exercise", met, empty="zero")) == 0


def test_sum_mean_min_max_skip_blanks() -> None:
    rows = [exercise(minutes=m) for m in (30, None, -5, 20)]
    assert folded(fold("sum", "exercise", RUN["minutes"]), *rows) == 45  # 30 - 5 + 20
    assert folded(fold("mean", "exercise", RUN["minutes"]), *rows) == 15  # 45 / 3
    assert folded(fold("min", "exercise", RUN["minutes"]), *rows) == -5
    assert folded(fold("max", "exercise", RUN["minutes"]), *rows) == 30


@pytest.mark.parametrize(
    ("kind", "empty"), [("sum", 0), ("distinct", 0), ("mean", None), ("max", None), ("best", None)]
)
def test_only_blanks_are_a_fold_of_no_rows(kind: FoldKind, empty: int | None) -> None:
    assert folded(fold(kind, "exercise", RUN["minutes"]), exercise(minutes=None)) == empty


def test_empty_missing_makes_a_sum_of_nothing_missing() -> None:
    assert folded(fold("sum", "exercise", RUN["minutes"], empty="missing"), exercise(minutes=None)) is None
    assert folded(fold("mean", "exercise", RUN["minutes"], empty="zero")) == 0


def test_weighed_mean_skips_rows_without_weight() -> None:
    rows = [exercise(minutes=10, weight=1), exercise(minutes=20, weight=3), exercise(minutes=90, weight=None)]
    made = fold("mean", "exercise", RUN["minutes"], weighed_by=RUN["weight"])
    assert folded(made, *rows) == Fraction(35, 2)  # (10·1 + 20·3) / 4 = 17.5
    assert folded(made, exercise(minutes=10, weight=0)) is None  # weights add up to nothing


def test_variation_is_carried_as_its_square() -> None:
    rows = [exercise(minutes=m) for m in (10, 20, 30)]
    # mean 20, mean square deviation (100 + 0 + 100) / 3, over 400: 200/1200 = 1/6
    assert folded(fold("variation", "exercise", RUN["minutes"]), *rows) == Fraction(1, 6)


def test_weighed_variation() -> None:
    made = fold("variation", "exercise", RUN["minutes"], weighed_by=RUN["weight"])
    rows = [exercise(minutes=10, weight=3), exercise(minutes=30, weight=1)]
    # mean 15, (25·3 + 225·1) / 4 = 75, 75 / 225 = 1/3
    assert folded(made, *rows) == Fraction(1, 3)


def test_variation_of_a_mean_not_above_zero_is_missing() -> None:
    made = fold("variation", "exercise", RUN["minutes"])
    assert folded(made, exercise(minutes=-10), exercise(minutes=10)) is None
    assert folded(made, exercise(minutes=-10)) is None


@pytest.mark.parametrize(
    ("operator", "limit", "met"),
    [("<=", "0.5", True), ("<", "0.5", False), (">=", "0.51", False), (">", "-1", True), ("=", "-0.5", False)],
)
def test_variation_is_compared_by_squares(operator: Operator, limit: str, met: bool) -> None:
    rows = [exercise(minutes=10), exercise(minutes=30)]
    # mean 20, deviations 10 and 10: cv = 10/20 = 0.5 exactly
    spread = measure("spread", fold("variation", "exercise", RUN["minutes"]))
    asked = compares(reading("spread", spread.type), operator, num(limit))
    assert value(spread, measure("m", asked), records=rows) is met


def test_best_follows_better() -> None:
    rows = [exercise(seconds=s) for s in ("8.1", "7.9", None)]
    assert folded(fold("best", "exercise", RUN["seconds"]), *rows) == Fraction("7.9")
    assert folded(fold("best", "exercise", RUN["minutes"]), exercise(minutes=3), exercise(minutes=4)) == 4


def test_latest_and_first_take_the_better_value_of_one_day() -> None:
    rows = [
        exercise("2025-10-01", seconds="8.0"),
        exercise("2025-10-02", seconds="8.1"),
        exercise("2025-10-02", seconds="7.9"),
        exercise("2025-10-03", seconds=None),
        exercise("2025-10-01", seconds="8.2"),
    ]
    # 3 October is blank and skipped; 2 October: 7.9 is better than 8.1; 1 October: 8.0 than 8.2
    assert folded(fold("latest", "exercise", RUN["seconds"]), *rows) == Fraction("7.9")
    assert folded(fold("first", "exercise", RUN["seconds"]), *rows) == 8


def test_ties_last_take_what_was_typed_last_then_the_greater_id() -> None:
    rows = [
        exercise(id=1, recorded=5, minutes=10),
        exercise(id=2, recorded=5, minutes=20),
        exercise(id=3, recorded=4, minutes=30),
    ]
    assert folded(fold("latest", "exercise", RUN["minutes"], ties="last"), *rows) == 20
    assert folded(fold("first", "exercise", RUN["minutes"], ties="last"), *rows) == 20


def test_what_has_no_better_takes_what_was_typed_last() -> None:
    rows = [exercise(id=1, recorded=2, mode="run"), exercise(id=2, recorded=1, mode="swim")]
    assert folded(fold("latest", "exercise", RUN["mode"]), *rows) == "run"


def test_distinct_counts_different_known_values() -> None:
    rows = [exercise(mode=m) for m in ("run", "swim", "run", None)]
    assert folded(fold("distinct", "exercise", RUN["mode"]), *rows) == 2
    days = fold("distinct", "exercise", column("day", DATE))
    assert folded(days, exercise("2025-10-01"), exercise("2025-10-01"), exercise("2025-10-02")) == 2


def test_only_rows_whose_condition_is_true_are_kept() -> None:
    rows = [exercise(minutes=1, mode="run"), exercise(minutes=2, mode=None), exercise(minutes=4, mode="ball")]
    made = fold("sum", "exercise", RUN["minutes"], where=one_of(RUN["mode"], "run", "ball"))
    assert folded(made, *rows) == 5  # 1 + 4; the blank mode is unknown


def test_the_period_includes_both_ends() -> None:
    rows = [exercise(d) for d in ("2025-08-31", "2025-09-01", "2026-08-31", "2026-09-01")]
    assert folded(fold("count", "exercise"), *rows) == 2
    assert folded(fold("count", "exercise", during=During("ever")), *rows) == 4


def test_unverified_records_do_not_count_unless_any_do() -> None:
    rows = [exercise(minutes=1), exercise(minutes=2, verified=False)]
    assert folded(fold("sum", "exercise", RUN["minutes"]), *rows) == 1
    assert folded(fold("sum", "exercise", RUN["minutes"], records="any"), *rows) == 3


def test_a_type_that_nobody_verifies_counts_as_verified() -> None:
    plain = evidence("note", verified=False, minutes=MINUTES)
    made = library(PUPIL, plain, measure("m", fold("count", "note")))
    data = dataset(made, {"pupil": [LI]}, {"note": [exercise(verified=False)]})
    assert values_of_all(made, ["p.m"], data, YEAR) == {("p.m", "pupil"): {"li": 1}}


def test_several_types_are_one_union() -> None:
    rows = [exercise(minutes=10, mode="run"), {**exercise(minutes="2.5"), "game": True}]
    union = EvidenceRows(("p.exercise", "p.games"))
    assert folded(fold("count", union), *rows) == 2
    assert folded(fold("distinct", union, column("day", DATE)), *rows) == 1


def test_a_record_of_a_pupil_nobody_knows_counts_only_where_it_was_made() -> None:
    rows = [
        exercise(minutes=1),
        {**exercise(minutes=2), "subject": "ghost", "org": "north"},
        {**exercise(minutes=4), "subject": "ghost", "org": None},
    ]
    assert folded(fold("sum", "exercise", RUN["minutes"]), *rows) == 1
    # the record that says so belongs to the school for ever; the other leads to no school: 1 + 2
    assert folded(fold("sum", "exercise", RUN["minutes"]), *rows, of="school") == 3


MOVED = [
    {"subject": "li", "to_day": day("2025-12-31"), "grade": "g7", "size": 1, "school": "north"},
    {"subject": "li", "from_day": day("2026-01-02"), "grade": "g8", "size": 2, "school": "south"},
]


def test_attributes_of_a_record_stand_as_on_its_day() -> None:
    grade = attribute("grade", GRADE)
    rows = [exercise("2025-12-31", minutes=1), exercise("2026-01-01", minutes=2), exercise("2026-01-02", minutes=4)]
    seventh = fold("sum", "exercise", RUN["minutes"], where=compares(grade, "=", typed.Constant("g7", GRADE)))
    unknown = fold("sum", "exercise", RUN["minutes"], where=typed.IsKnown(grade, False, YES_NO))
    assert value(measure("m", seventh), records=rows, subjects=MOVED) == 1
    assert value(measure("m", unknown), records=rows, subjects=MOVED) == 2  # on 1 January no span holds
    assert value(measure("m", fold("latest", "exercise", grade)), records=rows, subjects=MOVED) == "g8"


def test_a_fold_of_the_school_takes_the_school_of_the_day_unless_the_record_was_made_elsewhere() -> None:
    rows = [
        exercise("2025-12-31", minutes=1),  # at north then
        exercise("2026-01-02", minutes=2),  # at south then
        exercise("2026-01-02", minutes=4, org="north"),  # made at north
        exercise("2025-12-31", minutes=8, org="south"),  # made at south
        exercise("2025-12-31", minutes=16, org="club"),  # no school: the pupil's
        exercise("2026-01-01", minutes=32),  # no school that day
    ]
    made = measure("m", fold("sum", "exercise", RUN["minutes"]), of="school")
    assert value(made, records=rows, subjects=MOVED) == 1 + 4 + 16


def test_through_leads_to_another_subject() -> None:
    rows = [exercise(recorder="wang"), exercise(recorder="zhao"), exercise(recorder=None)]
    assert folded(fold("count", "exercise", through="recorder"), *rows, of="teacher") == 1


def test_a_condition_may_read_a_measure_of_the_same_pupil() -> None:
    typical = measure("typical", fold("mean", "exercise", RUN["minutes"]))
    above = compares(RUN["minutes"], ">", reading("typical", EXACT, "row"))
    rows = [exercise(minutes=m) for m in (10, 20, 60)]
    # mean 30: one is above
    assert value(typical, measure("m", fold("count", "exercise", above)), records=rows) == 1


def test_round_makes_the_value_itself_that_number_half_up_away_from_zero() -> None:
    made = fold("mean", "exercise", RUN["minutes"])
    # 5 / 2 = 2.5 → 3; -5 / 2 = -2.5 → -3; 1 / 3 → 0.33
    assert value(measure("m", made, round_to=0), records=[exercise(minutes=m) for m in (2, 3)]) == 3
    assert value(measure("m", made, round_to=0), records=[exercise(minutes=m) for m in (-2, -3)]) == -3
    rows = [exercise(minutes=m) for m in (0, 0, 1)]
    assert value(measure("m", made, round_to=2), records=rows) == Fraction("0.33")


def test_a_quotient_by_something_missing_is_missing() -> None:
    # So many different modes can never be 0, and yet be missing: 30 / 2 = 15 with two of them, nothing with none.
    modes = measure("modes", fold("distinct", "exercise", RUN["mode"], empty="missing"))
    each = measure("m", sums(num(30), "/", reading("modes", modes.type)))
    assert value(modes, each, records=[exercise(mode="run"), exercise(mode="swim")]) == 15
    assert value(modes, each, records=[]) is None
    # Sizes are at least 10 by declaration; li's is not known.
    sized = entity("pupil", ("school",), size=whole(10, 100))
    size = attribute("size", whole(10, 100), "asked")
    by_size = measure("m", sums(num(30), "/", size))
    made = library(sized, SCHOOL, EXERCISE, by_size)
    found = values_of_all(made, ["p.m"], dataset(made, {"pupil": [LI], "school": SCHOOLS}, {"exercise": []}), YEAR)
    assert found["p.m", "pupil"] == {"li": None}


def test_cases_take_the_first_that_is_true() -> None:
    total = measure("total", fold("sum", "exercise", RUN["minutes"], empty="missing"))
    read = reading("total", total.type)
    ladder = ((compares(read, ">", num(100)), num(3)), (compares(read, ">", num(10)), num(2)))
    first = measure("m", cases=Cases(ladder, num(1)))
    bare = measure("m", cases=Cases(ladder, None))
    assert value(total, first, records=[exercise(minutes=11)]) == 2
    assert value(total, first, records=[exercise(minutes=10)]) == 1
    assert value(total, first, records=[]) == 1  # unknown is not true
    assert value(total, bare, records=[]) is None


LIMITS = table(
    "limits", ["mode", "grade"], {"mode": MODE, "grade": GRADE, "limit": whole()}, ("run", "g7", Fraction(30)),
    ("run", "g8", Fraction(40)), ("swim", "g7", None),
)  # fmt: skip


def picked(mode: str, grade: str) -> Value:
    row = both(
        compares(column("mode", MODE), "=", typed.Constant(mode, MODE)),
        compares(column("grade", GRADE), "=", attribute("grade", GRADE, "asked")),
    )
    made = measure("m", fold("pick", TableRows("p.limits"), column("limit", whole()), where=row))
    lib = library(PUPIL, LIMITS, made)
    return values_of_all(lib, ["p.m"], dataset(lib, {"pupil": [{**LI, "grade": grade}]}, {}), YEAR)["p.m", "pupil"][
        "li"
    ]


def test_pick_takes_the_one_line() -> None:
    assert picked("run", "g7") == 30
    assert picked("run", "g8") == 40
    assert picked("swim", "g7") is None  # the cell is empty
    assert picked("swim", "g8") is None  # no such line


def test_table_lines_may_be_counted() -> None:
    made = measure("m", fold("count", TableRows("p.limits"), compares(column("limit", whole()), ">=", num(40))))
    lib = library(PUPIL, LIMITS, made)
    assert values_of_all(lib, ["p.m"], dataset(lib, {"pupil": [LI]}, {}), YEAR)["p.m", "pupil"] == {"li": 1}


def school_share(
    condition: typed.Expression, where: typed.Expression | None = None, on: str = "period_end"
) -> Mapping[str | int, Value]:
    """The share of a school's pupils, of whom four were there at some time."""
    made = library(
        PUPIL,
        SCHOOL,
        EXERCISE,
        measure("total", fold("sum", "exercise", RUN["minutes"], empty="missing")),
        population("pupils", on=on, where=where),
        measure("m", fold("share", PopulationRows("p.pupils"), condition, on=on), of="school"),
    )
    data = dataset(
        made,
        {
            "pupil": [
                {"subject": "li", "grade": "g7", "school": "north"},
                {"subject": "wu", "grade": "g8", "school": "north"},
                {"subject": "ma", "to_day": day("2026-08-30"), "grade": "g8", "school": "north"},
                {"subject": "he", "grade": "g8", "to_day": day("2026-06-30"), "school": "north"},
                {"subject": "he", "grade": "g8", "from_day": day("2026-07-01"), "school": "south"},
            ],
            "school": SCHOOLS,
        },
        {"exercise": [exercise(minutes=30), {**exercise(minutes=10), "subject": "he"}]},
    )
    return values_of_all(made, ["p.m"], data, YEAR)["p.m", "school"]


TRAINED = compares(reading("total", whole(), "row"), ">=", num(20))


def test_a_share_of_a_population_follows_the_pupil_on_its_day() -> None:
    # last day: north has li (30, met) and wu (nothing known); south has he (10, not met)
    assert school_share(TRAINED) == {"north": Fraction(1, 2), "south": 0}
    # first day: north has li, wu, ma, he; south has nobody
    assert school_share(TRAINED, on="period_start") == {"north": Fraction(1, 4), "south": None}
    # any day: ma counts at north, he where she was last
    assert school_share(TRAINED, on="any_day") == {"north": Fraction(1, 3), "south": 0}


def test_a_population_keeps_whom_its_condition_holds_for() -> None:
    eighth = compares(attribute("grade", GRADE), "=", typed.Constant("g8", GRADE))
    assert school_share(TRAINED, eighth) == {"north": None, "south": 0}  # wu alone: nothing known


def test_derived_values_read_attributes_on_the_last_day_and_parents() -> None:
    twice = sums(attribute("size", whole(), "asked"), "*", num(2))
    assert value(measure("m", twice), records=[], subjects=MOVED) == 4
    kind = attribute("kind", code_of("town", "village"), "asked", "school", ("school",))
    assert value(measure("m", kind), records=[], subjects=[LI]) == "town"
    assert value(measure("m", kind), records=[], subjects=MOVED) is None  # south has no kind


def test_a_measure_of_the_parent_is_read_by_its_name() -> None:
    of_school = measure("total", fold("sum", "exercise", RUN["minutes"]), of="school")
    read = reading("total", whole(), "asked", "school", ("school",))
    assert value(of_school, measure("m", read), records=[exercise(minutes=7)]) == 7


def test_text_is_compared_as_text() -> None:
    note = typed.Constant("x", TEXT)
    assert value(measure("m", compares(note, "!=", typed.Constant("y", TEXT))), records=[]) is True


def test_subjects_may_be_named_by_numbers() -> None:
    made = library(
        PUPIL,
        SCHOOL,
        EXERCISE,
        population("pupils"),
        measure("total", fold("sum", "exercise", RUN["minutes"])),
        measure("most", fold("max", PopulationRows("p.pupils"), reading("total", whole(), "row")), of="school"),
    )
    subjects = {"pupil": [{"subject": 7, "school": 1}, {"subject": 8, "school": 1}], "school": [{"subject": 1}]}
    records = [{"subject": n, "day": day("2025-10-01"), "minutes": n * 10} for n in (7, 8, 8)]
    data = dataset(made, subjects, {"exercise": records})
    found = values_of_all(made, ["p.total", "p.most"], data, YEAR)
    assert found == {("p.total", "pupil"): {7: 70, 8: 160}, ("p.most", "school"): {1: 160}}


def test_records_may_lie_in_files_under_other_names(tmp_path: Path) -> None:
    made = library(PUPIL, SCHOOL, EXERCISE, measure("m", fold("sum", "exercise", RUN["minutes"])))
    data = dataset(made, {"pupil": [LI], "school": SCHOOLS}, {"exercise": []})
    table = pa.table({"nr": [1, 2], "who": ["li", "li"], "on": pa.array([20362, 20363], pa.int32()), "min": [5, 9]})
    pq.write_table(table, tmp_path / "exercise.parquet")
    columns = {"id": "nr", "subject": "who", "day": "on", "minutes": "min"}
    files = Dataset({"p.exercise": Records(files=(tmp_path / "exercise.parquet",), columns=columns)}, data.subjects)
    # nothing says that they are not verified: 5 + 9
    assert values_of_all(made, ["p.m"], files, YEAR)["p.m", "pupil"] == {"li": 14}


def test_one_more_dimension_of_the_grain() -> None:
    by_grade = measure(
        "by_grade", fold("count", PopulationRows("p.pupils")), of="school", by="grade", codes=("g7", "g8")
    )
    eighth = reading("by_grade", whole(), "asked", "school", by=typed.Constant("g8", GRADE))
    made = library(PUPIL, SCHOOL, population("pupils"), by_grade, measure("m", eighth, of="school"))
    grades = {"li": "g7", "wu": "g8", "ma": "g8", "he": None}
    pupils = [{"subject": name, "grade": grade, "school": "north"} for name, grade in grades.items()]
    data = dataset(made, {"pupil": pupils, "school": SCHOOLS}, {})
    # wu and ma are in grade 8; whose grade is not known belongs to no pair
    assert measure_values(made, ["p.m"], data, YEAR)["p.m", "school"] == {"north": 2, "south": 0}
