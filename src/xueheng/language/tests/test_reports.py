"""Reports as definitions: what stands in them, and that they decide nothing."""

from fractions import Fraction
from pathlib import Path

from xueheng.language.public import json_schema, load
from xueheng.language.tests.broken_reports import REPORTS, SOUND
from xueheng.language.tests.small_packs import library_of_files, load_files


def test_a_report_has_results_facts_works_and_sentences(tmp_path: Path) -> None:
    report = library_of_files(tmp_path, {REPORTS: SOUND}).reports["visits.year"]
    assert [(one.standard, one.show) for one in report.results] == [("visits.contact", "points")]
    assert [part.code for part in report.facts.root.parts] == ["seen", "last_mode"]
    assert report.facts.root.combine == "profile"
    assert report.works == ("visits.home_visit",)
    assert [(one.standard, one.node, one.at_least, one.at_most) for one in report.sentences] == [
        ("visits.contact", "made", Fraction(60), None),
        ("visits.year", "seen", Fraction(1), Fraction(9)),
        ("", "", None, None),
    ]


def test_a_report_changes_no_digest_of_meaning_and_is_no_standard(tmp_path: Path) -> None:
    without = library_of_files(tmp_path / "a", {})
    having = library_of_files(tmp_path / "b", {REPORTS: SOUND})
    assert having.packs["visits"].digest_meaning == without.packs["visits"].digest_meaning
    assert having.packs["visits"].digest_bytes != without.packs["visits"].digest_bytes
    assert having.standards.keys() == without.standards.keys()


def test_facts_are_protected_like_leaves(tmp_path: Path) -> None:
    """Free text of a pupil's record is nothing to count by, in a report neither."""
    broken = SOUND.replace("count: all, from: home_visit}\n    last", "count: note = 'x', from: home_visit}\n    last")
    assert [issue.rule for issue in load_files(tmp_path, {REPORTS: broken}).issues] == ["XH-P006"]


def test_the_shipped_reports_have_no_total_where_their_standard_has_none() -> None:
    library = load("student").library
    assert library is not None
    report = library.reports["student.primary_report"]
    about = {(one.standard, one.node) for one in report.sentences}
    assert ("student.primary", "total") not in about


def test_editors_are_told_the_keys_of_reports() -> None:
    assert "additionalProperties" in str(json_schema("reports"))
