"""A file as it arrives: bytes and the name that the sender gave it. Neither is believed."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """What a person brings; `name` is shown to readers and decides nothing."""

    name: str
    content: bytes
    looked_at: dict[tuple[str, ...], Any] = field(default_factory=dict, repr=False, compare=False)
    """What looking at it came to, by the kinds that were accepted: brought for a whole class, it is looked at once."""
