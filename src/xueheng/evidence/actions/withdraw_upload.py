"""Taking an upload back: before it is stored nothing was there; afterwards every record of it is retracted."""

from collections.abc import Sequence

from django.db import transaction

from xueheng.evidence.acting import acts_on, store_acts
from xueheng.evidence.actions.correct_record import reason_of
from xueheng.evidence.facts import MOST_AT_ONCE
from xueheng.evidence.intake.kept_workbooks import forget
from xueheng.evidence.intake.uploads import Progress, batch_of, let_others_write, moved_on, note, say_nothing
from xueheng.evidence.model_batches import Batch
from xueheng.evidence.model_records import Record, RecordState
from xueheng.evidence.places import streams_of
from xueheng.evidence.states import FACTS
from xueheng.identity.public import Viewer
from xueheng.trust.public import lock_streams
from xueheng.wording import Text

TAKE_BACK = Text("撤回", "taken back")
UNSTORED = ("received", "checking", "checked", "failed")
STORED = ("storing", "visible", "withdrawing")
_WHY = "the records of one's own upload are taken back"


def withdraw_upload(by: Viewer, number: int, *, reason: str, progress: Progress = say_nothing) -> Batch:
    """The upload, taken back with its file. From the first moment none of its records counts; each gets a retraction.

    Records that somebody has corrected meanwhile are left to the correction. Begun again after a crash it goes on.
    Raises UploadUnknown, UploadRefused, ReasonMissing.
    """
    said = reason_of(reason)
    batch = batch_of(by, number)
    if batch.state in UNSTORED:
        with transaction.atomic():
            batch = moved_on(batch, UNSTORED, "withdrawn", TAKE_BACK)
            note(batch, "withdraw_upload", by)
    else:
        batch = moved_on(batch, STORED, "withdrawing", TAKE_BACK)
        _retract(by, batch, said, progress)
        with transaction.atomic():
            after = "retracted" if batch.visible_at else "withdrawn"
            batch = moved_on(batch, ("withdrawing",), after, TAKE_BACK)
            note(batch, "withdraw_upload", by)
    forget(number)
    return batch


def _retract(by: Viewer, batch: Batch, said: str, progress: Progress) -> None:
    records = Record.objects.for_the_programme(_WHY).filter(batch=batch.pk, act__in=FACTS).order_by("number")
    total, done, last = records.count(), 0, 0
    while some := list(records.filter(number__gt=last)[:MOST_AT_ONCE]):
        last = some[-1].number
        _retract_portion(by, some, said)
        done += len(some)
        progress(done, total, Text(f"已撤回 {done:,} 条，共 {total:,} 条", f"{done:,} of {total:,} taken back"))
        let_others_write()


def _retract_portion(by: Viewer, facts: Sequence[Record], said: str) -> None:
    with transaction.atomic():
        lock_streams(streams_of(fact.organisation for fact in facts).values())
        states = RecordState.objects.for_the_programme(_WHY).filter(record__in=[fact.number for fact in facts])
        standing = set(
            states.filter(corrected_by=None, retracted_by=None).values_list("record_id", flat=True).select_for_update()
        )
        left = [fact for fact in facts if fact.number in standing]
        if left:
            store_acts(by, "retract", acts_on(by, "retraction", left, said), left)
