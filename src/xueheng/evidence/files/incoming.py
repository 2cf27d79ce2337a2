"""A file as it arrives: bytes and the name that the sender gave it. Neither is believed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """What a person brings; `name` is shown to readers and decides nothing."""

    name: str
    content: bytes
