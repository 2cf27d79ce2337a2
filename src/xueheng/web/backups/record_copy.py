"""The record copied as it is at one moment, whichever database it lies in, with what a manifest says of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connections

from xueheng.web.backups.copying import RECORD
from xueheng.web.backups.postgresql_copy import FOLDER, OneMoment
from xueheng.web.backups.sqlite_copy import copy_sqlite, counts_of, rows_of

_STREAMS = "SELECT name, length, head FROM trust_stream ORDER BY name"
_APPLIED = "SELECT app, name FROM django_migrations ORDER BY app, name"


@dataclass(frozen=True, slots=True)
class CopiedRecord:
    """What the copy holds."""

    database: str
    counts: dict[str, int]
    journal: dict[str, list[object]] = field(default_factory=dict)
    migrations: dict[str, list[str]] = field(default_factory=dict)


def record_size() -> int:
    """About how many bytes the copy will take."""
    if connections["default"].vendor == "postgresql":
        with OneMoment() as moment:
            return moment.size()
    return _file().stat().st_size


def copy_record(into: Path, told: Callable[[int], None]) -> CopiedRecord:
    """The record into a new folder: one file of SQLite, or one of each table. `told`: bytes that stand by now."""
    if connections["default"].vendor == "postgresql":
        total = 0

        def more(size: int) -> None:
            nonlocal total
            total += size
            told(total)

        with OneMoment() as moment:
            counts = moment.copy(into / FOLDER, more)
            return _copied("postgresql", counts, moment.rows(_STREAMS), moment.rows(_APPLIED))
    copy_sqlite(_file(), into / RECORD, told)
    return told_of(into / RECORD)


def told_of(file: Path) -> CopiedRecord:
    """What a file of SQLite holds."""
    return _copied("sqlite", counts_of(file), rows_of(file, _STREAMS), rows_of(file, _APPLIED))


def loaded_counts(tables: Sequence[str]) -> dict[str, int]:
    """Table → rows, of the database that is in use."""
    with connections["default"].cursor() as cursor:
        found = {}
        for name in tables:
            cursor.execute(f"SELECT count(*) FROM {connections['default'].ops.quote_name(name)}")  # noqa: S608 — quoted; of a signed manifest
            found[name] = int(cursor.fetchone()[0])
    return found


def _copied(
    database: str, counts: dict[str, int], streams: list[tuple[object, ...]], applied: list[tuple[object, ...]]
) -> CopiedRecord:
    journal: dict[str, list[object]] = {
        str(name): [int(str(length)), bytes(head).hex()]  # type: ignore[call-overload]  # a column of bytes
        for name, length, head in streams
    }
    migrations: dict[str, list[str]] = {}
    for app, name in applied:
        migrations.setdefault(str(app), []).append(str(name))
    return CopiedRecord(database, counts, journal, migrations)


def _file() -> Path:
    return Path(str(settings.DATABASES["default"]["NAME"]))
