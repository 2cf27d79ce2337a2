"""PostgreSQL as an earlier release leaves it: tables made by the migrations of then, filled with its rows."""

import json
from pathlib import Path

import psycopg
import pytest

from tests.browser.running_server import RunningServer
from tests.server.postgresql import Cluster
from tests.upkeep.conftest import POSTGRESQL, Office, new_database
from tests.upkeep.test_backup_and_restore import signed_in
from tests.upkeep.test_from_previous_releases import RELEASES, TABLES, unpacked
from xueheng.cli.main import REFUSED

pytestmark = pytest.mark.sweep


@pytest.fixture(params=RELEASES, ids=lambda path: path.name)
def office(request: pytest.FixtureRequest, cluster: Cluster, tmp_path: Path) -> Office:
    unpacked(request.param, tmp_path)
    name = f"older_{abs(hash(request.node.name))}"
    office = Office(RunningServer(tmp_path / "data", database=new_database(cluster, name)), POSTGRESQL)
    office.server.run("tests.upkeep.older_postgresql", str(office.data / "record.sqlite3"))
    for path in office.data.glob("record.sqlite3*"):
        path.unlink()
    return office


def held(office: Office) -> dict[str, list[tuple[object, ...]]]:
    """The tables' rows by their first column, of the columns of then."""
    with psycopg.connect(office.server.database) as connection:
        return {name: connection.execute(f"SELECT * FROM {name} ORDER BY 1".encode()).fetchall() for name in TABLES}


def columns(office: Office) -> int:
    with psycopg.connect(office.server.database) as connection:
        row = connection.execute("SELECT count(*) FROM information_schema.columns WHERE table_schema = 'public'")
        return int((row.fetchone() or (0,))[0])


def test_records_journal_and_sign_in_still_stand(office: Office) -> None:
    before, width = held(office), columns(office)
    (checkpoint,) = (office.data / "checkpoints").iterdir()
    assert all(before.values())
    told = office.run("doctor", "--json")
    assert '"name": "pending"' in told.stdout  # it is older: else this test would try nothing
    office.server.start()
    try:
        assert "数据库是旧版本的，正在更新；更新前的一份在" in office.server.log()
        teacher = signed_in(office.server.address)
        shown = teacher.get(office.server.address, "/records/")
        assert (shown.status, "志愿服务" in shown.body) == (200, True)
    finally:
        assert office.server.stop() == 0
    assert columns(office) > width
    after = held(office)
    for name in TABLES:
        assert {row[0] for row in before[name]} <= {row[0] for row in after[name]}, name
    entries = {row[0]: row for row in after["trust_entry"]}
    assert all(entries[row[0]] == row for row in before["trust_entry"])
    verified = office.run("journal", "verify", "--checkpoint", str(checkpoint))
    assert verified.returncode == 0, verified.stdout
    assert '"name": "pending"' not in office.run("doctor", "--json").stdout
    office.server.start()
    assert office.server.stop() == 0
    assert office.server.log().count("数据库是旧版本的") == 1


def test_the_copy_of_before_is_whole(office: Office) -> None:
    before = held(office)
    office.server.start()
    assert office.server.stop() == 0
    (copy,) = (office.data / "before-upgrade").glob("*/tables")
    for name, rows in before.items():
        lines = (copy / f"{name}.copy").read_text("utf-8").splitlines()
        assert len(lines) == len(rows) + 1, name
    assert {path.stat().st_mode & 0o777 for path in copy.iterdir()} == {0o600}


def test_the_run_of_then_stays_beside_one_of_today(office: Office) -> None:
    finished = "SELECT number, digests FROM evaluation_run WHERE state = 'done'"
    with psycopg.connect(office.server.database) as connection:
        told = connection.execute(finished).fetchall()
    assert len(told) == 1
    done = office.run("run", "fitness", "--period", "2025-2026")
    assert done.returncode == 0, done.stderr
    with psycopg.connect(office.server.database) as connection:
        now = connection.execute(finished).fetchall()
    assert told[0] in now
    assert len(now) == 2


def test_a_backup_of_then_is_restored_by_this_release(office: Office, cluster: Cluster, tmp_path: Path) -> None:
    done = office.run("backup", str(tmp_path / "b"), "--keys", str(tmp_path / "k"))
    assert done.returncode == 0, done.stderr
    (backup,), (keys,) = (tmp_path / "b").glob("backup-*"), (tmp_path / "k").glob("keys-*")
    told = json.loads(json.loads((backup / "manifest.json").read_text("utf-8"))["manifest"])
    assert told["database"] == "postgresql"
    address = new_database(cluster, f"newer_{abs(hash(str(tmp_path)))}")
    other = Office(RunningServer(tmp_path / "new", database=address), POSTGRESQL)
    done = other.run("restore", str(backup), "--keys", str(keys), "--data", str(tmp_path / "new"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert '"name": "pending"' not in other.run("doctor", "--json").stdout


def test_a_newer_database_is_left_alone_with_what_to_do(office: Office) -> None:
    with psycopg.connect(office.server.database) as connection:
        connection.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('identity', '0999_of_tomorrow', '2030-01-01')"
        )
    before, width = held(office), columns(office)
    for words in (("serve", "--port", "0"), ("run", "fitness")):
        done = office.run(*words)
        assert done.returncode == REFUSED, done.stdout
        assert "数据库是更新的版本留下的（default：identity.0999_of_tomorrow）" in done.stderr
    assert (held(office), columns(office)) == (before, width)
    assert not (office.data / "before-upgrade").exists()
