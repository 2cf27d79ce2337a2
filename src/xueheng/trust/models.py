"""The tables of the journal and of the keys."""

from django.db import models

from xueheng.trust.numbers import new_number


class Stream(models.Model):
    """A chain of entries and its head; the head is locked before an entry is added."""

    name = models.CharField(primary_key=True, max_length=80)
    length = models.BigIntegerField(default=0)
    head = models.BinaryField(max_length=32, default=bytes(32))
    last_at = models.BigIntegerField(default=0)
    """When its last entry was written: no later entry bears an earlier time, even if the clock is set back."""


class Entry(models.Model):
    """One act in the journal. Never changed and never removed: the database refuses it too.

    `hash` covers everything here but itself; of the detail it covers the salted commitment only, so that an erased
    detail leaves the chain whole. Whom and what it is about is bound by `about_commitment`.
    """

    stream = models.ForeignKey(Stream, on_delete=models.PROTECT, db_index=False)
    sequence = models.BigIntegerField()
    at = models.BigIntegerField()
    """Microseconds since 1970-01-01 UTC."""
    actor = models.BigIntegerField(null=True)
    """The number of the person who acted; None: the programme itself."""
    post = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=60)
    commitment = models.BinaryField(max_length=32)
    """SHA-256 of the detail's salt and text; zeros where there is no detail."""
    about_commitment = models.BinaryField(max_length=32)
    """SHA-256 over the sorted rows of `About`; zeros where there are none."""
    previous = models.BinaryField(max_length=32)
    """The hash of the entry before it in the stream; zeros for the first."""
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "sequence"], name="entry_once")]


class Detail(models.Model):
    """What an entry is about, as canonical JSON. May be erased; then the commitment alone is left."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True)
    salt = models.BinaryField(max_length=16)
    text = models.TextField()


class About(models.Model):
    """Which person or thing an entry is about, so that "who has looked at this" is one question."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT)
    kind = models.CharField(max_length=40)
    number = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["kind", "number", "entry"], name="about_what")]


class Checkpoint(models.Model):
    """A signed state of all streams; the same text is written to a file that can be kept elsewhere."""

    number = models.BigIntegerField(primary_key=True, default=new_number)
    at = models.BigIntegerField()
    text = models.TextField()
    """Canonical JSON: for each stream its length and head, and the Merkle root over them."""
    signature = models.BinaryField(max_length=64)


class SubjectKey(models.Model):
    """The key of one subject's payloads, wrapped with the master key. Lives in the database `keys` alone."""

    subject = models.BigIntegerField(primary_key=True)
    wrapped = models.BinaryField(null=True)
    """None once it has been destroyed."""
    created = models.BigIntegerField()
    destroyed = models.BigIntegerField(null=True)
