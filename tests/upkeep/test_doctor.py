"""The doctor finds each fault that is really there, says what to do, and changes nothing."""

import fcntl
import json
import os
import secrets
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from _pytest.mark.structures import ParameterSet

from tests.browser.running_server import ROOT, RunningServer
from tests.server.postgresql import Cluster
from tests.upkeep.conftest import POSTGRESQL, Office, new_database
from xueheng.web.doctor import machine

HOUR = 3_600_000_000


def found(office: Office, data: Path, **more: str) -> dict[str, Any]:
    """Name → finding, by the doctor's own data; and whether the exit code agrees."""
    done = office.run("doctor", "--json", "--data", str(data), **more)
    assert "Traceback" not in done.stderr, done.stderr
    told = json.loads(done.stdout)
    assert done.returncode == (0 if told["well"] else 1)
    names = {each["name"]: each for part in told["parts"] for each in part["found"]}
    assert told["well"] == all(each["advice"] for each in names.values())
    for each in names.values():
        assert all(each[part][language] for part in ("text", "remedy") for language in ("zh", "en"))
    return names


@pytest.fixture
def data(young: Office, tmp_path: Path) -> Path:
    """A copy of a young office's data, whole: never backed up."""
    copy = shutil.copytree(young.data, tmp_path / "data")
    copy.chmod(0o700)
    return copy


def change(*statements: str) -> Callable[[Path], None]:
    """SQL put to the record behind everybody's back."""

    def made(data: Path) -> None:
        with closing(sqlite3.connect(data / "record.sqlite3")) as connection:
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                if "trust_entry_update" in name:
                    connection.execute(f'DROP TRIGGER "{name}"')
            for statement in statements:
                connection.execute(statement)
            connection.commit()

    return made


def flip(pattern: str) -> Callable[[Path], None]:
    def made(data: Path) -> None:
        path = min(data.glob(pattern))
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(bytes(content))

    return made


def damaged_page(data: Path) -> None:
    """The content of a page in the middle, overwritten as a bad disk does."""
    path = data / "record.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'trust_about'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with path.open("r+b") as file:
        file.seek((root - 1) * size + 16)
        file.write(b"\xff" * 200)


def person_without_key(data: Path) -> None:
    with closing(sqlite3.connect(data / "record.sqlite3")) as record:
        (number,) = record.execute("SELECT min(number) FROM identity_person").fetchone()
    with closing(sqlite3.connect(data / "secrets" / "keys.sqlite3")) as keys:
        keys.execute("DELETE FROM trust_subjectkey WHERE subject = ?", [number])
        keys.commit()


def keys_of_others(data: Path) -> None:
    (data / "secrets" / "master.key").write_text(secrets.token_hex(32) + "\n")


FAULTS: list[tuple[str, Callable[[Path], object], str]] = [
    ("no_folder", shutil.rmtree, "没有数据文件夹"),
    ("half_restored", lambda data: (data / "restore-unfinished").touch(), "没有恢复完"),
    ("open_to_others", lambda data: data.chmod(0o755), "chmod 700"),
    ("open_to_others", lambda data: (data / "secrets" / "master.key").chmod(0o640), "chmod 600"),
    ("open_to_others", lambda data: (data / "record.sqlite3").chmod(0o644), "record.sqlite3"),
    ("secrets_lost", lambda data: shutil.rmtree(data / "secrets"), "keys-…"),
    ("secret_missing", lambda data: (data / "secrets" / "signing.key").unlink(), "signing.key"),
    ("secret_damaged", lambda data: (data / "secrets" / "django.key").write_text("abc"), "django.key"),
    ("keys_missing", lambda data: (data / "secrets" / "keys.sqlite3").unlink(), "keys.sqlite3"),
    ("unreachable", lambda data: (data / "record.sqlite3").write_bytes(b"no database" * 999), "数据文件读不出来"),
    ("damaged", damaged_page, "./xueheng restore"),
    ("damaged", change("UPDATE identity_enrolment SET pupil_id = 1"), "identity_enrolment"),
    ("newer", change("INSERT INTO django_migrations VALUES (9999, 'identity', '0999_x', 0)"), "identity.0999_x"),
    ("pending", change("DELETE FROM django_migrations WHERE app = 'evaluation'"), "./xueheng serve"),
    ("keys_do_not_fit", keys_of_others, "主密钥打不开"),
    ("keys_do_not_fit", person_without_key, "密钥库里没有"),
    ("clock_behind", change("UPDATE trust_stream SET length = length + 1, last_at = last_at + 7200000000"), "时钟不对"),
    ("journal", change("UPDATE trust_entry SET actor = 5 WHERE id = 3"), "journal verify"),
    ("snapshot", flip("snapshots/files/*.parquet"), "parquet"),
    ("snapshot", flip("snapshots/*/manifest.json"), "manifest.json"),
    ("stuck_jobs", change("UPDATE shell_job SET state = 'waiting', created = 5"), "重启"),
    ("no_backup", lambda data: os.utime(data / "secrets" / "master.key", (10**9, 10**9)), "./xueheng backup"),
]


