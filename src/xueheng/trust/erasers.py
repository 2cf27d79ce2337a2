"""What each room brings so that one person can be erased everywhere: which rooms there are, the outermost one knows.

An erasure may be broken off at any step and begun again: every part of an eraser finds what is left to do, and finds
nothing where all is done.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from xueheng.wording import Text


@dataclass(frozen=True, slots=True)
class Erasing:
    """Whom an erasure is about: all numbers that one person had (records of people may have been merged), or of several
    people when a ledger is replayed. `words`: names and numbers, while they can still be read, by which she is found
    in what others wrote.
    """

    subjects: tuple[int, ...]
    words: frozenset[str] = field(default=frozenset(), repr=False)


@dataclass(frozen=True, slots=True)
class Counted:
    """A line of the preview: how many of what; `kept`: why they stay, where they do."""

    what: Text
    count: int
    kept: Text | None = None


@dataclass(frozen=True, slots=True)
class Eraser:
    """One room's part. `count` tells what there is; `erase` removes it, once no key opens it any more, and tells how
    many rows and files there were. `while_readable`: what has to be found by words before the key is destroyed.
    `expire`: the same for single records whose time is over.
    """

    room: str
    count: Callable[[Erasing], Sequence[Counted]]
    erase: Callable[[Erasing], int]
    while_readable: Callable[[Erasing], int] | None = None
    expire: Callable[[Sequence[int]], int] | None = None


def erase_everywhere(erasers: Iterable[Eraser], erasing: Erasing) -> int:
    """Each room's part, in the order given; rows and files removed."""
    return sum(eraser.erase(erasing) for eraser in erasers)


def expire_everywhere(erasers: Iterable[Eraser], records: Sequence[int]) -> int:
    """Each room's part for single records; rows and files removed or written anew."""
    return sum(eraser.expire(records) for eraser in erasers if eraser.expire is not None)
