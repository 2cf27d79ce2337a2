"""Checking the whole journal: every stream, every checkpoint, and one kept elsewhere where it is given."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connections
from django.db.models import Exists, OuterRef

from xueheng.trust.append_only import missing_guards
from xueheng.trust.chain_walk import ChainWalk, Mark
from xueheng.trust.chain_words import rolled_back, stream_changed
from xueheng.trust.checkpoint_checks import CheckpointMarks, given_file_marks, newest_file_marks, stored_marks
from xueheng.trust.findings import Finding, FindingList, Verification
from xueheng.trust.journal_stands import require_journal
from xueheng.trust.key_database import DEFAULT
from xueheng.trust.refusals import JournalUnreadable
from xueheng.trust.stream_heads import check_head, stream_heads
from xueheng.trust.tables import abouts, details, entries
from xueheng.wording import Text

Progress = Callable[[Text, int, int], None]
_SAID = Text("核对日志", "Checking the journal")
_FIRST_ERASED = 20


def verify_journal(checkpoint: Path | None = None, progress: Progress | None = None) -> Verification:
    """Check everything and name what is not as it was written. Never locks a stream: the server may go on meanwhile.

    Entries cut off after the last checkpoint that was kept elsewhere cannot be detected. Raises CheckpointRefused
    where `checkpoint` is no checkpoint's file, JournalUnreadable where the database cannot be read.
    """
    found = FindingList()
    try:
        require_journal()
        marks = CheckpointMarks()
        given = given_file_marks(checkpoint, marks, found) if checkpoint else None
        if checkpoint is None:
            newest_file_marks(marks, found)
        checkpoints = stored_marks(marks, found)
        told = _check_streams(marks, found, progress or _silent)
        _check_guards(found)
    except DatabaseError as fault:
        raise JournalUnreadable(str(fault)) from fault
    return Verification(
        told.streams,
        told.entries,
        checkpoints,
        told.erased,
        tuple(told.erased_first[:_FIRST_ERASED]),
        tuple(found.listed),
        found.unlisted,
        given,
    )


def _silent(what: Text, done: int, of: int) -> None:
    del what, done, of


class _Tally:
    """What was walked so far."""

    def __init__(self, progress: Progress, of: int) -> None:
        self.streams = self.entries = self.erased = 0
        self.erased_first: list[tuple[str, int]] = []
        self._progress, self._of = progress, of

    def page(self, count: int) -> None:
        """A page of entries was read."""
        self.entries += count
        self._progress(_SAID, self.entries, max(self._of, self.entries))

    def ended(self, walk: ChainWalk) -> None:
        """A stream was walked to its end."""
        self.streams += 1
        self.erased += walk.erased
        self.erased_first += [(walk.stream, sequence) for sequence in walk.erased_first]


def _check_streams(marks: CheckpointMarks, found: FindingList, progress: Progress) -> _Tally:
    heads = stream_heads()
    tally = _Tally(progress, sum(row.length for row in heads.values() if isinstance(row.length, int)))
    for name in sorted({*heads, *_streams_with_entries(), *marks.streams()}, key=str):
        walk = ChainWalk(name, found, marks.of(name))
        before = len(found)
        walk.run(tally.page)
        tally.ended(walk)
        check_head(walk, heads.get(name), found)
        _check_rolled_back(walk, marks.of(name), found)
        if len(found) == before:
            _check_count(walk, found)
    _check_stray_rows(found)
    return tally


def _streams_with_entries() -> set[Any]:
    return set(entries().objects.values_list("stream_id", flat=True).distinct())


def _check_rolled_back(walk: ChainWalk, marks: Mapping[int, list[Mark]], found: FindingList) -> None:
    """The longest that any checkpoint knew the stream to be."""
    longest = max(marks, default=0)
    if longest > walk.length:
        mark = max(marks[longest], key=lambda one: (one.elsewhere, one.at))
        found.add(rolled_back(walk.stream, walk.length + 1, longest, mark.at, mark.elsewhere))


def _check_count(walk: ChainWalk, found: FindingList) -> None:
    """Two entries at one place, where the table's own rule against it was dropped."""
    standing = entries().objects.filter(stream_id=walk.stream, sequence__lte=walk.length).count()
    if standing != walk.length:
        what = Text(f"有 {standing} 条占着 {walk.length} 个位置", f"{standing} entries stand at {walk.length} places")
        found.add(stream_changed(walk.stream, what))


def _check_stray_rows(found: FindingList) -> None:
    """Details and subjects of entries that are gone: what a deletion leaves behind."""
    for table, zh, en in ((details(), "详情", "details"), (abouts(), "涉及的人或物", "rows of whom it is about")):
        count = table.objects.exclude(Exists(entries().objects.filter(id=OuterRef("entry_id")))).count()
        if count:
            text = Text(
                f"有 {count} 条{zh}没有对应的日志：日志被删除过", f"{count} {en} have no entry: entries were deleted"
            )
            found.add(Finding("stray_rows", text))


def _check_guards(found: FindingList) -> None:
    missing = missing_guards(connections[DEFAULT])
    if missing:
        names = ", ".join(missing)
        text = Text(
            f"数据库里防止改动日志的触发器缺了 {len(missing)} 个：{names}",
            f"{len(missing)} triggers that keep the journal from being changed are missing: {names}",
        )
        found.add(Finding("guard_missing", text))
