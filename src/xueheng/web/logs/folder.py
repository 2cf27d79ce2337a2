"""The log in a folder: several processes write one file, which is put aside when it has grown, and old ones go."""

import fcntl
import logging
import os
import time
from contextlib import suppress
from pathlib import Path

NAME = "xueheng.log"
LARGEST = 10 * 1024 * 1024
KEPT = 20
"""Files put aside that are kept: two hundred megabytes."""
RIGHTS, FOLDER_RIGHTS = 0o600, 0o700


class FolderLog(logging.Handler):
    """Writes lines to `folder`/xueheng.log. What cannot be written is left out: no request fails for its log."""

    def __init__(self, folder: str, largest: int = LARGEST, kept: int = KEPT) -> None:
        super().__init__()
        self._folder, self._largest, self._kept = Path(folder), largest, kept
        self._file: int | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """One line, whole: appended in one write."""
        line = (self.format(record) + "\n").encode("utf-8", "backslashreplace")
        with suppress(OSError):
            os.write(self._opened(len(line)), line)

    def close(self) -> None:
        """Let the file go."""
        if self._file is not None:
            with suppress(OSError):
                os.close(self._file)
            self._file = None
        super().close()

    def _opened(self, more: int) -> int:
        """The present file, with room for `more` bytes; put aside by another process, it is opened anew."""
        if self._file is not None and not _same(self._file, self._folder / NAME):
            os.close(self._file)
            self._file = None
        if self._file is None:
            self._file = self._new()
        size = os.fstat(self._file).st_size
        if size and size + more > self._largest:
            self._put_aside()
            os.close(self._file)
            self._file = self._new()
        return self._file

    def _new(self) -> int:
        self._folder.mkdir(mode=FOLDER_RIGHTS, parents=True, exist_ok=True)
        return os.open(self._folder / NAME, os.O_WRONLY | os.O_APPEND | os.O_CREAT, RIGHTS)

    def _put_aside(self) -> None:
        """Under a name that sorts by time; of two processes at once one does it."""
        path = self._folder / NAME
        with (self._folder / ".rotating").open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if self._file is not None and _same(self._file, path):
                path.rename(self._folder / f"xueheng-{time.time_ns() // 1_000}.log")
                for old in sorted(self._folder.glob("xueheng-*.log"))[: -self._kept]:
                    old.unlink(missing_ok=True)


def _same(file: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file), path.stat())
    except OSError:
        return False
