"""The shipped fitness pack as typed definitions: what a reader of the standard would check."""

from fractions import Fraction

import pytest

from xueheng.language.public import (
    Arithmetic,
    Attribute,
    Comparison,
    Constant,
    EvidenceRows,
    Kind,
    Library,
    Logic,
    MeasureValue,
    Membership,
    OtherResult,
    RowColumn,
    StandardNode,
    TableLookup,
    TableRows,
    TableScale,
    load,
    shipped_packs,
)
from xueheng.wording import Text

WEIGHTS_OF_GRADES = {
    ("11", "12"): "bmi 15, vital_capacity 15, run_50m 20, sit_and_reach 30, rope_skip_1min 20",
    ("13", "14"): "bmi 15, vital_capacity 15, run_50m 20, sit_and_reach 20, rope_skip_1min 20, sit_up_1min 10",
    ("15", "16"): "bmi 15, vital_capacity 15, run_50m 20, sit_and_reach 10, rope_skip_1min 10, sit_up_1min 20, "
    "shuttle_50m_x8 10",
}


@pytest.fixture(scope="module")
def library() -> Library:
    loaded = load("fitness")
    assert loaded.issues == []
    assert loaded.library is not None
    return loaded.library


def node(library: Library, code: str) -> StandardNode:
    waiting = [library.standards["fitness.national"].root]
    while waiting:
        found = waiting.pop()
        if found.code == code:
            return found
        waiting += found.parts
    raise KeyError(code)


@pytest.mark.parametrize("pack", shipped_packs())
def test_a_shipped_pack_has_neither_error_nor_warning(pack: str) -> None:
    assert [issue.say("en") for issue in load(pack).issues] == []


def test_every_indicator_has_a_title_in_both_languages(library: Library) -> None:
    waiting = [library.standards["fitness.national"].root]
    while waiting:
        found = waiting.pop()
        assert found.title.zh, found.code
        assert found.title.en, found.code
        waiting += found.parts


def test_the_total_is_the_standard_score_and_the_bonus_with_one_decimal(library: Library) -> None:
    root = library.standards["fitness.national"].root
    assert (root.code, root.combine, root.decimals, root.if_missing) == ("total", "sum", 1, "block")
    assert [part.code for part in root.parts] == ["standard_score", "bonus"]
    assert [f"{level.code} {level.at_least}" for level in root.levels] == [
        "excellent 90",
        "good 80",
        "pass 60",
        "fail 0",
    ]
    assert root.levels[0].title == Text("优秀", "Excellent")


def test_an_item_not_tested_blocks_the_score_and_a_bonus_not_tested_is_nothing(library: Library) -> None:
    assert node(library, "sit_up_1min").if_missing == "block"
    assert node(library, "bonus").if_missing == "block"
    assert node(library, "bonus_rope").if_missing == "zero"


def test_weights_stand_per_group_of_grades(library: Library) -> None:
    rows = node(library, "standard_score").weights
    assert len(rows) == 5
    for row, (grades, weights) in zip(rows, WEIGHTS_OF_GRADES.items(), strict=False):
        assert isinstance(row.when, Membership)
        assert tuple(choice.value for choice in row.when.choices) == grades
        assert ", ".join(f"{code} {weight}" for code, weight in row.weigh) == weights
    assert all(sum(weight for _, weight in row.weigh) == 100 for row in rows)


def test_a_time_is_better_low_and_a_distance_better_high(library: Library) -> None:
    run = library.measures["fitness.run_50m", "common.pupil"]
    assert (run.type.unit, run.type.decimals, run.type.better) == ("s", 1, "low")
    assert run.fold is not None
    assert (run.fold.kind, run.fold.better, run.fold.rows) == ("latest", "low", EvidenceRows(("fitness.fitness_test",)))
    jump = library.measures["fitness.standing_long_jump", "common.pupil"]
    assert jump.fold is not None
    assert jump.fold.better == "high"


def test_the_second_decimal_of_fifty_metres_counts_up(library: Library) -> None:
    field = next(f for f in library.evidence["fitness.fitness_test"].fields if f.name == "run_50m")
    assert (field.rounding, field.type.low, field.type.high) == ("up", Fraction(5), Fraction(30))


def test_body_mass_index_is_a_number_of_one_decimal_from_two_measures(library: Library) -> None:
    bmi = library.measures["fitness.bmi", "common.pupil"]
    assert (bmi.round, bmi.type.decimals, bmi.type.unit) == (1, 1, "kg/m2")
    assert isinstance(bmi.value, Arithmetic)
    assert (bmi.value.operator, bmi.value.type.unit) == ("/", "kg/cm2")
    assert bmi.source.status == "recalled"


def test_sex_on_the_day_of_the_test_is_the_record_subjects_attribute(library: Library) -> None:
    fold = library.measures["fitness.test_sex", "common.pupil"].fold
    assert fold is not None
    assert isinstance(fold.expression, Attribute)
    assert (fold.expression.whose, fold.expression.entity, fold.expression.name) == ("row", "common.pupil", "sex")
    assert fold.expression.type.codes == ("male", "female")


def test_the_full_marks_are_the_one_line_of_the_table(library: Library) -> None:
    fold = library.measures["fitness.full_marks_pull_up", "common.pupil"].fold
    assert fold is not None
    assert (fold.kind, fold.rows) == ("pick", TableRows("fitness.scores"))
    assert fold.expression is not None
    assert isinstance(fold.expression, RowColumn)
    assert fold.expression.name == "threshold_num"
    assert fold.where is not None
    assert isinstance(fold.where, Logic)


