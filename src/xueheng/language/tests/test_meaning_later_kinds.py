"""Kinds that come in later steps: known by name and column, listed, and nothing computed from them."""

from pathlib import Path

import pytest

from xueheng.language.public import Library, UnusedRows, load
from xueheng.language.tests.broken_packs import measure
from xueheng.language.tests.small_packs import library_of_files, load_files, said

PACKS = Path(__file__).parent / "packs_on_paper"
CLUB = """\
club:
  title: {zh: 社团, en: Club}
  held_by: school
  for: pupil
  fields: {kind: {title: {zh: 类别, en: Kind}, one_of: {sport: 体育, arts: 艺术}}}
  session: {gives: club_session, fields: {hours: {title: {zh: 时数, en: Hours}, number: {decimals: 1}, unit: h}}}
  attendance:
    gives: club_attendance
    marks: {present: 到, absent: 缺}
    attended: mark = 'present'
    copies: [hours, kind]
"""


@pytest.fixture(autouse=True)
def _beside_the_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def with_club(tmp_path: Path, keys: str) -> Library:
    return library_of_files(tmp_path, {**measure(keys), "activities.yaml": CLUB})


def test_attendance_gives_rows_with_what_it_copies(tmp_path: Path) -> None:
    keys = "of: pupil, sum: hours, from: club_attendance, where: attended and kind = 'sport' and mark != 'absent'"
    found = with_club(tmp_path, keys).measures["visits.x", "visits.pupil"]
    assert found.fold is not None
    assert found.fold.rows == UnusedRows("activity", "visits.club_attendance")
    assert (found.unused, found.type.unit) == ("activity club_attendance", "h")


def test_a_column_that_it_does_not_have_is_refused(tmp_path: Path) -> None:
    wrong = load_files(tmp_path, {**measure("of: pupil, sum: hour, from: club_attendance"), "activities.yaml": CLUB})
    (found,) = said(wrong.issues)
    assert found.startswith('visits/measures.yaml:3:44 XH-M014 "hour" is not a field of club_attendance nor')
    assert found.endswith('Did you mean "hours"?')


def test_what_rests_on_it_is_not_used_either(tmp_path: Path) -> None:
    library = with_club(tmp_path, "of: school, count: all, from: club_session")
    assert [(later.kind, later.name) for later in library.not_used_yet] == [("activities", "visits.club")]
    assert library.measures["visits.visits", "visits.pupil"].unused == ""


def test_entries_of_a_register_hold_on_a_day(tmp_path: Path) -> None:
    register = "listed: {title: {zh: 名单, en: List}, of: school, fields: {}, keeps: [head]}\n"
    library = library_of_files(
        tmp_path,
        {**measure("of: school, count: since < period_end, from: listed, on: census"), "registers.yaml": register},
    )
    fold = library.measures["visits.x", "visits.school"].fold
    assert fold is not None
    assert fold.on == "census"
    assert library.not_used_yet == ()
    wrong = load_files(
        tmp_path, {**measure("of: school, count: all, from: listed, during: term_1"), "registers.yaml": register}
    )
    assert said(wrong.issues) == [
        'visits/measures.yaml:3:66 XH-T003 "during" is for what happens; listed holds: use "on"'
    ]


@pytest.mark.parametrize("name", ["after_school", "home_school", "fitness", "student", "balance", "district_year"])
def test_a_pack_on_paper_has_a_meaning(name: str) -> None:
    loaded = load(PACKS / name)
    assert [issue.say("en") for issue in loaded.issues if issue.severity == "error"] == []
    assert loaded.library is not None


@pytest.mark.parametrize(
    ("name", "lacking"),
    [("branch_work", {"XH-N013"}), ("tutoring", {"XH-N013"}), ("student_yunling", {"XH-O001"})],
)
def test_others_lack_only_a_pack_that_is_to_come_or_the_digest_of_their_base(name: str, lacking: set[str]) -> None:
    assert {issue.rule for issue in load(PACKS / name).issues if issue.severity == "error"} == lacking


@pytest.mark.parametrize("name", ["balance", "student"])
def test_nothing_waits_where_only_results_registers_and_dimensions_are_read(name: str) -> None:
    library = load(PACKS / name).library
    assert library is not None
    assert {measure.unused for measure in library.measures.values()} == {""}
    assert {standard.unused for standard in library.standards.values()} == {""}
    assert {example.unused for example in library.examples} == {""}


def test_what_rests_on_activities_waits() -> None:
    library = load(PACKS / "after_school").library
    assert library is not None
    assert library.standards["after_school.service"].unused == "activity course_session"
    assert library.measures["after_school.participation", "common.school"].unused == "activity course_attendance"
    assert {example.unused for example in library.examples} != {""}
