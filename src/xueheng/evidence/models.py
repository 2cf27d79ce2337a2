"""Django looks for models here; they stand in files by subject, and what may be seen of them is declared with them."""

from xueheng.evidence.model_batches import Batch, BatchRow
from xueheng.evidence.model_records import Attachment, NumberBlock, Record, RecordLink, RecordState
from xueheng.evidence.model_samples import SampleCandidate, SampleDraw
from xueheng.evidence.visibility import record_rule

__all__ = [
    "Attachment",
    "Batch",
    "BatchRow",
    "NumberBlock",
    "Record",
    "RecordLink",
    "RecordState",
    "SampleCandidate",
    "SampleDraw",
    "record_rule",
]
