"""Record numbers: taken in blocks by compare-and-set, so that no two processes ever hold the same one.

A process that stops loses what is left of its block: a gap, never a double.
"""

import os
import threading
from collections.abc import Sequence

from django.db import transaction

from xueheng.evidence.model_records import NumberBlock

BLOCK = 1_000
LAST = 2**63 - 1
_NAME = "record"


class NumbersExhausted(OverflowError):
    """63 bits are used up."""


class _Held:
    """What this process has left of its blocks: ranges of free numbers, each as [next, end)."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.process = os.getpid()
        self.free: list[list[int]] = []

    def give(self, count: int) -> list[int]:
        """So many numbers, or as many as are left."""
        if self.process != os.getpid():  # a forked child holds its parent's numbers: they are not its own
            self.process, self.free = os.getpid(), []
        given: list[int] = []
        while self.free and len(given) < count:
            span = self.free[0]
            upto = min(span[1], span[0] + count - len(given))
            given.extend(range(span[0], upto))
            span[0] = upto
            if span[0] == span[1]:
                self.free.pop(0)
        return given


_HELD = _Held()


def take_numbers(count: int) -> Sequence[int]:
    """So many numbers that nothing else has or will have.

    Outside a transaction, what is left of the block stays with this process. Inside one only what is asked for is
    taken: were the transaction rolled back, a block kept here would be given out a second time.
    """
    with _HELD.lock:
        given = _HELD.give(count)
        missing = count - len(given)
        if not missing:
            return given
        inside = transaction.get_connection().in_atomic_block
        wanted = missing if inside else max(BLOCK, missing)
        first = _advance(wanted)
        if wanted > missing:
            _HELD.free.append([first + missing, first + wanted])
        return [*given, *range(first, first + missing)]


def _advance(count: int) -> int:
    """Move the next free number on by `count`; the first of them. Another process in between: tried again."""
    blocks = NumberBlock.objects
    while True:
        found = blocks.filter(name=_NAME).values_list("next", flat=True).first()
        if found is None:
            blocks.bulk_create([NumberBlock(name=_NAME)], ignore_conflicts=True)
            continue
        if found + count > LAST:
            raise NumbersExhausted
        if blocks.filter(name=_NAME, next=found).update(next=found + count):
            return int(found)


def forget_blocks() -> None:
    """Let go of what this process holds: after the database was replaced beneath it."""
    with _HELD.lock:
        _HELD.free.clear()
