"""Trust: what the other rooms may use. Importing it loads no table, so that settings may import it."""

from xueheng.trust.actions.destroy_key import destroy_key
from xueheng.trust.actions.erase_details import erase_details, erase_details_about
from xueheng.trust.actions.make_checkpoint import MadeCheckpoint, make_checkpoint
from xueheng.trust.append_only import Kept, drop_guards, guards_lifted, make_guards
from xueheng.trust.blind_indexes import blind_index, blind_indexes, fingerprint, fingerprints
from xueheng.trust.canonical import canonical_json
from xueheng.trust.checkpoint_files import checkpoint_folder, file_name, write_checkpoint_file
from xueheng.trust.checkpoint_text import installation, signature_holds, signed
from xueheng.trust.clock import now
from xueheng.trust.clock_check import LEEWAY, ClockBehind, clock_behind
from xueheng.trust.derived_keys import data_folder
from xueheng.trust.erasers import Counted, Eraser, Erasing, erase_everywhere, expire_everywhere
from xueheng.trust.erasure_ledger import ErasureLine, LedgerBroken, ledger_file, note_erasure, read_ledger, take_over
from xueheng.trust.findings import Finding, Verification, said_time
from xueheng.trust.journal import Act, lock_streams, write_acts, write_journal
from xueheng.trust.journal_overview import CheckpointTold, StreamTold, checkpoints_told, streams_told
from xueheng.trust.journal_reading import JournalEntry, last_about, read_about, read_stream
from xueheng.trust.leftovers import due_since, sweep_databases, sweep_is_due
from xueheng.trust.many_values import many_values
from xueheng.trust.number_ranges import in_ranges, ranges
from xueheng.trust.numbers import new_number, number_in
from xueheng.trust.refusals import (
    CheckpointRefused,
    JournalUnreadable,
    KeyDestroyed,
    KeyMissing,
    NoJournal,
    OutsideTransaction,
    ProgrammeKeyKept,
    SealBroken,
    SecretsLost,
)
from xueheng.trust.sealed_files import SealedFile, seal_file, unseal_file
from xueheng.trust.sealing import seal, seal_many, unseal, unseal_many
from xueheng.trust.secret_files import django_secret
from xueheng.trust.subject_keys import PROGRAMME, destroyed_among, forget_keys, keys_destroyed, keys_told
from xueheng.trust.verifying import verify_journal
from xueheng.trust.whole_files import digest_of_file, keep_names, write_new, write_over

__all__ = [
    "LEEWAY",
    "PROGRAMME",
    "Act",
    "CheckpointRefused",
    "CheckpointTold",
    "ClockBehind",
    "Counted",
    "Eraser",
    "Erasing",
    "ErasureLine",
    "Finding",
    "JournalEntry",
    "JournalUnreadable",
    "Kept",
    "KeyDestroyed",
    "KeyMissing",
    "LedgerBroken",
    "MadeCheckpoint",
    "NoJournal",
    "OutsideTransaction",
    "ProgrammeKeyKept",
    "SealBroken",
    "SealedFile",
    "SecretsLost",
    "StreamTold",
    "Verification",
    "blind_index",
    "blind_indexes",
    "canonical_json",
    "checkpoint_folder",
    "checkpoints_told",
    "clock_behind",
    "data_folder",
    "destroy_key",
    "destroyed_among",
    "digest_of_file",
    "django_secret",
    "drop_guards",
    "due_since",
    "erase_details",
    "erase_details_about",
    "erase_everywhere",
    "expire_everywhere",
    "file_name",
    "fingerprint",
    "fingerprints",
    "forget_keys",
    "guards_lifted",
    "in_ranges",
    "installation",
    "keep_names",
    "keys_destroyed",
    "keys_told",
    "last_about",
    "ledger_file",
    "lock_streams",
    "make_checkpoint",
    "make_guards",
    "many_values",
    "new_number",
    "note_erasure",
    "now",
    "number_in",
    "ranges",
    "read_about",
    "read_ledger",
    "read_stream",
    "said_time",
    "seal",
    "seal_file",
    "seal_many",
    "signature_holds",
    "signed",
    "streams_told",
    "sweep_databases",
    "sweep_is_due",
    "take_over",
    "unseal",
    "unseal_file",
    "unseal_many",
    "verify_journal",
    "write_acts",
    "write_checkpoint_file",
    "write_journal",
    "write_new",
    "write_over",
]
