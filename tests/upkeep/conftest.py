"""An office with a record to back up, its databases, and a small disk."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from tests.browser.running_server import ROOT, RunningServer, filled
from tests.crashes.conftest import small_disk  # noqa: F401 — the same fixture
from tests.server.postgresql import Cluster, NotAvailable, restartable_cluster

FILL = "tests.browser.second_looks"
SQLITE, POSTGRESQL = "sqlite", "postgresql"


@dataclass(frozen=True)
class Office:
    """A server's data, and the database that it lies in ("" for SQLite)."""

    server: RunningServer
    vendor: str = SQLITE

    @property
    def data(self) -> Path:
        return self.server.data

    def run(self, *words: str, **more: str) -> "subprocess.CompletedProcess[str]":
        """`./xueheng words…`, as this office has it set."""
        return subprocess.run(
            command(*words), cwd=ROOT, env=surroundings(self.server) | more,
            capture_output=True, text=True, timeout=180, check=False,
        )  # fmt: skip


def command(*words: str) -> Sequence[str]:
    return [sys.executable, "-P", "-m", "xueheng", *words]


def surroundings(server: RunningServer) -> dict[str, str]:
    return server.surroundings | {"XUEHENG_ERASURES": ""}


def founded(data: Path, database: str = "") -> Office:
    """A class with services, attested and corrected records, a run with its snapshot, and a checkpoint."""
    if database:
        office = Office(RunningServer(data, database=database), POSTGRESQL)
        office.server.run("tests.browser.filling", FILL)
    else:
        office = Office(filled(data, [FILL]))
    for words in (("run", "fitness", "--period", "2025-2026"), ("journal", "checkpoint")):
        done = office.run(*words)
        assert done.returncode == 0, done.stderr
    (data / "uploads").mkdir(exist_ok=True)
    (data / "uploads" / "a-sealed-workbook").write_bytes(bytes(range(256)) * 400)
    return office


def copied(office: Office, data: Path) -> Office:
    """The same office in another folder, to be changed."""
    shutil.copytree(office.data, data)
    return Office(RunningServer(data))


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    try:
        with restartable_cluster(safe=False) as running:
            yield running
    except NotAvailable as fault:
        pytest.skip(str(fault))


def new_database(cluster: Cluster, name: str) -> str:
    with psycopg.connect(cluster.address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{cluster.address.rpartition('/')[0]}/{name}"


@pytest.fixture(scope="module", params=[SQLITE, pytest.param(POSTGRESQL, marks=pytest.mark.sweep)])
def either(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The office on SQLite, then on PostgreSQL."""
    if request.param == SQLITE:
        return copied(request.getfixturevalue("office"), tmp_path_factory.mktemp("either") / "data")
    name = f"office_{request.module.__name__.rpartition('.')[2]}"
    database = new_database(request.getfixturevalue("cluster"), name)
    return founded(tmp_path_factory.mktemp(request.param) / "data", database)


@pytest.fixture(scope="session")
def young(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The office on SQLite as it was founded: only copied, so that nothing of any test is in its journal."""
    return founded(tmp_path_factory.mktemp("young") / "data")


@pytest.fixture(scope="session")
def office(young: Office, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The office on SQLite; it is backed up, and changed in copies alone."""
    return copied(young, tmp_path_factory.mktemp("office") / "data")


def rows(office: Office) -> dict[str, list[str]]:
    """Table → its rows, each as text, in order; sessions left out."""
    if office.vendor == SQLITE:
        with closing(sqlite3.connect(office.data / "record.sqlite3")) as connection:
            names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return {name: sorted(map(repr, connection.execute(f'SELECT * FROM "{name}"'))) for name in names}
    with psycopg.connect(office.server.database) as connection:
        names = [name for (name,) in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        return {name: sorted(map(repr, connection.execute(f'SELECT * FROM "{name}"'))) for name in names}
