"""Storing a checked upload: portions, each a transaction, then visible to others by one change of state.

What the check made of a row is kept with it. Some portions at once are placed anew, numbered and sealed, outside any
transaction; then each portion is held against what stands in the record and inserted, while the next are made ready.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor

from django.db import connections, transaction
from django.db.models import Count

from xueheng.errors import XuehengError
from xueheng.evidence.actions.correct_record import correct_fact
from xueheng.evidence.facts import NewFact, Outcome, Recorded, Refused
from xueheng.evidence.intake.checked_rows import CheckedRows, client_of, fact_of, kept_rows
from xueheng.evidence.intake.checking import PROVENANCE, CheckedRow
from xueheng.evidence.intake.kept_workbooks import ROWS, forget
from xueheng.evidence.intake.outcomes import (
    NEW,
    REJECTED,
    SAME,
    UNKNOWN,
    WHOLE,
    RowOutcome,
    batch_rows,
    problem,
    rejected,
)
from xueheng.evidence.intake.refusals import not_now
from xueheng.evidence.intake.uploads import (
    STATES,
    Progress,
    batch_of,
    counts_of,
    give_room_to_work,
    know_what_grew,
    let_others_write,
    moved_on,
    note,
    rows_at_once,
    say_nothing,
    works_ahead,
)
from xueheng.evidence.model_batches import Batch, BatchRow
from xueheng.evidence.model_records import Record
from xueheng.evidence.recording import Origin, Prepared, prepare
from xueheng.evidence.refusals import FieldFault
from xueheng.evidence.storing import store
from xueheng.identity.public import PermissionRefused, Viewer
from xueheng.trust.public import now
from xueheng.wording import Text

STORE = Text("入库", "stored")
PREPARED_AT_ONCE = 1_000
"""Rows that are placed and sealed together: what is asked for them is asked once, and still just before."""
_WHY = "the rows of one's own upload are stored"


def store_upload(by: Viewer, number: int, progress: Progress = say_nothing, *, corrections: bool = False) -> Batch:
    """The upload with its rows in the record, visible. Begun again after a crash it goes on where it was: a row has one
    client id for ever. `corrections`: rows that differ from stored records of the same window correct them.

    Raises UploadUnknown, UploadRefused; what `progress` raises stops it between two portions.
    """
    batch = moved_on(batch_of(by, number), ("checked", "storing"), "storing", STORE)
    give_room_to_work()
    kept = kept_rows(number)
    new = [row for row in kept.rows if row.corrects is None]
    stored = _stored_clients(number)
    left = [row for row in new if client_of(number, row) not in stored]
    done = len(new) - len(left)
    for stored_now in _stored(by, batch, kept, left):
        done += stored_now
        progress(done, len(new), Text(f"已存 {done:,} 行，共 {len(new):,} 行", f"{done:,} of {len(new):,} rows"))
        let_others_write()
    if corrections:
        _correct(by, batch, [row for row in kept.rows if row.corrects is not None], progress)
    return _made_visible(by, batch)


def _refuse_if_withdrawn(batch: Batch) -> None:
    """Somebody may take the upload back while it is being stored."""
    state = Batch.objects.for_the_programme(_WHY).values_list("state", flat=True).get(pk=batch.pk)
    if state != "storing":
        raise not_now(STATES[state], STORE)


def _stored_clients(number: int) -> set[str]:
    rows = Record.objects.for_the_programme(_WHY).filter(batch=number)
    return {str(client) for client in rows.values_list("client", flat=True).iterator()}


def _stored(by: Viewer, batch: Batch, kept: CheckedRows, rows: Sequence[CheckedRow]) -> Iterator[int]:
    """Store all, a portion at a time; how many rows each had. What turned out otherwise than checked is noted on its
    row.
    """
    origin, size, known = Origin(by, PROVENANCE, int(batch.pk)), rows_at_once(), 0
    for some, prepared in _made_ready(origin, kept, rows):
        for start in range(0, len(some), size):
            _refuse_if_withdrawn(batch)
            portion = some[start : start + size]
            _store_portion(origin, batch, portion, prepared.part(start, start + size))
            yield len(portion)
        known = know_what_grew(known, len(some))


Ready = tuple[Sequence[CheckedRow], Prepared]


def _made_ready(origin: Origin, kept: CheckedRows, rows: Sequence[CheckedRow]) -> Iterator[Ready]:
    """Some rows after the other ready to be stored. Where the database is a server of its own, the next are made ready
    while it stores: then two cores have work.
    """
    parts = [rows[start : start + PREPARED_AT_ONCE] for start in range(0, len(rows), PREPARED_AT_ONCE)]

    def ready(some: Sequence[CheckedRow]) -> list[Ready]:
        return list(_prepared(origin, some, [fact_of(origin.batch or 0, kept, row) for row in some]))

    if not works_ahead():
        for some in parts:
            yield from ready(some)
        return
    with ThreadPoolExecutor(1) as ahead:
        try:
            waiting: list[Future[list[Ready]]] = []
            for some in parts:
                waiting.append(ahead.submit(ready, some))
                if len(waiting) > 1:
                    yield from waiting.pop(0).result()
            for last in waiting:
                yield from last.result()
        finally:
            _end(ahead)


def _end(ahead: Executor) -> None:
    """Let go of the thread's own connection to the database."""
    ahead.submit(connections.close_all).result()


