"""Files of snapshots are read by many at once and rewritten by one alone: a lock that ends with its process."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager

from xueheng.errors import XuehengError
from xueheng.evidence.snapshots.place import snapshots_folder
from xueheng.wording import Text

PATIENCE = 900.0
"""Seconds that a rewriting waits for snapshots and runs that go on."""
_LOOKS = 0.2


class SnapshotsInUse(XuehengError):
    """A snapshot or a run goes on for longer than a rewriting waits."""


@contextmanager
def reading_snapshots() -> Iterator[None]:
    """Whoever takes a snapshot, or computes from one and keeps what comes out, does it inside. May be nested."""
    with _locked(fcntl.LOCK_SH):
        yield


@contextmanager
def rewriting_snapshots(patience: float = PATIENCE) -> Iterator[None]:
    """Nobody else takes or reads one meanwhile. Raises SnapshotsInUse."""
    with _locked(fcntl.LOCK_EX, patience):
        yield


@contextmanager
def _locked(kind: int, patience: float | None = None) -> Iterator[None]:
    folder = snapshots_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / ".lock").open("wb") as lock:
        if patience is None:
            fcntl.flock(lock, kind)
        else:
            _wait(lock.fileno(), kind, patience)
        yield


def _wait(lock: int, kind: int, patience: float) -> None:
    until = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(lock, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise SnapshotsInUse(
                    Text("有快照或评价正在进行，一直没有结束", "A snapshot or a run goes on and does not end"),
                    Text("等它结束后再办一次；没有办完的部分不会丢。", "Try again when it has ended; nothing is lost."),
                ) from None
            time.sleep(_LOOKS)
        else:
            return
