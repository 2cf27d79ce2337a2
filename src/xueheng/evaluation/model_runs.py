"""Runs: what was computed, from what, by which standard, and what came of it."""

from django.db import models

from xueheng.identity.public import ScopedManager
from xueheng.trust.public import new_number


class Run(models.Model):
    """A run (评价批次): one standard over one period on one snapshot. Its results lie in a folder of the number."""

    number = models.BigIntegerField(primary_key=True, default=new_number)
    standard = models.CharField(max_length=120)
    version = models.CharField(max_length=20)
    window = models.CharField(max_length=40)
    label = models.CharField(max_length=40)
    first = models.DateField()
    last = models.DateField()
    """The period's days, both included; the tree and the enrolments are those of the last."""
    state = models.CharField(max_length=10, default="running")
    """running, done, failed."""
    snapshot = models.BigIntegerField()
    snapshot_digest = models.CharField(max_length=64)
    known_at = models.BigIntegerField()
    """When the snapshot was taken: nothing recorded later is in the results. Microseconds since 1970."""
    digests = models.JSONField(default=dict)
    """What the results are of: pack, dataset, leaves, results (SHA-256)."""
    subjects = models.IntegerField(default=0)
    person = models.BigIntegerField(null=True)
    post = models.BigIntegerField(null=True)
    begun = models.BigIntegerField()
    ended = models.BigIntegerField(null=True)
    said = models.JSONField(default=dict)
    """Why it failed, in both languages."""

    objects = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["standard", "begun"], name="runs_of_standard")]
