"""What is being done, for whoever waits: a moving line on a terminal, a plain line now and then elsewhere.

Nothing is said about what is done within two seconds.
"""

import sys
import threading
import time
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from xueheng.wording import Language, Text

_PATIENCE = 2.0
_BETWEEN = 5.0
_TICK = 0.25


class Waiting:
    """Told `(what, done, of how many)`; speaks on the error output while the block lasts. Safe to call from threads."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._what: tuple[str, int, int] = ("", 0, 0)
        self._since = self._told = time.monotonic()
        self._ticking = threading.Thread(target=self._tick, daemon=True)
        self._bar: Progress | None = None

    def __enter__(self) -> "Waiting":
        self._ticking.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._ticking.join()
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, what: Text, done: int = 0, of: int = 0) -> None:
        """What is being done now."""
        said = what.say(self._language)
        with self._lock:
            if said != self._what[0]:
                self._since = time.monotonic()
            self._what = (said, done, of)

    def _tick(self) -> None:
        while not self._ended.wait(_TICK):
            with self._lock:
                what, now = self._what, time.monotonic()
                due = now - self._since >= _PATIENCE
            if what[0] and due:
                if sys.stderr.isatty():
                    self._show(*what)
                elif now - self._told >= _BETWEEN or self._told < self._since:
                    self._told = now
                    print(self._plain(*what), file=sys.stderr, flush=True)

    def _show(self, said: str, done: int, of: int) -> None:
        if self._bar is None:
            columns = (
                SpinnerColumn(),
                TextColumn("{task.description}", markup=False),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
            )
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
            self._bar.add_task(said, total=None)
            self._bar.start()
        self._bar.update(self._bar.task_ids[0], description=said, completed=done, total=of or None)

    @staticmethod
    def _plain(said: str, done: int, of: int) -> str:
        if of:
            return f"… {said} {done:,}/{of:,}"
        return f"… {said} {done:,}" if done else f"… {said}"
