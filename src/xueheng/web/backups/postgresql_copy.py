"""A copy of the record in PostgreSQL as it is at one moment, and the way back.

COPY of every table in one REPEATABLE READ transaction, not pg_dump: it needs no second programme of the server's
version and no password outside this process; tables are made again by the migrations that the manifest names.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from django.db import connections
from psycopg import sql

from xueheng.trust.public import guards_lifted
from xueheng.web.backups.copying import RIGHTS, make_folders

FOLDER, ENDING = "tables", ".copy"
_TABLES = (
    "SELECT c.relname, pg_total_relation_size(c.oid) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
    "WHERE n.nspname = current_schema() AND c.relkind = 'r' ORDER BY c.relname"
)
_COLUMNS = (
    "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute "
    "WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum"
)
_NUMBERED = (
    "SELECT attrelid::regclass::text, attname, pg_get_serial_sequence(attrelid::regclass::text, attname) "
    "FROM pg_attribute JOIN pg_class c ON c.oid = attrelid JOIN pg_namespace n ON n.oid = c.relnamespace "
    "WHERE n.nspname = current_schema() AND c.relkind = 'r' AND attnum > 0 AND NOT attisdropped AND attidentity <> ''"
)
PIECE = 1024 * 1024


class OneMoment:
    """The record read at one moment, for as long as the block lasts, over a connection of its own."""

    def __init__(self) -> None:
        self._connection: Any = None

    def __enter__(self) -> "OneMoment":
        django = connections["default"]
        self._connection = django.get_new_connection(django.get_connection_params())
        self._connection.autocommit = False
        self._connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        for each in ("bytea_output = 'hex'", "datestyle = 'ISO'", "timezone = 'UTC'"):  # as another engine reads them
            self._connection.execute(f"SET LOCAL {each}")
        return self

    def __exit__(self, *fault: object) -> None:
        self._connection.close()

    def rows(self, question: str) -> list[tuple[object, ...]]:
        """The answer to a question."""
        return list(self._connection.execute(question).fetchall())

    def size(self) -> int:
        """Bytes that the tables take by now."""
        return sum(int(str(size)) for _, size in self.rows(_TABLES))

    def copy(self, folder: Path, told: Callable[[int], None]) -> dict[str, int]:
        """Every table as a file of the folder; table → rows."""
        make_folders(folder)
        return {str(name): self._table(str(name), folder / f"{name}{ENDING}", told) for name, _ in self.rows(_TABLES)}

    def _table(self, name: str, target: Path, told: Callable[[int], None]) -> int:
        columns = [column for column, _ in columns_of(self._connection, name)]
        head = sql.SQL(", ").join(map(sql.Identifier, columns))
        asked = sql.SQL("COPY (SELECT {} FROM {}) TO STDOUT").format(head, sql.Identifier(name))
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, RIGHTS)
        cursor = self._connection.cursor()
        with os.fdopen(handle, "wb") as file:
            file.write((",".join(columns) + "\n").encode())
            with cursor.copy(asked) as rows:
                for some in rows:
                    file.write(some)
                    told(len(some))
            file.flush()
            os.fsync(file.fileno())
        return int(cursor.rowcount)


def columns_of(raw: Any, name: str) -> list[tuple[str, str]]:
    """The columns of a table and their types, in PostgreSQL's words."""
    return [(str(column), str(type_)) for column, type_ in raw.execute(_COLUMNS, [f'"{name}"']).fetchall()]


def load(folder: Path, told: Callable[[int], None]) -> None:
    """The tables of a copy into a database whose tables stand and hold nothing but what migrations put there."""
    files = sorted(folder.glob(f"*{ENDING}"))
    with emptied([file.stem for file in files]) as raw:
        for file in files:
            _load_table(raw, file, told)


@contextmanager
def emptied(tables: Sequence[str]) -> Iterator[Any]:
    """A connection over which these tables, now empty, are filled in one transaction."""
    connection = connections["default"]
    connection.ensure_connection()
    with ExitStack() as stack:
        stack.enter_context(guards_lifted(connection))
        raw = connection.connection
        with raw.transaction():
            raw.execute("SET CONSTRAINTS ALL DEFERRED")
            raw.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(map(sql.Identifier, tables))))
            yield raw
            _count_on(raw)


def _load_table(raw: Any, file: Path, told: Callable[[int], None]) -> None:
    with file.open("rb") as source:
        columns = source.readline().decode().rstrip("\n").split(",")
        head = sql.SQL(", ").join(map(sql.Identifier, columns))
        asked = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(file.stem), head)
        with raw.cursor() as cursor, cursor.copy(asked) as rows:
            while some := source.read(PIECE):
                rows.write(some)
                told(len(some))


def _count_on(raw: Any) -> None:
    """New rows get numbers behind those that were loaded."""
    for table, column, sequence in raw.execute(_NUMBERED).fetchall():
        highest = sql.SQL(
            "SELECT setval({}, COALESCE((SELECT max({}) FROM {}), 1), (SELECT max({}) FROM {}) IS NOT NULL)"
        )
        place = sql.SQL(table)  # as PostgreSQL itself writes it
        raw.execute(highest.format(sql.Literal(sequence), sql.Identifier(column), place, sql.Identifier(column), place))
