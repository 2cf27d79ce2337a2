"""Before the tables of a standing database are changed: refused where it is newer, copied where it is older."""

import shutil
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from xueheng.trust.public import now
from xueheng.web.backups.copying import KEYS_FILE, RECORD, make_folders
from xueheng.web.backups.postgresql_copy import FOLDER as TABLES
from xueheng.web.backups.record_copy import copy_record
from xueheng.web.backups.sqlite_copy import copy_sqlite
from xueheng.web.start import ServerRefused
from xueheng.wording import Text

FOLDER = "before-upgrade"
Say = Callable[[Text], None]
Missing = list[tuple[str, str]]


def ready_for_tables(say: Say | None = None) -> bool:
    """Whether tables are to be made or changed; a standing database has been copied then. Raises ServerRefused for one
    that a newer version has changed.
    """
    pending = False
    for name in connections:
        newer, lacking = standing(name)
        if newer:
            raise _newer(name, newer)
        pending = pending or bool(lacking)
    if pending and _used():
        copy = _copied()
        if say is not None:
            say(
                Text(
                    f"数据库是旧版本的，正在更新；更新前的一份在 {copy}",
                    f"The database is an older version's and is being brought up to date; as it was before: {copy}",
                )
            )
    return pending


def standing(name: str) -> tuple[Missing, Missing]:
    """(app, migration): what the database has had and this version does not know; and what it has still to get."""
    executor = MigrationExecutor(connections[name])
    loader = executor.loader
    newer = [
        key for key in loader.applied_migrations if key[0] in loader.migrated_apps and key not in loader.graph.nodes
    ]
    replaced = {key for migration in loader.disk_migrations.values() for key in migration.replaces}
    lacking = [(step.app_label, step.name) for step, _ in executor.migration_plan(loader.graph.leaf_nodes())]
    return sorted(set(newer) - replaced), lacking


def _used() -> bool:
    return "trust_stream" in connections["default"].introspection.table_names()


def _copied() -> Path:
    """Both databases as they are; the copies of earlier upgrades go."""
    folder, secrets = Path(settings.PLACES.folder) / FOLDER, Path(settings.PLACES.secrets) / FOLDER
    stamp = str(now())
    for each in (folder, secrets):
        shutil.rmtree(each, ignore_errors=True)
        make_folders(each / f".{stamp}")
    copy_record(folder / f".{stamp}", lambda done: None)
    copy_sqlite(Path(settings.PLACES.secrets) / KEYS_FILE, secrets / f".{stamp}" / KEYS_FILE, lambda done: None)
    for each in (folder, secrets):
        (each / f".{stamp}").rename(each / stamp)
    inner = TABLES if connections["default"].vendor == "postgresql" else RECORD
    return folder / stamp / inner


def _newer(name: str, newer: Missing) -> ServerRefused:
    app, migration = newer[-1]
    return ServerRefused(
        Text(
            f"数据库是更新的版本留下的（{name}：{app}.{migration}），这个版本不敢动它",
            f"The database was left by a newer version ({name}: {app}.{migration}); this one will not touch it",
        ),
        Text(
            "请装上那个版本或更新的。要退回旧版本，只能用更新之前的备份："
            "./xueheng restore 备份 --keys 密钥备份 --data 空文件夹",
            "Install that version or a later one. Back to the old version leads only a backup from before: "
            "./xueheng restore BACKUP --keys KEYS --data EMPTY_FOLDER",
        ),
    )
