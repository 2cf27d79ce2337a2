"""Registers brought in from files: one import from its arrival to its rows, and what schools said of their headings."""

from django.db import models

from xueheng.identity.scopes import ScopedManager
from xueheng.trust.public import new_number


class RegisterImport(models.Model):
    """One file brought in. The file and all that tells of people in it are sealed with the import's own key."""

    number = models.BigIntegerField(primary_key=True, default=new_number)
    layout = models.CharField(max_length=100)
    """The layout's qualified name."""
    version = models.CharField(max_length=20, blank=True)
    file_name = models.BinaryField()
    file_digest = models.BinaryField(max_length=16, db_index=True)
    """A keyed fingerprint of the content: the same file again is known."""
    organisation = models.BigIntegerField(db_index=True)
    """Where the post that brought it is held."""
    person = models.BigIntegerField()
    post = models.BigIntegerField(null=True)
    day = models.DateField()
    """The day from which what the file says holds."""
    state = models.CharField(max_length=10, default="received")
    """received, columns (headings to be settled), checked, storing, stored, withdrawn."""
    received = models.IntegerField(default=0)
    new = models.IntegerField(default=0)
    same = models.IntegerField(default=0)
    changed = models.IntegerField(default=0)
    rejected = models.IntegerField(default=0)
    """received = new + same + changed + rejected, once it is checked."""
    gone = models.IntegerField(default=0)
    """Known here and not in the file; told, never acted upon."""
    told = models.BinaryField(null=True)
    """What the pages show of headings and remarks, sealed."""
    created = models.BigIntegerField()
    stored_at = models.BigIntegerField(null=True)

    objects = ScopedManager()


class ImportedRow(models.Model):
    """A row that is not simply the same: what is or was to be done with it, sealed where it tells of a person."""

    batch = models.ForeignKey(RegisterImport, on_delete=models.PROTECT, related_name="rows")
    sheet = models.IntegerField()
    """The sheet's place among those read, from 0; -1 for people gone from the file."""
    row = models.IntegerField()
    """As the spreadsheet counts."""
    outcome = models.CharField(max_length=10)
    """new, changed, same (by the time it was stored), rejected, gone."""
    done = models.BooleanField(default=False)
    told = models.BinaryField()

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "sheet", "row"], name="imported_row_once")]
        indexes = [models.Index(fields=["batch", "outcome", "id"], name="imported_rows")]


class ValueMeaning(models.Model):
    """What a spelling in a unit's own registers stands for in a column of codes, said once and remembered."""

    organisation = models.BigIntegerField()
    layout = models.CharField(max_length=100)
    word = models.CharField(max_length=40)
    value = models.CharField(max_length=40)
    code = models.CharField(max_length=40)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "layout", "word", "value"], name="value_means_once")
        ]


class HeadingMeaning(models.Model):
    """What a unit's own heading fills in a layout, said once and remembered; an empty word leaves the column alone."""

    organisation = models.BigIntegerField()
    layout = models.CharField(max_length=100)
    heading = models.CharField(max_length=120)
    word = models.CharField(max_length=40, blank=True)

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "layout", "heading"], name="heading_means_once")]
