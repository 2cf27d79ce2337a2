"""Notices that the clock is set back while the server runs."""

import logging
import time

from django.core.cache import cache

from xueheng.trust.public import LEEWAY, now

_log = logging.getLogger("xueheng.clock")


class ClockWatch:
    """Compares the clock with the time that this process has run, which nobody can set."""

    def __init__(self) -> None:
        self._ahead = _ahead()

    def look(self) -> None:
        """Call it at every request. Counts of attempts that bear times still to come are forgotten, so that nobody is
        kept out until then.
        """
        before, self._ahead = self._ahead, _ahead()
        if before - self._ahead > LEEWAY:
            cache.clear()
            minutes = (before - self._ahead) // 60_000_000
            _log.warning(
                "时钟被调回 %s 分钟，请校准。The clock was set back by %s min: set it right.", minutes, minutes
            )


def _ahead() -> int:
    return now() - time.monotonic_ns() // 1_000
