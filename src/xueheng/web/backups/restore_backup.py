"""Restore a backup into an empty folder: checked first, then copied, loaded, erased again, verified.

What is needed before Django stands is here; `restored_record` does the rest. A folder that is being restored bears a
mark, and nothing else opens it: a restore that was killed never passes for a whole one.
"""

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.db import DatabaseError
from django.utils.module_loading import import_string

from xueheng.trust.public import Verification, write_new
from xueheng.web.backups.checking import whole_backup
from xueheng.web.backups.copying import FOLDER_RIGHTS, RECORD, RIGHTS, SECRETS, copy_file, make_folders
from xueheng.web.backups.manifest import BackupManifest
from xueheng.web.backups.refusals import RestoreRefused, cannot_restore
from xueheng.web.places import DATA, DATABASE, ERASURES
from xueheng.web.start import HALF_RESTORED, start_django
from xueheng.wording import Text

Progress = Callable[[Text, int, int], None]
REST = "xueheng.web.backups.restored_record."
_COPYING = Text("复制文件", "Copying files")
TABLES = "tables/"


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, how many were erased again, by which ledger besides the backup's own; the journal's check."""

    manifest: BackupManifest
    erased: int
    ledger: Path | None
    verification: Verification


def restore_backup(backup: Path, keys: Path | None, data: Path, ledger: Path | None, told: Progress) -> Restored:
    """The backup in `data`, an empty folder or none yet. `ledger`: the newest ledger of erasures there is.

    Raises RestoreRefused; the folder is then as empty as before.
    """
    backup, data = backup.absolute(), data.absolute()
    manifest, held = whole_backup(backup, keys, told)
    _refuse_full(data, manifest.size + held.size)
    ledger = ledger or _second_copy()
    if ledger is not None and not ledger.is_file():
        raise RestoreRefused(
            Text(f"没有这个文件：{ledger}", f"There is no such file: {ledger}"),
            Text("--erasures 请给出清除记录 ledger.jsonl。", "Give --erasures the ledger of erasures, ledger.jsonl."),
        )
    stood = data.exists()
    try:
        _place_files(backup, Path(keys or ""), data, (manifest, held), told)
        os.environ[DATA] = str(data)
        start_django(data, restoring=True)
        restored: Restored = import_string(f"{REST}bring_in")(backup, manifest, data, ledger, told)
    except BaseException as fault:
        _emptied(data, stood=stood)
        if isinstance(fault, OSError):
            raise cannot_restore(data, fault) from fault
        if isinstance(fault, DatabaseError):
            raise _database_refused(fault) from fault
        raise
    (data / HALF_RESTORED).unlink()
    return restored


def _place_files(
    backup: Path, keys: Path, data: Path, manifests: tuple[BackupManifest, BackupManifest], told: Progress
) -> None:
    make_folders(data)
    data.chmod(FOLDER_RIGHTS)
    write_new(data / HALF_RESTORED, b"", RIGHTS)
    of, done = sum(manifest.size for manifest in manifests), 0

    def more(count: int) -> None:
        nonlocal done
        done += count
        told(_COPYING, done, of)

    for root, target, manifest in ((keys, data / SECRETS, manifests[1]), (backup, data, manifests[0])):
        for file in manifest.files:
            if not _of_tables(file.path):
                copy_file(root / file.path, target / file.path, more)


def _of_tables(path: str) -> bool:
    """A file of the backup that is loaded into the database, not placed."""
    return path.startswith(TABLES) or (path == RECORD and bool(os.environ.get(DATABASE)))


def _refuse_full(data: Path, needed: int) -> None:
    if data.exists() and (not data.is_dir() or any(data.iterdir())):
        half = data.is_dir() and (data / HALF_RESTORED).exists()
        what = (
            Text("是一次没有恢复完的", "holds a restore that did not end") if half else Text("不是空的", "is not empty")
        )
        raise RestoreRefused(
            Text(f"{data} {what.zh}，没有恢复", f"{data} {what.en}; nothing was restored"),
            Text("请清空它，或用 --data 给一个空的或新的文件夹。", "Empty it, or give --data an empty or new folder."),
        )
    place = next(above for above in (data, *data.parents) if above.exists())
    free = shutil.disk_usage(place).free
    if free < needed:
        raise RestoreRefused(
            Text(
                f"磁盘放不下：要 {needed // 2**20 + 1:,} MB，还剩 {free // 2**20:,} MB",
                f"The disk has no room: {needed // 2**20 + 1:,} MB are needed, {free // 2**20:,} MB are free",
            ),
            Text("请腾出空间，或用 --data 给另一个文件夹。", "Make room, or give another folder with --data."),
        )


def _second_copy() -> Path | None:
    """The second copy of the ledger, where the setting names one that stands."""
    named = os.environ.get(ERASURES, "")
    return Path(named) if named and Path(named).is_file() else None


def _emptied(data: Path, *, stood: bool) -> None:
    """All that was put into the folder taken away: it was empty before. The mark goes last."""
    with suppress(OSError):
        for path in sorted(data.iterdir(), key=lambda path: path.name == HALF_RESTORED):
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
        if not stood:
            data.rmdir()


def _database_refused(fault: Exception) -> RestoreRefused:
    said = str(fault).strip().splitlines()[0] if str(fault).strip() else type(fault).__name__
    return RestoreRefused(
        Text(f"没有恢复：数据库不收：{said}", f"Nothing was restored: the database refused it: {said}"),
        Text("请检查 XUEHENG_DATABASE、权限和磁盘。", "Check XUEHENG_DATABASE, the rights and the disk."),
    )
