"""What names mean where they stand, and of what type the result is."""

from fractions import Fraction
from pathlib import Path

import pytest

from xueheng.language.public import (
    Arithmetic,
    Attribute,
    Between,
    Comparison,
    Constant,
    Expression,
    Fold,
    FunctionCall,
    Kind,
    Library,
    Measure,
    MeasureValue,
    Membership,
    NamedDay,
    PopulationRows,
    RowColumn,
    TableLookup,
    Type,
    WindowRows,
    Worth,
)
from xueheng.language.tests.broken_packs import measure, more, swap
from xueheng.language.tests.small_packs import library_of_files, load_files, said


@pytest.fixture(autouse=True)
def _beside_the_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def x(tmp_path: Path, keys: str, entity: str = "visits.pupil") -> Measure:
    """The measure `x` of the sound pack, with these keys."""
    return library_of_files(tmp_path, measure(keys)).measures["visits.x", entity]


def fold_of(tmp_path: Path, keys: str, entity: str = "visits.pupil") -> Fold:
    fold = x(tmp_path, keys, entity).fold
    assert fold is not None
    return fold


def condition_of(tmp_path: Path, written: str) -> Expression:
    found = fold_of(tmp_path, f"of: pupil, count: {written}, from: home_visit").condition
    assert found is not None
    return found


def compared(tmp_path: Path, written: str) -> tuple[Expression, Expression]:
    found = condition_of(tmp_path, written)
    assert isinstance(found, Comparison)
    return found.left, found.right


def test_in_a_fold_a_column_comes_first(tmp_path: Path) -> None:
    left, right = compared(tmp_path, "mode = 'phone'")
    assert isinstance(left, RowColumn)
    assert isinstance(right, Constant)
    assert (left.name, left.type.kind, right.value, right.type.kind) == ("mode", Kind.CODE, "phone", Kind.CODE)


def test_then_an_attribute_of_the_rows_subject(tmp_path: Path) -> None:
    left, _ = compared(tmp_path, "sex = 'male'")
    assert isinstance(left, Attribute)
    assert (left.whose, left.via, left.entity, left.name) == ("row", (), "visits.pupil", "sex")


def test_then_a_measure_of_the_rows_subject(tmp_path: Path) -> None:
    left, _ = compared(tmp_path, "visits > 3")
    assert isinstance(left, MeasureValue)
    assert (left.whose, left.measure, left.entity, left.type.decimals) == ("row", "visits.visits", "visits.pupil", 0)


def test_a_parents_attribute_and_measure_are_read_upward(tmp_path: Path) -> None:
    left, _ = compared(tmp_path, "school.kind = '211'")
    assert isinstance(left, Attribute)
    assert (left.via, left.entity, left.name) == (("visits.school",), "visits.school", "kind")
    left, _ = compared(tmp_path, "class.coverage < 0.5")
    assert isinstance(left, MeasureValue)
    assert (left.via, left.entity) == (("visits.class",), "visits.class")


def test_the_asked_subject_is_another_than_the_rows(tmp_path: Path) -> None:
    fold = fold_of(tmp_path, "of: school, count: visits >= subject.coverage, from: home_visit", "visits.school")
    assert isinstance(fold.condition, Comparison)
    assert isinstance(fold.condition.right, MeasureValue)
    assert (fold.condition.right.whose, fold.condition.right.entity) == ("asked", "visits.school")


def test_in_a_table_the_asked_subject_stands_after_the_columns(tmp_path: Path) -> None:
    fold = fold_of(tmp_path, "of: pupil, max: least, from: aims, where: sex = subject.sex and visits >= least")
    assert fold.where is not None
    visits = fold.where.right.left  # type: ignore[union-attr]
    assert isinstance(visits, MeasureValue)
    assert visits.whose == "asked"


def test_a_code_leads_to_the_line_of_its_table(tmp_path: Path) -> None:
    left, right = compared(tmp_path, "grade.stage = 'primary'")
    assert isinstance(left, TableLookup)
    assert (left.table, left.column, left.type.codes) == ("visits.grades", "stage", ("primary", "junior"))
    assert right.type.codes == ("primary", "junior")


