"""Files that appear with all of their content or not at all, and outlast a power cut."""

import os
import secrets
from pathlib import Path


def write_new(path: Path, content: bytes, rights: int) -> bool:
    """Write `path` unless it stands already; of two writers at once the first wins, and the other gets False.

    Written beside, kept on the disk, then linked to its name.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, rights)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            return False
        _keep_names(path.parent)
        return True
    finally:
        draft.unlink(missing_ok=True)


def _keep_names(folder: Path) -> None:
    """Names made in `folder` outlast a power cut; where folders cannot be opened this is left to the system."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
