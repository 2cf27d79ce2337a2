"""Checking an upload: read in the bounded worker process, held against register and record, nothing stored."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

from django.db import transaction

from xueheng.evidence.catalogue import meaning_of
from xueheng.evidence.collecting import much_that_stays
from xueheng.evidence.intake.checked_rows import CheckedRows, keep_rows
from xueheng.evidence.intake.checking import Checked, check_reading
from xueheng.evidence.intake.columns_found import columns_found, columns_not_known
from xueheng.evidence.intake.kept_workbooks import BOOK, FOUND, RETURN, forget, has, keep_bytes
from xueheng.evidence.intake.outcomes import DIFFERS, NEW, REJECTED, SAME, RowOutcome, batch_rows
from xueheng.evidence.intake.read_workbook import read_workbook
from xueheng.evidence.intake.refusals import file_gone
from xueheng.evidence.intake.uploads import (
    Progress,
    batch_of,
    give_room_to_work,
    let_others_write,
    moved_on,
    name_of,
    note,
    say_nothing,
)
from xueheng.evidence.model_batches import Batch, BatchRow
from xueheng.evidence.quick_rows import insert_rows
from xueheng.identity.public import Viewer
from xueheng.wording import Text
from xueheng.workbooks.public import Reading, WorkbookRefused

CHECK = Text("核对", "checked")
BEFORE = ("received", "checking", "checked", "failed")
KEPT = ("sent_before", "job")
"""What is said of an upload whatever a check finds."""
ROWS_AT_ONCE, GONE_AT_ONCE, STAYING_ROWS = 2_000, 5_000, 10_000
_WHY = "the rows of an upload are checked anew"


def check_upload(by: Viewer, number: int, progress: Progress = say_nothing) -> Batch:
    """The upload with every row's outcome. May be begun again from the start, also after it was checked.

    Raises UploadUnknown, UploadRefused, and WorkbookRefused for a file that is not read: the upload then says so.
    """
    batch = batch_of(by, number)
    if not has(number, BOOK):
        raise file_gone()
    batch = moved_on(batch, BEFORE, "checking", CHECK)
    give_room_to_work()
    _clear(number, progress)
    try:
        layout, reading = read_workbook(batch, name_of(batch), progress)
    except WorkbookRefused as refused:
        said = {**batch.said, "refused": {"zh": refused.say("zh"), "en": refused.say("en")}}
        _keep_found(number, columns_not_known(refused))
        moved_on(batch, ("checking",), "failed", CHECK, said=said)
        raise

    def told(done: int, total: int) -> None:
        if done % STAYING_ROWS == 0:
            stays()
        progress(done, total, Text(f"正在核对第 {done:,} 行，共 {total:,} 行", f"checking row {done:,} of {total:,}"))

    with much_that_stays() as stays:
        checked = check_reading(by, number, layout, reading, told)
    type_ = layout.type_.name
    keep_rows(number, CheckedRows(type_, meaning_of(type_), checked.rows))
    _keep_found(number, columns_found(reading))
    _store_outcomes(number, checked.outcomes)
    return _finished(by, batch, checked, reading)


def _clear(number: int, progress: Progress) -> None:
    """Take away what an earlier check left, a portion at a time."""
    forget(number, (RETURN,))
    rows = BatchRow.objects.for_the_programme(_WHY).filter(batch=number)
    while some := list(rows.values_list("pk", flat=True)[:GONE_AT_ONCE]):
        rows.filter(pk__gte=min(some), pk__lte=max(some)).delete()
        let_others_write()
        progress(0, 0, Text("重新核对", "checking anew"))


def _keep_found(number: int, found: Mapping[str, Any]) -> None:
    keep_bytes(number, FOUND, json.dumps(found, ensure_ascii=False).encode(errors="replace"))


def _store_outcomes(number: int, outcomes: Sequence[RowOutcome]) -> None:
    ordered = iter(sorted(outcomes, key=lambda each: (each.sheet, each.row)))
    while some := list(islice(ordered, ROWS_AT_ONCE)):
        rows = batch_rows(number, some)
        with transaction.atomic():
            insert_rows(rows)
        let_others_write()


def _finished(by: Viewer, batch: Batch, checked: Checked, reading: Reading) -> Batch:
    counts = {name: checked.count(name) for name in (NEW, SAME, REJECTED)}
    kinds = Counter(each.kind for each in checked.outcomes if each.outcome == REJECTED)
    said: dict[str, Any] = {name: value for name, value in batch.said.items() if name in KEPT}
    said |= {
        "kinds": dict(kinds),
        "differs": kinds.get(DIFFERS, 0),
        "rows_in_sheets": sum(s.height for s in reading.raw),
    }
    with transaction.atomic():
        batch = moved_on(batch, ("checking",), "checked", CHECK, received=reading.received, said=said, **counts)
        note(batch, "check_upload", by, {"received": reading.received, **counts})
    return batch
