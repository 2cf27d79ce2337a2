"""Schools' own layers (校本指标) that are written and decided here: drafts, what is sent, what is in force."""

from datetime import date

from django.db import models

from xueheng.identity.public import ScopedManager
from xueheng.trust.public import new_number

DRAFT, SENT, ADOPTED, WITHDRAWN = "draft", "sent", "adopted", "withdrawn"


class SchoolLayer(models.Model):
    """A layer of one school over one standard. `text` is the overlay.yaml that it would be in a pack."""

    number = models.BigIntegerField(primary_key=True, default=new_number)
    organisation = models.BigIntegerField()
    """The school."""
    standard = models.CharField(max_length=120)
    version = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    """The base as it was when the draft was begun: version and digest of meaning."""
    text = models.TextField()
    reason = models.TextField(default="", blank=True)
    """Why the school wants it so."""
    state = models.CharField(max_length=10, default=DRAFT)
    """draft, sent, adopted, withdrawn."""
    from_day = models.DateField(null=True)
    to_day = models.DateField(null=True)
    """First and last day in force; None for the last: open."""
    follows = models.BigIntegerField(null=True)
    """The layer that the draft was begun from."""
    begun_by = models.BigIntegerField()
    edited_by = models.BigIntegerField()
    sent_by = models.BigIntegerField(null=True)
    decided_by = models.BigIntegerField(null=True)
    """Persons: whoever decides has neither begun, written nor sent it."""
    answer = models.TextField(default="", blank=True)
    """Why it was sent back."""
    begun = models.BigIntegerField()
    changed = models.BigIntegerField()
    sent = models.BigIntegerField(null=True)
    decided = models.BigIntegerField(null=True)
    """Microseconds since 1970."""

    objects = ScopedManager()

    @property
    def pack(self) -> str:
        """The name of its pack: where it is kept with a run's definitions, and in a run's results."""
        return f"layer_{self.number}"

    def holds_over(self, first: date, last: date) -> bool:
        """Whether it is in force on every day of a period."""
        begun = self.from_day is not None and self.from_day <= first
        return self.state == ADOPTED and begun and (self.to_day is None or self.to_day >= last)

    def ended_before(self, day: date) -> bool:
        """Whether its last day is past."""
        return self.to_day is not None and self.to_day < day

    class Meta:
        indexes = [models.Index(fields=["organisation", "standard"], name="layers_of_school")]