def test_a_code_is_worth_what_its_field_declares(tmp_path: Path) -> None:
    left, _ = compared(tmp_path, "mode.worth > 1")
    assert isinstance(left, Worth)
    assert left.worth == (("in_person", Fraction(3)), ("phone", Fraction(1, 2)))
    assert left.type.decimals == 1


def test_texts_become_days_and_times_beside_them(tmp_path: Path) -> None:
    _, day = compared(tmp_path, "day >= '2025-09-01'")
    assert isinstance(day, Constant)
    assert (day.value, day.type.kind) == (20332, Kind.DATE)
    _, time = compared(tmp_path, "at < '08:05'")
    assert isinstance(time, Constant)
    assert (time.value, time.type.kind) == (485, Kind.TIME)


def test_choices_and_ranges_are_of_the_operands_kind(tmp_path: Path) -> None:
    chosen = condition_of(tmp_path, "mode in 'phone' | 'video'")
    assert isinstance(chosen, Membership)
    assert [choice.type.kind for choice in chosen.choices] == [Kind.CODE, Kind.CODE]
    between = condition_of(tmp_path, "day in '2025-09-01' .. '2025-09-30'")
    assert isinstance(between, Between)
    assert (between.low.value, between.high.value) == (20332, 20361)


def test_days_have_names(tmp_path: Path) -> None:
    _, end = compared(tmp_path, "day <= period_end")
    assert end == NamedDay("period_end", Type(Kind.DATE))
    _, census = compared(tmp_path, "day <= census")
    assert census == NamedDay("census", Type(Kind.DATE))


def test_weeks_are_rows_for_which_measures_are_read(tmp_path: Path) -> None:
    fold = fold_of(tmp_path, "of: pupil, share: visits >= 1 and start > period_start, from: weeks, during: term_1")
    assert fold.rows == WindowRows("weeks")
    assert (fold.during.kind, fold.during.name) == ("named", "term_1")
    visits = fold.condition.left.left  # type: ignore[union-attr]
    assert isinstance(visits, MeasureValue)
    assert (visits.whose, visits.entity) == ("row", "visits.pupil")


def test_windows_are_read_as_they_are_written(tmp_path: Path) -> None:
    def during(written: str) -> tuple[str, str, int, str]:
        found = fold_of(tmp_path, f"of: pupil, count: all, from: home_visit, during: {written}").during
        return found.kind, found.name, found.count, found.unit

    assert during("previous term_1") == ("previous", "term_1", 0, "")
    assert during("last 12 months") == ("last", "", 12, "months")
    assert during("ever") == ("ever", "", 0, "")
    assert during("quarter") == ("named", "quarter", 0, "")


def test_a_population_may_be_asked_on_another_day_than_its_own(tmp_path: Path) -> None:
    library = library_of_files(tmp_path, measure("of: school, count: all, from: pupils, on: census"))
    fold = library.measures["visits.x", "visits.school"].fold
    assert fold is not None
    assert (fold.rows, fold.on) == (PopulationRows("visits.pupils@census"), "census")
    assert library.populations["visits.pupils@census"].on == "census"
    assert library.populations["visits.pupils"].on == "period_end"


def test_units_combine_and_drop(tmp_path: Path) -> None:
    assert x(tmp_path, "of: pupil, sum: minutes / minutes, from: home_visit").type.unit is None
    assert x(tmp_path, "of: pupil, sum: minutes * 60, from: home_visit").type.unit == "min"
    assert x(tmp_path, "of: pupil, sum: minutes / hours, from: home_visit").type.unit == "min/h"
    assert x(tmp_path, "of: pupil, sum: minutes / hours, from: home_visit, unit: min").type.unit == "min"
    years = x(tmp_path, "of: pupil, value: 'years(born, period_end)'").type
    assert (years.unit, years.decimals) == ("year", 0)


