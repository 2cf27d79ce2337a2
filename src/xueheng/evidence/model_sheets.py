"""What a post keeps for its class sheets: the one used last, whom it has an eye on, phrases of its own."""

from django.db import models

from xueheng.identity.public import ScopedManager
from xueheng.trust.public import new_number


class LastSheet(models.Model):
    """The sheet that a post saved last: its type, class, and what was said once for all. No pupil, no text."""

    post = models.BigIntegerField(primary_key=True)
    person = models.BigIntegerField(db_index=True)
    type = models.CharField(max_length=81)
    organisation = models.BigIntegerField()
    heads = models.JSONField(default=dict)
    """Field → value in stored units."""

    objects = ScopedManager()


class WatchedPupil(models.Model):
    """A pupil whom a post has its eye on: until a day, the hint that nothing was recorded stays silent."""

    post = models.BigIntegerField()
    person = models.BigIntegerField(db_index=True)
    pupil = models.BigIntegerField(db_index=True)
    until = models.DateField()

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "pupil"], name="watched_once")]


class KeptPhrase(models.Model):
    """A sentence that somebody keeps for herself, sealed with her own key."""

    number = models.BigIntegerField(primary_key=True, default=new_number)
    person = models.BigIntegerField(db_index=True)
    words = models.BinaryField()
    made = models.BigIntegerField()

    objects = ScopedManager()
