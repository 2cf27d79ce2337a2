"""The second half of a restore, over Django: the record brought in and counted, brought up to date, erased again."""

from collections.abc import Callable, Mapping
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import connections, transaction
from django.db.migrations.loader import MigrationLoader

from xueheng.trust.public import ledger_file, verify_journal, write_journal
from xueheng.web.backups.copying import RECORD
from xueheng.web.backups.make_backup import STREAM
from xueheng.web.backups.manifest import BackupManifest
from xueheng.web.backups.other_engine import postgresql_into_sqlite, sqlite_into_postgresql
from xueheng.web.backups.postgresql_copy import FOLDER, load
from xueheng.web.backups.record_copy import loaded_counts
from xueheng.web.backups.refusals import RestoreRefused
from xueheng.web.backups.restore_backup import Restored
from xueheng.web.backups.sqlite_copy import whole
from xueheng.web.replaying import replay_erasures
from xueheng.web.start import make_tables
from xueheng.wording import Text

VERB = "restore_backup"
Progress = Callable[[Text, int, int], None]
_LOADING = Text("装入数据库", "Loading the database")
_ERASING = Text("重做清除", "Erasing again who was erased")
_SESSIONS = (("sessions", "Session"), ("usersessions", "UserSession"))
"""Who was signed in when the backup was made is not any more."""


def bring_in(backup: Path, manifest: BackupManifest, data: Path, ledger: Path | None, told: Progress) -> Restored:
    """The record as it was, brought up to date. Raises RestoreRefused."""
    _refuse_newer(manifest.migrations)
    here = connections["default"].vendor
    if here == "postgresql":
        _refuse_used()
    if here == "postgresql" or manifest.database == "postgresql":
        make_tables_of(manifest.migrations)
        _fill_tables(backup, manifest, told)
    _refuse_other(manifest, data)
    make_tables()
    told(_ERASING, 0, 0)
    newest = ledger or ledger_file()  # taken over into the one that came with the backup
    erased = replay_erasures(newest) if newest.is_file() else 0
    with transaction.atomic():
        for app, name in _SESSIONS:
            apps.get_model(app, name).objects.all().delete()
        detail = {"made_at": manifest.made_at, "files": len(manifest.files), "erased": erased}
        write_journal(STREAM, VERB, actor=None, post=None, detail=detail)
    return Restored(manifest, erased, ledger, verify_journal(None, told))


def _fill_tables(backup: Path, manifest: BackupManifest, told: Progress) -> None:
    """From files of tables, or from another engine's: as many bytes to load, or rows."""
    moved, done = manifest.database != connections["default"].vendor, 0
    size = sum(file.size for file in manifest.files if file.path.startswith(FOLDER))
    of = sum(manifest.counts.values()) if moved else size

    def more(count: int) -> None:
        nonlocal done
        done += count
        told(_LOADING, done, of)

    if not moved:
        load(backup / FOLDER, more)
    elif manifest.database == "sqlite":
        sqlite_into_postgresql(backup / RECORD, manifest.counts, more)
    else:
        postgresql_into_sqlite(backup / FOLDER, more)


def _refuse_newer(migrations: Mapping[str, object]) -> None:
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    newer = [f"{app}.{name}" for app, names in migrations.items() for name in list(names) if (app, name) not in known]  # type: ignore[call-overload]  # a list of names
    if newer:
        raise RestoreRefused(
            Text(
                f"备份是更新的版本作的（这个版本不认识 {newer[0]}）",
                f"The backup was made by a newer version (this one does not know {newer[0]})",
            ),
            Text("请装上作备份的版本或更新的，再恢复。", "Install that version or a later one, then restore."),
        )


def _refuse_used() -> None:
    """A database that holds somebody's record already."""
    connection = connections["default"]
    standing = set(connection.introspection.table_names())
    used = [name for name in ("trust_stream", "identity_person") if name in standing and loaded_counts([name])[name]]
    if used:
        raise RestoreRefused(
            Text("XUEHENG_DATABASE 指的库里已有数据，没有恢复", "The database of XUEHENG_DATABASE holds data already"),
            Text("请新建一个空库，再恢复。", "Make a new, empty database, then restore."),
        )


def make_tables_of(migrations: Mapping[str, object]) -> None:
    """The tables as they were when the backup was made."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    for app, names in migrations.items():
        wanted = {(app, name) for name in list(names)}  # type: ignore[call-overload]  # as above
        parents = {parent for key in wanted for parent in loader.graph.node_map[key].parents} if wanted else set()
        inner = {getattr(parent, "key", parent) for parent in parents}
        for leaf in sorted(wanted - inner):
            call_command("migrate", leaf[0], leaf[1], database="default", verbosity=0, interactive=False)


def _refuse_other(manifest: BackupManifest, data: Path) -> None:
    """What stands now is what was backed up."""
    if connections["default"].vendor == "sqlite":
        wrong = whole(data / RECORD)
        if wrong:
            raise RestoreRefused(
                Text(
                    f"备份里的数据库本身有损坏：{wrong[0]}", f"The database in the backup is damaged itself: {wrong[0]}"
                ),
                Text("请用另一份备份。", "Use another backup."),
            )
    found = loaded_counts(list(manifest.counts))
    other = [name for name, count in manifest.counts.items() if found.get(name) != count]
    if other:
        table, wanted = other[0], f"{manifest.counts[other[0]]:,}"
        have = f"{found.get(table, 0):,}"
        raise RestoreRefused(
            Text(
                f"恢复后行数不符：{table} 应有 {wanted} 行，得到 {have} 行",
                f"The rows do not agree: {table} should have {wanted}, has {have}",
            ),
            Text("什么也没有留下。请用另一份备份。", "Nothing was left behind. Use another backup."),
        )
