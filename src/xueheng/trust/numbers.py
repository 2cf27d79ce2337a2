"""Numbers that name people, units and other things in addresses: by chance, so that none tells of another."""

import secrets

BITS = 52
"""What a browser's script can hold exactly."""


LARGEST_KEPT = 2**63 - 1
"""The largest that a database's column holds."""


def new_number() -> int:
    """A number that nothing else has: at least 1, below 2**52. Two alike are refused by the table's key."""
    return secrets.randbits(BITS) or 1


def number_in(text: str) -> int | None:
    """The number that a form or an address sends; None for anything that cannot be one, whatever its length.

    >>> number_in("42"), number_in("-1"), number_in("九"), number_in("9" * 30)
    (42, None, None, None)
    """
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_KEPT))):
        return None
    number = int(text)
    return number if number <= LARGEST_KEPT else None
