"""What the database itself keeps from being changed: records, and the links between them."""

from xueheng.trust.public import Kept

KEPT = (
    Kept(
        "evidence_record",
        "number = NEW.number OR (recorder = NEW.recorder AND client = NEW.client) OR (target = NEW.target"
        " AND act IN ('correction', 'retraction') AND NEW.act IN ('correction', 'retraction'))",
    ),
    Kept("evidence_recordlink", "id = NEW.id OR record_id = NEW.record_id"),
)