def test_a_scale_is_settled_for_each_leaf(library: Library) -> None:
    scale = node(library, "vital_capacity").scale
    assert isinstance(scale, TableScale)
    assert (scale.table, scale.mode, scale.reach, scale.below) == (
        "fitness.scores",
        "reach",
        "threshold_num",
        Fraction(0),
    )
    assert (scale.better_column, scale.level) == ("better", "level")
    assert isinstance(scale.where, Logic)
    assert isinstance(scale.where.left, Logic)
    first = scale.where.left.left
    assert isinstance(first, Comparison)
    assert isinstance(first.right, Constant)
    assert first.right.value == "vital_capacity"
    measured = scale.where.right
    assert isinstance(measured, Comparison)
    assert isinstance(measured.right, MeasureValue)
    assert (measured.right.whose, measured.right.measure) == ("asked", "fitness.test_grade")


def test_the_body_mass_index_is_read_between_two_columns(library: Library) -> None:
    scale = node(library, "bmi").scale
    assert isinstance(scale, TableScale)
    assert (scale.mode, scale.between, scale.table) == ("between", ("min", "max"), "fitness.bmi_ranges")


def test_what_a_scale_takes_is_a_constant_of_the_leaf(library: Library) -> None:
    scale = node(library, "bonus_1000m").scale
    assert isinstance(scale, TableScale)
    assert isinstance(scale.where, Logic)
    assert isinstance(scale.where.left, Logic)
    item = scale.where.left.left
    assert isinstance(item, Comparison)
    assert isinstance(item.right, Constant)
    assert (item.right.value, scale.better, scale.better_column) == ("run_1000m", "high", None)


def test_a_leaf_in_place_has_a_measure_of_its_own(library: Library) -> None:
    measure = library.measures["fitness.national.bonus_pull_up", "common.pupil"]
    assert isinstance(measure.value, Arithmetic)
    assert (measure.value.operator, measure.type.unit, measure.type.decimals) == ("-", "times", 1)
    when = node(library, "bonus_rope").when
    assert isinstance(when, Comparison)
    assert isinstance(when.left, TableLookup)
    assert (when.left.table, when.left.column) == ("common.grades", "stage")


def test_tables_are_read_whole_split_and_keyed(library: Library) -> None:
    scores = library.tables["fitness.scores"]
    # 3077 printed lines; 470 of them stand for two university grades each.
    assert len(scores.rows) == 3077 + 470
    boy = ("vital_capacity", "male", "11", Fraction(100), Fraction(1700), "excellent", "high")
    assert scores.rows[0] == boy
    assert [column.name for column in scores.columns] == [
        *("item_code", "sex", "grade_code", "score", "threshold_num", "level", "better"),
    ]
    obese = [row for row in library.tables["fitness.bmi_ranges"].rows if row[:3] == ("male", "11", "obese")]
    assert obese == [("male", "11", "obese", Fraction("20.4"), None, Fraction(60))]


def test_what_is_recalled_says_so_where_it_is_decided(library: Library) -> None:
    assert node(library, "total").source.status == "recalled"
    assert node(library, "standard_score").source.status == "verified"
    lookup = node(library, "run_50m").scale_source
    assert lookup is not None
    assert lookup.status == "recalled"
    assert library.tables["fitness.scores"].source.status == "verified"


def test_the_schools_figures_read_the_pupils_results(library: Library) -> None:
    share = library.measures["fitness.pass_share", "common.school"]
    assert share.unused == ""
    assert share.fold is not None
    assert isinstance(share.fold.condition, Comparison)
    result = share.fold.condition.left
    assert result == OtherResult("fitness.national", "total", "level", result.type, "row", (), "common.pupil")
    assert result.type.codes == ("excellent", "good", "pass", "fail")
    assert library.measures["fitness.tested_share", "common.school"].unused == ""
    assert library.standards["fitness.national"].unused == ""


def test_the_upload_workbook_fills_records_and_describes_the_pupil(library: Library) -> None:
    layout = library.layouts["fitness.national_upload"]
    assert (layout.into, layout.row, layout.find_by) == ("fitness.fitness_test", "common.pupil", "学籍号")
    assert [(column.field, column.heads) for column in layout.attributes] == [
        ("sex", ("性别",)),
        ("grade", ("年级编号",)),
    ]
    assert "400米跑" in layout.ignore
    assert "测试日期" in layout.day_heads
    assert layout.asks_day
    runs = {column.field for column in layout.columns if column.reading == "minutes_seconds"}
    assert runs == {"shuttle_50m_x8", "run_1000m", "run_800m"}
    assert layout.returns_end[-1] == ("总分等级", "level")


def test_school_years_stand_for_every_year_in_use(library: Library) -> None:
    years = library.calendar_for("fitness").windows["school_year"].spans
    assert list(years) == [f"{year}-{year + 1}" for year in range(2019, 2031)]
    assert [years["2026-2027"][0].isoformat(), years["2026-2027"][1].isoformat()] == ["2026-09-01", "2027-08-31"]


def test_codes_of_grades_come_from_their_table(library: Library) -> None:
    grade = next(a for a in library.entities["common.pupil"].attributes if a.name == "grade")
    assert (grade.type.kind, grade.type.table) == (Kind.CODE, "common.grades")
