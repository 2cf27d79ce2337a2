"""Explanations of units kept with their run: the same as made live, of nobody, and gone with whom they rest on."""

from pathlib import Path
from types import SimpleNamespace

import pyarrow.parquet as pq
import pytest
from django.urls import reverse

from xueheng.evaluation import explained
from xueheng.evaluation.explanation_told import Told, told_of_run
from xueheng.evaluation.kept_results import base_folder
from xueheng.evaluation.public import EVALUATION_ERASER, Run, run_standard
from xueheng.evaluation.tests.test_run_pages import signed_in, words
from xueheng.evaluation.tests.test_runs import BY, STANDARD, YEAR, measured_and_verified
from xueheng.evaluation.unit_explanations import EXPLANATIONS, drop_explanations
from xueheng.evidence.public import EVIDENCE_ERASER, append_record, attest_record
from xueheng.identity.tests.authority import DAY, Authority
from xueheng.trust.public import Erasing

pytestmark = pytest.mark.django_db
SCHOOLS, COUNTY = "balance.school_standard", "balance.county_standard"
REPORT = {
    "class_count": 24, "music_rooms": 2, "art_rooms": 1, "funded_pupils": 900, "full_time_teachers": 60,
    "trained_teachers": 41, "certified_teachers": 60, "due_teachers": 20, "rotated_teachers": 3,
    "rotated_backbones": 1, "training_funds": 12_000_000, "public_funds": 150_000_000,
}  # fmt: skip
ROOMS = "义务教育班数 = 0.5"
DOCUMENT = "校发〔2025〕9号"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: SimpleNamespace) -> None:
    for place in ("evidence.snapshots.place", "evaluation.places", "evaluation.definitions_kept"):
        monkeypatch.setattr(f"xueheng.{place}.data_folder", lambda: tmp_path)
    monkeypatch.setattr("xueheng.evaluation.burdens.counting.data_folder", lambda: tmp_path)


@pytest.fixture
def reported(place: Authority) -> Authority:
    """The first school's report of the year, verified: one room of the rarer kind × 12 ÷ 24 classes = 0.5."""
    first, admin = place.units["first"], place.viewer("school_admin")
    made = append_record(admin, type="balance.school_report", subject=first, day=DAY, fields=REPORT)
    attest_record(place.viewer("head"), made)
    said = {"item_code": "school_statutes", "is_met": True, "document_no": DOCUMENT}
    append_record(admin, type="balance.school_item", subject=first, day=DAY, fields=said)
    measured_and_verified(place)
    return place


def kept_file(run: Run) -> Path:
    return base_folder(run.number) / EXPLANATIONS


def pages(place: Authority, run: Run, units: list[int]) -> list[Told | None]:
    """What each reader is told of each unit."""
    readers = [place.viewer(word) for word in ("head", "inspector", "school_admin", "data_officer")]
    return [told_of_run(reader, run.number, unit, "") for reader in readers for unit in units]


def test_what_is_kept_is_what_would_be_explained_now(reported: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    place = reported
    units = {SCHOOLS: [place.units["first"], place.units["nine"]], COUNTY: [place.units["district"]]}
    for standard, those in units.items():
        run = run_standard(BY, standard, YEAR)
        with monkeypatch.context() as nothing_is_made:
            nothing_is_made.setattr(explained, "_explained", None)
            kept = pages(place, run, those)
        assert any(told is not None and told.root is not None and told.refused is None for told in kept)
        assert drop_explanations(run.number)
        assert pages(place, run, those) == kept


def test_a_run_of_before_is_explained_as_it_was(reported: Authority) -> None:
    run = run_standard(BY, SCHOOLS, YEAR)
    kept_file(run).unlink()
    address = reverse("run_explanation", args=[run.number, reported.units["first"]])
    assert ROOMS in words(signed_in(reported, "head").get(address))


def test_nothing_that_a_record_says_is_kept_and_nothing_of_people(reported: Authority) -> None:
    """The records' own fields stand in the record alone; a standard of pupils keeps no explanation."""
    run = run_standard(BY, SCHOOLS, YEAR)
    told = pq.read_table(kept_file(run))
    assert str(reported.units["first"]) in told.column("subject").to_pylist()
    whole = "".join(told.column("explanation").to_pylist())
    assert DOCUMENT not in whole
    assert not [number for number in map(str, reported.people.values()) if number in whole]
    assert not kept_file(run_standard(BY, STANDARD, YEAR)).exists()


def test_a_unit_is_explained_to_who_sees_pupils_under_a_purpose_alone_without_one(reported: Authority) -> None:
    """A school is no pupil: whose records lie behind it, the page does not tell."""
    run = run_standard(BY, SCHOOLS, YEAR)
    address = reverse("run_explanation", args=[run.number, reported.units["first"]])
    assert ROOMS in words(signed_in(reported, "inspector").get(address))


def test_when_a_pupil_is_erased_what_rested_on_her_is_explained_no_more(reported: Authority) -> None:
    run = run_standard(BY, SCHOOLS, YEAR)
    address = reverse("run_explanation", args=[run.number, reported.units["first"]])
    head = signed_in(reported, "head")
    assert ROOMS in words(head.get(address))
    for eraser in (EVIDENCE_ERASER, EVALUATION_ERASER):
        eraser.erase(Erasing((reported.people["ann"],)))
    assert not kept_file(run).exists()
    shown = words(head.get(address))
    assert "已删除 1 人" in shown
    assert ROOMS not in shown
