"""Evidence: what the other rooms may use.

A fact enters by `append_record` or `append_many`, is changed by `correct_record`, taken back by `retract_record`,
verified by `attest_record` and `refuse_record`. `records(viewer)` are those a viewer may see; `current_fields` opens
one.
"""

from xueheng.evidence.actions.append_many import append_many
from xueheng.evidence.actions.append_record import append_record, record_fact
from xueheng.evidence.actions.attest_record import attest_many, attest_record, refuse_many, refuse_record
from xueheng.evidence.actions.correct_record import correct_fact, correct_record
from xueheng.evidence.actions.draw_sample import DrawResult, draw_result, draw_sample, seal_sample
from xueheng.evidence.actions.open_attachment import OpenFile, open_attachment
from xueheng.evidence.actions.retract_record import retract_record
from xueheng.evidence.catalogue import evidence_type
from xueheng.evidence.counting import doubles, is_verified, standing_facts
from xueheng.evidence.entry_form import EntryForm, form_for, initial_of
from xueheng.evidence.facts import MOST_AT_ONCE, NewFact, Outcome, Recorded, Refused
from xueheng.evidence.files.incoming import IncomingFile
from xueheng.evidence.model_batches import Batch, BatchRow
from xueheng.evidence.reading import (
    History,
    Shown,
    current_fields,
    files_of,
    history_of,
    links_of,
    record_for,
    records,
    shown_records,
)
from xueheng.evidence.refusals import EvidenceRejected, FieldFault, RecordUnknown, TypeUnknown
from xueheng.evidence.states import rebuild_states

__all__ = [
    "MOST_AT_ONCE",
    "Batch",
    "BatchRow",
    "DrawResult",
    "EntryForm",
    "EvidenceRejected",
    "FieldFault",
    "History",
    "IncomingFile",
    "NewFact",
    "OpenFile",
    "Outcome",
    "RecordUnknown",
    "Recorded",
    "Refused",
    "Shown",
    "TypeUnknown",
    "append_many",
    "append_record",
    "attest_many",
    "attest_record",
    "correct_fact",
    "correct_record",
    "current_fields",
    "doubles",
    "draw_result",
    "draw_sample",
    "evidence_type",
    "files_of",
    "form_for",
    "history_of",
    "initial_of",
    "is_verified",
    "links_of",
    "open_attachment",
    "rebuild_states",
    "record_fact",
    "record_for",
    "records",
    "refuse_many",
    "refuse_record",
    "retract_record",
    "seal_sample",
    "shown_records",
    "standing_facts",
]
