"""Long work and what people have typed and not sent yet."""

from django.db import models

from xueheng.trust.public import new_number


class Job(models.Model):
    """One piece of long work: what it is, how far it is, whose it is. Claimed by compare-and-set."""

    number = models.BigIntegerField(primary_key=True, default=new_number)
    kind = models.CharField(max_length=40)
    """Names the function that runs it, from the list of declared jobs; never code from data."""
    arguments = models.JSONField(default=dict)
    person = models.BigIntegerField(null=True)
    post = models.BigIntegerField(null=True)
    """The post it runs under: ended, it stops."""
    state = models.CharField(max_length=10, default="waiting")
    """waiting, running, done, failed, cancelled."""
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    said = models.JSONField(default=dict)
    """The last sentence about it: {"zh": …, "en": …}."""
    cancel_asked = models.BooleanField(default=False)
    attempts = models.IntegerField(default=0)
    created = models.BigIntegerField()
    begun = models.BigIntegerField(null=True)
    seen = models.BigIntegerField(null=True)
    """Last sign of life; a running job without one for a while is taken up again."""
    ended = models.BigIntegerField(null=True)
    result = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["state", "created"], name="job_waiting")]


class Draft(models.Model):
    """What a person has typed into a form and not sent; encrypted with the person's key, kept 30 days."""

    number = models.BigIntegerField(primary_key=True, default=new_number)
    person = models.BigIntegerField()
    form = models.CharField(max_length=80)
    """The form's address."""
    payload = models.BinaryField()
    changed = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "form"], name="draft_once")]
