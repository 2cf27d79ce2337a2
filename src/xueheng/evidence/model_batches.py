"""Uploads: a workbook from its arrival to its rows in the record."""

from django.db import models

from xueheng.identity.public import ScopedManager
from xueheng.trust.public import new_number


class Batch(models.Model):
    """One upload (上传). Its records become visible by one change of `state` to `visible`."""

    number = models.BigIntegerField(primary_key=True, default=new_number)
    layout = models.CharField(max_length=80)
    file_name = models.BinaryField()
    file_digest = models.CharField(max_length=64, db_index=True)
    """Keyed digest of the workbook, in hexadecimal: the same file again."""
    organisation = models.BigIntegerField(db_index=True)
    person = models.BigIntegerField()
    post = models.BigIntegerField()
    state = models.CharField(max_length=12, default="received")
    """received, checking, checked, storing, visible; failed; withdrawing, withdrawn, retracted (withdrawn after it was
    visible).
    """
    received = models.IntegerField(default=0)
    new = models.IntegerField(default=0)
    same = models.IntegerField(default=0)
    rejected = models.IntegerField(default=0)
    """received = new + same + rejected, once it is checked."""
    created = models.BigIntegerField()
    visible_at = models.BigIntegerField(null=True)
    day = models.DateField(null=True)
    said = models.JSONField(default=dict)

    objects = ScopedManager()


class BatchRow(models.Model):
    """A row of an upload: where it stands and what became of it; cells of rejected rows are encrypted."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="rows")
    sheet = models.CharField(max_length=60)
    row = models.IntegerField()
    outcome = models.CharField(max_length=10)
    """new, same, rejected."""
    kind = models.CharField(max_length=40, default="")
    """Of a rejected row: what is wrong with it first (a heading, or one of `outcomes.KINDS`)."""
    record = models.BigIntegerField(null=True)
    reasons = models.BinaryField(null=True)

    objects = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["batch", "outcome", "id"], name="batch_rows")]
