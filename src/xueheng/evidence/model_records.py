"""The record's tables: envelopes in clear, payloads encrypted, added to and never changed."""

from django.db import models

from xueheng.evidence.kept import KeptManager, KeptModel
from xueheng.evidence.model_batches import Batch
from xueheng.identity.public import ScopedManager


class NumberBlock(models.Model):
    """The next free record number; processes take blocks of it by compare-and-set."""

    name = models.CharField(primary_key=True, max_length=20)
    next = models.BigIntegerField(default=1)


class Record(KeptModel):
    """An evidence record (记录): a fact, a correction, an attestation or a retraction. Append-only, by trigger too.

    The payload is AES-256-GCM under the subject's key with type|record|subject as associated data: canonical JSON of
    the type's fields in stored units.
    """

    number = models.BigIntegerField(primary_key=True)
    act = models.CharField(max_length=12)
    """fact, correction, attestation, refusal (of an attestation), retraction."""
    type = models.CharField(max_length=81)
    type_version = models.CharField(max_length=20)
    subject = models.BigIntegerField()
    """The number of the person or unit it is about."""
    organisation = models.BigIntegerField(null=True)
    """The unit where it was recorded: the subject's class or unit on `day`."""
    day = models.DateField()
    recorder = models.BigIntegerField()
    post = models.BigIntegerField(null=True)
    provenance = models.CharField(max_length=12)
    """form, sheet, upload, import, api."""
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, db_index=False)
    target = models.BigIntegerField(null=True)
    """The record that this one corrects, attests, refuses or retracts."""
    payload = models.BinaryField()
    commitment = models.BinaryField(max_length=32)
    """SHA-256 of a salt inside the payload, the envelope and the fields: what the journal binds."""
    fingerprint = models.BinaryField(max_length=16)
    """Keyed digest of type, subject, day (or window) and fields: the same fact again, whoever brings it."""
    once = models.BinaryField(max_length=16, null=True)
    """Keyed digest of type, subject and the window and fields that the type takes one fact for."""
    recorded_at = models.BigIntegerField()
    """Microseconds since 1970-01-01 UTC."""
    client = models.CharField(max_length=36, null=True)
    """The sender's own id of this record: sent twice, stored once."""

    objects = KeptManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recorder", "client"], name="record_sent_once"),
            models.UniqueConstraint(
                fields=["target"],
                name="record_superseded_once",
                condition=models.Q(act__in=["correction", "retraction"]),
            ),
        ]
        indexes = [
            models.Index(fields=["subject", "type", "day"], name="record_of_subject"),
            models.Index(fields=["organisation", "type", "day"], name="record_of_unit"),
            models.Index(fields=["recorded_at", "number"], name="record_since"),
            models.Index(fields=["type", "day"], name="record_of_type"),
            models.Index(fields=["fingerprint"], name="record_same_fact"),
            models.Index(fields=["once"], name="record_once", condition=models.Q(once__isnull=False)),
            models.Index(fields=["batch"], name="record_of_batch"),
            models.Index(fields=["target"], name="record_about_record", condition=models.Q(target__isnull=False)),
        ]


class RecordState(models.Model):
    """Where a fact stands now, read off the records that name it; may be made anew from them at any time."""

    record = models.OneToOneField(Record, on_delete=models.PROTECT, primary_key=True, related_name="state")
    corrected_by = models.BigIntegerField(null=True)
    attested_by = models.BigIntegerField(null=True)
    refused_by = models.BigIntegerField(null=True)
    retracted_by = models.BigIntegerField(null=True)
    to_verify = models.BooleanField(default=False)
    """Waits for somebody's attestation; a partial index keeps the queue short."""
    sampled = models.BooleanField(default=False)
    """Drawn by lot for a second look that is still to come."""
    differs = models.BooleanField(default=False)
    """Another source says otherwise about what the type takes one fact for: somebody must settle it."""

    objects = ScopedManager()

    class Meta:
        indexes = [
            models.Index(fields=["record"], name="record_to_verify", condition=models.Q(to_verify=True)),
        ]


class RecordLink(models.Model):
    """Two records that say the same fact, from two sources: both kept, one counted."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="links")
    same_as = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="same_facts")
    found_at = models.BigIntegerField()

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record"], name="record_linked_once")]


class Attachment(models.Model):
    """A file with a record: checked, stripped, stored encrypted under the digest of what is stored."""

    number = models.BigIntegerField(primary_key=True)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="attachments")
    field = models.CharField(max_length=40)
    name = models.BinaryField()
    kind = models.CharField(max_length=10)
    size = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    """SHA-256 of the encrypted file: its name on the disk."""
    content = models.BinaryField(max_length=16)
    """Keyed digest of subject and plain content: the same file of the same subject is kept once."""

    objects = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["content"], name="attachment_content")]