def test_decimals_of_a_computed_number_are_what_it_needs(tmp_path: Path) -> None:
    assert x(tmp_path, "of: pupil, sum: hours + 0.25, from: home_visit").type.decimals == 2
    assert x(tmp_path, "of: pupil, sum: hours * 0.25, from: home_visit").type.decimals == 3
    assert x(tmp_path, "of: pupil, sum: hours / 2, from: home_visit").type.decimals is None
    assert x(tmp_path, "of: pupil, mean: hours, from: home_visit").type.decimals is None
    assert x(tmp_path, "of: pupil, mean: hours, from: home_visit, round: 1").type.decimals == 1


def test_the_better_end_goes_with_the_expression(tmp_path: Path) -> None:
    def better(written: str) -> str | None:
        return fold_of(tmp_path, f"of: pupil, latest: {written}, from: home_visit").better

    assert better("score") == "low"
    assert better("0 - score") == "high"
    assert better("-score") == "high"
    assert better("score * 2") == "low"
    assert better("minutes") == "high"
    assert better("mode") is None


def test_a_measure_has_one_definition_a_grain(tmp_path: Path) -> None:
    library = library_of_files(tmp_path, {})
    assert sorted(entity for name, entity in library.measures if name == "visits.coverage") == [
        "visits.class",
        "visits.school",
    ]


def test_empty_is_settled_by_the_fold(tmp_path: Path) -> None:
    assert fold_of(tmp_path, "of: pupil, count: all, from: home_visit").empty == "zero"
    assert fold_of(tmp_path, "of: pupil, max: minutes, from: home_visit").empty == "missing"
    assert fold_of(tmp_path, "of: pupil, sum: minutes, from: home_visit, empty: missing").empty == "missing"


def test_cases_have_one_kind(tmp_path: Path) -> None:
    made = x(tmp_path, "of: pupil, cases: [{when: sex = 'male', value: 1.5}], else: 2")
    assert (made.type.kind, made.type.decimals) == (Kind.NUMBER, 1)
    wrong = load_files(tmp_path, measure("of: pupil, cases: [{when: all, value: 1}], else: sex"))
    assert said(wrong.issues) == ["visits/measures.yaml:3:46 XH-E004 a number is wanted here, this is a code"]


def test_rounding_a_code_is_refused_at_the_word(tmp_path: Path) -> None:
    wrong = load_files(tmp_path, measure("of: pupil, latest: mode, from: home_visit, round: 1"))
    assert said(wrong.issues) == ["visits/measures.yaml:3:78 XH-E004 a number is wanted here, this is a code"]


def test_a_circle_through_a_population_is_found(tmp_path: Path) -> None:
    files = {
        **swap("populations.yaml", "sex is known", "school.busy > 1"),
        **more("measures.yaml", "busy: {title: {zh: 忙, en: Busy}, of: school, count: all, from: pupils}\n"),
    }
    assert [issue.rule for issue in load_files(tmp_path, files).issues] == ["XH-M018"]


def test_a_long_chain_of_sums_is_refused_before_it_can_do_harm(tmp_path: Path) -> None:
    chain = "+".join("1" * 200)
    wrong = load_files(tmp_path, measure(f"of: pupil, value: {chain}"))
    assert [issue.rule for issue in wrong.issues] == ["XH-E005"]


def test_functions_take_values_of_one_kind(tmp_path: Path) -> None:
    made = x(tmp_path, "of: pupil, value: 'first_known(visits, 0)'")
    assert isinstance(made.value, FunctionCall)
    wrong = load_files(tmp_path, measure("of: pupil, value: 'least(visits, sex)'"))
    assert said(wrong.issues) == ["visits/measures.yaml:3:61 XH-E004 a number is wanted here, this is a code"]


def test_library_says_where_each_thing_stands(tmp_path: Path) -> None:
    library: Library = library_of_files(tmp_path, {})
    assert str(library.measures["visits.visits", "visits.pupil"].place) == "visits/measures.yaml:1:1"
    assert isinstance(library.standards["visits.contact"].root.parts[0].place.line, int)


def test_arithmetic_keeps_both_sides(tmp_path: Path) -> None:
    made = x(tmp_path, "of: pupil, value: visits * 2 - 1")
    assert isinstance(made.value, Arithmetic)
    assert (made.value.operator, made.type.decimals, made.type.unit) == ("-", 0, None)
