"""The database is told how its tables are filled, and keeps counts alone of it."""

import pytest
from django.db import connection

from xueheng.identity.tests.authority import Authority
from xueheng.identity.tests.conftest import place, two_authorities
from xueheng.web.nightly import look_after

pytestmark = pytest.mark.django_db
__all__ = ["place", "two_authorities"]


def test_what_the_server_looks_after_tells_the_database_how_full_its_indexes_are(place: Authority) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL looks at its tables by itself")
    look_after()
    with connection.cursor() as cursor:
        cursor.execute("SELECT idx, stat FROM sqlite_stat1 WHERE tbl = 'identity_person'")
        told = dict(cursor.fetchall())
        cursor.execute("SELECT name FROM sqlite_master WHERE name = 'sqlite_stat4'")
        assert cursor.fetchall() == [], "samples of values would outlive whoever is erased"
    assert told
    assert all(stat.replace(" ", "").isdigit() for stat in told.values())
