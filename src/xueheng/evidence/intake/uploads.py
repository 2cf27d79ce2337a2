"""One upload as its sender sees it, and the steps it takes from arrival to the record."""

import time
from collections.abc import Callable, Mapping, Sequence

from django.db import connection, transaction

from xueheng.evidence.facts import MOST_AT_ONCE
from xueheng.evidence.intake.refusals import UploadUnknown, not_now
from xueheng.evidence.model_batches import Batch
from xueheng.evidence.model_records import Record, RecordState
from xueheng.evidence.places import streams_of
from xueheng.identity.public import Viewer
from xueheng.trust.public import PROGRAMME, unseal, write_journal
from xueheng.wording import Text
from xueheng.workbooks.public import Limits

MIB = 1024 * 1024
LIMITS = Limits(file=50 * MIB, inflated=768 * MIB)
"""How much of an uploaded file is read before it is refused."""
Progress = Callable[[int, int, Text], None]
"""Told between two transactions: how much is done, of how much, in words. May raise to stop."""
STATES = {
    "received": Text("还没有核对", "has not been checked"),
    "checking": Text("正在核对", "is being checked"),
    "checked": Text("已核对，还没有入库", "is checked and not stored"),
    "storing": Text("正在入库", "is being stored"),
    "visible": Text("已入库", "is stored"),
    "failed": Text("没有读出来", "could not be read"),
    "withdrawing": Text("正在撤回", "is being taken back"),
    "withdrawn": Text("已撤回", "was taken back"),
    "retracted": Text("已撤回", "was taken back"),
}
_WHY = "an upload goes on"
_ROWS_AT_ONCE = {"sqlite": 200}
_PAUSE = {"sqlite": 0.01}
"""Seconds in which others may write: SQLite lets whoever asks at that moment, PostgreSQL keeps a queue."""


_GROWING = (Record._meta.db_table, RecordState._meta.db_table)  # noqa: SLF001 — documented, in spite of its name
_FEW = 2_000
_CACHE = "PRAGMA cache_size = -65536"
"""64 MB of pages for the connection that writes a whole workbook: the indexes are written all over the file."""


def give_room_to_work() -> None:
    """Prepare this process's connection for a whole workbook."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(_CACHE)


def rows_at_once() -> int:
    """Rows of one transaction. On SQLite fewer: its one write lock is what a class sheet waits for."""
    return _ROWS_AT_ONCE.get(connection.vendor, MOST_AT_ONCE)


def works_ahead() -> bool:
    """Whether rows may be made ready on a thread, with a connection of its own, while others are stored: where the
    database works in processes of its own, and nothing of the caller's is still uncommitted.
    """
    return connection.vendor == "postgresql" and not connection.in_atomic_block


def know_what_grew(known: int, more: int) -> int:
    """Tell PostgreSQL, after `more` rows were stored and `known` it was told of, how full the record's tables are, each
    time that these have grown much; the rows not told of, as the next `known`.

    It looks by itself once a minute. Until then it takes a first workbook's tables for empty and reads the whole of
    them for every portion: 20,000 rows took 13 s, and 7 s where it knew.
    """
    untold = known + more
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        return untold
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [_GROWING[0]])
        if untold < max(cursor.fetchone()[0], _FEW) / 2:
            return untold
        for table in _GROWING:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")
    return 0


def say_nothing(done: int, total: int, said: Text) -> None:
    """Progress that nobody hears of."""


def batch_of(by: Viewer, number: int) -> Batch:
    """The viewer's own upload. Raises UploadUnknown."""
    found: Batch | None = Batch.objects.visible_to(by).filter(pk=number).first()
    if found is None:
        raise UploadUnknown
    return found


def moved_on(batch: Batch, before: Sequence[str], after: str, act: Text, **changed: object) -> Batch:
    """The upload in its new state, by compare-and-set. Raises UploadRefused where it stands elsewhere."""
    rows = Batch.objects.for_the_programme(_WHY).filter(pk=batch.pk)
    if not rows.filter(state__in=before).update(state=after, **changed):
        raise not_now(STATES[rows.values_list("state", flat=True).get()], act)
    moved: Batch = rows.get()
    return moved


def note(batch: Batch, verb: str, by: Viewer, detail: Mapping[str, object] | None = None) -> None:
    """A journal entry of the upload itself. In the caller's transaction."""
    stream = next(iter(streams_of([batch.organisation]).values()))
    write_journal(
        stream, verb, actor=by.person, post=by.post, about=[("batch", int(batch.pk))], detail=dict(detail or {})
    )


def counts_of(batch: Batch) -> dict[str, int]:
    """How many rows came to what."""
    return {"received": batch.received, "new": batch.new, "same": batch.same, "rejected": batch.rejected}


def name_label(number: int) -> str:
    """What an upload's file name is bound to."""
    return f"upload name|{number}"


def name_of(batch: Batch) -> str:
    """The file's name as the sender called it."""
    if not batch.file_name:
        return ""
    return unseal(PROGRAMME, name_label(int(batch.pk)), bytes(batch.file_name)).decode()


def let_others_write() -> None:
    """A short pause after a transaction, so that a class sheet saved meanwhile does not wait for the whole workbook."""
    if not transaction.get_connection().in_atomic_block:
        time.sleep(_PAUSE.get(connection.vendor, 0.0))
