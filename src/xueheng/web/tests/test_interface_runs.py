"""A run over the interface with real results: what it was computed from, and each subject's to whom may see it."""

from pathlib import Path

import pytest

from xueheng.evaluation.public import Run, run_standard
from xueheng.evaluation.tests.test_runs import BY, STANDARD, YEAR, measured_and_verified
from xueheng.identity.tests.authority import Authority
from xueheng.identity.tests.conftest import elsewhere, place, two_authorities
from xueheng.web.tests.other_system import system_of

pytestmark = pytest.mark.django_db
__all__ = ["elsewhere", "place", "two_authorities"]


@pytest.fixture
def run(place: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    for room in ("evidence.snapshots.place", "evaluation.places", "evaluation.definitions_kept"):
        monkeypatch.setattr(f"xueheng.{room}.data_folder", lambda: tmp_path)
    measured_and_verified(place)
    return run_standard(BY, STANDARD, YEAR)


def test_a_run_is_told_with_what_it_was_computed_from(place: Authority, run: Run) -> None:
    system = system_of(place, "class_teacher")
    (told,) = system.get("/runs").json()["items"]
    assert told == system.get(f"/runs/{run.number}").json()
    assert (told["number"], told["standard"], told["period"]) == (str(run.number), STANDARD, YEAR)
    assert (told["state"], told["first"], told["last"]) == ("done", "2025-09-01", "2026-08-31")
    assert (told["snapshot"], told["digests"]) == (run.snapshot_digest, run.digests)
    assert told["digests"]["results"]
    assert (told["subjects"], told["ended"].endswith("Z")) == (run.subjects, True)


def test_a_subjects_results_are_those_worked_out_by_hand(place: Authority, run: Run) -> None:
    address = f"/runs/{run.number}/results/{place.people['ann']}"
    told = system_of(place, "class_teacher").get(address).json()
    assert (told["run"], told["subject"]) == (str(run.number), str(place.people["ann"]))
    found = {name: told["results"][name] for name in ("bmi", "vital_capacity", "run_50m", "total", "level")}
    # Worked out beside the standard: see the evaluation room's tests of runs.
    assert found == {"bmi": "80", "vital_capacity": "78", "run_50m": "76", "total": "87.3", "level": "good"}
    assert all(cell is None or isinstance(cell, str) for cell in told["results"].values())
    untested = system_of(place, "class_teacher").get(f"/runs/{run.number}/results/{place.people['ben']}").json()
    assert untested["results"]["total"] is None


@pytest.mark.parametrize("word", ["other_class_teacher", "nine_admin", "subject_teacher"])
def test_others_results_are_refused_as_on_the_pages(place: Authority, run: Run, word: str) -> None:
    answer = system_of(place, word).get(f"/runs/{run.number}/results/{place.people['ann']}")
    assert answer.status_code in (403, 404)
    assert "87.3" not in answer.content.decode()


def test_another_authority_sees_nobody_of_it_and_who_is_in_no_run_is_not_found(
    place: Authority, elsewhere: Authority, run: Run
) -> None:
    answer = system_of(elsewhere, "class_teacher").get(f"/runs/{run.number}/results/{place.people['ann']}")
    assert answer.status_code in (403, 404)
    none = system_of(place, "class_teacher").get(f"/runs/{run.number}/results/1")
    assert none.status_code in (403, 404)
    scope = system_of(place, "class_teacher", ["records:read"]).get(f"/runs/{run.number}/results/{place.people['ann']}")
    assert (scope.status_code, scope.json()["code"]) == (403, "scope_missing")
