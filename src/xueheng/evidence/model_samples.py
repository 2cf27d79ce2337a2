"""Draws by lot for a second look: sealed first, then drawn, reproducible by anybody who has the seed."""

from django.db import models

from xueheng.evidence.model_records import Record
from xueheng.identity.public import ScopedManager
from xueheng.trust.public import new_number


class SampleDraw(models.Model):
    """One draw (抽查): of which records, how large a share, and the seed, shown once it was drawn."""

    number = models.BigIntegerField(primary_key=True, default=new_number)
    type = models.CharField(max_length=81)
    organisation = models.BigIntegerField(db_index=True)
    from_day = models.DateField()
    to_day = models.DateField()
    per_cent = models.IntegerField()
    person = models.BigIntegerField()
    post = models.BigIntegerField(null=True)
    commitment = models.CharField(max_length=64)
    """SHA-256 of the seed in hexadecimal: shown and in the journal before anything is drawn."""
    sealed_seed = models.BinaryField()
    among = models.IntegerField()
    """How many records stand to be drawn from."""
    among_digest = models.CharField(max_length=64)
    """SHA-256 of their numbers in order, one a line: fixed together with the seed."""
    sealed_at = models.BigIntegerField()
    seed = models.CharField(max_length=64, null=True)
    """In hexadecimal, once it was drawn."""
    drawn_at = models.BigIntegerField(null=True)

    objects = ScopedManager()


class SampleCandidate(models.Model):
    """A record that a draw was among; whether the lot fell on it, and which attestation or refusal looked at it."""

    draw = models.ForeignKey(SampleDraw, on_delete=models.PROTECT, related_name="candidates")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    drawn = models.BooleanField(default=False)
    looked = models.BigIntegerField(null=True)

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draw", "record"], name="sample_candidate_once")]
