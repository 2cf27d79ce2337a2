"""Worked examples of composed values: entries of registers, values given, answers by code, by layer and refused."""

import shutil
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from xueheng.language.public import Library, WorkedExample, WorkedResult, load
from xueheng.language.tests.broken_composition import REGISTER
from xueheng.language.tests.broken_packs import EXAMPLES, more
from xueheng.language.tests.small_packs import library_of_files
from xueheng.language.tests.test_meaning_by import SPLIT, STANDARD

PACKS = Path(__file__).parent / "packs_on_paper"
MEASURES = (
    SPLIT + "on_list: {title: {zh: 在册, en: On list}, of: school, count: all, from: listed}\n"
    "uneven: {title: {zh: 差异, en: Uneven}, of: school, by: sex, variation: visits, from: pupils}\n"
    "favourite: {title: {zh: 方式, en: Favourite}, of: pupil, latest: mode, from: home_visit}\n"
    "busy: {title: {zh: 忙, en: Busy}, of: [class, school], value: coverage > 0.5}\n"
)
HEAD = "given:\n  title: {zh: 给定, en: Given}\n  run: {RUN, period: 2025-2026}\n  sum: 说明。\n"
CLUB = "club:\n  title: {zh: 社团, en: Club}\n  held_by: school\n  for: pupil\n  session: {gives: club_session}\n"


@pytest.fixture(autouse=True)
def _beside_the_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def example(tmp_path: Path, run: str, given: str, then: str, files: Mapping[str, str] | None = None) -> WorkedExample:
    """The example, of a pack that has the standard `shares` by sex and a register."""
    text = HEAD.replace("RUN", run) + f"  given: {{{given}}}\n  then: {{{then}}}\n"
    pack = {
        **more("measures.yaml", MEASURES),
        **more("standards.yaml", STANDARD),
        **more(EXAMPLES, text),
        "registers.yaml": REGISTER,
        **(files or {}),
    }
    return library_of_files(tmp_path, pack).examples[-1]


def results(tmp_path: Path, written: str) -> list[WorkedResult]:
    return list(example(tmp_path, "measure: on_list", f"results: {{{written}}}", "").results)


def test_an_entry_holds_from_a_day_to_a_day(tmp_path: Path) -> None:
    rows = "{school: x, since: 2025-01-01, until: 2026-01-31, ground: '甲'}, {about: y, day: 2025-09-01}"
    found = example(tmp_path, "measure: on_list", f"listed: [{rows}]", "x: {on_list: 1}, y: {on_list: 1}")
    first, second = found.entries
    assert (first.register, first.about, first.fields) == ("visits.listed", "x", {"ground": "甲"})
    assert (first.since, first.until) == (date(2025, 1, 1), date(2026, 1, 31))
    assert (second.about, second.since, second.until, second.fields) == ("y", date(2025, 9, 1), None, {})
    assert [(subject.entity, subject.id) for subject in found.subjects] == [
        ("visits.school", "x"),
        ("visits.school", "y"),
    ]


def test_a_value_given_is_of_the_measures_kind(tmp_path: Path) -> None:
    written = "x: {on_list: 45/100, coverage: missing, busy: yes}, p1: {favourite: phone, visits: 3}"
    found = {(one.subject, one.name): (one.what, one.value) for one in results(tmp_path, written)}
    assert found == {
        ("x", "visits.on_list"): ("measure", Fraction(9, 20)),
        ("x", "visits.coverage"): ("measure", None),
        ("x", "visits.busy"): ("measure", True),
        ("p1", "visits.favourite"): ("measure", "phone"),
        ("p1", "visits.visits"): ("measure", Fraction(3)),
    }


def test_a_value_is_given_for_one_code_and_a_variation_as_its_square(tmp_path: Path) -> None:
    found = results(tmp_path, "x: {split.male: 4, uneven.female: 0.5}")
    assert [(one.name, one.by, one.value) for one in found] == [
        ("visits.split", "male", Fraction(4)),
        ("visits.uneven", "female", Fraction(1, 4)),
    ]


def test_a_node_of_another_standard_is_given_its_points_its_value_or_its_level(tmp_path: Path) -> None:
    found = results(
        tmp_path, "p1: {contact.total: 88.5, contact.made: 60, contact.long.value: 70}, x: {shares.some.male: 1}"
    )
    assert [(one.name, one.code, one.what, one.value, one.by) for one in found] == [
        ("visits.contact", "total", "points", Fraction(177, 2), ""),
        ("visits.contact", "made", "points", Fraction(60), ""),
        ("visits.contact", "long", "value", Fraction(70), ""),
        ("visits.shares", "some", "points", Fraction(1), "male"),
    ]


