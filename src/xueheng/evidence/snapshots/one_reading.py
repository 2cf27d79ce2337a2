"""Everything read as it stood at one moment, while others go on writing."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_BEGIN = {"sqlite": "BEGIN DEFERRED", "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"}
"""A reader's transaction: on SQLite it takes no write lock, which Django's own transactions here do at once."""


@contextmanager
def one_reading() -> Iterator[None]:
    """Within it all queries see the database of one moment. Inside a transaction of the caller's it adds nothing."""
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN[connection.vendor])
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")