def _prepared(origin: Origin, rows: Sequence[CheckedRow], facts: Sequence[NewFact]) -> Iterator[Ready]:
    """The rows ready to be stored. Where somebody among them has moved out of reach since the check, halves of them
    are tried, until that one is alone and refused.
    """
    try:
        yield rows, prepare(origin, facts)
    except PermissionRefused as refusal:
        if len(rows) == 1:
            fault = FieldFault(UNKNOWN, refusal.text, refusal.remedy or Text(""))
            yield rows, Prepared([], {0: Refused((fault,))}, {})
            return
        half = len(rows) // 2
        yield from _prepared(origin, rows[:half], facts[:half])
        yield from _prepared(origin, rows[half:], facts[half:])


def _store_portion(origin: Origin, batch: Batch, rows: Sequence[CheckedRow], prepared: Prepared) -> None:
    """One transaction of facts."""
    outcomes = store(origin, prepared) if prepared.drafts else list(prepared.refused.values())
    own = _own_records(batch, outcomes)
    changed = [_turned_out(row, told, own) for row, told in zip(rows, outcomes, strict=True)]
    _note_changed(batch, [each for each in changed if each is not None])


def _own_records(batch: Batch, outcomes: Sequence[Outcome]) -> set[int]:
    """Of the records found instead of made, those of this very upload: another process stores it too."""
    found = [each.number for each in outcomes if isinstance(each, Recorded) and not each.is_new]
    rows = Record.objects.for_the_programme(_WHY).filter(pk__in=found, batch=batch.pk)
    return set(rows.values_list("pk", flat=True)) if found else set()


def _turned_out(row: CheckedRow, outcome: Outcome, own: set[int]) -> RowOutcome | None:
    """What became of a row, where it is not a record of this upload."""
    if isinstance(outcome, Refused):
        kind = UNKNOWN if outcome.faults[0].field == UNKNOWN else WHOLE
        problems = [problem(fault) for fault in outcome.faults]
        return rejected(row.name, row.row, kind, *problems, record=outcome.by_record)
    if outcome.is_new or outcome.number in own:
        return None
    return RowOutcome(row.name, row.row, SAME, record=outcome.number)


def _note_changed(batch: Batch, changed: Sequence[RowOutcome]) -> None:
    """The rows' outcomes anew."""
    if not changed:
        return
    rows = BatchRow.objects.for_the_programme(_WHY).filter(batch=batch.pk)
    with transaction.atomic():
        for sheet in {each.sheet for each in changed}:
            rows.filter(sheet=sheet, row__in=[each.row for each in changed if each.sheet == sheet]).delete()
        BatchRow.objects.bulk_create(batch_rows(int(batch.pk), changed))


def _correct(by: Viewer, batch: Batch, rows: Sequence[CheckedRow], progress: Progress) -> None:
    for done, row in enumerate(rows, start=1):
        reason = f"按上传的表更正（第 {row.row} 行）"
        try:
            client = client_of(int(batch.pk), row)
            made = correct_fact(by, row.corrects or 0, row.fields, reason, row.day, client)
        except XuehengError as fault:
            told = problem(FieldFault("", fault.text, fault.remedy or Text("")))
            _note_changed(batch, [rejected(row.name, row.row, WHOLE, told, record=row.corrects)])
        else:
            _note_changed(batch, [RowOutcome(row.name, row.row, NEW, record=made.number)])
        progress(done, len(rows), Text(f"已更正 {done} 条", f"{done} corrected"))


def _made_visible(by: Viewer, batch: Batch) -> Batch:
    rows = BatchRow.objects.for_the_programme(_WHY).filter(batch=batch.pk)
    counted = dict(rows.order_by().values_list("outcome").annotate(count=Count("pk")))
    counts = {name: counted.get(name, 0) for name in (NEW, SAME, REJECTED)}
    kinds = rows.filter(outcome=REJECTED).order_by().values_list("kind").annotate(count=Count("pk"))
    said = {**batch.said, "kinds": dict(kinds)}
    with transaction.atomic():
        batch = moved_on(batch, ("storing",), "visible", STORE, visible_at=now(), said=said, **counts)
        note(batch, "make_upload_visible", by, counts_of(batch))
    forget(int(batch.pk), (ROWS,))
    return batch
