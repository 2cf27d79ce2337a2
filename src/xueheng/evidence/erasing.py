"""This room's part of an erasure: what her records say, files with them, uploads that may name her, and her rows in
every snapshot. The envelopes stay under her number: the journal holds on to them, and they say nothing more.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Model, Q

from xueheng.evidence.erasable import acts_about, empty_records, portions
from xueheng.evidence.intake.kept_workbooks import PARTS, forget, has
from xueheng.evidence.model_batches import Batch, BatchRow
from xueheng.evidence.model_records import Attachment, Record
from xueheng.evidence.snapshots.in_use import rewriting_snapshots
from xueheng.evidence.snapshots.rewriting import files_with, take_out, take_out_alone
from xueheng.identity.public import units_of_life
from xueheng.trust.public import Counted, Eraser, Erasing
from xueheng.wording import Text

WHY = "somebody is erased"
ENVELOPES = Text(
    "只剩编号、类型、日期和单位，内容已不可读；日志的校验要用",
    "only number, type, day and unit are left, nothing that can be read; checking the journal takes them",
)
_FAILED = {
    "refused": {
        "zh": "因清除个人信息，原表已销毁，请重新上传。",
        "en": "The workbook was destroyed when somebody was erased; upload it again.",
    }
}


def _count(erasing: Erasing) -> list[Counted]:
    records = _rows(Record).filter(subject__in=erasing.subjects)
    files = _rows(Attachment).filter(record__subject__in=erasing.subjects)
    return [
        Counted(Text("记录的内容", "What records say"), records.exclude(payload=b"").count()),
        Counted(Text("附件", "Files with records"), files.count()),
        Counted(Text("可能有本人的上传原件", "Uploaded workbooks that may name her"), len(_uploads(erasing.subjects))),
        Counted(Text("快照文件里的行（文件重写）", "Snapshot files (written anew)"), files_with(erasing.subjects)),
        Counted(Text("记录的信封", "Envelopes of records"), records.count(), ENVELOPES),
    ]


def _erase(erasing: Erasing) -> int:
    removed = _forget_uploads(erasing.subjects)
    numbers = _rows(Record).filter(subject__in=erasing.subjects).values_list("number", flat=True)
    removed += empty_records(numbers)
    return removed + take_out(erasing.subjects)


def _expire(records: Sequence[int]) -> int:
    """Single records whose time is over, with what was said about them."""
    going = acts_about(records)
    # Together: a snapshot taken in between would have them again, and they would no longer be due.
    with rewriting_snapshots():
        return take_out_alone(records=going) + empty_records(going)


def _uploads(subjects: Sequence[int]) -> list[int]:
    """Uploads whose workbook or reasons are still kept: with a row of hers, or of a unit where she ever was, for a
    rejected row names nobody outside the sealed workbook.
    """
    rows = _rows(Record).filter(subject__in=subjects, batch__isnull=False)
    found = set(rows.values_list("batch", flat=True).distinct())
    units = units_of_life(subjects)
    for some in portions(sorted(units)):
        found |= set(_rows(Batch).filter(organisation__in=some).values_list("number", flat=True))
    with_reasons: set[int] = set()
    for some in portions(sorted(found)):
        told = _rows(BatchRow).filter(batch__in=some, reasons__isnull=False)
        with_reasons |= set(told.values_list("batch", flat=True).distinct())
    return sorted(one for one in found if one in with_reasons or any(has(one, part) for part in PARTS))


def _forget_uploads(subjects: Sequence[int]) -> int:
    uploads = _uploads(subjects)
    for number in uploads:
        forget(number)
    batches = _rows(Batch).filter(number__in=uploads)
    waiting = Q(state__in=("received", "checking", "checked"))
    batches.filter(waiting).update(state="failed", said=_FAILED)
    batches.update(file_name=b"")
    _rows(BatchRow).filter(batch__in=uploads).update(reasons=None)
    return len(uploads)


def _rows(model: type[Model]) -> Any:
    return model.objects.for_the_programme(WHY)  # type: ignore[attr-defined]  # each has the manager


EVIDENCE_ERASER = Eraser("evidence", _count, _erase, expire=_expire)
