"""What databases leave of removed rows in their files: overwritten, so that no tool that reads files finds it.

Connections to SQLite overwrite what they delete (`secure_delete`); what stands in its log beside the file goes with a
sweep. PostgreSQL overwrites nothing: a sweep frees the room at once, and what still lies in it goes when the tables
are written anew, which keeps others waiting and is done in the night. Until then a note stands in the data folder.
"""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.db import InternalError, OperationalError, ProgrammingError, connections
from psycopg import sql

from xueheng.trust.derived_keys import data_folder
from xueheng.trust.key_database import DEFAULT, KEYS

PATIENCE = "10s"
"""How long a table waits for others to let it go; they wait behind it."""
_TABLES = (
    "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
    "WHERE n.nspname = current_schema() AND c.relkind = 'r' ORDER BY 1"
)
_SAMPLED_OF_EMPTY = (
    "SELECT c.oid::regclass::text, a.attname, format_type(a.atttypid, a.atttypmod) FROM pg_stats s "
    "JOIN pg_class c ON c.relname = s.tablename JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = "
    "s.schemaname JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = s.attname "
    "WHERE n.nspname = current_schema() AND c.relkind = 'r' AND pg_relation_size(c.oid) = 0 ORDER BY 1, 2"
)


def sweep_is_due() -> bool:
    """Whether tables are still to be written anew, or somebody stood in the way of a sweep."""
    return due_since() is not None


def due_since() -> int | None:
    """Since when a sweep is due, microseconds since 1970; None where none is."""
    try:
        return _note().stat().st_mtime_ns // 1_000
    except FileNotFoundError:
        return None


def sweep_databases(*, rewriting: bool = False) -> bool:
    """Write the databases' logs into their files and empty them; of the keys, which are few, write the file anew.

    `rewriting`: PostgreSQL's tables are written anew as well. Call it outside any transaction; whether it is all done:
    else `sweep_is_due`, and it is to be called again later.
    """
    with suppress(OSError):
        _note().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not sweep_is_due():
            _note().touch(mode=0o600)
    swept = [_swept(name, rewriting=rewriting) for name in (DEFAULT, KEYS)]
    if all(swept):
        _note().unlink(missing_ok=True)
    return all(swept)


def _note() -> Path:
    return data_folder() / "erasures" / "to-sweep"


def _swept(name: str, *, rewriting: bool) -> bool:
    connection = connections[name]
    if connection.in_atomic_block:
        return False
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                return _written_anew(cursor) if rewriting else _freed(cursor)
            cursor.execute("PRAGMA secure_delete = ON")
            if name == KEYS:
                cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return not cursor.fetchone()[0]
    except OperationalError:
        return False


def _freed(cursor: Any) -> bool:
    """The room of removed rows; what lies in it is still to be overwritten."""
    cursor.execute("VACUUM")
    return False


def _written_anew(cursor: Any) -> bool:
    """Every table with its indexes, and the samples of values that PostgreSQL keeps of each column."""
    cursor.execute("SET lock_timeout = %s", [PATIENCE])
    try:
        cursor.execute(_TABLES)
        tables = [name for (name,) in cursor.fetchall()]
        done = [_tried(cursor, sql.SQL("VACUUM (FULL, ANALYZE) {}").format(sql.SQL(name))) for name in tables]
        cursor.execute(_SAMPLED_OF_EMPTY)
        for table, column, type_ in cursor.fetchall():  # of an empty table no new samples are taken
            again = sql.SQL("ALTER TABLE {} ALTER COLUMN {} TYPE {}")
            done.append(_tried(cursor, again.format(sql.SQL(table), sql.Identifier(column), sql.SQL(type_))))
        done.append(_tried(cursor, sql.SQL("VACUUM (FULL) pg_catalog.pg_statistic")))
    finally:
        cursor.execute("RESET lock_timeout")
    _log_ended(cursor.execute)
    return all(done)


def _tried(cursor: Any, statement: sql.Composable) -> bool:
    try:
        cursor.execute(statement)
    except (OperationalError, InternalError):
        return False
    return True


def _log_ended(execute: Callable[[str], object]) -> None:
    """The segment of PostgreSQL's own log of writes ended, and those before it let go, where that is allowed us; else
    they go by themselves with the writing of others.
    """
    with suppress(ProgrammingError, OperationalError):
        execute("SELECT pg_switch_wal()")
        execute("CHECKPOINT")
