"""A PostgreSQL that keeps what it has acknowledged, and a small disk, for the tests that want one."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.server.postgresql import Cluster, NotAvailable, restartable_cluster

SIZE = 96
"""Megabytes of the small disk."""


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Cluster]:
    try:
        with restartable_cluster() as running:
            yield running
    except NotAvailable as fault:
        pytest.skip(str(fault))


@pytest.fixture
def postgresql(postgresql_server: Cluster, request: pytest.FixtureRequest) -> str:
    """The address of an empty database of the test's own."""
    name = f"test_{abs(hash(request.node.name)) % 10**9}"
    with psycopg.connect(postgresql_server.address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{postgresql_server.address.rpartition('/')[0]}/{name}"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own of 96 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    if (
        os.geteuid() != 0
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={SIZE}m", "tmpfs", str(place)], check=False, capture_output=True
        ).returncode
    ):
        pytest.skip("only root may mount a small disk")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=False, capture_output=True)
