"""Every way a layer can go wrong is said once, in both languages, with the line of the base that forbids it."""

import shutil
from pathlib import Path

import pytest

from xueheng.language.issues import RULES
from xueheng.language.public import load
from xueheng.language.tests.broken_overlays import BROKEN, BrokenLayer
from xueheng.language.tests.layered_packs import load_layer
from xueheng.language.tests.small_packs import said


@pytest.fixture(autouse=True)
def _beside_the_packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_sound_layer_has_no_fault(tmp_path: Path) -> None:
    loaded = load_layer(tmp_path, {})
    assert said(loaded.issues) == []
    assert loaded.library is not None


@pytest.mark.parametrize("broken", BROKEN, ids=[f"{n}-{broken.rule}" for n, broken in enumerate(BROKEN)])
def test_one_fault_is_said_once_in_both_languages(tmp_path: Path, broken: BrokenLayer) -> None:
    loaded = load_layer(tmp_path, broken.files, broken.base)
    base = load("visits").library
    assert base is not None
    whole = base.standards["visits.contact"].digest_meaning

    def now(text: str) -> str:
        return text.replace("NOW", f"{whole[:12]}…").replace("WHOLE", whole)

    mine = [issue for issue in loaded.issues if issue.rule != "XH-O001" or broken.rule == "XH-O001"]
    assert [issue.say("en") for issue in mine] == [f"{broken.place} {broken.rule} {now(broken.en)}"]
    assert [issue.say("zh") for issue in mine] == [f"{broken.place} {broken.rule} {now(broken.zh)}"]
    assert (loaded.library is None) == (RULES[broken.rule].severity == "error")


def test_two_packs_of_one_name_are_refused(tmp_path: Path) -> None:
    load_layer(tmp_path, {})
    shutil.copytree(tmp_path / "own", tmp_path / "elsewhere" / "own")
    loaded = load("own", also=[Path("elsewhere/own")])
    assert said(loaded.issues) == [
        'elsewhere/own/pack.yaml:1:1 XH-N016 pack "own" was read from own already; names are unique'
    ]
