"""The worst case of a restore: data and keys from before an erasure, and the ledger alone from after it."""

import shutil
from pathlib import Path

from tests.browser.running_server import RunningServer
from tests.erasure.canaries import found_in, rows_about, wanted_of
from tests.erasure.test_nothing_is_left import step
from tests.upkeep.conftest import Office
from tests.upkeep.test_backup_and_restore import made


def test_whoever_was_erased_after_the_backup_is_in_no_file_of_the_restored_one(tmp_path: Path) -> None:
    office = Office(RunningServer(tmp_path / "old" / "data"))
    told = step(office.server, "fill")
    wanted = wanted_of(told["told"]["ann"])
    backup, keys = made(office, tmp_path)
    step(office.server, "erase")
    ledger = office.data / "erasures" / "ledger.jsonl"
    words = ("restore", str(backup), "--keys", str(keys))

    without = office.run(*words, "--data", str(tmp_path / "without"))
    assert without.returncode == 0, without.stderr
    assert "没有给更新的清除记录" in without.stdout
    assert "key wrapped" in {what for whats in found_in(tmp_path / "without", wanted).values() for what in whats}

    (tmp_path / "new").mkdir()
    shutil.copy(tmp_path / "old" / "scene.json", tmp_path / "new")
    data = tmp_path / "new" / "data"
    done = office.run(*words, "--data", str(data), "--erasures", str(ledger))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "重做的清除：1 项" in done.stdout
    assert "没有给更新的清除记录" not in done.stdout
    assert "日志完整" in done.stdout
    assert found_in(data, wanted) == {}
    assert list(rows_about(data, told["number"])) == []
    assert (data / "erasures" / "ledger.jsonl").read_bytes() == ledger.read_bytes()
    said = step(RunningServer(data), "look")
    assert (said["names"][str(told["number"])], said["payloads"]) == ("", 0)
    assert said["other"] == "语私乙雀丝金"

    again = office.run(*words, "--data", str(tmp_path / "by-setting"), XUEHENG_ERASURES=str(ledger))
    assert again.returncode == 0, again.stderr
    assert "重做的清除：1 项" in again.stdout
