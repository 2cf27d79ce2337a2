"""Results of other standards: read by name, folded as rows, pinned as inputs."""

from pathlib import Path

import pytest

from xueheng.language.public import (
    Comparison,
    During,
    Input,
    Kind,
    Library,
    OtherResult,
    PointsScale,
    RegisterRows,
    RowColumn,
    StandardRows,
)
from xueheng.language.tests.broken_composition import REGISTER
from xueheng.language.tests.broken_packs import measure, more, swap
from xueheng.language.tests.small_packs import library_of_files, load_files, said

PUPIL, SCHOOL = "visits.pupil", "visits.school"
PROFILE = """\
  combine: profile
  levels: {high: [60, 高], low: [0, 低]}
  parts:
    made:
      title: {zh: 家访, en: Made}
      parts: {many: {measure: visits, scale: {title: {zh: 尺, en: S}, points: value}}}
    mode: {title: {zh: 方式, en: Mode}, latest: mode, from: home_visit}
"""
WORK = """\
work:
  title: {zh: 工作, en: Work}
  of: school
  period: school_year
  missing: block
  inputs: {contact: {run: r7, of: previous school_year, layer: own}}
  rules: [{when: mean < 60, at_most: 59}]
  parts:
    mean:
      title: {zh: 均分, en: Mean}
      mean: contact.total
      from: pupils
      scale: {title: {zh: 尺, en: S}, points: value}
"""


@pytest.fixture(autouse=True)
def _beside_the_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def read(tmp_path: Path, written: str, entity: str = "pupil") -> OtherResult:
    """The result that a derived measure reads."""
    found = library_of_files(tmp_path, measure(f"of: {entity}, value: {written}")).measures[
        "visits.x", f"visits.{entity}"
    ]
    assert isinstance(found.value, OtherResult)
    return found.value


def with_profile(tmp_path: Path, keys: str) -> Library:
    head = "contact:\n  title: {zh: 家校, en: Contact}\n  of: pupil\n  period: school_year\n  missing: block\n"
    return library_of_files(tmp_path, {**measure(keys), "standards.yaml": head + PROFILE, "worked/visits.yaml": ""})


def test_points_of_the_whole_and_of_a_node(tmp_path: Path) -> None:
    total = read(tmp_path / "a", "contact.total")
    assert (total.standard, total.code, total.what, total.type.kind) == (
        "visits.contact",
        "total",
        "points",
        Kind.NUMBER,
    )
    assert (total.whose, total.via, total.entity, total.by) == ("asked", (), PUPIL, None)
    assert read(tmp_path / "b", "contact.made").code == "made"


def test_a_leafs_value_has_its_measures_type(tmp_path: Path) -> None:
    minutes = read(tmp_path, "contact.long.value")
    assert (minutes.what, minutes.type.unit, minutes.type.decimals) == ("value", "min", 0)


def test_levels_of_a_profile_are_its_parts_too(tmp_path: Path) -> None:
    found = with_profile(tmp_path, "of: school, share: contact.made.level = 'high', from: pupils")
    fold = found.measures["visits.x", SCHOOL].fold
    assert fold is not None
    assert isinstance(fold.condition, Comparison)
    level = fold.condition.left
    assert isinstance(level, OtherResult)
    assert (level.whose, level.entity, level.what, level.type.codes) == ("row", PUPIL, "level", ("high", "low"))


def test_a_parents_result_is_read_upward(tmp_path: Path) -> None:
    files = {**measure("of: pupil, value: school.work.total - contact.total"), **more("standards.yaml", WORK)}
    found = library_of_files(tmp_path, files).measures["visits.x", PUPIL].value
    above = found.left  # type: ignore[union-attr]
    assert isinstance(above, OtherResult)
    assert (above.standard, above.via, above.entity) == ("visits.work", (SCHOOL,), SCHOOL)


def test_results_stand_in_populations_rules_and_scales(tmp_path: Path) -> None:
    rule = WORK.replace("mean < 60", "subject.coverage > 0 and mean < 60").replace(
        "points: value}", "points: value + 1}"
    )
    files = {
        **swap("populations.yaml", "sex is known", "contact.total is known"),
        **more("standards.yaml", rule.replace("  parts:", "  applies: coverage is known\n  parts:")),
    }
    found = library_of_files(tmp_path, files)
    where = found.populations["visits.pupils"].where
    assert isinstance(where.operand, OtherResult)  # type: ignore[union-attr]
    assert isinstance(found.standards["visits.work"].root.parts[0].scale, PointsScale)


def test_leaves_of_a_result_are_rows(tmp_path: Path) -> None:
    found = library_of_files(
        tmp_path, measure("of: school, mean: points, from: contact, where: code = 'made', weighed_by: weight")
    )
    fold = found.measures["visits.x", SCHOOL].fold
    assert fold is not None
    assert (fold.rows, fold.on) == (StandardRows("visits.contact"), "period_end")
    assert isinstance(fold.expression, RowColumn)
    assert (fold.expression.name, fold.expression.type.better) == ("points", "high")
    wrong = load_files(tmp_path, measure("of: school, count: code = 'mad', from: contact"))
    assert said(wrong.issues) == [
        'visits/measures.yaml:3:54 XH-E003 code is a code of made, long; "mad" is none of them. Did you mean "made"?'
    ]


