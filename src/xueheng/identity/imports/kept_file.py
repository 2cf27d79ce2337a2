"""The file of an import: sealed on the disk from its arrival on, plain only in memory-backed files while it is read."""

import io
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from xueheng.trust.public import destroy_key, seal_file, unseal_file

LABEL = "register file"
_IN_MEMORY = Path("/dev/shm")  # noqa: S108 — names there are made by chance, and readable by us alone
"""A folder that is never written to a disk, where the system has one."""


def keep(number: int, content: bytes) -> None:
    """Seal the content under the import's own key; whole under its name, or not there."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=folder, prefix="arriving-")
    try:
        with os.fdopen(handle, "wb") as target:
            seal_file(number, LABEL, io.BytesIO(content), target)
            target.flush()
            os.fsync(target.fileno())
        Path(temporary).replace(path_of(number))
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


@contextmanager
def opened(number: int, name: str) -> Iterator[Path]:
    """The file as it came, to be read by a worker, under its own suffix; gone afterwards."""
    where = _IN_MEMORY if _IN_MEMORY.is_dir() and os.access(_IN_MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="xueheng-", dir=where) as folder:
        plain = Path(folder) / f"register{Path(name).suffix.lower()[:6]}"
        with path_of(number).open("rb") as source, plain.open("wb") as target:
            plain.chmod(0o600)
            for piece in unseal_file(number, LABEL, source):
                target.write(piece)
        yield plain


def forget(number: int) -> None:
    """Destroy the key and take the file away. What the database still holds of the import nobody can read."""
    destroy_key(number)
    path_of(number).unlink(missing_ok=True)


def path_of(number: int) -> Path:
    """Where the sealed file of an import lies."""
    return _folder() / f"register-{number}"


def _folder() -> Path:
    return Path(settings.PLACES.uploads)
