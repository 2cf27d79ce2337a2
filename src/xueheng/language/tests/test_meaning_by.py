"""`by`: one more dimension of a grain, its codes, and for which of them a measure is read."""

from pathlib import Path

import pytest

from xueheng.language.public import (
    Attribute,
    Comparison,
    Expression,
    Fold,
    Library,
    Measure,
    MeasureValue,
    RowColumn,
    TableRows,
    UnusedRows,
)
from xueheng.language.tests.broken_packs import more
from xueheng.language.tests.small_packs import library_of_files, load_files, said

SCHOOL = "visits.school"
SPLIT = "split: {title: {zh: 分, en: Split}, of: school, by: sex, count: all, from: pupils}\n"
STANDARD = """\
shares:
  title: {zh: 男女, en: Shares}
  of: school
  by: sex
  period: school_year
  missing: block
  applies: sex != 'male' or open_since is known
  parts:
    some: {measure: split, scale: {title: {zh: 尺, en: S}, pass: value >= 1 and split >= 1}}
    whole: {measure: coverage}
    written: {title: {zh: 写, en: W}, mean: visits, from: pupils}
    derived: {title: {zh: 算, en: D}, value: split * 2}
    apart: {title: {zh: 不分, en: A}, sum: families, from: guidance}
"""


@pytest.fixture(autouse=True)
def _beside_the_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def library(tmp_path: Path, *measures: str) -> Library:
    """The sound pack with `split` by sex and these measures."""
    return library_of_files(tmp_path, more("measures.yaml", SPLIT + "".join(f"{one}\n" for one in measures)))


def measure(tmp_path: Path, keys: str, entity: str = SCHOOL) -> Measure:
    return library(tmp_path, f"x: {{title: {{zh: 甲, en: X}}, {keys}}}").measures["visits.x", entity]


def fold_of(found: Measure) -> Fold:
    assert found.fold is not None
    return found.fold


def read_in(expression: Expression | None) -> MeasureValue:
    """The measure on the left of a comparison."""
    assert isinstance(expression, Comparison)
    assert isinstance(expression.left, MeasureValue)
    return expression.left


def test_codes_are_those_that_the_rows_declare(tmp_path: Path) -> None:
    own = measure(tmp_path / "a", "of: pupil, by: mode, count: all, from: home_visit", "visits.pupil")
    assert (own.by, own.by_codes) == ("mode", ("in_person", "video", "phone"))
    of_subject = measure(tmp_path / "b", "of: school, by: sex, sum: minutes, from: home_visit")
    assert of_subject.by_codes == ("male", "female")
    by_table = measure(tmp_path / "c", "of: school, by: grade, count: all, from: pupils")
    assert by_table.by_codes == ("11", "12", "21")


def test_a_grain_has_the_codes_of_all_its_measures(tmp_path: Path) -> None:
    found = library(
        tmp_path, "least: {title: {zh: 少, en: L}, of: school, by: sex, max: least, from: aims, where: grade = '11'}"
    )
    assert found.codes_by(SCHOOL, "sex") == ("male", "female")
    assert found.codes_by(SCHOOL, "grade") == ()


def test_one_line_of_a_table_is_found_by_the_pairs_own_code(tmp_path: Path) -> None:
    keys = "of: school, by: sex, pick: least, from: aims, where: grade = '11' and points = 100"
    assert fold_of(measure(tmp_path, keys)).rows == TableRows("visits.aims")


def test_the_grains_own_code_is_read_by_its_name(tmp_path: Path) -> None:
    found = measure(tmp_path, "of: school, by: sex, cases: [{when: sex = 'male' and split > 3, value: 1}], else: 0")
    assert (found.by, found.by_codes) == ("sex", ())
    assert found.cases is not None
    when = found.cases.cases[0][0]
    code, split = when.left.left, when.right.left  # type: ignore[union-attr]
    assert isinstance(code, Attribute)
    assert (code.whose, code.via, code.entity, code.name) == ("asked", (), SCHOOL, "sex")
    assert isinstance(split, MeasureValue)
    assert (split.measure, split.whose, split.by) == ("visits.split", "asked", None)


