"""Django looks for models here; they stand in files by subject."""

from xueheng.evidence.model_batches import Batch, BatchRow
from xueheng.evidence.model_records import Attachment, NumberBlock, Record, RecordLink, RecordState

__all__ = ["Attachment", "Batch", "BatchRow", "NumberBlock", "Record", "RecordLink", "RecordState"]
