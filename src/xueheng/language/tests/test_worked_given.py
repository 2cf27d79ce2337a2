"""Worked examples: who and what is given, what is expected, and why one cannot run yet."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from xueheng.language.public import Mapping, WorkedExample, load
from xueheng.language.tests.broken_packs import EXAMPLES, more, swap
from xueheng.language.tests.layered_packs import library_of_layer
from xueheng.language.tests.small_packs import library_of_files

GIVEN = """\
moved:
  title: {zh: 转学, en: Moved}
  run: {measure: [coverage, visits], period: 2025-2026}
  given:
    pupil:
      p1: {sex: male, grade: '11', school: [[x, 2025-09-01, 2026-01-31], [y, 2026-02-01, null]]}
      p2: {sex: ~, school: x}
    home_visit:
      - {pupil: p1, school: x, recorder: t1, day: 2025-10-10, verified: true, mode: phone, score: -1.50}
      - {pupil: p1, day: 2025-10-11, mode: video}
      - {pupil: p2, each_month_of: 2025, day: 31, except: [1], verified: true, mode: video, id: v}
    guidance: [{school: x, day: 2025-11-01, families: 7}]
  then:
    x: {coverage: 1/2}
    district: {coverage: missing}
    p1: {visits: 1}
  sum: 说明。
"""


@pytest.fixture(autouse=True)
def _beside_the_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def moved(tmp_path: Path) -> WorkedExample:
    return library_of_files(tmp_path, more(EXAMPLES, GIVEN)).examples[1]


def test_the_run_is_named_whole(moved: WorkedExample) -> None:
    assert (moved.name, moved.standard, moved.measures) == ("visits.moved", None, ("visits.coverage", "visits.visits"))
    assert (moved.period, moved.sum, moved.unused) == ("2025-2026", "说明。", "")


def test_attributes_and_parents_hold_from_a_day_to_a_day(moved: WorkedExample) -> None:
    first, second = moved.subjects
    assert (first.entity, first.id) == ("visits.pupil", "p1")
    assert first.values["sex"] == (("male", None, None),)
    assert first.values["visits.school"] == (
        ("x", date(2025, 9, 1), date(2026, 1, 31)),
        ("y", date(2026, 2, 1), None),
    )
    assert second.values["sex"] == ((None, None, None),)


def test_answers_for_a_kind_of_parent_are_for_the_one_all_belong_to(moved: WorkedExample) -> None:
    assert [subject.values["visits.district"] for subject in moved.subjects] == [(("district", None, None),)] * 2


def test_a_record_says_who_made_it_where_and_when(moved: WorkedExample) -> None:
    first = moved.records[0]
    assert (first.type, first.about, first.org, first.recorder) == ("visits.home_visit", "p1", "x", "t1")
    assert (first.day, first.verified) == (date(2025, 10, 10), True)
    assert first.fields == {"mode": "phone", "score": Fraction(-3, 2)}


def test_unsaid_a_record_is_verified_only_where_nobody_verifies(moved: WorkedExample) -> None:
    assert [record.verified for record in moved.records if record.about in ("p1", "x")] == [True, False, True]


def test_one_day_of_each_month_that_has_it(moved: WorkedExample) -> None:
    days = [record.day for record in moved.records if record.about == "p2"]
    assert [day.month for day in days if day] == [3, 5, 7, 8, 10, 12]
    assert len({record.id for record in moved.records}) == len(moved.records)


def test_answers_stand_as_written(moved: WorkedExample) -> None:
    assert [(answer.subject, answer.code, answer.answer) for answer in moved.expected] == [
        ("x", "coverage", "1/2"),
        ("district", "coverage", "missing"),
        ("p1", "visits", "1"),
    ]


def test_defaults_fill_what_a_record_leaves_out() -> None:
    library = load("fitness").library
    assert library is not None
    boy = next(example for example in library.examples if example.name == "fitness.boy_of_grade_7")
    assert boy.records[0].fields["attempt"] == "regular"
    assert boy.records[0].fields["run_50m"] == Fraction("8.2")


def test_times_repeat_a_record(tmp_path: Path) -> None:
    example = library_of_files(tmp_path, {}).examples[0]
    assert [(record.id, record.day) for record in example.records] == [
        ("home_visit-1", date(2025, 10, 10)),
        ("home_visit-2", date(2025, 10, 10)),
    ]


def test_what_rests_on_later_steps_says_so(tmp_path: Path) -> None:
    counted = swap(EXAMPLES, "    pupil: {p1:", "    counts: {pupils: 83}\n    pupil: {p1:")
    assert library_of_files(tmp_path, counted).examples[0].unused == "counts"


def test_an_example_with_a_layer_says_whose_result_is_asked(tmp_path: Path) -> None:
    answers = "{base.made: 25, own.made: 25, own.garden: 20, own.garden.value: 1, total: 10, garden_days: 1}"
    worked = (
        "both:\n  title: {zh: 两份, en: Both}\n  run: {standard: visits.contact, period: 2025-2026, overlay: yes}\n"
        "  given: {pupil: {p1: {school: north}}}\n"
        f"  then: {{p1: {answers}}}\n  sum: 说明。\n"
    )
    example = library_of_layer(tmp_path, {"worked/layer.yaml": worked}).examples[-1]
    assert (example.overlay, example.unused, example.refusal) == ("own", "", None)
    assert [(answer.layer, answer.code) for answer in example.expected] == [
        ("base", "made"),
        ("own", "made"),
        ("own", "garden"),
        ("own", "garden.value"),
        ("", "total"),
        ("", "garden_days"),
    ]


def test_an_example_may_say_what_must_be_refused(tmp_path: Path) -> None:
    worked = (
        "locked:\n  title: {zh: 锁定, en: Locked}\n"
        "  refuse: {changes: {talking: {weigh: {calls: 2, late: 2}}}, error: XH-O003}\n  sum: 没有开放。\n"
    )
    example = library_of_layer(tmp_path, {"worked/layer.yaml": worked}).examples[-1]
    assert (example.standard, example.measures, example.expected, example.unused) == (None, (), (), "")
    assert example.refusal is not None
    assert example.refusal.error == "XH-O003"
    assert isinstance(example.refusal.changes, Mapping)


def test_who_is_only_named_stands_beside_those_given(tmp_path: Path) -> None:
    teachers = (
        "asked: {title: {zh: 家访, en: Asked}, of: teacher, distinct: about, from: home_visit, through: recorder}\n"
    )
    example = """\
by_teacher:
  title: {zh: 教师, en: Teachers}
  run: {measure: asked, period: 2025-2026}
  given:
    pupil: {p1: {school: x}}
    home_visit: [{pupil: p1, recorder: t1, day: 2025-10-10, verified: true, mode: phone}]
  then: {t1: {asked: 1}}
  sum: 一名。
"""
    library = library_of_files(tmp_path, {**more("measures.yaml", teachers), **more(EXAMPLES, example)})
    named = [(subject.entity, subject.id) for subject in library.examples[1].subjects]
    assert named == [("visits.pupil", "p1"), ("visits.teacher", "t1")]