def test_in_a_fold_by_the_same_the_asked_pair_is_meant(tmp_path: Path) -> None:
    condition = fold_of(measure(tmp_path, "of: school, by: sex, count: subject.split > 3, from: home_visit")).condition
    assert read_in(condition).by is None


def test_rows_say_for_which_code_a_measure_is_read(tmp_path: Path) -> None:
    lines = read_in(fold_of(measure(tmp_path / "a", "of: school, count: split > 3, from: aims")).condition)
    assert isinstance(lines.by, RowColumn)
    assert (lines.whose, lines.by.name, lines.by.type.codes) == ("asked", "sex", ("male", "female"))
    members = read_in(fold_of(measure(tmp_path / "b", "of: school, count: school.split > 3, from: pupils")).condition)
    assert isinstance(members.by, Attribute)
    assert (members.whose, members.by.whose, members.by.entity, members.by.name) == (
        "row",
        "row",
        "visits.pupil",
        "sex",
    )


def test_a_measure_by_something_is_not_asked_for_each_month(tmp_path: Path) -> None:
    by_mode = "modes: {title: {zh: 式, en: M}, of: pupil, by: mode, count: all, from: home_visit}\n"
    monthly = "x: {title: {zh: 甲, en: X}, of: pupil, share: modes >= 1, from: months}\n"
    wrong = load_files(tmp_path, more("measures.yaml", by_mode + monthly))
    assert [issue.rule for issue in wrong.issues] == ["XH-T002"]


def test_a_standard_by_something_has_leaves_by_it_and_of_the_whole(tmp_path: Path) -> None:
    files = {**more("measures.yaml", SPLIT), **more("standards.yaml", STANDARD)}
    found = library_of_files(tmp_path, files)
    standard = found.standards["visits.shares"]
    assert (standard.by, standard.by_codes) == ("sex", ("male", "female"))
    by = {node.code: found.measures[node.measure or "", SCHOOL].by for node in standard.root.parts}
    assert by == {"some": "sex", "whole": None, "written": "sex", "derived": "sex", "apart": None}


def test_a_code_that_the_standards_dimension_lacks_is_refused(tmp_path: Path) -> None:
    files = {**more("measures.yaml", SPLIT), **more("standards.yaml", STANDARD.replace("'male'", "'mal'"))}
    assert said(load_files(tmp_path, files).issues) == [
        'visits/standards.yaml:21:19 XH-E003 sex is a code of male, female; "mal" is none of them. Did you mean "male"?'
    ]


def test_leaves_of_such_a_standard_are_rows_with_its_code(tmp_path: Path) -> None:
    leaves = STANDARD.replace("    derived:", "    #").replace("    written:", "    #")
    counted = "reached: {title: {zh: 达, en: R}, of: school, by: sex, count: points = 100, from: shares}\n"
    files = {**more("measures.yaml", SPLIT + counted), **more("standards.yaml", leaves)}
    assert library_of_files(tmp_path, files).measures["visits.reached", SCHOOL].by_codes == ("male", "female")


def test_rows_of_a_kind_that_comes_later_may_have_any_dimension(tmp_path: Path) -> None:
    process = "mend:\n  title: {zh: 整改, en: Mend}\n  starts: contact\n  steps: [{do: x}]\n"
    cases = "x: {title: {zh: 甲, en: X}, of: school, by: outcome, count: all, from: mend}\n"
    found = library_of_files(tmp_path, {**more("measures.yaml", cases), "processes.yaml": process})
    counted = found.measures["visits.x", SCHOOL]
    assert isinstance(fold_of(counted).rows, UnusedRows)
    assert (counted.by, counted.unused) == ("outcome", "process mend")
