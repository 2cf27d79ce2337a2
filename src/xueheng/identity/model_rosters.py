"""Rosters of other programs: who sent them, and every row as it came, so that it can be given back unharmed."""

from django.db import models

from xueheng.identity.scopes import ScopedManager
from xueheng.trust.public import new_number


class RosterSource(models.Model):
    """Another program whose rosters are brought in at a unit."""

    number = models.BigIntegerField(primary_key=True, default=new_number)
    organisation = models.BigIntegerField()
    """The unit that it is brought in for; 0: none, by the programme itself."""
    code = models.CharField(max_length=120)
    """What the program calls itself in its manifest."""
    files = models.JSONField(default=dict)
    """File → its further headings (`metadata.…`) in their order, for every file that it ever sent."""

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="roster_source_once")]


class RosterRow(models.Model):
    """One row of a source's roster as it stands there, and what it became here."""

    source = models.ForeignKey(RosterSource, on_delete=models.PROTECT, related_name="rows")
    file = models.CharField(max_length=40)
    """As the binding names it: users."""
    index = models.BinaryField(max_length=32)
    """The blind index of its sourcedId, which other programs may make of an identity number."""
    subject = models.BigIntegerField(db_index=True)
    """Whose key seals it: the person it tells of, else the source."""
    told = models.BinaryField()
    """The row, sealed."""
    mark = models.BinaryField(max_length=16)
    """A fingerprint of the row: the same row again is known."""
    place = models.BigIntegerField()
    """Rows of a file are given back in the order of this."""
    kind = models.CharField(max_length=20, blank=True)
    """What it became: organisation, person, enrolment, post; '' where it is kept as it is."""
    thing = models.BigIntegerField(null=True)
    modified = models.BigIntegerField()
    """When it came as it is now, microseconds since 1970."""
    gone = models.BigIntegerField(null=True)
    """Since when the source no longer has it."""

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "file", "index"], name="roster_row_once")]
        indexes = [models.Index(fields=["kind", "thing"], name="roster_row_of_thing")]
