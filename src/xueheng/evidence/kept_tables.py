"""What the database itself keeps from being changed: records, and the links between them."""

from xueheng.trust.public import Kept

STAYS = (
    "number", "act", "type", "type_version", "subject", "organisation", "day", "recorder", "post", "provenance",
    "batch_id", "target", "commitment", "recorded_at", "client",
)  # fmt: skip
"""The columns of a record that nothing changes, ever."""
_SAME = " AND ".join(f"(NEW.{name} = OLD.{name} OR (NEW.{name} IS NULL AND OLD.{name} IS NULL))" for name in STAYS)
EMPTIED = f"length(NEW.payload) = 0 AND length(NEW.fingerprint) = 0 AND NEW.once IS NULL AND {_SAME}"
"""The one change that is let through: what a record says is taken away, for an erasure or when its time is over."""

KEPT = (
    Kept(
        "evidence_record",
        "number = NEW.number OR (recorder = NEW.recorder AND client = NEW.client) OR (target = NEW.target"
        " AND act IN ('correction', 'retraction') AND NEW.act IN ('correction', 'retraction'))",
        may_change=EMPTIED,
    ),
    Kept("evidence_recordlink", "id = NEW.id OR record_id = NEW.record_id"),
)
