"""Runs: what was computed, from what, by which standard, and what came of it."""

from datetime import date

from django.db import models

from xueheng.evaluation.core.public import Period
from xueheng.identity.public import ScopedManager
from xueheng.trust.public import new_number

STANDARD, MEASURE = "standard", "measure"


class Run(models.Model):
    """A run (评价批次): one standard over one period on one snapshot. Its results lie in a folder of the number."""

    number = models.BigIntegerField(primary_key=True, default=new_number)
    organisation = models.BigIntegerField(null=True)
    """The unit whose subjects it is of; None: of all that are on the server (runs by the command line)."""
    what = models.CharField(max_length=10, default=STANDARD)
    """standard, or measure: the values of one measure for all its subjects."""
    standard = models.CharField(max_length=120)
    """The qualified name of the standard, or of the measure."""
    version = models.CharField(max_length=20)
    window = models.CharField(max_length=40)
    label = models.CharField(max_length=40)
    first = models.DateField()
    last = models.DateField()
    """The period's days, both included."""
    as_of = models.DateField(null=True)
    """The day whose tree and enrolments hold; None: the period's last."""
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
    definitions = models.CharField(max_length=64, default="")
    """Digest of the packs that it was computed by, which are kept; '' for runs made before they were."""
    job = models.BigIntegerField(null=True)
    """The job in which it is computed: a job that begins again leaves no run behind that seems to go on."""
    checked = models.BigIntegerField(null=True)
    """When it was last computed again. Microseconds since 1970."""
    same = models.BooleanField(null=True)
    """Whether the same digests came out then."""
    erased = models.IntegerField(default=0)
    """How many people were taken out of what it was computed from: then it cannot be computed again."""
    expired = models.IntegerField(default=0)
    """How many single records were, because their time was over."""

    objects = ScopedManager()

    @property
    def period(self) -> Period:
        """The period that it is of."""
        return Period(self.window, self.label, self.first, self.last, self.as_of)

    @property
    def tree_day(self) -> date:
        """The day whose tree and enrolments hold."""
        return self.period.tree_day

    class Meta:
        indexes = [models.Index(fields=["standard", "begun"], name="runs_of_standard")]
