"""Tables that the database itself keeps from being changed: triggers, for SQLite and for PostgreSQL.

Of the journal, entries, whom they are about and checkpoints are never changed or removed; a detail may be removed
and not changed; a stream stays and only grows. Triggers guard against mistakes and against whoever has no right to
alter tables; what is done after dropping them is what `verify` finds.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

PREFIX = "xueheng_keeps_"
SAID = "xueheng: rows of this table are kept as they were written"
_FUNCTION = "xueheng_refuse_change"


@dataclass(frozen=True, slots=True)
class Kept:
    """A table whose rows stay as they were written. All of it is SQL written by programmers, never from data.

    `same` says over NEW which standing row has the key of a new one; `may_change` over OLD and NEW which changes are
    allowed after all (none where empty); `may_go`: rows may be removed one by one, never all at once.
    """

    table: str
    same: str
    may_change: str = ""
    may_go: bool = False


JOURNAL = (
    Kept("trust_entry", "id = NEW.id OR (stream_id = NEW.stream_id AND sequence = NEW.sequence)"),
    Kept("trust_about", "id = NEW.id"),
    Kept("trust_checkpoint", "number = NEW.number"),
    Kept("trust_detail", "entry_id = NEW.entry_id", may_go=True),
    Kept(
        "trust_stream",
        "name = NEW.name",
        may_change="NEW.name = OLD.name AND NEW.length > OLD.length AND NEW.last_at >= OLD.last_at",
    ),
)


@dataclass(frozen=True, slots=True)
class _Trigger:
    name: str
    table: str
    making: str


def make_guards(connection: BaseDatabaseWrapper, kept: Sequence[Kept] = JOURNAL) -> None:
    """Make the triggers, anew where they stand."""
    drop_guards(connection, kept)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{SAID}' USING ERRCODE = 'restrict_violation'; END $$"
            )
        for trigger in _triggers(connection, kept):
            cursor.execute(trigger.making)


def drop_guards(connection: BaseDatabaseWrapper, kept: Sequence[Kept] = JOURNAL) -> None:
    """Take the triggers away: for tests that empty the tables, and before a migration that remakes one."""
    with connection.cursor() as cursor:
        for trigger in _triggers(connection, kept):
            on = f" ON {trigger.table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {trigger.name}{on}")


def missing_guards(connection: BaseDatabaseWrapper, kept: Sequence[Kept] = JOURNAL) -> list[str]:
    """The names of triggers that should stand and do not, or are switched off."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING[connection.vendor], [f"{PREFIX}%"])
        standing = {row[0] for row in cursor.fetchall()}
    return sorted({trigger.name for trigger in _triggers(connection, kept)} - standing)


@contextmanager
def guards_lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Without any of the triggers, of whatever table, while the block lasts: for a migration that remakes a table, and
    for tests that empty all of them.
    """
    with connection.cursor() as cursor:
        cursor.execute(_MAKING[connection.vendor], [f"{PREFIX}%"])
        standing = list(cursor.fetchall())
        for name, table, _ in standing:
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{on}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for _, _, making in standing:
                cursor.execute(making)


def _triggers(connection: BaseDatabaseWrapper, kept: Sequence[Kept]) -> list[_Trigger]:
    if connection.vendor == "postgresql":
        return [trigger for one in kept for trigger in _on_postgresql(one)]
    return [trigger for one in kept for trigger in _on_sqlite(one)]


def _on_sqlite(kept: Kept) -> list[_Trigger]:
    """INSERT OR REPLACE removes the row it replaces without asking the triggers on DELETE: it has one of its own."""

    def trigger(name: str, event: str, when: str = "") -> _Trigger:
        full = f"{PREFIX}{kept.table}_{name}"
        making = (
            f"CREATE TRIGGER {full} BEFORE {event} ON {kept.table}{f' WHEN {when}' if when else ''} "
            f"BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
        )
        return _Trigger(full, kept.table, making)

    replaced = f"EXISTS (SELECT 1 FROM {kept.table} WHERE {kept.same})"  # noqa: S608 — written by programmers alone
    found = [
        trigger("update", "UPDATE", f"NOT ({kept.may_change})" if kept.may_change else ""),
        trigger("replace", "INSERT", replaced),
    ]
    return found if kept.may_go else [*found, trigger("delete", "DELETE")]


def _on_postgresql(kept: Kept) -> list[_Trigger]:
    def trigger(name: str, event: str, each: str = "ROW", when: str = "") -> _Trigger:
        full = f"{PREFIX}{kept.table}_{name}"
        making = (
            f"CREATE TRIGGER {full} BEFORE {event} ON {kept.table} FOR EACH {each}"
            f"{f' WHEN ({when})' if when else ''} EXECUTE FUNCTION {_FUNCTION}()"
        )
        return _Trigger(full, kept.table, making)

    found = [
        trigger("update", "UPDATE", when=f"NOT ({kept.may_change})" if kept.may_change else ""),
        trigger("truncate", "TRUNCATE", "STATEMENT"),
    ]
    return found if kept.may_go else [*found, trigger("delete", "DELETE")]


_MAKING = {
    "sqlite": "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
    "postgresql": "SELECT tgname, tgrelid::regclass, pg_get_triggerdef(oid) FROM pg_trigger "
    "WHERE NOT tgisinternal AND tgname LIKE %s",
}
_STANDING = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND tgname LIKE %s",
}