def test_value_is_a_column_where_all_leaves_have_numbers(tmp_path: Path) -> None:
    numbers = library_of_files(tmp_path / "a", measure("of: pupil, max: value, from: contact"))
    assert numbers.measures["visits.x", PUPIL].type.unit is None
    head = "contact:\n  title: {zh: 家校, en: Contact}\n  of: pupil\n  period: school_year\n  missing: block\n"
    files = {
        **measure("of: pupil, max: value, from: contact"),
        "standards.yaml": head + PROFILE,
        "worked/visits.yaml": "",
    }
    wrong = said(load_files(tmp_path / "b", files).issues)
    assert [one.partition(" ")[2][:7] for one in wrong] == ["XH-M014"]


def test_inputs_say_whose_results_are_read(tmp_path: Path) -> None:
    standard = library_of_files(tmp_path, more("standards.yaml", WORK)).standards["visits.work"]
    (found,) = standard.inputs
    previous = During("previous", "school_year")
    assert found == Input("visits.contact", "r7", previous, "own", found.place)
    assert standard.unused == ""


def test_an_input_is_published_of_the_period_and_the_base_unless_said(tmp_path: Path) -> None:
    plain = WORK.replace("{run: r7, of: previous school_year, layer: own}", "{}")
    (found,) = library_of_files(tmp_path, more("standards.yaml", plain)).standards["visits.work"].inputs
    assert (found.run, found.of.kind, found.layer) == ("published", "period", "base")


def test_floors_count_those_under_a_result(tmp_path: Path) -> None:
    chain = "".join(
        f"x{i}: {{title: {{zh: 甲, en: X}}, of: pupil, count: {f'x{i - 1} >= 1' if i else 'all'}, from: home_visit}}\n"
        for i in range(8)
    )
    leaf = swap("standards.yaml", "measure: visits", "measure: x7")
    above = "mean_of: {title: {zh: 均, en: M}, of: school, mean: contact.total, from: pupils}\n"
    wrong = load_files(tmp_path / "a", {**more("measures.yaml", chain + above), **leaf})
    assert said(wrong.issues) == ["a/visits/measures.yaml:11:1 XH-M019 more than 8 floors: x0 → … → mean_of"]
    rows = above.replace("mean: contact.total, from: pupils", "mean: points, from: contact")
    wrong = load_files(tmp_path / "b", {**more("measures.yaml", chain + rows), **leaf})
    assert said(wrong.issues) == ["b/visits/measures.yaml:11:1 XH-M019 more than 8 floors: x0 → … → mean_of"]


def test_entries_of_a_register_are_rows_on_a_day(tmp_path: Path) -> None:
    lasted = "sum: 'days(since, first_known(until, period_end))'"
    keys = f"of: district, {lasted}, from: listed, on: census, where: kind = '211'"
    found = library_of_files(tmp_path, {**measure(keys), "registers.yaml": REGISTER})
    fold = found.measures["visits.x", "visits.district"].fold
    assert fold is not None
    assert (fold.rows, fold.on) == (RegisterRows("visits.listed"), "census")
    assert found.measures["visits.x", "visits.district"].unused == ""
    register = found.registers["visits.listed"]
    assert (register.of, [field.name for field in register.fields]) == (SCHOOL, ["ground"])


def test_a_rule_by_which_entries_come_is_not_used_yet(tmp_path: Path) -> None:
    entering = REGISTER.replace("fields:", "enters: {when: coverage < 1, decide: head}, fields:")
    found = library_of_files(tmp_path, {"registers.yaml": entering})
    assert [(later.kind, later.name) for later in found.not_used_yet] == [("enters", "visits.listed")]


def test_what_is_better_in_a_result_is_more(tmp_path: Path) -> None:
    best = library_of_files(tmp_path, measure("of: school, best: contact.total, from: pupils")).measures[
        "visits.x", SCHOOL
    ]
    assert best.fold is not None
    assert best.fold.better == "high"


@pytest.mark.parametrize("downward", [True, False])
def test_a_long_row_of_standards_is_refused_and_harms_nothing(tmp_path: Path, downward: bool) -> None:
    def standard(number: int) -> str:
        leaf = "visits" if number == 0 else f"s{number - 1}.total"
        scale = "scale: {title: {zh: 尺, en: S}, points: value}"
        return (
            f"s{number}:\n  title: {{zh: 甲, en: S}}\n  of: pupil\n  period: school_year\n  missing: block\n"
            f"  parts: {{a{number}: {{title: {{zh: 甲, en: A}}, value: {leaf}, {scale}}}}}\n"
        )

    order = range(199, -1, -1) if downward else range(200)
    found = load_files(tmp_path, more("standards.yaml", "".join(map(standard, order)))).issues
    assert {issue.rule for issue in found} == {"XH-M037"}
