"""A copy of an SQLite file as it is at one moment, while others write to it.

VACUUM INTO, not the backup interface: both read at one moment and hinder no writer (WAL), but only this one leaves out
what was deleted and not yet overwritten, so that no backup holds more than the record does.
"""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from xueheng.web.backups.copying import RIGHTS

PATIENCE = 30.0
_STEPS = 20_000
"""Steps of SQLite's machine between two looks at how far it is: some hundredths of a second."""


def copy_sqlite(source: Path, target: Path, told: Callable[[int], None]) -> None:
    """Copy `source` to the new file `target`; `told` how many bytes stand there by now. Raises sqlite3.Error."""
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, RIGHTS))

    def look() -> int:
        with suppress(OSError):
            told(target.stat().st_size)
        return 0

    with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=rw", uri=True, timeout=PATIENCE)) as connection:
        connection.set_progress_handler(look, _STEPS)
        connection.execute("VACUUM INTO ?", [str(target)])
    handle = os.open(target, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def counts_of(file: Path) -> dict[str, int]:
    """Table → rows."""
    with closing(opened(file)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        return {name: int(_one(connection, f'SELECT count(*) FROM "{name}"')) for (name,) in names.fetchall()}  # noqa: S608 — the database's own table names


def rows_of(file: Path, question: str) -> list[tuple[object, ...]]:
    """The answer to a question put to a copy."""
    with closing(opened(file)) as connection:
        return connection.execute(question).fetchall()


def whole(file: Path) -> list[str]:
    """What SQLite finds wrong with a file; nothing where it is whole."""
    try:
        with closing(opened(file)) as connection:
            found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(20)")]
            broken = [f"{row[0]} → {row[2]}" for row in connection.execute("PRAGMA foreign_key_check").fetchmany(20)]
    except sqlite3.DatabaseError as fault:
        return [str(fault)]
    return [one for one in found if one != "ok"] + broken


def _one(connection: sqlite3.Connection, question: str) -> int:
    return int(connection.execute(question).fetchone()[0])


def opened(file: Path) -> sqlite3.Connection:
    """A file of SQLite, to be read alone."""
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=PATIENCE)
