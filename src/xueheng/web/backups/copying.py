"""Copying files so that they outlast a power cut, counted as they are copied."""

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from xueheng.web.backups.manifest import KeptFile

PIECE = 1024 * 1024
RIGHTS, FOLDER_RIGHTS = 0o600, 0o700
SECRETS, RECORD, KEYS_FILE = "secrets", "record.sqlite3", "keys.sqlite3"
NOT_DATA = frozenset({SECRETS, "static", "logs", "before-upgrade", "starting.lock", "restore-unfinished"})
"""Keys, and what the server makes anew: in no backup of the data."""
FIRST = frozenset({"checkpoints"})
"""Named by the record before they are written: one that is newer than the record's copy would tell of a record that
was rolled back.
"""
_ARRIVING = "arriving-"
Copied = Callable[[int], None]
"""Told how many bytes more were copied."""


def files_of(folder: Path, *, first: bool) -> list[Path]:
    """The files of a data folder that belong in a backup, in order of name; drafts and links do not. `first`: those to
    be copied before the record, else those after it.
    """
    tops = [top for top in folder.iterdir() if top.name not in NOT_DATA and not top.name.startswith(RECORD)]
    return sorted(path for top in tops if (top.name in FIRST) == first for path in _files_under(top))


def _files_under(path: Path) -> Iterator[Path]:
    if path.name.startswith((".", _ARRIVING)) or path.is_symlink():
        return
    if path.is_file():
        yield path
    elif path.is_dir():
        for inner in path.iterdir():
            yield from _files_under(inner)


def copy_file(source: Path, target: Path, told: Copied) -> None:
    """A copy for its owner alone, on the disk when this returns. Raises FileExistsError."""
    make_folders(target.parent)
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, RIGHTS)
    with os.fdopen(handle, "wb") as put, source.open("rb") as got:
        while some := got.read(PIECE):
            put.write(some)
            told(len(some))
        put.flush()
        os.fsync(put.fileno())


def make_folders(folder: Path) -> None:
    """The folder and those above it, where they lack, for their owner alone."""
    for above in (*reversed(folder.parents), folder):
        if not above.exists():
            above.mkdir(mode=FOLDER_RIGHTS, exist_ok=True)


def kept_file(root: Path, path: Path, told: Copied) -> KeptFile:
    """What a backup says of one of its files, read back from the disk."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while some := file.read(PIECE):
            digest.update(some)
            size += len(some)
            told(len(some))
    return KeptFile(path.relative_to(root).as_posix(), digest.hexdigest(), size)
