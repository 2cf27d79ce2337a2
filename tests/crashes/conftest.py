"""A PostgreSQL that keeps what it has acknowledged, for the tests that want one."""

from collections.abc import Iterator

import psycopg
import pytest

from tests.server.postgresql import NotAvailable, cluster


@pytest.fixture(scope="module")
def postgresql_server() -> Iterator[str]:
    try:
        with cluster(safe=True) as address:
            yield address
    except NotAvailable as fault:
        pytest.skip(str(fault))


@pytest.fixture
def postgresql(postgresql_server: str, request: pytest.FixtureRequest) -> str:
    """The address of an empty database of the test's own."""
    name = f"test_{abs(hash(request.node.name)) % 10**9}"
    with psycopg.connect(postgresql_server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{postgresql_server.rpartition('/')[0]}/{name}"
