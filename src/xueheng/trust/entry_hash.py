"""What an entry's hash covers, and how.

- commitment = SHA-256(salt, 16 bytes | canonical text of the detail); zeros without a detail
- about commitment = SHA-256(framed("xueheng about 1", kind, number, kind, number, …)), sorted; zeros where empty
- hash = SHA-256(framed("xueheng entry 1", stream, sequence, at, actor, post, verb, commitment, about commitment,
  previous))

`framed` writes each part behind its length, numbers as 8 bytes with sign.
"""

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

from xueheng.trust.canonical import framed

ZEROS = bytes(32)
SALT = 16
_ENTRY = "xueheng entry 1"
_ABOUT = "xueheng about 1"


class EntryParts(NamedTuple):
    """All that an entry's hash covers, in the order in which it is covered."""

    stream: str
    sequence: int
    at: int
    actor: int | None
    post: int | None
    verb: str
    commitment: bytes
    about_commitment: bytes
    previous: bytes


def entry_hash(parts: EntryParts) -> bytes:
    """The hash that the next entry, the stream's head and checkpoints hold on to."""
    return hashlib.sha256(framed((_ENTRY, *parts))).digest()


def detail_commitment(salt: bytes, text: str) -> bytes:
    """What stands for a detail once it is erased: without the salt nobody can try texts out."""
    return hashlib.sha256(salt + text.encode("utf-8")).digest()


def about_commitment(about: Sequence[tuple[str, int]]) -> bytes:
    """What binds the rows that say whom and what an entry is about."""
    if not about:
        return ZEROS
    pairs = [part for pair in sorted(about) for part in pair]
    return hashlib.sha256(framed((_ABOUT, *pairs))).digest()