def test_whose_value_it_is_follows_from_all_that_is_given_of_a_subject(tmp_path: Path) -> None:
    given = "results: {x: {coverage: 1, on_list: 2}, y: {coverage: 1}}"
    found = example(tmp_path, "measure: on_list", given, "x: {on_list: 2}, y: {coverage: 1}")
    assert [(subject.entity, subject.id) for subject in found.subjects] == [("visits.school", "x")]


def test_what_is_given_need_not_be_computed(tmp_path: Path) -> None:
    counted = "sessions: {title: {zh: 场, en: Sessions}, of: school, count: all, from: club_session}\n"
    derived = "offers: {title: {zh: 开, en: Offers}, of: school, value: sessions >= 1}\n"
    files = {"activities.yaml": CLUB, **more("measures.yaml", MEASURES + counted + derived)}
    asked = ("measure: offers", "results: {x: {sessions: 2}}", "x: {offers: yes}")
    assert example(tmp_path / "a", *asked, files).unused == ""
    other = ("measure: offers", "results: {x: {on_list: 2}}", "x: {offers: yes}")
    assert example(tmp_path / "b", *other, files).unused == "activity club_session"


def test_answers_are_for_one_code_of_a_dimension(tmp_path: Path) -> None:
    given = "pupil: {p1: {sex: male, school: x}}"
    then = "x: {split.male: 1, some.male: 100, some.female: 0, total.male: 50, visits.uneven.male: missing}"
    found = example(tmp_path, "standard: shares", given, then)
    assert [(answer.code, answer.by) for answer in found.expected] == [
        ("split", "male"),
        ("some", "male"),
        ("some", "female"),
        ("total", "male"),
        ("visits.uneven", "male"),
    ]


def test_answers_may_be_measures_of_others_than_the_standard_is_of(tmp_path: Path) -> None:
    given = "pupil: {p1: {sex: male, school: x, class: c}}"
    found = example(tmp_path, "standard: contact", given, "p1: {made: 0}, x: {coverage: 0, on_list: 0}, c: {busy: no}")
    assert [(answer.subject, answer.code) for answer in found.expected] == [
        ("p1", "made"),
        ("x", "coverage"),
        ("x", "on_list"),
        ("c", "busy"),
    ]


def test_an_example_of_a_measure_may_show_what_a_standard_makes_of_it(tmp_path: Path) -> None:
    given = "pupil: {p1: {sex: male, school: x}}"
    found = example(tmp_path, "measure: split", given, "x: {split.male: 1, some.male: 100}")
    assert (found.standard, found.measures) == ("visits.shares", ("visits.split",))
    assert example(tmp_path, "measure: split", given, "x: {split.male: 1}").standard is None


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """School review on paper, beside a pack that is to come."""
    home = tmp_path_factory.mktemp("packs")
    shutil.copytree(PACKS, home, dirs_exist_ok=True)
    (home / "rectification").mkdir()
    head = "xueheng: 1\nname: rectification\ntitle: {zh: 整改, en: Mending}\nversion: 1.0.0\nowner: district\n"
    (home / "rectification" / "pack.yaml").write_text(head, "utf-8")
    library = load(home / "school_review").library
    assert library is not None
    return library


def test_a_school_review_runs_on_given_results_of_six_standards(review: Library) -> None:
    composed = next(one for one in review.examples if one.name == "school_review.composed")
    assert composed.unused == ""
    assert [(one.name, one.code, one.value) for one in composed.results] == [
        ("branch_work.school_branch_mean", "", 88),
        ("after_school.service", "total", 90),
        ("home_school.contact", "total", 80),
        ("school_review.compliant_sections", "", 1),
        ("fitness.good_share", "", Fraction(9, 20)),
        ("student.steady_or_better", "", Fraction(77, 100)),
    ]


def test_inputs_are_pinned_and_not_computed(review: Library) -> None:
    assert review.standards["branch_work.work"].unused == "duties"
    assert review.standards["school_review.review"].unused == ""
    nobody = next(one for one in review.examples if one.name == "school_review.one_reviewer")
    assert (nobody.unused, nobody.results) == ("", ())
