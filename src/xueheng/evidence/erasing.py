"""This room's part of an erasure: what her records say, files with them, uploads that may name her, and her rows in
every snapshot. The envelopes stay under her number: the journal holds on to them, and they say nothing more.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Model, Q

from xueheng.evidence.erasable import acts_about, empty_records, portions
from xueheng.evidence.intake.kept_workbooks import PARTS, forget, has
from xueheng.evidence.model_batches import Batch, BatchRow
from xueheng.evidence.model_objections import Objection
from xueheng.evidence.model_records import Attachment, Record
from xueheng.evidence.model_sheets import KeptPhrase, LastSheet, WatchedPupil
from xueheng.evidence.snapshots.in_use import rewriting_snapshots
from xueheng.evidence.snapshots.rewriting import take_out, take_out_alone
from xueheng.evidence.snapshots.who_is_where import files_with
from xueheng.evidence.states import FACTS
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
        Counted(Text("对记录提出的疑问和答复", "Objections to records, and answers"), _objections(erasing.subjects)),
        Counted(Text("可能有本人的上传原件", "Uploaded workbooks that may name her"), len(_uploads(erasing.subjects))),
        Counted(Text("快照文件里的行（文件重写）", "Snapshot files (written anew)"), files_with(erasing.subjects)),
        Counted(Text("记录的信封", "Envelopes of records"), records.count(), ENVELOPES),
    ]


def _erase(erasing: Erasing) -> int:
    removed = _forget(_uploads(erasing.subjects))
    numbers = _rows(Record).filter(subject__in=erasing.subjects).values_list("number", flat=True)
    removed += empty_records(numbers) + forget_own(erasing.subjects)
    return removed + take_out(erasing.subjects)


def forget_own(subjects: Sequence[int]) -> int:
    """What posts keep for their sheets: hints about her, and what she kept for herself."""
    removed = 0
    for rows in (
        _rows(WatchedPupil).filter(Q(pupil__in=subjects) | Q(person__in=subjects)),
        _rows(KeptPhrase).filter(person__in=subjects),
        _rows(LastSheet).filter(person__in=subjects),
    ):
        removed += int(rows.delete()[0])
    return removed


def _expire(records: Sequence[int]) -> int:
    """Single records whose time is over, with what was said about them and the workbooks that brought them."""
    going = acts_about(records)
    batches: set[int] = set()
    for some in portions(going):
        batches |= set(_rows(Record).filter(pk__in=some, batch__isnull=False).values_list("batch", flat=True))
    removed = _forget(_with_something_kept(batches))
    # Together: a snapshot taken in between would have them again, and they would no longer be due.
    with rewriting_snapshots():
        # What was said about facts goes first: broken off in between, the facts are due still and it all is found.
        return removed + take_out_alone(records=going) + empty_records(_acts(going)) + empty_records(going)


def _objections(subjects: Sequence[int]) -> int:
    """How many still say something in words."""
    said = ~Q(words=b"") | ~Q(answer=b"")
    return int(_rows(Objection).filter(said, subject__in=subjects).count())


def _acts(numbers: Sequence[int]) -> list[int]:
    """Those that are no facts themselves."""
    found: list[int] = []
    for some in portions(numbers):
        found += _rows(Record).filter(pk__in=some).exclude(act__in=FACTS).values_list("number", flat=True)
    return found


def _uploads(subjects: Sequence[int]) -> list[int]:
    """Uploads whose workbook or reasons are still kept: with a row of hers, or of a unit where she ever was, for a
    rejected row names nobody outside the sealed workbook.
    """
    rows = _rows(Record).filter(subject__in=subjects, batch__isnull=False)
    found = set(rows.values_list("batch", flat=True).distinct())
    units = units_of_life(subjects)
    for some in portions(sorted(units)):
        found |= set(_rows(Batch).filter(organisation__in=some).values_list("number", flat=True))
    return _with_something_kept(found)


def _with_something_kept(batches: Iterable[int]) -> list[int]:
    """Those of the uploads whose workbook or reasons are still there."""
    found, with_reasons = sorted(batches), set[int]()
    for some in portions(found):
        told = _rows(BatchRow).filter(batch__in=some, reasons__isnull=False)
        with_reasons |= set(told.values_list("batch", flat=True).distinct())
    return [one for one in found if one in with_reasons or any(has(one, part) for part in PARTS)]


def _forget(uploads: Sequence[int]) -> int:
    """Their workbooks and reasons are taken away; one that was not stored yet has failed."""
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
