"""The jobs' runner beside the requests, and what is made ready before anybody asks; loaded once Django stands."""

import logging
import threading

from django.db import connections
from django.urls import get_resolver

from xueheng.errors import XuehengError
from xueheng.evaluation.public import make_ready
from xueheng.identity.public import AccountClosed, PostEnded, today, viewer_for
from xueheng.shell.public import IDLE, Runner
from xueheng.web.nightly import look_after

BEFORE_MAKING_READY = 15.0
"""Seconds after the start: whoever comes at once is not to share the processor with it."""
ALONE = 0.2
"""Seconds between two looks of the process that only runs jobs."""
_log = logging.getLogger("xueheng.jobs")


class Beside:
    """What runs beside requests: `jobs`, and what makes standards ready once the server has answered `after` seconds
    long (None: nothing).
    """

    def __init__(self, *, jobs: bool = True, after: float | None = BEFORE_MAKING_READY, idle: float = IDLE) -> None:
        self._over, self._after = threading.Event(), after
        self._runner = Runner(may_go_on, look_after, idle) if jobs else None

    def start(self) -> None:
        """Begins; returns at once."""
        if self._runner is not None:
            self._runner.start()
        if self._after is not None:
            threading.Thread(target=self._make_ready, name="ready", daemon=True).start()

    def stop(self) -> None:
        """Ends both; a standard that is being compiled is not waited for."""
        self._over.set()
        if self._runner is not None:
            self._runner.stop()

    def _make_ready(self) -> None:
        if self._over.wait(self._after):
            return
        try:
            make_ready(today(), lambda: not self._over.is_set())
        except XuehengError as fault:
            _log.warning("standards were not made ready: %s", type(fault).__name__)
        finally:
            connections.close_all()


def load_all() -> None:
    """Loads every address, and with it every kind of job."""
    _ = get_resolver().url_patterns


def start_runner() -> Beside:
    """Begins to run jobs beside the requests of the same process, and makes standards ready."""
    beside = Beside()
    beside.start()
    return beside


def keep_connected() -> None:
    """Keep SQLite's files open in this thread as long as the process lives. While one connection of a process stands,
    its others need no new file beside the database, which a full disk or one turned read-only would refuse.
    """
    for name in connections:
        if connections[name].vendor == "sqlite":
            with connections[name].cursor() as cursor:
                cursor.execute("SELECT count(*) FROM sqlite_master")
                cursor.fetchall()


def start_apart(place: int) -> Beside:
    """What runs in a process that answers requests while another runs the jobs. `place`: its own among several, which
    make standards ready one after the other.
    """
    keep_connected()
    beside = Beside(jobs=False, after=BEFORE_MAKING_READY * (place + 1))
    beside.start()
    return beside


def run_jobs() -> None:
    """Runs jobs, and nothing else, until KeyboardInterrupt. Nobody rings here: it looks for them more often."""
    beside = Beside(after=None, idle=ALONE)
    beside.start()
    try:
        threading.Event().wait()
    finally:
        beside.stop()


def may_go_on(person: int | None, post: int | None) -> bool:
    """Whether a job may run on under the post it was begun with; the programme's own always may."""
    if person is None:
        return True
    try:
        viewer_for(person, post)
    except (PostEnded, AccountClosed):
        return False
    return True
