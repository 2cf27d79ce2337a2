"""Whether the server can serve: a few cheap questions, answered with yes or no and nothing else."""

import os
import shutil
from functools import lru_cache

from django.conf import settings
from django.db import DatabaseError, connections
from django.db.migrations.loader import MigrationLoader

LEAST_ROOM = 64 * 1024 * 1024
"""Bytes that are to be free for the next few requests."""


def ready() -> dict[str, bool]:
    """database: both answer; keys: there and one can be read; migrations: just those of this version; disk: writable,
    with room. Three questions to the databases.
    """
    record, keys = _applied("default"), _applied("keys")
    return {
        "database": record is not None and keys is not None,
        "keys": keys is not None and _keys_stand(),
        "migrations": bool(record and keys) and all(found == _known() for found in (record, keys)),
        "disk": _disk(),
    }


def _applied(name: str) -> frozenset[tuple[str, str]] | None:
    """The migrations that a database has had; None where it does not answer."""
    try:
        with connections[name].cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            mine = {app for app, _ in _known()}
            return frozenset((app, migration) for app, migration in cursor.fetchall() if app in mine)
    except (DatabaseError, OSError):
        return None


@lru_cache(maxsize=1)
def _known() -> frozenset[tuple[str, str]]:
    """The migrations of this version; they do not change while it runs."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def _keys_stand() -> bool:
    try:
        with connections["keys"].cursor() as cursor:
            cursor.execute("SELECT 1 FROM trust_subjectkey LIMIT 1")
            cursor.fetchall()
        return (settings.PLACES.secrets / "master.key").is_file()
    except (DatabaseError, OSError):
        return False


def _disk() -> bool:
    folder = settings.PLACES.folder
    try:
        return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free >= LEAST_ROOM
    except OSError:
        return False
