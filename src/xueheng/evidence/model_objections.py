"""What a pupil or her guardian says of a record: that it is wrong, and whom it is shown to."""

from django.db import models

from xueheng.evidence.model_records import Record
from xueheng.identity.public import ScopedManager
from xueheng.trust.public import new_number


class Objection(models.Model):
    """Doubt about a record (有疑问), put by the pupil or a guardian and answered by somebody who did not record it.

    Type, subject, unit, day and recorder are the record's own, so that who sees it follows from the same rule.
    """

    number = models.BigIntegerField(primary_key=True, default=new_number)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="objections")
    type = models.CharField(max_length=81)
    subject = models.BigIntegerField()
    organisation = models.BigIntegerField(null=True)
    day = models.DateField()
    recorder = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    """What is wrong, by its code: see `objections.KINDS`."""
    person = models.BigIntegerField()
    """Who objects."""
    words = models.BinaryField()
    """One line more, sealed with the subject's key; empty without one and once erased."""
    made_at = models.BigIntegerField()
    """Microseconds since 1970-01-01 UTC, as the times below."""
    state = models.CharField(max_length=10, default="open")
    """open, answered, withdrawn."""
    upheld = models.BooleanField(null=True)
    answer = models.BinaryField(default=b"")
    """The answer in words, sealed likewise."""
    answered_by = models.BigIntegerField(null=True)
    answered_post = models.BigIntegerField(null=True)
    ended_at = models.BigIntegerField(null=True)
    """When it was answered or withdrawn."""

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "person"], name="objected_once_at_a_time", condition=models.Q(state="open")
            )
        ]
        indexes = [
            models.Index(fields=["organisation"], name="objection_open", condition=models.Q(state="open")),
            models.Index(fields=["subject", "ended_at"], name="objection_of_subject"),
            models.Index(fields=["recorder", "made_at"], name="objection_to_recorder"),
        ]


class ShownChoice(models.Model):
    """To whom a record is shown, and whether it goes into the term report, as its pupil chose. A new choice is a new
    row; the one in force has no end.
    """

    number = models.BigIntegerField(primary_key=True, default=new_number)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="choices")
    subject = models.BigIntegerField(db_index=True)
    person = models.BigIntegerField()
    """Who chose."""
    audience = models.CharField(max_length=10, default="")
    """'' whoever may by the rules, class, family: see `showing.AUDIENCES`."""
    in_report = models.BooleanField(null=True)
    """None: nothing was chosen yet."""
    made_at = models.BigIntegerField()
    ended_at = models.BigIntegerField(null=True)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record"], name="shown_choice_in_force", condition=models.Q(ended_at__isnull=True)
            )
        ]
