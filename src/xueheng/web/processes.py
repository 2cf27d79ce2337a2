"""Several processes behind one listening socket: those that answer requests, and one that runs the jobs.

Python computes on one core a process. The process that was started answers nothing itself: it starts the others as
copies of itself while it has no threads yet, begins one anew that died, and ends them with itself. Whatever ends it,
even a kill, ends them: each listens at a pipe that only it keeps open.
"""

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping
from types import FrameType

Work = Callable[[], None]
SECONDS_TO_END = 20.0
LIVED_SHORTLY = 5.0
"""Seconds; a process that died sooner is begun anew only after a pause, or a fault at the start would never rest."""
_log = logging.getLogger("xueheng.processes")


def can_share() -> bool:
    """Whether this system copies processes."""
    return hasattr(os, "fork")


class Processes:
    """The processes by what each does. `works`: name → what it does until it is interrupted."""

    def __init__(self, works: Mapping[str, Work]) -> None:
        self._works = dict(works)
        self._running: dict[int, tuple[str, float]] = {}
        self._kept_open: tuple[int, int] = (-1, -1)

    def run(self, ready: Work) -> None:
        """Starts all, says that it is `ready`, and looks after them until KeyboardInterrupt."""
        self._kept_open = os.pipe()
        try:
            for name in self._works:
                self._begin(name)
            ready()
            while True:
                self._after_a_death(*os.wait())
        finally:
            self._end()

    def _begin(self, name: str) -> None:
        number = os.fork()
        if number == 0:
            self._work(self._works[name])
        self._running[number] = name, time.monotonic()

    def _work(self, work: Work) -> None:
        """In the copy: the work and nothing of what its parent would do afterwards."""
        code = 1
        try:
            listening, kept_open = self._kept_open
            os.close(kept_open)
            threading.Thread(target=_end_with_the_parent, args=(listening,), daemon=True).start()
            for ending in (signal.SIGTERM, signal.SIGINT):
                if signal.getsignal(ending) is not signal.SIG_IGN:
                    signal.signal(ending, _interrupt_once)
            work()
            code = 0
        except KeyboardInterrupt:
            code = 0
        except BaseException:
            _log.exception("a process of the server ended by a fault")
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def _after_a_death(self, number: int, status: int) -> None:
        name, began = self._running.pop(number, ("", 0.0))
        if not name:
            return
        _log.warning("the process %s ended with %s and is begun anew", name, os.waitstatus_to_exitcode(status))
        if time.monotonic() - began < LIVED_SHORTLY:
            time.sleep(1)
        self._begin(name)

    def _end(self) -> None:
        """Asks all to end, and kills whoever has not within the time."""
        for number in self._running:
            _signal(number, signal.SIGTERM)
        until = time.monotonic() + SECONDS_TO_END
        while self._running and time.monotonic() < until:
            number, _ = os.waitpid(-1, os.WNOHANG)
            self._running.pop(number, None)
            if not number:
                time.sleep(0.02)
        for number in self._running:
            _signal(number, signal.SIGKILL)
        for end in self._kept_open:
            os.close(end)


def _interrupt_once(number: int, frame: FrameType | None) -> None:
    """A terminal's Ctrl-C reaches every process, and the parent asks once more: the second does not cut the ending."""
    del number, frame
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, signal.SIG_IGN)
    raise KeyboardInterrupt


def _end_with_the_parent(listening: int) -> None:
    """Nothing is ever written into the pipe: it says something only when nobody can write any more."""
    os.read(listening, 1)
    os._exit(1)


def _signal(number: int, which: signal.Signals) -> None:
    try:
        os.kill(number, which)
    except ProcessLookupError:
        return
