"""An office moves from SQLite to PostgreSQL and back by a backup and a restore: every value is as it was."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from tests.browser.running_server import RunningServer
from tests.server.postgresql import Cluster
from tests.upkeep.conftest import POSTGRESQL, Office, new_database, rows
from tests.upkeep.test_backup_and_restore import CHANGES, files, made, signed_in
from xueheng.web.backups.other_engine import INTO_POSTGRESQL, INTO_SQLITE

SESSIONS = {"django_session", "usersessions_usersession"}
pytestmark = pytest.mark.sweep


@pytest.fixture(scope="module")
def moved(office: Office, cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The office of SQLite, restored into PostgreSQL; backed up there before anybody changed anything."""
    place = tmp_path_factory.mktemp("moved")
    backup, keys = made(office, place)
    other = Office(RunningServer(place / "data", database=new_database(cluster, "moved")), POSTGRESQL)
    done = other.run("restore", str(backup), "--keys", str(keys), "--data", str(other.data))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "行数和校验值都对得上" in done.stdout
    assert "日志完整" in done.stdout
    made(other, place / "again")
    return other


def counted(office: Office) -> dict[str, int]:
    return {name: len(held) for name, held in rows(office).items() if name not in CHANGES | SESSIONS}


def test_in_postgresql_counts_files_and_journal_are_as_they_were(office: Office, moved: Office) -> None:
    assert counted(moved) == counted(office)
    assert files(moved.data) == files(office.data)
    assert not (moved.data / "record.sqlite3").exists()
    verified = moved.run("journal", "verify")
    assert verified.returncode == 0, verified.stdout


def test_in_postgresql_people_sign_in_and_new_rows_get_numbers_of_their_own(moved: Office) -> None:
    moved.server.start()
    try:
        teacher = signed_in(moved.server.address)
        assert "志愿服务" in teacher.get(moved.server.address, "/records/").body
    finally:
        assert moved.server.stop() == 0
    moved.server.run("tests.browser.filling", "tests.upkeep.one_more_person")


def test_a_run_comes_to_the_same_digest_on_either(office: Office, moved: Office) -> None:
    def told(one: Office, question: str) -> str:
        if one.vendor == POSTGRESQL:
            with psycopg.connect(one.server.database) as connection:
                return json.dumps([row[0] for row in connection.execute(question.encode())], sort_keys=True)
        with closing(sqlite3.connect(one.data / "record.sqlite3")) as connection:
            return json.dumps([json.loads(row[0]) for row in connection.execute(question)], sort_keys=True)

    question = "SELECT digests FROM evaluation_run WHERE state = 'done' ORDER BY number"
    was = told(office, question)
    assert told(moved, question) == was
    done = moved.run("run", "fitness", "--period", "2025-2026")
    assert done.returncode == 0, done.stderr
    assert json.loads(was)[0]["results"] in done.stdout


def test_back_in_sqlite_every_value_is_as_it_was(office: Office, moved: Office, tmp_path: Path) -> None:
    (backup,), (keys,) = (
        tuple((moved.data.parent / "again").glob(f"{name}-*")) for name in ("备份/backup", "keys/keys")
    )
    back = Office(RunningServer(tmp_path / "back"))
    done = back.run("restore", str(backup), "--keys", str(keys), "--data", str(back.data))
    assert done.returncode == 0, done.stdout + done.stderr
    was, now = plain_rows(office), plain_rows(back)
    assert was.keys() == now.keys()
    assert {name for name in was.keys() - CHANGES - SESSIONS if was[name] != now[name]} == set()
    assert {path.stat().st_mode & 0o777 for path in back.data.glob("record.sqlite3*")} == {0o600}
    verified = back.run("journal", "verify")
    assert verified.returncode == 0, verified.stdout
    looked = back.run("doctor")
    assert looked.returncode == 0, looked.stdout


def plain_rows(office: Office) -> dict[str, set[str]]:
    """The rows of SQLite with JSON in one order: PostgreSQL keeps an object's keys in its own."""
    with closing(sqlite3.connect(office.data / "record.sqlite3")) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: {repr([_plain(value) for value in row]) for row in connection.execute(f'SELECT * FROM "{name}"')}
            for name in names
        }


def _plain(value: object) -> object:
    if isinstance(value, str) and value.startswith(("{", "[")):
        return json.dumps(json.loads(value), sort_keys=True)
    return value


def test_every_kind_of_column_is_known_to_both(office: Office, moved: Office) -> None:
    """A new kind of column is refused here, not in somebody's restore."""
    with psycopg.connect(moved.server.database) as connection:
        asked = connection.execute(
            "SELECT DISTINCT format_type(atttypid, NULL) FROM pg_attribute JOIN pg_class c ON c.oid = attrelid "
            "WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped"
        )
        assert {row[0] for row in asked} <= INTO_POSTGRESQL.keys()
    with closing(sqlite3.connect(office.data / "record.sqlite3")) as connection:
        asked_too = connection.execute(
            "SELECT DISTINCT lower(i.type) FROM sqlite_master m, pragma_table_info(m.name) i "
            "WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'"
        )
        assert {row[0].partition("(")[0].partition(" ")[0] for row in asked_too} <= INTO_SQLITE.keys()
