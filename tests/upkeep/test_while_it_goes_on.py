"""Backups while people write, killed backups, disks that are full."""

import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.browser.running_server import ROOT
from tests.upkeep.conftest import Office, command, copied, surroundings
from tests.upkeep.test_backup_and_restore import made
from xueheng.cli.main import REFUSED
from xueheng.web.backups.copying import copy_file
from xueheng.web.backups.make_backup import _drafted
from xueheng.web.backups.refusals import BackupRefused

MEGA = 1024 * 1024


def test_each_backup_of_a_busy_record_is_of_one_moment(office: Office, tmp_path: Path) -> None:
    """Somebody writes facts with their journal all the while: cut anywhere, chain and heads would not agree."""
    office = copied(office, tmp_path / "data")
    writer = subprocess.Popen(
        [command()[0], "-m", "tests.upkeep.busy_writer"],
        cwd=ROOT, env=surroundings(office.server), stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert writer.stdout is not None
    try:
        assert writer.stdout.readline() == "begun\n"
        pairs = [made(office, tmp_path / f"place-{order}") for order in range(3)]
    finally:
        writer.terminate()
        writer.wait(30)
    lengths = []
    for order, (backup, keys) in enumerate(pairs):
        data = tmp_path / f"restored-{order}"
        done = office.run("restore", str(backup), "--keys", str(keys), "--data", str(data))
        assert done.returncode == 0, done.stdout + done.stderr
        assert "日志完整" in done.stdout
        looked = office.run("doctor", "--data", str(data))
        assert looked.returncode == 0, looked.stdout
        lengths.append(int(done.stdout.split("条链，")[1].split(" ")[0].replace(",", "")))
    assert lengths[0] < lengths[1] < lengths[2]


def test_a_killed_backup_leaves_nothing_that_looks_like_one(office: Office, tmp_path: Path) -> None:
    data = shutil.copytree(office.data, tmp_path / "data")
    with (data / "uploads" / "large").open("wb") as file:
        file.truncate(1_500 * MEGA)
    target = tmp_path / "b"
    words = command("backup", str(target), "--data", str(data))
    process = subprocess.Popen(words, cwd=ROOT, env=surroundings(office.server), stdout=subprocess.DEVNULL)
    until = time.monotonic() + 60
    while not list(target.glob(".unfinished-*/uploads/large")):
        assert process.poll() is None
        assert time.monotonic() < until
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert list(target.glob("backup-*")) == []
    (unfinished,) = target.glob(".unfinished-*")
    (data / "uploads" / "large").unlink()
    refused = office.run("restore", str(unfinished), "--keys", str(unfinished), "--data", str(tmp_path / "new"))
    assert refused.returncode == REFUSED
    assert "不是一份完整的备份" in refused.stderr
    done = office.run("backup", str(target), "--data", str(data))
    assert done.returncode == 0, done.stderr
    assert [path.name[:7] for path in target.iterdir() if path.is_dir()] == ["backup-"]


def test_a_disk_too_small_is_told_before_anything_is_copied(office: Office, small_disk: Path, tmp_path: Path) -> None:
    data = shutil.copytree(office.data, tmp_path / "data")
    with (data / "uploads" / "large").open("wb") as file:
        file.truncate(200 * MEGA)
    done = office.run("backup", str(small_disk / "b"), "--data", str(data))
    assert done.returncode == REFUSED
    assert "放不下备份：要 2" in done.stderr
    assert [path.name for path in (small_disk / "b").iterdir()] == [".xueheng-backup.lock"]


def test_a_disk_that_fills_up_meanwhile_is_told_and_left_clean(small_disk: Path, tmp_path: Path) -> None:
    with (tmp_path / "large").open("wb") as file:
        file.truncate(200 * MEGA)
    with pytest.raises(BackupRefused) as refused, _drafted(small_disk, "backup-x") as draft:
        copy_file(tmp_path / "large", draft / "large", lambda count: None)
    assert "磁盘已满" in refused.value.say("zh")
    assert [path.name for path in small_disk.iterdir()] == [".xueheng-backup.lock"]


def test_of_two_at_once_into_one_folder_the_second_waits_for_its_turn(tmp_path: Path) -> None:
    with _drafted(tmp_path, "backup-one") as first:
        (first / "x").touch()
        second = _drafted(tmp_path, "backup-two")
        with pytest.raises(BackupRefused) as refused:
            second.__enter__()
    assert "另一次备份正在写入" in refused.value.say("zh")
    assert (tmp_path / "backup-one" / "x").exists()
