"""Numbers that name people, units and other things in addresses: by chance, so that none tells of another."""

import secrets

BITS = 52
"""What a browser's script can hold exactly."""


def new_number() -> int:
    """A number that nothing else has: at least 1, below 2**52. Two alike are refused by the table's key."""
    return secrets.randbits(BITS) or 1
