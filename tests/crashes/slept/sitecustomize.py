"""Loaded by Python itself in a process with a set clock: libfaketime 0.9.10 cannot sleep the way Python 3.11 does."""

import select
import time


def _sleep(seconds: float, /) -> None:
    select.select([], [], [], seconds)


time.sleep = _sleep  # type: ignore[assignment]  # it takes whatever is a number, too
