"""Explanations that a process keeps in memory: gone with the erasure, also where another process carried it out."""

from pathlib import Path
from typing import Any

import pytest

from xueheng.evaluation import kept_explanations
from xueheng.evaluation.kept_explanations import whose_are_kept
from xueheng.evaluation.public import EVALUATION_ERASER, Run, explained_now, explained_run
from xueheng.evaluation.tests.test_runs import PERIOD, STANDARD
from xueheng.identity.tests.authority import Authority
from xueheng.trust.public import Erasing, destroy_key, seal

pytestmark = pytest.mark.django_db
RUN = Run(number=7, what="standard", standard=STANDARD, state="done", snapshot_digest="d1")


@pytest.fixture(autouse=True)
def making(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Of whom an explanation was made anew; what stands in it does not matter here."""
    made: list[int] = []
    monkeypatch.setattr("xueheng.evaluation.places.data_folder", lambda: tmp_path)
    monkeypatch.setattr("xueheng.evidence.snapshots.place.data_folder", lambda: tmp_path)

    def make(*said: Any) -> dict[str, Any]:
        made.append(said[-1])
        return {}

    monkeypatch.setattr("xueheng.evaluation.explained._explained", make)
    monkeypatch.setattr("xueheng.evaluation.explained._of_run", make)
    kept_explanations._kept.clear()  # what other tests left in this process
    return made


@pytest.fixture
def pupils(place: Authority, making: list[int]) -> tuple[int, int]:
    """Two pupils of whom explanations were looked at: of a run, and of the record as it stands."""
    ann, ben = place.people["ann"], place.people["ben"]
    for pupil in (ann, ben):
        seal(pupil, "a test", b"so that there is a key")
        for _ in range(2):
            explained_run(RUN, pupil)
            explained_now(STANDARD, PERIOD, pupil)
    assert making == [ann, ann, ben, ben], "the second time from memory"
    assert whose_are_kept() == {ann, ben}
    return ann, ben


def test_an_erasure_drops_what_is_kept_of_her_and_nobody_else_s(pupils: tuple[int, int]) -> None:
    ann, ben = pupils
    EVALUATION_ERASER.erase(Erasing((ann,)))
    assert whose_are_kept() == {ben}


def test_another_process_drops_it_when_it_is_next_asked_for_anybody_s(
    pupils: tuple[int, int], making: list[int]
) -> None:
    """There the eraser never ran: all that tells of it is the key that is gone from the database."""
    ann, ben = pupils
    destroy_key(ann)
    explained_run(RUN, ben)
    assert whose_are_kept() == {ben}
    assert making[4:] == []


def test_hers_is_made_anew_and_not_kept_once_her_key_is_gone(pupils: tuple[int, int], making: list[int]) -> None:
    ann, ben = pupils
    destroy_key(ann)
    for _ in range(2):
        explained_run(RUN, ann)
        explained_now(STANDARD, PERIOD, ann)
    assert making[4:] == [ann] * 4
    assert whose_are_kept() == {ben}
