"""Which chains the journal has and which checkpoints were made, for whoever reads the journal."""

from typing import NamedTuple

from xueheng.trust.checkpoint_text import read_state
from xueheng.trust.tables import checkpoints, streams


class StreamTold(NamedTuple):
    """A chain: how many entries it has, and when the last was written (microseconds since 1970)."""

    name: str
    length: int
    last_at: int


class CheckpointTold(NamedTuple):
    """A checkpoint that was made: when, and how much it vouches for."""

    number: int
    at: int
    streams: int
    entries: int


def streams_told() -> list[StreamTold]:
    """All chains, by name."""
    rows = streams().objects.order_by("name").values_list("name", "length", "last_at")
    return [StreamTold(*row) for row in rows]


def checkpoints_told(limit: int = 20) -> list[CheckpointTold]:
    """The latest checkpoints, the last first."""
    rows = checkpoints().objects.order_by("-at")[:limit]
    found = [(row.number, row.at, read_state(row.text)) for row in rows]
    return [CheckpointTold(number, at, len(state.streams), state.entries) for number, at, state in found]
