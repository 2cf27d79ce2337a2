"""Recording one fact."""

from collections.abc import Mapping, Sequence
from datetime import date

from xueheng.evidence.actions.append_many import append_many
from xueheng.evidence.facts import NewFact, Recorded
from xueheng.evidence.files.incoming import IncomingFile
from xueheng.evidence.storing import as_recorded
from xueheng.identity.public import Viewer


def append_record(
    by: Viewer,
    *,
    type: str,
    subject: int,
    day: date,
    fields: Mapping[str, object],
    provenance: str = "form",
    client: str | None = None,
    batch: int | None = None,
    files: Mapping[str, Sequence[IncomingFile]] | None = None,
) -> int:
    """The number of the record that holds the fact: a new one, or the one stored before under the same client id.

    `fields` in stored units. Raises EvidenceRejected with every fault by field, PermissionRefused, ClientReused,
    FileRefused, TypeUnknown.
    """
    return record_fact(by, NewFact(type, subject, day, fields, client, files or {}), provenance, batch).number


def record_fact(by: Viewer, fact: NewFact, provenance: str = "form", batch: int | None = None) -> Recorded:
    """As `append_record`, and what was found beside it: the same from another source, or what contradicts it."""
    return as_recorded(append_many(by, [fact], provenance=provenance, batch=batch)[0])
