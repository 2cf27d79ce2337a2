"""Django looks for models here; they stand in files by subject, and what may be seen of them is declared with them."""

from xueheng.evidence.model_batches import Batch, BatchRow
from xueheng.evidence.model_objections import Objection, ShownChoice
from xueheng.evidence.model_records import Attachment, NumberBlock, Record, RecordLink, RecordState
from xueheng.evidence.model_samples import SampleCandidate, SampleDraw
from xueheng.evidence.model_sheets import KeptPhrase, LastSheet, WatchedPupil
from xueheng.evidence.sheets.own_rows import of_the_post
from xueheng.evidence.visibility import record_rule

__all__ = [
    "Attachment",
    "Batch",
    "BatchRow",
    "KeptPhrase",
    "LastSheet",
    "NumberBlock",
    "Objection",
    "Record",
    "RecordLink",
    "RecordState",
    "SampleCandidate",
    "SampleDraw",
    "ShownChoice",
    "WatchedPupil",
    "of_the_post",
    "record_rule",
]
