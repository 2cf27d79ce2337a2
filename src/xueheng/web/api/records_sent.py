"""Records as they are sent: to facts in stored units, to the record, and what became of each."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from xueheng.evidence.public import (
    EvidenceRejected,
    IncomingFile,
    NewFact,
    Recorded,
    append_many,
    correct_fact,
    evidence_type,
    record_for,
    stored_from_plain,
)
from xueheng.evidence.public import Refused as NotRecorded
from xueheng.identity.public import Viewer, require
from xueheng.web.api.problems import error_of
from xueheng.web.api.record_shapes import NewCorrection, NewRecord

PROVENANCE = "api"
ClientOf = Callable[[int], str | None]
"""The sender's id of the record at a place, where it gave none itself."""


def outcomes_of(viewer: Viewer, sent: Sequence[NewRecord], client_of: ClientOf) -> list[dict[str, Any]]:
    """What became of each record, in order; the good ones are stored together. Raises as `append_many`."""
    facts: list[NewFact] = []
    unread: dict[int, NotRecorded] = {}
    places: list[int] = []
    for index, each in enumerate(sent):
        fields, faults = stored_from_plain(evidence_type(each.type), each.fields)
        if faults:
            require(viewer, "records", each.type)
            unread[index] = NotRecorded(tuple(faults))
            continue
        places.append(index)
        facts.append(NewFact(each.type, each.subject, each.day, fields, each.client or client_of(index)))
    recorded = append_many(viewer, facts, provenance=PROVENANCE) if facts else []
    found = {**unread, **dict(zip(places, recorded, strict=True))}
    return [_told(index, found[index], own=sent[index].client is not None) for index in range(len(sent))]


def _told(index: int, outcome: Recorded | NotRecorded, *, own: bool) -> dict[str, Any]:
    if isinstance(outcome, NotRecorded):
        errors = [error_of(fault, f"/records/{index}") for fault in outcome.faults]
        return {"index": index, "outcome": "rejected", "record": None, "same_as": None, "differs": False,
                "errors": errors}  # fmt: skip
    return {"index": index, **stored_told(outcome, own=own), "errors": []}


def stored_told(outcome: Recorded, *, own: bool) -> dict[str, Any]:
    """What is said of a stored fact. Under a key of the whole sending it is stored anew as long as the key holds: the
    same sending is answered alike, whatever happened in between.
    """
    before = own and not outcome.is_new
    return {
        "outcome": "stored_before" if before else "stored",
        "record": str(outcome.number),
        "same_as": None if outcome.same_as is None else str(outcome.same_as),
        "differs": outcome.differs,
    }


def record_one(
    viewer: Viewer, sent: NewRecord, client: str | None, files: Mapping[str, Sequence[IncomingFile]] | None = None
) -> dict[str, Any]:
    """One record, with files by field. Raises EvidenceRejected, and as `append_many`."""
    fields, faults = stored_from_plain(evidence_type(sent.type), sent.fields)
    if faults:
        require(viewer, "records", sent.type)
        raise EvidenceRejected(faults)
    fact = NewFact(sent.type, sent.subject, sent.day, fields, sent.client or client, files or {})
    (outcome,) = append_many(viewer, [fact], provenance=PROVENANCE)
    if isinstance(outcome, NotRecorded):
        raise outcome.error()
    return stored_told(outcome, own=sent.client is not None)


def correct_one(viewer: Viewer, number: int, sent: NewCorrection) -> dict[str, Any]:
    """The record that stands now. Raises as `correct_fact`."""
    old = record_for(viewer, number, act="correct")
    fields, faults = stored_from_plain(evidence_type(old.type), sent.fields)
    if faults:
        raise EvidenceRejected(faults)
    outcome = correct_fact(viewer, number, fields, sent.reason, sent.day, sent.client)
    return stored_told(outcome, own=sent.client is not None)
