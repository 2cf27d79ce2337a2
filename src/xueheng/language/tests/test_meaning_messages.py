"""Every rule of meaning says where, what, and what to do: whole messages, one broken pack each."""

from pathlib import Path

import pytest

from xueheng.language.issues import RULES
from xueheng.language.public import load
from xueheng.language.tests import (
    broken_composition,
    broken_measures,
    broken_names,
    broken_overlays,
    broken_protections,
    broken_reports,
    broken_standards,
)
from xueheng.language.tests.broken_packs import EVIDENCE, MEASURES, POSTS, Broken, swap
from xueheng.language.tests.small_packs import load_files, said

ALL = (
    *broken_names.BROKEN,
    *broken_measures.BROKEN,
    *broken_composition.BROKEN,
    *broken_standards.BROKEN,
    *broken_protections.BROKEN,
    *broken_reports.BROKEN,
)
SAID_ELSEWHERE = {
    "XH-M022": "an engine says it when it is asked",
    "XH-N015": "tested below: there is no pack to break",
    "XH-N016": "two packs of one name: see the layers",
    "XH-R001": "a run says it",
    "XH-R002": "a run says it",
    "XH-W001": "the command line says it when it runs an example",
    **{broken.rule: "a layer is two packs" for broken in broken_overlays.BROKEN},
    **{f"XH-D00{n}": "comes with decisions" for n in range(1, 4)},
}


@pytest.fixture(autouse=True)
def _beside_the_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_sound_pack_has_no_fault(tmp_path: Path) -> None:
    loaded = load_files(tmp_path, {})
    assert said(loaded.issues) == []
    assert loaded.library is not None


@pytest.mark.parametrize("broken", ALL, ids=[f"{n}-{broken.rule}" for n, broken in enumerate(ALL)])
def test_one_fault_is_said_once_in_both_languages(tmp_path: Path, broken: Broken) -> None:
    loaded = load_files(tmp_path, broken.files)
    assert [issue.say("en") for issue in loaded.issues] == [f"{broken.place} {broken.rule} {broken.en}"]
    assert [issue.say("zh") for issue in loaded.issues] == [f"{broken.place} {broken.rule} {broken.zh}"]
    assert (loaded.library is None) == (RULES[broken.rule].severity == "error")


def test_each_rule_of_meaning_has_a_broken_pack() -> None:
    expressions = {f"XH-E00{n}" for n in (2, 3, 4, 8, 9)} | {"XH-E010"}
    of_meaning = {rule for rule in RULES if rule[3] in "NMTSPLWODRB"} | expressions | {"XH-K005"}
    shown = {broken.rule for broken in ALL} | set(SAID_ELSEWHERE)
    assert sorted(of_meaning - shown) == []


def test_a_folder_without_a_pack_is_named() -> None:
    assert said(load("nowhere").issues) == ['nowhere:1:1 XH-N015 "nowhere" holds no pack.yaml: this is no pack']


def test_all_faults_of_a_pack_come_in_one_run_in_order(tmp_path: Path) -> None:
    files = {
        **swap(MEASURES, "share: visits >= 1", "share: vists >= 1"),
        **swap(EVIDENCE, "needed: [mode]", "needed: [mod]"),
        **swap(POSTS, "sees: [coverage]", "sees: [coverag]"),
    }
    places = [str(issue.place) for issue in load_files(tmp_path, files).issues]
    assert places == ["visits/evidence.yaml:4:12", "visits/measures.yaml:2:72", "visits/posts.yaml:6:78"]
