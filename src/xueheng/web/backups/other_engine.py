"""A backup of SQLite into PostgreSQL, and the other way: table by table, value by value, over tables that the same
migrations made. Where both hold the same kinds of values differently, it is said here and nowhere else.
"""

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import connections
from psycopg import sql

from xueheng.trust.public import guards_lifted
from xueheng.web.backups.postgresql_copy import ENDING, columns_of, emptied
from xueheng.web.backups.sqlite_copy import opened

AT_ONCE = 1_000
"""Rows."""
Value = str | int | float | bytes | None
Changed = Callable[[Any], Value]
Told = Callable[[int], None]
_ESCAPED = re.compile(r"\\(.)")
_SIGNS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


def _same(value: Any) -> Value:
    found: Value = value
    return found


def _truth(value: Any) -> Value:
    return "t" if value else "f"


def _with_zone(value: Any) -> Value:
    return f"{value}+00"


def _without_zone(value: str) -> Value:
    return str(datetime.fromisoformat(value).astimezone(UTC).replace(tzinfo=None))


INTO_POSTGRESQL: dict[str, Changed] = {
    "boolean": _truth,
    "timestamp with time zone": _with_zone,
    **dict.fromkeys(("bigint", "integer", "smallint", "bytea", "jsonb", "text", "date", "inet"), _same),
    **dict.fromkeys(("character varying", "double precision"), _same),
}
"""PostgreSQL's type → what a value of SQLite is there."""
INTO_SQLITE: dict[str, Changed] = {
    "bool": lambda said: int(said == "t"),
    "blob": lambda said: bytes.fromhex(said.removeprefix("\\x")),
    "datetime": _without_zone,
    **dict.fromkeys(("bigint", "integer", "smallint"), int),
    **dict.fromkeys(("text", "date", "varchar", "char"), _same),
    "real": float,
}
"""SQLite's declared type → what the text that PostgreSQL copies is there."""


def sqlite_into_postgresql(file: Path, tables: Iterable[str], told: Told) -> None:
    """The tables of a copy of SQLite into PostgreSQL, whose tables stand and hold what migrations put there."""
    names = sorted(tables)
    with emptied(names) as raw, closing(opened(file)) as source:
        for name in names:
            columns = columns_of(raw, name)
            changed = [INTO_POSTGRESQL[type_.partition("(")[0]] for _, type_ in columns]
            head = ", ".join(f'"{column}"' for column, _ in columns)
            asked = source.execute(f'SELECT {head} FROM "{name}"')  # noqa: S608 — the database's own names
            into = sql.SQL("COPY {} ({}) FROM STDIN").format(
                sql.Identifier(name), sql.SQL(", ").join(sql.Identifier(column) for column, _ in columns)
            )
            with raw.cursor() as cursor, cursor.copy(into) as rows:
                while some := asked.fetchmany(AT_ONCE):
                    for row in some:
                        rows.write_row(_changed(row, changed))
                    told(len(some))


def postgresql_into_sqlite(folder: Path, told: Told) -> None:
    """The tables of a copy of PostgreSQL into the record of SQLite, whose tables stand likewise."""
    connection = connections["default"]
    connection.ensure_connection()
    with ExitStack() as stack:
        stack.enter_context(guards_lifted(connection))
        stack.enter_context(connection.constraint_checks_disabled())
        raw: sqlite3.Connection = connection.connection
        raw.execute("BEGIN IMMEDIATE")
        try:
            files = sorted(folder.glob(f"*{ENDING}"))
            for file in files:
                raw.execute(f'DELETE FROM "{file.stem}"')  # noqa: S608 — of a signed manifest
            for file in files:
                _load_into_sqlite(raw, file, told)
        except BaseException:
            raw.rollback()
            raise
        raw.commit()


def _load_into_sqlite(raw: sqlite3.Connection, file: Path, told: Told) -> None:
    types = {row[1]: row[2].lower() for row in raw.execute(f'PRAGMA table_info("{file.stem}")')}
    with file.open(encoding="utf-8", newline="\n") as source:
        columns = source.readline().rstrip("\n").split(",")
        changed = [INTO_SQLITE[re.split(r"[ (]", types[column])[0]] for column in columns]
        head, places = ", ".join(f'"{column}"' for column in columns), ", ".join("?" * len(columns))
        into = f'INSERT INTO "{file.stem}" ({head}) VALUES ({places})'  # noqa: S608 — of a signed manifest
        for some in _portions(_changed(row, changed) for row in map(_values, source)):
            raw.executemany(into, some)
            told(len(some))


def _changed(row: Sequence[Any], changed: Sequence[Changed]) -> list[Value]:
    return [None if value is None else change(value) for value, change in zip(row, changed, strict=True)]


def _values(line: str) -> list[str | None]:
    r"""The values of a line of COPY's text; \N is no value.

    >>> _values("5\t\\N\ta\\tb\\\\n\n")
    ['5', None, 'a\tb\\n']
    """
    said = line.removesuffix("\n").split("\t")
    return [None if one == r"\N" else _ESCAPED.sub(lambda sign: _SIGNS.get(sign[1], sign[1]), one) for one in said]


def _portions(rows: Iterator[list[Value]]) -> Iterator[list[list[Value]]]:
    some: list[list[Value]] = []
    for row in rows:
        some.append(row)
        if len(some) == AT_ONCE:
            yield some
            some = []
    if some:
        yield some
