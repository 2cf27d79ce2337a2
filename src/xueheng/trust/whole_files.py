"""Files that appear with all of their content or not at all, and outlast a power cut; and what their bytes come to."""

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FOR_ITS_OWNER_ALONE = 0o600


def write_new(path: Path, content: bytes, rights: int) -> bool:
    """Write `path` unless it stands already; of two writers at once the first wins, and the other gets False.

    Written beside, kept on the disk, then linked to its name.
    """
    with _beside(path, content, rights) as draft:
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            return False
        keep_names(path.parent)
        return True


def write_over(path: Path, content: bytes, rights: int = FOR_ITS_OWNER_ALONE) -> None:
    """Write `path`, whatever stands there: whole under its name, or as it was."""
    with _beside(path, content, rights) as draft:
        draft.replace(path)
        keep_names(path.parent)


@contextmanager
def _beside(path: Path, content: bytes, rights: int) -> Iterator[Path]:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, rights)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def digest_of_file(path: Path) -> str:
    """SHA-256 of a file's bytes; '' where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def keep_names(folder: Path) -> None:
    """Names made in `folder` outlast a power cut; where folders cannot be opened this is left to the system."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