ORDINARY = {"no_folder", "secrets_lost", "damaged", "pending", "journal", "no_backup"}
"""Tried with every change; the others in the slow tests: each is a start of the doctor."""


def tried() -> Iterator[ParameterSet]:
    seen: set[str] = set()
    for place, (name, make, said) in enumerate(FAULTS):
        quick = name in ORDINARY and name not in seen
        seen.add(name)
        yield pytest.param(name, make, said, id=f"{name}-{place}", marks=() if quick else pytest.mark.sweep)


@pytest.mark.parametrize(("name", "make", "said"), list(tried()))
def test_a_fault_is_named_with_what_to_do(
    office: Office, data: Path, name: str, make: Callable[[Path], object], said: str
) -> None:
    if name == "stuck_jobs":
        office.server.run("tests.upkeep.an_old_job", str(data))
    make(data)
    before = sorted(str(path) for path in data.rglob("*")) if data.exists() else []
    told = found(office, data)
    assert name in told, told
    assert not told[name]["advice"]
    assert said in told[name]["text"]["zh"] + told[name]["remedy"]["zh"]
    after = sorted(str(path) for path in data.rglob("*")) if data.exists() else []
    extra = set(after) - set(before)
    assert not [path for path in extra if not path.endswith(("-wal", "-shm", "/logs", "starting.lock", "xueheng.log"))]


def test_a_whole_installation_is_well_and_says_so(office: Office, data: Path) -> None:
    for path in (data / "record.sqlite3", data / "secrets" / "keys.sqlite3"):
        path.chmod(0o600)
    assert {name for name, each in found(office, data).items() if not each["advice"]} == set()
    done = office.run("doctor", "--data", str(data))
    assert done.returncode == 0
    assert "没有发现问题" in done.stdout
    assert "✓ 密钥与数据配套" in done.stdout
    assert "还没有作过备份" in done.stdout  # advice: the installation is young
    made = office.run("backup", str(data.parent / "b"), "--data", str(data))
    assert made.returncode == 0, made.stderr
    told = found(office, data)
    assert "no_backup" not in told
    assert not told["keys_not_backed_up"]["advice"]
    office.run("backup", str(data.parent / "b2"), "--keys", str(data.parent / "k"), "--data", str(data))
    assert "keys_not_backed_up" not in found(office, data)


def test_a_setting_that_cannot_be_used(office: Office, data: Path) -> None:
    told = found(office, data, XUEHENG_HTTPS="yes")
    assert "XUEHENG_HTTPS" in told["setting"]["text"]["zh"]


def test_a_start_that_holds_the_lock_for_too_long(office: Office, data: Path) -> None:
    lock = data / "starting.lock"
    with lock.open("wb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert found(office, data)["starting"]["advice"]
        os.utime(lock, (10**9, 10**9))
        assert not found(office, data)["starting"]["advice"]
    assert "starting" not in found(office, data)


def test_a_disk_that_is_nearly_full_and_one_that_takes_nothing(office: Office, data: Path, small_disk: Path) -> None:
    place = shutil.copytree(data, small_disk / "data")
    assert found(office, place)["little_room"]["advice"]
    with (small_disk / "ballast").open("wb") as file:
        file.write(b"x" * 50 * 1024 * 1024)
    assert not found(office, place)["little_room"]["advice"]
    assert subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=False).returncode == 0
    assert "不能写入" in found(office, place)["not_writable"]["text"]["zh"]


