"""The time, as the record keeps it."""

import time

_NANOSECONDS = 1_000


def now() -> int:
    """Microseconds since 1970-01-01 UTC, by this machine's clock."""
    return time.time_ns() // _NANOSECONDS
