"""Reading a stream's entries for checking: in order, some at a time, whatever the database holds."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.db import DatabaseError

from xueheng.trust.entry_hash import EntryParts
from xueheng.trust.tables import abouts, entries

AT_ONCE = 900
"""Entries read at once: SQLite takes no more than 999 values in one query."""
ERASED = "detail.erased"
"""The verb of the act that erases details; it is about ("entry", sequence) in the same stream."""


class EntryRow(NamedTuple):
    """An entry as it stands. Values may be of any kind: somebody may have changed the database."""

    id: Any
    sequence: Any
    at: Any
    actor: Any
    post: Any
    verb: Any
    commitment: Any
    about_commitment: Any
    previous: Any
    hash: Any
    salt: Any
    text: Any

    def parts(self, stream: str) -> EntryParts:
        """What its hash should cover. Raises TypeError, ValueError for values that no entry has."""
        return EntryParts(
            stream,
            self.sequence,
            self.at,
            self.actor,
            self.post,
            self.verb,
            as_bytes(self.commitment),
            as_bytes(self.about_commitment),
            as_bytes(self.previous),
        )


class Unreadable(NamedTuple):
    """An entry that the database cannot give out."""

    sequence: Any


_FIELDS = (*EntryRow._fields[:-2], "detail__salt", "detail__text")


def pages(stream: str, after: int) -> Iterator[list[EntryRow | Unreadable]]:
    """The stream's entries behind sequence `after`, in order. No transaction is held between pages."""
    place: Any = after
    while True:
        page = _page(stream, place)
        if page:
            yield page
        if len(page) < AT_ONCE or not isinstance(page[-1].sequence, int):
            return
        place = page[-1].sequence


def _page(stream: str, after: int) -> list[EntryRow | Unreadable]:
    behind = entries().objects.filter(stream_id=stream, sequence__gt=after).order_by("sequence")
    try:
        return [EntryRow(*row) for row in behind.values_list(*_FIELDS)[:AT_ONCE]]
    except (DatabaseError, UnicodeDecodeError):
        return [_alone(stream, sequence) for sequence in behind.values_list("sequence", flat=True)[:AT_ONCE]]


def _alone(stream: str, sequence: Any) -> EntryRow | Unreadable:
    try:
        found = entries().objects.filter(stream_id=stream, sequence=sequence).values_list(*_FIELDS).first()
    except (DatabaseError, UnicodeDecodeError):
        found = None
    return Unreadable(sequence) if found is None else EntryRow(*found)


def abouts_of(rows: Sequence[EntryRow]) -> dict[Any, list[tuple[Any, Any]]]:
    """Entry's id → what it is about, as it stands."""
    found: dict[Any, list[tuple[Any, Any]]] = defaultdict(list)
    asked = abouts().objects.filter(entry_id__in=[row.id for row in rows])
    for entry, kind, number in asked.values_list("entry_id", "kind", "number"):
        found[entry].append((kind, number))
    return found


def erased_among(stream: str, sequences: Sequence[int]) -> set[int]:
    """Those entries whose details were erased by an act that the journal tells of."""
    told = abouts().objects.filter(kind="entry", number__in=sequences, entry__stream_id=stream, entry__verb=ERASED)
    return set(told.values_list("number", flat=True))


def as_bytes(value: Any) -> bytes:
    """A binary column's value. Raises TypeError for anything else."""
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value)
    raise TypeError(f"{type(value).__name__} in place of bytes")
