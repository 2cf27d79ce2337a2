"""Evidence: what the other rooms may use.

A fact enters by `append_record` or `append_many`, is changed by `correct_record`, taken back by `retract_record`,
verified by `attest_record` and `refuse_record`. `records(viewer)` are those a viewer may see; `current_fields` opens
one.
"""

from xueheng.evidence.actions.append_many import append_many
from xueheng.evidence.actions.append_record import append_record, record_fact
from xueheng.evidence.actions.attest_record import attest_many, attest_record, refuse_many, refuse_record
from xueheng.evidence.actions.check_upload import check_upload
from xueheng.evidence.actions.correct_record import correct_fact, correct_record
from xueheng.evidence.actions.destroy_expired import Expired, destroy_expired
from xueheng.evidence.actions.draw_sample import DrawResult, draw_result, draw_sample, seal_sample
from xueheng.evidence.actions.open_attachment import OpenFile, open_attachment
from xueheng.evidence.actions.receive_upload import receive_upload
from xueheng.evidence.actions.retract_record import retract_record
from xueheng.evidence.actions.return_upload import make_return, open_return
from xueheng.evidence.actions.store_upload import store_upload
from xueheng.evidence.actions.take_snapshot import take_snapshot
from xueheng.evidence.actions.withdraw_upload import withdraw_upload
from xueheng.evidence.catalogue import evidence_type
from xueheng.evidence.counting import doubles, is_verified, standing_facts
from xueheng.evidence.entry_form import EntryForm, form_for, initial_of
from xueheng.evidence.erasing import EVIDENCE_ERASER
from xueheng.evidence.facts import MOST_AT_ONCE, NewFact, Outcome, Recorded, Refused
from xueheng.evidence.files.incoming import IncomingFile
from xueheng.evidence.files.missing import missing_files
from xueheng.evidence.intake.jobs import begin as begin_upload_job
from xueheng.evidence.intake.layouts import UploadLayout, layouts_for
from xueheng.evidence.intake.refusals import LayoutUnknown, UploadRefused, UploadUnknown
from xueheng.evidence.model_batches import Batch, BatchRow
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
from xueheng.evidence.waiting import corrected_by_others, sent_back, waiting_records

__all__ = [
    "EVIDENCE_ERASER",
    "MOST_AT_ONCE",
    "AlreadyCorrected",
    "AlreadyRetracted",
    "Batch",
    "BatchRow",
    "ClientReused",
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
    "NotToVerify",
    "NothingChanged",
    "OpenFile",
    "Outcome",
    "OwnRecord",
    "Plain",
    "ReasonMissing",
    "RecordUnknown",
    "Recorded",
    "Refused",
    "Shown",
    "SnapshotFile",
    "SnapshotRefused",
    "SnapshotsInUse",
    "TypeUnknown",
    "UploadLayout",
    "UploadRefused",
    "UploadUnknown",
    "append_many",
    "append_record",
    "attest_many",
    "attest_record",
    "begin_upload_job",
    "check_upload",
    "correct_fact",
    "correct_record",
    "corrected_by_others",
    "current_fields",
    "destroy_expired",
    "doubles",
    "draw_result",
    "draw_sample",
    "evidence_type",
    "files_of",
    "form_for",
    "history_of",
    "initial_of",
    "is_verified",
    "latest_snapshot",
    "layouts_for",
    "links_of",
    "make_return",
    "missing_files",
    "open_attachment",
    "open_return",
    "plain_from_stored",
    "plain_number",
    "read_manifest",
    "reading_snapshots",
    "rebuild_states",
    "receive_upload",
    "record_fact",
    "record_for",
    "records",
    "refuse_many",
    "refuse_record",
    "require_whole",
    "retract_record",
    "rewriting_snapshots",
    "seal_sample",
    "sent_back",
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
    "types_kept_for_a_time",
    "waiting_records",
    "withdraw_upload",
]
