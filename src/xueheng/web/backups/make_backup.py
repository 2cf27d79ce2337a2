"""Make a backup while the server runs: the record at one moment, then the files that it names, the keys elsewhere.

Whatever the record names stands on the disk before the record names it, so files are copied after the record; but a
checkpoint is in the record before its file is written, so those are copied before. Keys are made and kept before
anything is sealed with them, so they are copied last: they open all that the record has.
"""

import fcntl
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, transaction

from xueheng import __version__
from xueheng.evidence.public import reading_snapshots
from xueheng.trust.public import installation, keep_names, keys_told, now, signed, write_journal, write_new
from xueheng.web.backups.copying import (
    FOLDER_RIGHTS,
    KEYS_FILE,
    RIGHTS,
    copy_file,
    files_of,
    kept_file,
    make_folders,
)
from xueheng.web.backups.manifest import DATA, KEYS, NAME, BackupManifest, written
from xueheng.web.backups.record_copy import CopiedRecord, copy_record, record_size
from xueheng.web.backups.refusals import BackupRefused, not_stored, too_little_room
from xueheng.web.backups.sqlite_copy import copy_sqlite, counts_of
from xueheng.wording import Text

STREAM, VERB = "backups", "make_backup"
UNFINISHED, LOCK = ".unfinished-", ".xueheng-backup.lock"
KEY_FILES = ("master.key", "signing.key", "django.key")
ROOM_TO_SPARE = 16 * 1024 * 1024
_MILLION = 1_000_000
Progress = Callable[[Text, int, int], None]
_RECORD, _FILES, _CHECKING, _KEYS = (
    Text("复制数据库", "Copying the database"),
    Text("复制文件", "Copying files"),
    Text("计算校验值", "Computing digests"),
    Text("复制密钥", "Copying the keys"),
)


@dataclass(frozen=True, slots=True)
class MadeBackup:
    """A finished backup: where it is, where the keys are (None: not backed up), and what it says of itself."""

    folder: Path
    keys: Path | None
    manifest: BackupManifest


def make_backup(target: Path, keys: Path | None, told: Progress) -> MadeBackup:
    """A new backup in a folder of its own within `target`, and of the keys within `keys`; written into the journal.

    Complete under its name, or nothing that looks like a backup. Raises BackupRefused.
    """
    data = Path(settings.PLACES.folder)
    target, keys = target.absolute(), keys.absolute() if keys is not None else None
    _refuse_places(data, target, keys)
    moment = now()
    stamp = f"{datetime.fromtimestamp(moment / _MILLION, UTC):%Y%m%dT%H%M%SZ}"
    with _drafted(target, f"backup-{stamp}") as draft:
        manifest = _data(draft, data, moment, told)
    kept = None
    if keys is not None:
        with _drafted(keys, f"keys-{stamp}") as draft:
            _keys(draft, moment, told)
        kept = keys / f"keys-{stamp}"
    detail = {"files": len(manifest.files), "bytes": manifest.size, "made_at": moment, "with_keys": kept is not None}
    with transaction.atomic():
        write_journal(STREAM, VERB, actor=None, post=None, detail=detail)
    return MadeBackup(target / f"backup-{stamp}", kept, manifest)


def _data(draft: Path, data: Path, moment: int, told: Progress) -> BackupManifest:
    room = record_size()
    with reading_snapshots():
        size = sum(_size(source) for first in (True, False) for source in files_of(data, first=first))
        _refuse_little_room(draft, room + size)
        _copy_all(data, files_of(data, first=True), draft, size, told)
        copied = copy_record(draft, lambda done: told(_RECORD, done, max(room, done)))
        _copy_all(data, files_of(data, first=False), draft, size, told)
    return _finished(draft, DATA, moment, copied, told)


def _copy_all(data: Path, sources: list[Path], draft: Path, size: int, told: Progress) -> None:
    done = 0

    def more(count: int) -> None:
        nonlocal done
        done += count
        told(_FILES, done, max(size, done))

    for source in sources:
        target = draft / source.relative_to(data)
        try:
            copy_file(source, target, more)
        except FileNotFoundError:  # taken away since the folder was looked at: an upload withdrawn, a person erased
            target.unlink(missing_ok=True)


