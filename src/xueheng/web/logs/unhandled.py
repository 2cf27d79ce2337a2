"""Faults that nobody catches, in threads and in clearing up: into the log, without what their messages hold."""

import logging
import sys
import threading
from typing import Any

_log = logging.getLogger("xueheng.unhandled")


def log_unhandled() -> None:
    """From now on, in this process."""
    threading.excepthook = _of_thread
    sys.unraisablehook = _of_clearing_up
    logging.captureWarnings(True)


def _of_thread(told: Any) -> None:
    if told.exc_type is not SystemExit:
        _log.error("a thread ended", exc_info=(told.exc_type, told.exc_value, told.exc_traceback))


def _of_clearing_up(told: Any) -> None:
    if told.exc_value is not None:
        _log.error("clearing up failed", exc_info=(told.exc_type, told.exc_value, told.exc_traceback))
