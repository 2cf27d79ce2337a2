"""The night's work destroys records whose time is over, and they stay destroyed when an older backup is restored."""

import shutil
import time
from pathlib import Path
from typing import Any

import pytest

from tests.browser.running_server import RunningServer
from tests.erasure.canaries import found_in
from tests.erasure.test_nothing_is_left import step
from tests.upkeep.conftest import Office
from tests.upkeep.test_backup_and_restore import made

PATIENCE = 60
OVER, KEPT = ("gone", "corrected", "old_paper"), ("stays", "new_paper")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Office, dict[str, Any], Path, Path]:
    """An office before and after its night's work; what it held, and a backup with keys of before."""
    folder = tmp_path_factory.mktemp("times_over")
    office = Office(RunningServer(folder / "data", settings="tests.erasure.at_noon"))
    said = step(office.server, "fill_old")
    assert all(step(office.server, "look_old")["said"].values())
    assert found_in(office.data, sealed(said, OVER))
    backup, keys = made(office, folder)
    office.server.start()
    try:
        until = time.monotonic() + PATIENCE
        while (job := step(office.server, "look_old")["job"]) is None or job[0] in ("waiting", "running"):
            assert time.monotonic() < until, job
            time.sleep(0.5)
    finally:
        assert office.server.stop() == 0
    return office, said, backup, keys


def sealed(said: dict[str, Any], words: tuple[str, ...]) -> dict[str, bytes]:
    """What is stored of records, by their words."""
    return {word: bytes.fromhex(said["sealed"][word]) for word in words}


def test_the_night_destroys_what_is_over_and_nothing_else(told: tuple[Office, dict[str, Any], Path, Path]) -> None:
    office, said, _, _ = told
    looked = step(office.server, "look_old")
    assert looked["said"] == {**dict.fromkeys(OVER, False), **dict.fromkeys(KEPT, True)}
    assert looked["job"] == ["done", {"fitness.exemption": 1, "student.observation": 2}]
    assert looked["ledger"] == sorted(said["made"][word] for word in OVER)
    assert (looked["papers"], looked["opened"], looked["digests"], looked["journal"]) == (1, "示例的事例", True, [])
    assert found_in(office.data, sealed(said, OVER)) == {}
    assert set(found_in(office.data, sealed(said, KEPT))) == {"record.sqlite3"}
    assert not (office.data / "before-upgrade").exists()


def test_what_was_over_stays_destroyed_when_an_older_backup_is_restored(
    told: tuple[Office, dict[str, Any], Path, Path], tmp_path: Path
) -> None:
    office, said, backup, keys = told
    words = ("restore", str(backup), "--keys", str(keys))
    without = office.run(*words, "--data", str(tmp_path / "without"))
    assert without.returncode == 0, without.stderr
    assert found_in(tmp_path / "without", sealed(said, OVER)), "the backup does hold them: else this test tries nothing"

    (tmp_path / "new").mkdir()
    shutil.copy(office.data.parent / "times_over.json", tmp_path / "new")
    data = tmp_path / "new" / "data"
    done = office.run(*words, "--data", str(data), "--erasures", str(office.data / "erasures" / "ledger.jsonl"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "重做的清除：3 项" in done.stdout
    assert "日志完整" in done.stdout
    looked = step(RunningServer(data), "look_old")
    assert looked["said"] == {**dict.fromkeys(OVER, False), **dict.fromkeys(KEPT, True)}
    assert (looked["papers"], looked["opened"], looked["digests"]) == (1, "示例的事例", True)
    assert found_in(data, sealed(said, OVER)) == {}
    assert found_in(data, sealed(said, KEPT))
