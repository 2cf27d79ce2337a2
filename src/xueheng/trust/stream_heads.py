"""The streams' own rows, held against the entries that were walked."""

from typing import Any, NamedTuple

from xueheng.trust.chain_walk import ChainWalk
from xueheng.trust.chain_words import entries_deleted, stream_changed
from xueheng.trust.entry_rows import as_bytes
from xueheng.trust.findings import FindingList
from xueheng.trust.tables import streams
from xueheng.wording import Text


class StreamHead(NamedTuple):
    """A stream's row as it stands; values may be of any kind: somebody may have changed the database."""

    name: Any
    length: Any
    head: Any
    last_at: Any


def stream_heads() -> dict[Any, StreamHead]:
    """All streams as they stand, by name."""
    return {row[0]: StreamHead(*row) for row in streams().objects.values_list(*StreamHead._fields)}


def check_head(walk: ChainWalk, head: StreamHead | None, found: FindingList) -> None:
    """Hold a row that was read before the walk against it; entries written meanwhile lie behind it and are no fault."""
    if head is not None and isinstance(head.length, int) and head.length < walk.length:
        head = stream_heads().get(walk.stream)
    if head is None:
        if walk.length:
            found.add(stream_changed(walk.stream, Text("它的末端记录没有了", "its row is gone")))
        return
    if not isinstance(head.length, int):
        found.add(stream_changed(walk.stream, Text("长度不是数", "its length is no number")))
    elif head.length < walk.length:
        said = f"说有 {head.length} 条，实有 {walk.length} 条"
        found.add(stream_changed(walk.stream, Text(said, f"it says {head.length} entries, there are {walk.length}")))
    elif head.length > walk.length and not walk.has_more():
        found.add(entries_deleted(walk.stream, walk.length + 1, head.length, walk.last_at))
    elif head.length == walk.length and not _fits(walk, head):
        said = f"与最后一条（第 {walk.length} 条）不符"
        found.add(stream_changed(walk.stream, Text(said, f"it does not fit the last entry ({walk.length})")))


def _fits(walk: ChainWalk, head: StreamHead) -> bool:
    try:
        same = as_bytes(head.head) == walk.head
    except TypeError:
        return False
    return same and (not walk.count or head.last_at == walk.last_at)
