"""Trust: what the other rooms may use."""

import secrets
from pathlib import Path

from xueheng.trust.numbers import new_number

__all__ = ["django_secret", "new_number"]


def django_secret(folder: Path) -> str:
    """Stand-in until the room's own stands."""
    return secrets.token_hex(32)
