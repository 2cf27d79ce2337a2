"""Registers, given values and pinned results, each with its sum worked out by hand."""

from datetime import date
from fractions import Fraction

import pytest

from tests.reference_evaluator import Answer, RunRefusedError, evaluate
from tests.reference_evaluator.authoring import (
    EXACT,
    PLACE,
    attribute,
    code_of,
    column,
    compares,
    fold,
    known,
    library,
    measure,
    node,
    num,
    reading,
    standard,
    sums,
    title,
    whole,
)
from tests.reference_evaluator.authoring import register as a_register
from tests.reference_evaluator.beside_engines import answers_of_all, values_of_all
from tests.reference_evaluator.data import More, pinned_results
from tests.reference_evaluator.four_pupils import (
    LEAF_POINTS,
    LEVEL,
    MARK,
    MARKS,
    POINTS,
    PUPIL,
    SCHOOL,
    TEST,
    YEAR,
    data,
    leaf_fold,
    packed_with,
    read,
    values,
    work,
)
from tests.reference_evaluator.rows import Id
from xueheng.evaluation.core.dataset import Period
from xueheng.language import typed
from xueheng.language.definitions import (
    Calendar,
    CalendarWindow,
    During,
    RegisterRows,
)
from xueheng.language.library_definitions import Library
from xueheng.language.standard_definitions import Input, PointsScale

