"""The jobs' runner beside the requests, and what is made ready before anybody asks; loaded once Django stands."""

import logging
import threading

from django.db import connections
from django.urls import get_resolver

from xueheng.errors import XuehengError
from xueheng.evaluation.public import make_ready
from xueheng.identity.public import AccountClosed, PostEnded, today, viewer_for
from xueheng.shell.public import Runner
from xueheng.web.nightly import look_after

BEFORE_MAKING_READY = 15.0
"""Seconds after the start: whoever comes at once is not to share the processor with it."""
_log = logging.getLogger("xueheng.jobs")


class Beside:
    """What runs beside the requests: the jobs, and at first what makes standards ready."""

    def __init__(self) -> None:
        self._runner, self._over = Runner(may_go_on, look_after), threading.Event()
        self._making = threading.Thread(target=self._make_ready, name="ready", daemon=True)

    def start(self) -> None:
        """Begins; returns at once."""
        self._runner.start()
        self._making.start()

    def stop(self) -> None:
        """Ends both; a standard that is being compiled is not waited for."""
        self._over.set()
        self._runner.stop()

    def _make_ready(self) -> None:
        if self._over.wait(BEFORE_MAKING_READY):
            return
        try:
            make_ready(today(), lambda: not self._over.is_set())
        except XuehengError as fault:
            _log.warning("standards were not made ready: %s", type(fault).__name__)
        finally:
            connections.close_all()


def start_runner() -> Beside:
    """Begins to run jobs. Every address is loaded first, and with it every kind of job."""
    _ = get_resolver().url_patterns
    beside = Beside()
    beside.start()
    return beside


def may_go_on(person: int | None, post: int | None) -> bool:
    """Whether a job may run on under the post it was begun with; the programme's own always may."""
    if person is None:
        return True
    try:
        viewer_for(person, post)
    except (PostEnded, AccountClosed):
        return False
    return True
