"""Walking one stream from its first entry to its last, and naming whatever is not as it was written."""

import struct
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from xueheng.trust.chain_words import (
    about_changed,
    detail_changed,
    detail_gone,
    differs,
    entries_deleted,
    entry_added,
    entry_changed,
    entry_reordered,
    entry_replaced,
    time_backwards,
)
from xueheng.trust.entry_hash import ZEROS, about_commitment, detail_commitment, entry_hash
from xueheng.trust.entry_rows import EntryRow, Unreadable, abouts_of, as_bytes, erased_among, pages
from xueheng.trust.findings import FindingList

MOST_SUSPECTS = 300
"""Changed entries of a stream that are tried in each other's places."""
_UNFIT = (TypeError, ValueError, struct.error)


class Mark(NamedTuple):
    """What a checkpoint says the hash of an entry was, and when the checkpoint was made."""

    head: bytes
    at: int
    elsewhere: bool = False
    """It came from a file that was kept elsewhere."""


class Suspect(NamedTuple):
    """An entry whose content and hash disagree."""

    row: EntryRow
    stream: str


class ChainWalk:
    """One stream's walk. Begins behind `length` entries, the last of which had the hash `head`."""

    def __init__(
        self,
        stream: str,
        found: FindingList,
        marks: Mapping[int, Sequence[Mark]] | None = None,
        length: int = 0,
        head: bytes = ZEROS,
    ) -> None:
        self.stream, self.length, self.head, self.last_at = stream, length, head, 0
        self.count, self.erased = 0, 0
        self.erased_first: list[int] = []
        self.agreed = length
        """The last place where a checkpoint and the chain agreed."""
        self.differs = False
        self._found, self._marks = found, marks or {}
        self._suspects: list[Suspect] = []
        self._many_suspects = 0
        self._link_known, self._doubted = True, False

    def run(self, each_page: Callable[[int], None] | None = None) -> None:
        """Walk to the end of the stream; `each_page` is told how many entries a page had."""
        for page in pages(self.stream, self.length):
            rows = [row for row in page if isinstance(row, EntryRow)]
            about = abouts_of(rows)
            gone: list[EntryRow] = []
            for row in page:
                if isinstance(row, Unreadable):
                    self._unreadable(row.sequence)
                else:
                    self._take(row)
                    self._check_side_rows(row, about.get(row.id, []), gone)
            self._judge_gone(gone)
            if each_page is not None:
                each_page(len(page))
        self._judge_suspects()

    def has_more(self) -> bool:
        """Whether entries stand behind the walk's end: somebody wrote them meanwhile."""
        return any(True for _ in pages(self.stream, self.length))

    def _take(self, row: EntryRow) -> None:
        self.count += 1
        if not self._fits_place(row.sequence, row.at):
            return
        doubted = not self._hash_holds(row)
        if doubted:
            self._suspect(row)
        elif self._link_known and row.previous != self.head and not self._doubted:
            self._found.add(entry_replaced(self.stream, row.sequence - 1, self.last_at))
        elif isinstance(row.at, int) and row.at < self.last_at and not self._doubted:
            self._found.add(time_backwards(self.stream, row.sequence, row.at))
        self._doubted, self._link_known = doubted, True
        self.length, self.head = row.sequence, _bytes_or_none(row.hash)
        if isinstance(row.at, int):
            self.last_at = row.at
        self._compare_marks(row.sequence)

    def _fits_place(self, sequence: Any, at: Any) -> bool:
        """Whether the entry stands behind the last one; entries missing between are told."""
        if not isinstance(sequence, int) or sequence <= self.length:
            self._found.add(entry_added(self.stream, sequence, at))
            return False
        if sequence > self.length + 1:
            self._found.add(entries_deleted(self.stream, self.length + 1, sequence - 1, self.last_at))
            self._link_known = False
        return True

    def _hash_holds(self, row: EntryRow) -> bool:
        try:
            return entry_hash(row.parts(self.stream)) == as_bytes(row.hash)
        except _UNFIT:
            return False

    def _unreadable(self, sequence: Any) -> None:
        self.count += 1
        self._found.add(entry_changed(self.stream, sequence, self.last_at))
        if isinstance(sequence, int):
            self.length, self._link_known, self._doubted = sequence, False, True

    def _compare_marks(self, sequence: int) -> None:
        for mark in self._marks.get(sequence, ()):
            if mark.head == self.head:
                self.agreed = sequence
            elif not self.differs:
                self.differs = True
                self._found.add(differs(self.stream, self.agreed + 1, sequence, mark.at, mark.elsewhere))

    def _check_side_rows(self, row: EntryRow, about: list[tuple[Any, Any]], gone: list[EntryRow]) -> None:
        try:
            if about_commitment(about) != row.about_commitment:
                self._found.add(about_changed(self.stream, row.sequence, row.at))
            if row.text is None and row.salt is None:
                if row.commitment != ZEROS:
                    gone.append(row)
            elif detail_commitment(as_bytes(row.salt), row.text) != row.commitment:
                self._found.add(detail_changed(self.stream, row.sequence, row.at))
        except (*_UNFIT, AttributeError):
            self._found.add(detail_changed(self.stream, row.sequence, row.at))

    def _judge_gone(self, gone: list[EntryRow]) -> None:
        if not gone:
            return
        erased = erased_among(self.stream, [row.sequence for row in gone if isinstance(row.sequence, int)])
        self.erased += len(erased)
        self.erased_first += sorted(erased)[: max(0, 20 - len(self.erased_first))]
        for row in gone:
            if row.sequence not in erased:
                self._found.add(detail_gone(self.stream, row.sequence, row.at))

    def _suspect(self, row: EntryRow) -> None:
        if len(self._suspects) < MOST_SUSPECTS:
            self._suspects.append(Suspect(row, self.stream))
        else:
            self._many_suspects += 1
            self._found.add(entry_changed(self.stream, row.sequence, row.at))

    def _judge_suspects(self) -> None:
        """An entry whose hash fits another place was moved; any other was changed."""
        places = {suspect.row.sequence for suspect in self._suspects}
        for suspect in self._suspects:
            home = _home(suspect, places)
            sequence, at = suspect.row.sequence, suspect.row.at
            self._found.add(
                entry_changed(self.stream, sequence, at)
                if home is None
                else entry_reordered(self.stream, sequence, home, at)
            )


def _home(suspect: Suspect, places: set[int]) -> int | None:
    here: int = suspect.row.sequence
    for place in sorted(({here - 1, here + 1} | places) - {here}):
        try:
            if entry_hash(suspect.row._replace(sequence=place).parts(suspect.stream)) == as_bytes(suspect.row.hash):
                return place
        except _UNFIT:
            return None
    return None


def _bytes_or_none(value: Any) -> bytes:
    try:
        return as_bytes(value)
    except TypeError:
        return b""
