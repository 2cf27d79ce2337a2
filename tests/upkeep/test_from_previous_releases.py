"""Data of an earlier release is brought up to date: copied first, nothing lost, and people sign in as before."""

import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from tests.browser.running_server import RunningServer
from tests.upkeep.conftest import Office, rows
from tests.upkeep.test_backup_and_restore import signed_in
from xueheng.cli.main import REFUSED

RELEASES = sorted((Path(__file__).parent / "releases").glob("*.tar.xz"))
TABLES = ("trust_entry", "trust_about", "evidence_record", "identity_person", "identity_post", "identity_account")


@pytest.fixture(params=RELEASES, ids=lambda path: path.name)
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Office:
    unpacked(request.param, tmp_path)
    return Office(RunningServer(tmp_path / "data"))


def unpacked(release: Path, place: Path) -> None:
    """A release's folder `data` in a place."""
    with tarfile.open(release) as packed:
        if hasattr(tarfile, "data_filter"):  # Debian's Python 3.11.2 has none yet; the file is the project's own
            packed.extraction_filter = tarfile.data_filter
        packed.extractall(place)


def asked(file: Path, question: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(question).fetchall()


def kept(file: Path) -> dict[str, list[tuple[object, ...]]]:
    """What the record held: the columns of then, whatever has been added since."""
    return {name: asked(file, f"SELECT * FROM {name} ORDER BY 1") for name in TABLES}


def numbers(file: Path) -> dict[str, set[object]]:
    return {name: {row[0] for row in asked(file, f"SELECT * FROM {name}")} for name in TABLES}


def test_records_journal_and_sign_in_still_stand(office: Office) -> None:
    record = office.data / "record.sqlite3"
    before, were = kept(record), numbers(record)
    (checkpoint,) = (office.data / "checkpoints").iterdir()
    assert all(before.values())
    assert office.run("doctor").returncode == 1  # it is older: else this test would try nothing
    office.server.start()
    try:
        assert "数据库是旧版本的，正在更新；更新前的一份在" in office.server.log()
        teacher = signed_in(office.server.address)
        shown = teacher.get(office.server.address, "/records/")
        assert shown.status == 200
        assert "志愿服务" in shown.body
    finally:
        assert office.server.stop() == 0
    now = numbers(record)
    assert all(were[name] <= now[name] for name in TABLES)
    (copy,) = (office.data / "before-upgrade").glob("*/record.sqlite3")
    assert kept(copy) == before
    assert copy.stat().st_mode & 0o777 == 0o600
    (keys,) = (office.data / "secrets" / "before-upgrade").glob("*/keys.sqlite3")
    assert asked(keys, "SELECT count(*) FROM trust_subjectkey")[0][0]
    verified = office.run("journal", "verify", "--checkpoint", str(checkpoint))
    assert verified.returncode == 0, verified.stdout
    again = office.run("doctor", "--json")
    assert '"name": "pending"' not in again.stdout
    office.server.start()
    assert office.server.stop() == 0
    assert office.server.log().count("数据库是旧版本的") == 1


def test_the_run_of_then_stays_beside_one_of_today(office: Office) -> None:
    finished = "SELECT number, digests FROM evaluation_run WHERE state = 'done' ORDER BY number"
    told = asked(office.data / "record.sqlite3", finished)
    assert len(told) == 1
    done = office.run("run", "fitness", "--period", "2025-2026")
    assert done.returncode == 0, done.stderr
    now = asked(office.data / "record.sqlite3", finished)
    assert told[0] in now
    assert len(now) == 2


def test_a_backup_of_then_is_restored_by_this_release(office: Office, tmp_path: Path) -> None:
    """What an old release left is copied as it is, and brought up to date where it is restored."""
    done = office.run("backup", str(tmp_path / "b"), "--keys", str(tmp_path / "k"))
    assert done.returncode == 0, done.stderr
    (backup,), (keys,) = (tmp_path / "b").glob("backup-*"), (tmp_path / "k").glob("keys-*")
    done = office.run("restore", str(backup), "--keys", str(keys), "--data", str(tmp_path / "new"))
    assert done.returncode == 0, done.stdout + done.stderr
    looked = office.run("doctor", "--data", str(tmp_path / "new"))
    assert looked.returncode == 0, looked.stdout


def test_a_newer_database_is_left_alone_with_what_to_do(office: Office) -> None:
    record = office.data / "record.sqlite3"
    with closing(sqlite3.connect(record)) as connection:
        connection.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('identity', '0999_of_tomorrow', '2030-01-01')"
        )
        connection.commit()
    before = rows(office)
    for words in (("serve", "--port", "0"), ("run", "fitness"), ("setup",)):
        done = office.run(*words)
        assert done.returncode == REFUSED, done.stdout
        assert "数据库是更新的版本留下的（default：identity.0999_of_tomorrow）" in done.stderr
        assert "./xueheng restore" in done.stderr
    assert rows(office) == before
    assert not (office.data / "before-upgrade").exists()
