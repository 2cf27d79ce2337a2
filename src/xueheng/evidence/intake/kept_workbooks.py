"""Uploaded workbooks on the disk: always sealed. Opened only for the bounded reader, in memory where the system has a
file system there, and gone when it has read.
"""

import os
import shutil
import tempfile
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from xueheng.evidence.intake.refusals import file_gone
from xueheng.trust.public import PROGRAMME, seal_file, unseal_file

BOOK, ROWS, FOUND, RETURN = "book", "rows", "found", "return"
"""What is kept of an upload: the workbook as it came, the rows that were checked, what was found in it, the marked
return.
"""
PARTS = (BOOK, ROWS, FOUND, RETURN)
LONGEST_NAME = 100
_IN_MEMORY = Path("/dev/shm")  # noqa: S108 — a folder of one's own is made in it, closed to others
_OPEN = "xueheng-open-"
KEPT_DAYS = 30
"""So long a workbook is kept for who has rows to mend."""
_STALE_SECONDS = 3_600
"""What lies open for longer was left by a process that was killed: no workbook is read for so long."""
_ROOM = 3
"""Free memory that a copy needs, in times its size."""


def folder() -> Path:
    """Where they lie."""
    return Path(settings.PLACES.uploads)


def place_of(number: int, part: str) -> Path:
    """Where a part of an upload lies."""
    return folder() / f"{number}.{part}"


def keep(number: int, part: str, source: BinaryIO) -> int:
    """Seal a part onto the disk: complete under its name, or not there at all. The number of plain bytes."""
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, temporary = tempfile.mkstemp(dir=folder(), prefix="arriving-")
    try:
        with os.fdopen(handle, "wb") as target:
            sealed = seal_file(PROGRAMME, _label(number, part), source, target)
            target.flush()
            os.fsync(target.fileno())
        Path(temporary).replace(place_of(number, part))
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return sealed.size


def keep_bytes(number: int, part: str, content: bytes) -> None:
    """As `keep`, of bytes."""
    keep(number, part, BytesIO(content))


def has(number: int, part: str) -> bool:
    """Whether a part is there."""
    return place_of(number, part).is_file()


def pieces(number: int, part: str) -> Iterator[bytes]:
    """A part's plain content piece by piece, each checked. Raises UploadRefused where it is gone, SealBroken."""
    if not has(number, part):
        raise file_gone()
    with place_of(number, part).open("rb") as source:
        yield from unseal_file(PROGRAMME, _label(number, part), source)


def content(number: int, part: str) -> bytes:
    """All of it."""
    return b"".join(pieces(number, part))


def forget(number: int, parts: tuple[str, ...] = PARTS) -> None:
    """Take parts off the disk."""
    for part in parts:
        place_of(number, part).unlink(missing_ok=True)


def drop_old() -> None:
    """Take away what is kept long enough, and open copies that a killed process left behind."""
    moment = time.time()
    for path in folder().glob("*.*"):
        _drop(path, moment - KEPT_DAYS * 86_400)
    for path in folder().glob("arriving-*"):
        _drop(path, moment - _STALE_SECONDS)
    for place in (_IN_MEMORY, folder() / "open"):
        for path in place.glob(f"{_OPEN}*"):
            stale = False
            with suppress(OSError):  # another process may be clearing up too
                stale = path.stat().st_mtime < moment - _STALE_SECONDS
            if stale:
                shutil.rmtree(path, ignore_errors=True)


def _drop(path: Path, before: float) -> None:
    if path.is_file() and path.stat().st_mtime < before:
        path.unlink(missing_ok=True)


@contextmanager
def opened(number: int, name: str) -> Iterator[Path]:
    """The workbook as a file that the bounded reader can open, under the sender's own name for it."""
    with room_for(place_of(number, BOOK).stat().st_size if has(number, BOOK) else 0) as place:
        path = place / safe_name(name)
        with path.open("wb") as target:
            for piece in pieces(number, BOOK):
                target.write(piece)
        yield path


@contextmanager
def room_for(size: int) -> Iterator[Path]:
    """A folder of one's own for plain content of about this size, in memory if it can be; gone afterwards."""
    place = Path(tempfile.mkdtemp(prefix=_OPEN, dir=_roomy(size)))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _roomy(size: int) -> Path:
    if _IN_MEMORY.is_dir() and os.access(_IN_MEMORY, os.W_OK) and shutil.disk_usage(_IN_MEMORY).free > size * _ROOM:
        return _IN_MEMORY
    own = folder() / "open"
    own.mkdir(parents=True, exist_ok=True, mode=0o700)
    return own


def safe_name(name: str) -> str:
    r"""A file's name without folders or anything that a reader could trip over.

    >>> safe_name("C:\\fakepath\\体质\u202e健康?.xlsx")
    '体质健康.xlsx'
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    plain = "".join(sign for sign in last if sign.isprintable() and sign not in '"<>:|?*;%').strip(" .")
    stem, dot, suffix = plain.rpartition(".")
    return f"{stem[:LONGEST_NAME]}.{suffix[:10]}" if dot and stem else (plain[:LONGEST_NAME] or "workbook")


def _label(number: int, part: str) -> str:
    return f"upload {part}|{number}"
