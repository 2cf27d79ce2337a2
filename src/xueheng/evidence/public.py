"""Evidence: what the other rooms may use.

A fact enters by `append_record` or `append_many`, is changed by `correct_record`, taken back by `retract_record`,
verified by `attest_record` and `refuse_record`. `records(viewer)` are those a viewer may see; `current_fields` opens
one.
"""

from xueheng.evidence.actions.answer_objection import answer_objection
from xueheng.evidence.actions.append_many import append_many
from xueheng.evidence.actions.append_record import append_record, record_fact
from xueheng.evidence.actions.attest_record import attest_many, attest_record, refuse_many, refuse_record
from xueheng.evidence.actions.check_upload import check_upload
from xueheng.evidence.actions.choose_shown import choose_shown
from xueheng.evidence.actions.correct_record import correct_fact, correct_record
from xueheng.evidence.actions.destroy_expired import Expired, destroy_expired
from xueheng.evidence.actions.draw_sample import DrawResult, draw_result, draw_sample, seal_sample
from xueheng.evidence.actions.object_to_record import object_to_record
from xueheng.evidence.actions.open_attachment import OpenFile, open_attachment
from xueheng.evidence.actions.receive_upload import receive_upload
from xueheng.evidence.actions.retract_record import retract_record
from xueheng.evidence.actions.return_upload import make_return, open_return
from xueheng.evidence.actions.store_upload import store_upload
from xueheng.evidence.actions.take_snapshot import take_snapshot
from xueheng.evidence.actions.withdraw_objection import withdraw_objection
from xueheng.evidence.actions.withdraw_upload import withdraw_upload
from xueheng.evidence.catalogue import evidence_type
from xueheng.evidence.choosing import types_seen
from xueheng.evidence.counting import doubles, is_verified, standing_facts
from xueheng.evidence.descriptions import Described
from xueheng.evidence.descriptions import described as described_records
from xueheng.evidence.entry_form import EntryForm, form_for, initial_of
from xueheng.evidence.erasing import EVIDENCE_ERASER
from xueheng.evidence.facts import MOST_AT_ONCE, NewFact, Outcome, Recorded, Refused
from xueheng.evidence.files.incoming import IncomingFile
from xueheng.evidence.files.kept_files import MOST_FILES
from xueheng.evidence.files.missing import missing_files
from xueheng.evidence.intake.jobs import begin as begin_upload_job
from xueheng.evidence.intake.kept_workbooks import drop_old as drop_old_workbooks
from xueheng.evidence.intake.layouts import UploadLayout, layouts_for
from xueheng.evidence.intake.refusals import LayoutUnknown, UploadRefused, UploadUnknown
from xueheng.evidence.model_batches import Batch, BatchRow
from xueheng.evidence.model_objections import Objection
from xueheng.evidence.objections import ObjectionTold
from xueheng.evidence.phrases import Phrases, phrases_for
from xueheng.evidence.plain_fields import Plain, plain_from_stored, plain_number, stored_from_plain
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
from xueheng.evidence.refusals import (
    AlreadyCorrected,
    AlreadyRetracted,
    ClientReused,
    EvidenceRejected,
    FieldFault,
    NothingChanged,
    NotToVerify,
    OwnRecord,
    ReasonMissing,
    RecordUnknown,
    TypeUnknown,
)
from xueheng.evidence.retention import types_kept_for_a_time
from xueheng.evidence.sheets.brushes import sheets_for
from xueheng.evidence.sheets.last_used import NextSheet, next_sheet
from xueheng.evidence.showing import choices_of, shown_in_report
from xueheng.evidence.snapshots.in_use import SnapshotsInUse, reading_snapshots, rewriting_snapshots
from xueheng.evidence.snapshots.manifest import Manifest, SnapshotFile, SnapshotRefused, read_manifest, require_whole
from xueheng.evidence.snapshots.one_subject import standing_rows, subject_table
from xueheng.evidence.snapshots.place import (
    latest_snapshot,
    snapshot_known_at,
    snapshot_moments,
    snapshot_numbered,
    snapshots_folder,
)
from xueheng.evidence.snapshots.rewriting import taken_out_since
from xueheng.evidence.states import rebuild_states
from xueheng.evidence.timeline import KINDS as TIMELINE_KINDS
from xueheng.evidence.timeline import TypeCount, counts_of, timeline
from xueheng.evidence.waiting import (
    classes_recorded,
    corrected_by_others,
    draws_open,
    last_recorded,
    objections_changed,
    objections_to_answer,
    recorded_since,
    sent_back,
    waiting_records,
)

__all__ = [
    "EVIDENCE_ERASER",
    "MOST_AT_ONCE",
    "MOST_FILES",
    "TIMELINE_KINDS",
    "AlreadyCorrected",
    "AlreadyRetracted",
    "Batch",
    "BatchRow",
    "ClientReused",
    "Described",
    "DrawResult",
    "EntryForm",
    "EvidenceRejected",
    "Expired",
    "FieldFault",
    "History",
    "IncomingFile",
    "LayoutUnknown",
    "Manifest",
    "NewFact",
    "NextSheet",
    "NotToVerify",
    "NothingChanged",
    "Objection",
    "ObjectionTold",
    "OpenFile",
    "Outcome",
    "OwnRecord",
    "Phrases",
    "Plain",
    "ReasonMissing",
    "RecordUnknown",
    "Recorded",
    "Refused",
    "Shown",
    "SnapshotFile",
    "SnapshotRefused",
    "SnapshotsInUse",
    "TypeCount",
    "TypeUnknown",
    "UploadLayout",
    "UploadRefused",
    "UploadUnknown",
    "answer_objection",
    "append_many",
    "append_record",
    "attest_many",
    "attest_record",
    "begin_upload_job",
    "check_upload",
    "choices_of",
    "choose_shown",
    "classes_recorded",
    "correct_fact",
    "correct_record",
    "corrected_by_others",
    "counts_of",
    "current_fields",
    "described_records",
    "destroy_expired",
    "doubles",
    "draw_result",
    "draw_sample",
    "draws_open",
    "drop_old_workbooks",
    "evidence_type",
    "files_of",
    "form_for",
    "history_of",
    "initial_of",
    "is_verified",
    "last_recorded",
    "latest_snapshot",
    "layouts_for",
    "links_of",
    "make_return",
    "missing_files",
    "next_sheet",
    "object_to_record",
    "objections_changed",
    "objections_to_answer",
    "open_attachment",
    "open_return",
    "phrases_for",
    "plain_from_stored",
    "plain_number",
    "read_manifest",
    "reading_snapshots",
    "rebuild_states",
    "receive_upload",
    "record_fact",
    "record_for",
    "recorded_since",
    "records",
    "refuse_many",
    "refuse_record",
    "require_whole",
    "retract_record",
    "rewriting_snapshots",
    "seal_sample",
    "sent_back",
    "sheets_for",
    "shown_in_report",
    "shown_records",
    "snapshot_known_at",
    "snapshot_moments",
    "snapshot_numbered",
    "snapshots_folder",
    "standing_facts",
    "standing_rows",
    "store_upload",
    "stored_from_plain",
    "subject_table",
    "take_snapshot",
    "taken_out_since",
    "timeline",
    "types_kept_for_a_time",
    "types_seen",
    "waiting_records",
    "withdraw_objection",
    "withdraw_upload",
]
