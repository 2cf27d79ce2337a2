"""Keeping Python's collector from what it cannot collect."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def much_that_stays() -> Iterator[Callable[[], None]]:
    """While a whole workbook is in memory, or a whole record passes through it; call what is given when there is much
    more that stays. Python's collector would look through all of it again and again for what can go, a fifth of the
    time, and none can. A server that keeps from it what was loaded at its start goes on doing so afterwards.
    """
    kept_before = gc.get_freeze_count() > 0
    gc.freeze()
    try:
        yield gc.freeze
    finally:
        gc.unfreeze()
        if kept_before:
            gc.collect()
            gc.freeze()
