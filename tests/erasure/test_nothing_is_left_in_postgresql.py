"""The same on PostgreSQL, set as the administrators' guide says: data files, indexes, samples, logs are searched."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.browser.running_server import RunningServer
from tests.erasure.canaries import found_in, rows_about, wanted_of
from tests.erasure.test_nothing_is_left import step
from tests.server.postgresql import Cluster, NotAvailable, restartable_cluster
from tests.upkeep.conftest import POSTGRESQL, Office
from tests.upkeep.test_backup_and_restore import made

pytestmark = pytest.mark.sweep
ROLE = "office"
GRANTS = (
    f"CREATE ROLE {ROLE} LOGIN",
    f"GRANT pg_checkpoint TO {ROLE}",
    "ALTER SYSTEM SET wal_recycle = off",
    "ALTER SYSTEM SET log_min_error_statement = panic",
    "ALTER SYSTEM SET log_parameter_max_length_on_error = 0",
    "SELECT pg_reload_conf()",
)
"""What the guide has an administrator do once for the whole server."""


@dataclass(frozen=True)
class Lived:
    """An office in a PostgreSQL of its own; what it was told by the scene, and what is searched."""

    cluster: Cluster
    office: Office
    told: dict[str, Any]
    wanted: dict[str, bytes]

    def database(self, name: str) -> str:
        """A new database of the office's role; its address."""
        ask(self.cluster.address, f"CREATE DATABASE {name} OWNER {ROLE}")
        own = self.cluster.address.rpartition("/")[0]
        ask(f"{own}/{name}", f"GRANT EXECUTE ON FUNCTION pg_switch_wal() TO {ROLE}")
        return f"{own.replace('postgres@', f'{ROLE}@')}/{name}"

    def found(self) -> dict[str, list[str]]:
        """In which of PostgreSQL's files something is found, by the names of tables and indexes where they have one."""
        return found_in(self.cluster.folder, self.wanted)


def ask(address: str, *statements: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    try:
        with restartable_cluster(safe=False) as cluster:
            ask(cluster.address, *GRANTS)
            folder = tmp_path_factory.mktemp("erasure")
            empty = Lived(cluster, Office(RunningServer(folder / "data")), {}, {})
            office = Office(RunningServer(folder / "data", database=empty.database("first")), POSTGRESQL)
            told = step(office.server, "fill")
            wanted = wanted_of(told["told"]["ann"])
            (folder / "wanted.json").write_text(json.dumps(told["told"]["ann"]), "utf-8")
            ask(office.server.database, "ANALYZE", "CHECKPOINT")
            yield Lived(cluster, office, told, wanted)
    except NotAvailable as fault:
        pytest.skip(str(fault))


def test_she_is_in_no_file_of_postgresql_after_the_night_nor_in_a_restored_backup(lived: Lived, tmp_path: Path) -> None:
    server = lived.office.server
    before = lived.found()
    there = {what for whats in before.values() for what in whats}
    assert {"journal", "login", "purpose", "attempt"} <= there
    assert any("pg_wal" in path for path in before)
    assert not there & {"name", "private", "attachment", "card", "key raw", "key wrapped"}, "no key, ever; sealed words"
    backup, keys = made(lived.office, tmp_path)

    assert step(server, "erase")["removed"] > 20
    assert lived.found(), "PostgreSQL overwrites nothing by itself: else the night's work would not be needed"
    night = step(server, "night")
    assert (night["state"], night["due"]) == ("done", False)
    assert lived.found() == {}
    assert found_in(server.data, lived.wanted) == {}
    said = step(server, "look")
    assert (said["names"][str(lived.told["number"])], said["payloads"], said["journal"]) == ("", 0, [])
    assert (said["other"], said["run"]) == ("语私乙雀丝金", "不能再重算：已删除 1 人")
    assert found_in(lived.cluster.folder, wanted_of(lived.told["told"]["ben"])), "the others' data are still there"

    (tmp_path / "new").mkdir()
    shutil.copy(server.data.parent / "scene.json", tmp_path / "new")
    other = Office(RunningServer(tmp_path / "new" / "data", database=lived.database("second")), POSTGRESQL)
    words = ("--data", str(other.data), "--erasures", str(server.data / "erasures" / "ledger.jsonl"))
    done = other.run("restore", str(backup), "--keys", str(keys), *words)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "重做的清除：1 项" in done.stdout
    assert lived.found() == {}
    assert found_in(other.data, lived.wanted) == {}
    assert list(rows_about(other.data, lived.told["number"])) == []
    assert step(other.server, "look")["other"] == "语私乙雀丝金"
