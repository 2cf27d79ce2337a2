"""The Merkle tree of RFC 6962: leaves and nodes are hashed behind different bytes; none passes for the other."""

import hashlib
from collections.abc import Sequence

_LEAF = b"\x00"
_NODE = b"\x01"


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """The root over `leaves` in their order; SHA-256 of nothing where there are none."""
    if not leaves:
        return hashlib.sha256().digest()
    level = [hashlib.sha256(_LEAF + leaf).digest() for leaf in leaves]
    # Pairs from the left, an odd one carried up: the same tree as splitting at the largest power of two.
    while len(level) > 1:
        pairs = [
            hashlib.sha256(_NODE + level[place] + level[place + 1]).digest() for place in range(0, len(level) - 1, 2)
        ]
        level = pairs + level[len(pairs) * 2 :]
    return level[0]