def _keys(draft: Path, moment: int, told: Progress) -> None:
    secrets = Path(settings.PLACES.secrets)
    told(_KEYS, 0, 0)
    copy_sqlite(secrets / KEYS_FILE, draft / KEYS_FILE, lambda done: told(_KEYS, done, 0))
    for name in KEY_FILES:
        copy_file(secrets / name, draft / name, lambda count: None)
    _finished(draft, KEYS, moment, CopiedRecord("sqlite", counts_of(draft / KEYS_FILE)), told)


def _finished(draft: Path, kind: str, moment: int, copied: CopiedRecord, told: Progress) -> BackupManifest:
    """The manifest, last of all."""
    paths = sorted(path for path in draft.rglob("*") if path.is_file())
    of, done = sum(path.stat().st_size for path in paths), 0

    def more(count: int) -> None:
        nonlocal done
        done += count
        told(_CHECKING, done, of)

    manifest = BackupManifest(
        kind, __version__, copied.database, moment, installation(), copied.migrations, copied.counts, copied.journal,
        keys_told(), tuple(kept_file(draft, path, more) for path in paths),
    )  # fmt: skip
    write_new(draft / NAME, written(manifest, signed(manifest.text())).encode(), RIGHTS)
    return manifest


@contextmanager
def _drafted(target: Path, name: str) -> Iterator[Path]:
    """A folder under a name that no backup has; it gets its own name when the block has ended well."""
    draft = target / f"{UNFINISHED}{name}"
    try:
        make_folders(target)
        with _alone(target):
            for left in target.glob(f"{UNFINISHED}*"):  # of one that was killed: we alone are at work here
                shutil.rmtree(left, ignore_errors=True)
            draft.mkdir(mode=FOLDER_RIGHTS)
            try:
                yield draft
                for folder in (draft, *(path for path in draft.rglob("*") if path.is_dir())):
                    keep_names(folder)
                draft.rename(target / name)
                keep_names(target)
            finally:
                shutil.rmtree(draft, ignore_errors=True)
    except (OSError, sqlite3.Error, DatabaseError) as fault:
        raise not_stored(target, fault.__cause__ if isinstance(fault.__cause__, sqlite3.Error) else fault) from fault


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """One backup at a time into a folder. A killed process lets go by itself."""
    with (target / LOCK).open("wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as fault:
            raise BackupRefused(
                Text(f"另一次备份正在写入 {target}", f"Another backup is being written to {target}"),
                Text("等它作完，或换一个文件夹。", "Wait for it, or give another folder."),
            ) from fault
        yield


def _refuse_places(data: Path, target: Path, keys: Path | None) -> None:
    """A backup lies outside the data, and the keys outside the backup."""
    if _within(target, data):
        raise BackupRefused(
            Text(f"备份不能放在数据文件夹里面：{target}", f"A backup does not lie within the data folder: {target}"),
            Text("换一个文件夹，最好在另一块磁盘或另一台机器上。", "Give another folder, best on another disk."),
        )
    if keys is not None and (_within(keys, target) or _within(target, keys) or _within(keys, data)):
        raise BackupRefused(
            Text("密钥的备份要与数据分开放", "The keys are backed up apart from the data"),
            Text(
                "--keys 请给另一个文件夹，不在备份和数据文件夹里面，也不包着它们；最好是另一块盘，锁起来。",
                "Give --keys a folder neither within nor around the backup or the data; best on a disk locked away.",
            ),
        )


def _within(inner: Path, outer: Path) -> bool:
    return inner.resolve().is_relative_to(outer.resolve())


def _size(path: Path) -> int:
    with suppress(FileNotFoundError):
        return path.stat().st_size
    return 0


def _refuse_little_room(place: Path, needed: int) -> None:
    free = shutil.disk_usage(place).free
    if free < needed + ROOM_TO_SPARE:
        raise too_little_room(place.parent, needed + ROOM_TO_SPARE, free)