def test_packs_that_cannot_be_used(office: Office, data: Path, tmp_path: Path) -> None:
    source = shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__", "tests"))
    (source / "xueheng" / "systems" / "fitness" / "pack.yaml").write_text("pack: [", "utf-8")
    told = found(office, data, PYTHONPATH=f"{source}:{ROOT}")
    assert "pack.yaml" in told["packs"]["text"]["zh"]
    assert "./xueheng check" in told["packs"]["remedy"]["zh"]


def test_a_file_of_the_record_that_is_gone(office: Office, data: Path) -> None:
    office.server.run("tests.upkeep.an_attachment", str(data))
    assert "files_gone" not in found(office, data)
    shutil.rmtree(data / "attachments")
    assert "1 个附件" in found(office, data)["files_gone"]["text"]["zh"]


def test_a_component_that_is_missing_or_of_another_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [one for one in machine.versions() if not one.advice] == []
    assert len(machine.pinned()) > 20
    listed = tmp_path / "run.in"
    listed.write_text(
        "# a list\nno-such-component==1.0\ndjango[x]==1.0  # old\ndjango==1.0\nw==1; sys_platform == 'win32'\n"
    )
    monkeypatch.setattr(machine, "LIST", listed)
    missing, other = machine.versions()
    assert (missing.advice, other.advice) == (False, True)
    assert "没有装 no-such-component" in missing.text.zh
    assert "这个版本要 1.0" in other.text.zh


def test_an_old_python_and_an_old_sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "PYTHON", (4, 0))
    monkeypatch.setattr(machine, "SQLITE", (9, 0, 0))
    assert [one.name for one in machine.versions()][:2] == ["old_python", "old_sqlite"]


def test_a_postgresql_that_may_lose_what_it_acknowledged(cluster: Cluster, tmp_path: Path) -> None:
    """The cluster of the tests runs without fsync."""
    address = new_database(cluster, "careless")
    office = Office(RunningServer(tmp_path / "data", database=address), POSTGRESQL)
    office.server.run("tests.browser.filling", "tests.upkeep.one_more_person")
    told = found(office, office.data)
    names = {name for name, each in told.items() if not each["advice"]}
    assert names == {f"postgresql_{name}" for name in ("fsync", "full_page_writes", "synchronous_commit")}
    assert told["postgresql_wal_recycle"]["advice"]
    assert "wal_recycle = off" in told["postgresql_wal_recycle"]["remedy"]["zh"]
    with psycopg.connect(cluster.address, autocommit=True) as connection:
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'careless'")
        connection.execute("DROP DATABASE careless")
    assert "unreachable" in found(office, office.data)


def test_a_postgresql_that_cannot_hold_chinese(cluster: Cluster, tmp_path: Path) -> None:
    """Found before any table is made in it."""
    with psycopg.connect(cluster.address, autocommit=True) as connection:
        connection.execute("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    office = Office(
        RunningServer(tmp_path / "data", database=f"{cluster.address.rpartition('/')[0]}/latin"), POSTGRESQL
    )
    started = office.run("doctor", "--json")  # no folder yet: nothing to look at
    assert '"no_folder"' in started.stdout
    (office.data / "secrets").mkdir(parents=True, mode=0o700)
    for name in ("master.key", "signing.key", "django.key"):
        (office.data / "secrets" / name).write_text(secrets.token_hex(32) + "\n")
    told = found(office, office.data)["postgresql_server_encoding"]
    assert "server_encoding 是 LATIN1，应为 UTF8" in told["text"]["zh"]
    assert "用 UTF8 重建库" in told["remedy"]["zh"]
    assert not told["advice"]