LIST = a_register("supported", "pupil", kind=code_of("poor", "far"), grant=whole(0, 1000))
ROWS = RegisterRows(LIST.name)
END = date(2026, 8, 31)
ENTRIES = [
    {"subject": "ann", "since": date(2020, 1, 1), "until": END, "kind": "poor", "grant": 500},
    {"subject": "ann", "since": END, "until": None, "kind": "far", "grant": 20},
    {"subject": "bo", "since": date(2020, 1, 1), "until": date(2026, 8, 30), "kind": "poor", "grant": 300},
    {"subject": "cy", "since": date(2026, 9, 1), "until": None, "kind": "poor", "grant": 40},
    {"subject": "dee", "since": date(2020, 1, 1), "until": None, "kind": "poor", "grant": 7},
    {"subject": "nobody", "since": date(2020, 1, 1), "until": None, "kind": "poor", "grant": 9000 // 10},
]


def test_entries_hold_from_their_first_day_to_their_last() -> None:
    # On 31 August: ann's first (its last day) and second (its first); bo's ended a day earlier, cy's begins later.
    # On 1 September 2025: ann's first and bo's. dee has left but her entry still holds; nobody knows the last pupil.
    more = More(registers={"supported": ENTRIES})
    on_end, on_start, poor, grants, days = values(
        measure("on_end", fold("count", ROWS)),
        measure("on_start", fold("count", ROWS, on="period_start")),
        measure("poor", fold("count", ROWS, where=compares(column("kind", code_of("poor", "far")), "=",
                                                           typed.Constant("poor", code_of("poor", "far"))))),
        measure("grants", fold("sum", ROWS, column("grant", whole(0, 1000)))),
        measure("days", fold("min", ROWS, column("day", typed.Type(typed.Kind.DATE)))),
        LIST,
        more=more,
    )  # fmt: skip
    assert on_end == {"ann": 2, "bo": 0, "cy": 0, "dee": 1}
    assert on_start == {"ann": 1, "bo": 1, "cy": 0, "dee": 1}
    assert poor == {"ann": 1, "bo": 0, "cy": 0, "dee": 1}
    assert grants == {"ann": 520, "bo": 0, "cy": 0, "dee": 7}
    assert days["ann"] == (date(2020, 1, 1) - date(1970, 1, 1)).days


def test_entries_count_for_the_school_on_the_fold_s_day() -> None:
    # On 31 August north has ann's two; dee, who has left, belongs to no school then. On 1 September 2025: ann and bo.
    more = More(registers={"supported": ENTRIES})
    end, start = values(
        measure("end", fold("count", ROWS), of="school"),
        measure("start", fold("count", ROWS, on="period_start"), of="school"),
        LIST,
        more=more,
    )
    assert end == {"north": 2, "south": 0}
    assert start == {"north": 2, "south": 0}


def test_an_entry_reads_its_subjects_attributes_and_measures() -> None:
    # Grants of grade 7 pupils on 31 August, and of those whose total is good: ann's, 500 + 20.
    grades = code_of("g7", "g8")
    grant = column("grant", whole(0, 1000))
    seventh = compares(attribute("grade", grades, "row"), "=", typed.Constant("g7", grades))
    good = compares(read("total", LEVEL, what="level", whose="row"), "=", typed.Constant("good", LEVEL))
    first, second, third = values(
        measure("first", fold("sum", ROWS, grant, where=seventh), of="school"),
        measure("second", fold("sum", ROWS, grant, where=good), of="school"),
        measure("third", fold("sum", ROWS, sums(grant, "*", reading("a", MARK, "row")))),
        LIST,
        more=More(registers={"supported": ENTRIES}),
    )
    assert first == second == {"north": 520, "south": 0}
    assert third == {"ann": 520 * 90, "bo": 0, "cy": 0, "dee": 0}


def test_an_open_end_is_missing() -> None:
    # ann's second entry is open: of her two, one says until when.
    until = column("until", typed.Type(typed.Kind.DATE))
    (ended,) = values(
        measure("ended", fold("count", ROWS, known(until))), LIST, more=More(registers={"supported": ENTRIES})
    )
    assert ended == {"ann": 1, "bo": 0, "cy": 0, "dee": 0}


def test_an_empty_register_is_a_fold_of_no_rows() -> None:
    count, share = values(measure("count", fold("count", ROWS)), measure("share", fold("share", ROWS, known(
        column("kind", code_of("poor", "far"))))), LIST)  # fmt: skip
    assert count == dict.fromkeys(("ann", "bo", "cy", "dee"), 0)
    assert share == dict.fromkeys(("ann", "bo", "cy", "dee"))


def test_a_given_value_is_not_computed() -> None:
    # a is given for ann and bo, whatever the records say; cy, who is not named, has none. Twice a: 2·7 = 14, 2·0 = 0.
    twice = measure("twice", sums(num(2), "*", reading("a", MARK)))
    more = More(values={("a", "pupil"): {"ann": Fraction(7), "bo": Fraction(0)}})
    (found,) = values(twice, more=more)
    assert found == {"ann": 14, "bo": 0, "cy": None, "dee": None}


def test_a_given_value_of_the_whole_is_read_in_a_grain() -> None:
    # a of ann is given as 7; by grade, she has it for g7 and for g8: times the code's own count of tests (1 and 0).
    tests = measure("tests", fold("count", "test"), by="grade", codes=("g7", "g8"))
    times = measure("times", sums(reading("tests", MARK), "*", reading("a", MARK)), by="grade")
    tree = node("total", node("a", measure="a", scale=POINTS), node("t", measure="times", scale=POINTS), combine="sum")
    packed = packed_with(tests, times, standard(tree, name="graded", by="grade", codes=("g7", "g8")))
    given = data(packed, More(values={("a", "pupil"): {"ann": Fraction(7)}}))
    answers = answers_of_all(packed, "p.graded", given, YEAR)
    assert answers["ann/g7"]["total"].points == 7 + 7
    assert answers["ann/g8"]["total"].points == 7


def test_a_given_value_scores_as_a_computed_one() -> None:
    # core of ann with a = 10 given: (3·10 + 60) / 4 = 22.5.
    packed = packed_with()
    given = data(packed, More(values={("a", "pupil"): {"ann": Fraction(10)}}))
    answers = answers_of_all(packed, "p.work", given, YEAR)
    assert answers["ann"]["total"].points == Fraction("22.5")
    assert answers["bo"]["core"].state == "missing"


CALENDAR = Calendar(
    {
        "school_year": CalendarWindow(
            "school_year",
            title("year"),
            None,
            {
                "2024-2025": (date(2024, 9, 1), date(2025, 8, 31)),
                "2025-2026": (date(2025, 9, 1), date(2026, 8, 31)),
            },
        )
    },
    (),
    {},
)
BEFORE = Period("school_year", "2024-2025", date(2024, 9, 1), date(2025, 8, 31))


def composed(of: During) -> Library:
    """A standard whose one leaf is the total of the other standard, read from that one's own run."""
    of_work = measure("of_work", read("total"))
    tree = node("total", node("work", measure="of_work", scale=PointsScale(typed.ScaleInput(EXACT))))
    inputs = (Input("p.work", "latest published", of, "base", PLACE),)
    return library(
        SCHOOL, PUPIL, TEST, *MARKS, work(), of_work, standard(tree, name="second", inputs=inputs), calendar=CALENDAR
    )


def answered(**points: Fraction | int | None) -> dict[Id, dict[str, Answer]]:
    """Results of the first standard as another run left them: the total as given, everything else missing."""
    missing = Answer("missing", None, None, None)

    def total(given: Fraction | int | None) -> Answer:
        return missing if given is None else Answer("known", Fraction(given), str(given), "fair")

    return {who: {"total": total(p), **dict.fromkeys(("core", "a", "b", "c"), missing)} for who, p in points.items()}


def test_pinned_results_are_read_as_they_stand() -> None:
    # ann's pinned total is 100/3 whatever her records say now; bo's is missing; cy has no line.
    packed = composed(During("period"))
    pinned = pinned_results("work", answered(ann=Fraction(100, 3), bo=None), YEAR)
    answers = answers_of_all(packed, "p.second", data(packed, More(results=(pinned,))), YEAR)
    assert answers["ann"]["total"].points == Fraction(100, 3)
    assert answers["bo"]["total"].state == answers["cy"]["total"].state == "missing"


def test_the_year_before_is_pinned_where_the_standard_says_so() -> None:
    packed = composed(During("previous", "school_year"))
    pinned = pinned_results("work", answered(ann=60), BEFORE)
    answers = answers_of_all(packed, "p.second", data(packed, More(results=(pinned,))), YEAR)
    assert answers["ann"]["total"].points == 60


def test_results_of_another_window_are_refused() -> None:
    packed = composed(During("period"))
    with pytest.raises(RunRefusedError, match="XH-R012"):
        answers_of_all(
            packed, "p.second", data(packed, More(results=(pinned_results("work", answered(ann=60), BEFORE),))), YEAR
        )


def test_results_of_another_layer_are_refused() -> None:
    packed = composed(During("period"))
    own = pinned_results("work", answered(ann=60), YEAR, "own")
    with pytest.raises(RunRefusedError, match="XH-R017"):
        answers_of_all(packed, "p.second", data(packed, More(results=(own,))), YEAR)


def test_results_that_must_be_given_and_are_not_stop_the_run() -> None:
    packed = composed(During("period"))
    with pytest.raises(RunRefusedError, match="XH-R002"):
        answers_of_all(packed, "p.second", data(packed), YEAR)


def test_an_input_that_nothing_reads_must_be_given_all_the_same() -> None:
    inputs = (Input("p.work", "latest published", During("period"), "base", PLACE),)
    tree = node("total", node("own_a", measure="a", scale=POINTS))
    packed = packed_with(standard(tree, name="second", inputs=inputs))
    with pytest.raises(RunRefusedError, match="XH-R002"):
        answers_of_all(packed, "p.second", data(packed), YEAR)


def test_pinned_leaves_are_rows_too() -> None:
    # Pinned: everything of a run of the same records. The folds come out as they do when it is computed.
    many, points = measure("many", leaf_fold("count"), of="school"), measure("points", leaf_fold("sum", LEAF_POINTS))
    packed = packed_with(many, points)
    answers = evaluate(packed, "p.work", data(packed), YEAR)
    given = data(packed, More(results=(pinned_results("work", answers, YEAR),)), test=[])
    found = values_of_all(packed, ["p.many", "p.points"], given, YEAR)
    assert found["p.many", "school"] == {"north": 5, "south": 3}
    assert found["p.points", "pupil"] == {"ann": 150, "bo": 170, "cy": 0, "dee": 0}
