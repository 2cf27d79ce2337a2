"""An erased pupil is in no file any more, nor in a backup from before once that is restored."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.browser.running_server import RunningServer
from tests.erasure.canaries import WORDS, found_in, rows_about, wanted_of

SEALED = {"name", "private", "attachment", "card", "objection", "answer", "comment", "work", "key raw"}
HERS = [WORDS[what] for what in ("objection", "answer", "comment", "work")]


def step(server: RunningServer, name: str, *words: str) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(server.run("tests.erasure.canaries", name, *words).splitlines()[-1])
    return said


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> tuple[RunningServer, dict[str, Any]]:
    """A server's data with two pupils in it, and what tells of them."""
    folder = tmp_path_factory.mktemp("erasure")
    server = RunningServer(folder / "data")
    told = step(server, "fill")
    (folder / "wanted.json").write_text(json.dumps(told["told"]["ann"]), "utf-8")
    return server, told


def copied(server: RunningServer, tmp_path: Path, told: dict[str, Any]) -> RunningServer:
    """The same data in another folder, for one test."""
    shutil.copytree(server.data.parent, tmp_path / "one")
    del told
    return RunningServer(tmp_path / "one" / "data")


def test_she_was_everywhere_before(lived: tuple[RunningServer, dict[str, Any]]) -> None:
    server, told = lived
    found = found_in(server.data, wanted_of(told["told"]["ann"]))
    there = {what for whats in found.values() for what in whats}
    assert {"journal", "login", "purpose", "attempt", "key wrapped"} <= there
    assert len(list(rows_about(server.data, told["number"]))) >= 6
    assert not there & SEALED, "sealed from the first"
    said = step(server, "look")
    assert said["said"] == {"ann": HERS, "ben": [words[::-1] for words in HERS]}
    assert said["report_files"] == 2


def test_nothing_is_left_of_her_in_any_file(lived: tuple[RunningServer, dict[str, Any]], tmp_path: Path) -> None:
    kept, told = lived
    server = copied(kept, tmp_path, told)
    assert step(server, "erase")["removed"] > 20
    wanted = server.data.parent / "wanted.json"
    assert step(server, "search", str(wanted)) == {"files": {}, "rows": []}
    assert found_in(server.data, wanted_of(told["told"]["ann"])) == {}
    said = step(server, "look")
    assert said["names"] == {str(told["number"]): "", str(told["other"]): "名甲雀丝金"}
    assert (said["index"], said["payloads"], said["other"]) == ("", 0, "语私乙雀丝金")
    assert said["envelopes"] >= 5
    assert said["said"]["ann"] in ([], ["", ""]), "that there was a doubt may stay, its words may not"
    assert said["said"]["ben"] == [words[::-1] for words in HERS]
    assert said["report_files"] == 0, "she was printed in both"
    assert said["run"] == "不能再重算：已删除 1 人"
    assert (said["results"], said["taken_out"]) == (True, [1, True])
    assert said["journal"] == []
    other = found_in(server.data, wanted_of(told["told"]["ben"]))
    assert {"journal", "login", "key wrapped"} <= {what for whats in other.values() for what in whats}
    assert list(rows_about(server.data, told["other"]))
    assert step(server, "again") == {"subjects": 11}
    assert list(rows_about(server.data, told["number"])) == []


def test_she_is_gone_from_a_backup_from_before_once_it_is_restored(
    lived: tuple[RunningServer, dict[str, Any]], tmp_path: Path
) -> None:
    kept, told = lived
    server = copied(kept, tmp_path, told)
    # The worst case: data and keys from before the erasure, and the ledger alone from after it.
    restored = copied(kept, tmp_path / "restored", told)
    step(server, "erase")
    ledger = server.data / "erasures" / "ledger.jsonl"
    assert found_in(ledger.parent, wanted_of(told["told"]["ann"])) == {}
    assert step(restored, "replay", str(ledger)) == {"erased": 1}
    assert step(restored, "replay", str(ledger)) == {"erased": 1}
    assert (restored.data / "erasures" / "ledger.jsonl").read_bytes() == ledger.read_bytes()
    wanted = restored.data.parent / "wanted.json"
    assert step(restored, "search", str(wanted)) == {"files": {}, "rows": []}
    assert found_in(restored.data, wanted_of(told["told"]["ann"])) == {}
    said = step(restored, "look")
    assert (said["names"][str(told["number"])], said["payloads"]) == ("", 0)
    assert (said["run"], said["journal"]) == ("不能再重算：已删除 1 人", [])
    assert said["other"] == "语私乙雀丝金"
