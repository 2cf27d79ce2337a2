"""Asking for many rows at once by their keys."""

from collections.abc import Collection
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models.expressions import RawSQL


def many_values(values: Collection[int] | Collection[bytes] | Collection[str]) -> RawSQL:
    """Values of one kind for `field__in=`, put into words at once, where Django takes each by itself. At least one, and
    at most 30,000: SQLite has 32,766 places in a query. In the database of the record.
    """
    some: list[Any] = list(values)
    told: list[Any] = some
    if connections[DEFAULT_DB_ALIAS].vendor != "postgresql":
        words = "VALUES " + ", ".join(["(%s)"] * len(some))
    elif isinstance(some[0], bytes):
        words, told = "SELECT decode(unnest(string_to_array(%s, ',')), 'hex')", [",".join(map(bytes.hex, some))]
    elif isinstance(some[0], int):
        words, told = "SELECT unnest(string_to_array(%s, ','))::bigint", [",".join(map(str, some))]
    else:
        words, told = "SELECT unnest(%s::text[])", [some]
    return RawSQL(words, told)  # noqa: S611 — words of ours, and places for the values
