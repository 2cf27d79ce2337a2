"""A backup is restored into another machine's empty folder, and everything is there."""

import hashlib
import json
from pathlib import Path

import pytest

from tests.browser.password import PASSWORD
from tests.browser.running_server import RunningServer
from tests.crashes.browsing import Person
from tests.upkeep.conftest import POSTGRESQL, Office, new_database, rows

CHANGES = {"trust_stream", "trust_entry", "trust_detail", "trust_about", "sqlite_sequence"}
"""A restore writes itself into the journal."""
NOT_KEPT = {"secrets", "static", "starting.lock"}


def made(office: Office, place: Path, *words: str) -> tuple[Path, Path]:
    """A backup and its keys."""
    done = office.run("backup", str(place / "备份"), "--keys", str(place / "keys"), *words)
    assert done.returncode == 0, done.stdout + done.stderr
    (backup,), (keys,) = (place / "备份").glob("backup-*"), (place / "keys").glob("keys-*")
    return backup, keys


def files(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
        and path.relative_to(folder).parts[0] not in NOT_KEPT
        and "sqlite3" not in path.name
        and path.name[0] != "."
    }


def elsewhere(office: Office, data: Path, request: pytest.FixtureRequest) -> Office:
    """The same office on another machine: another folder, and another, empty database."""
    database = ""
    if office.vendor == POSTGRESQL:
        database = new_database(request.getfixturevalue("cluster"), "another_machine")
    return Office(RunningServer(data, database=database), office.vendor)


def signed_in(address: str) -> Person:
    teacher = Person("class_teacher")
    teacher.get(address, "/sign-in/")
    teacher.post(address, "/sign-in/", {"login": teacher.login, "password": PASSWORD})
    assert "sessionid" in teacher.cookies
    return teacher


def test_on_another_machine_all_is_as_it_was_and_people_sign_in(
    either: Office, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    was, files_were = rows(either), files(either.data)
    backup, keys = made(either, tmp_path)
    manifest = json.loads(json.loads((backup / "manifest.json").read_text("utf-8"))["manifest"])
    other = elsewhere(either, tmp_path / "另一台 机器" / "数据 2", request)
    done = other.run("restore", str(backup), "--keys", str(keys), "--data", str(other.data))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "行数和校验值都对得上" in done.stdout
    assert "日志完整" in done.stdout
    found = rows(other)
    assert found.keys() == was.keys()
    same = {name: len(had) for name, had in was.items() if name not in CHANGES}
    assert {name: len(found[name]) for name in same} == same
    assert all(found[name] == was[name] for name in same)
    assert set(was["trust_entry"]) <= set(found["trust_entry"])
    assert {name: manifest["counts"][name] for name in same if name != "sqlite_sequence"} == same
    assert files(other.data) == files_were
    verified = other.run("journal", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    other.server.start()
    try:
        teacher = signed_in(other.server.address)
        assert teacher.get(other.server.address, "/records/").status == 200
    finally:
        assert other.server.stop() == 0
    again = other.run("run", "fitness", "--period", "2025-2026")
    assert again.returncode == 0, again.stderr
