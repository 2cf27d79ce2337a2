"""Reports of a class over a period: each pupil's facts and comment, sealed; what she chose; files made of them."""

from typing import Literal

from django.db import models

from xueheng.evaluation.core.public import Period
from xueheng.identity.public import ScopedManager
from xueheng.trust.public import new_number

WRITING, AGAIN, CHECKED, FINISHED = "writing", "again", "checked", "finished"
"""Where a report stands: being written; sent back to its pupil to choose again; checked; given out."""
State = Literal["writing", "again", "checked", "finished"]
PDF, BUNDLE = "pdf", "bundle"
"""What is made of a class: one PDF of all, and an archive with a docx and a PDF of each."""


class ClassReports(models.Model):
    """The reports of one class over one period."""

    number = models.BigIntegerField(primary_key=True, default=new_number)
    organisation = models.BigIntegerField()
    """The class."""
    window = models.CharField(max_length=40)
    label = models.CharField(max_length=40)
    first = models.DateField()
    last = models.DateField()
    """The period's days, both included."""
    person = models.BigIntegerField()
    """Who began them."""
    made = models.BigIntegerField()
    """Microseconds since 1970."""
    job = models.BigIntegerField(null=True)
    """The job that last worked on them."""

    objects = ScopedManager()

    @property
    def period(self) -> Period:
        """The period that they are of."""
        return Period(self.window, self.label, self.first, self.last)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "window", "label"], name="reports_once")]


class TermReport(models.Model):
    """One pupil's report. What it says is sealed with her key; nothing of it stands in clear."""

    number = models.BigIntegerField(primary_key=True, default=new_number)
    reports = models.ForeignKey(ClassReports, on_delete=models.PROTECT, related_name="reports")
    pupil = models.BigIntegerField(db_index=True)
    organisation = models.BigIntegerField()
    """The class, as in the set."""
    place = models.IntegerField()
    """In the order of the class's list; says nothing of results."""
    kind = models.CharField(max_length=81, default="")
    """The pack's report, by its qualified name; '' until it is drafted, or where none applies."""
    state = models.CharField(max_length=10, default=WRITING)
    facts = models.BinaryField(default=b"")
    comment = models.BinaryField(default=b"")
    edited = models.BooleanField(default=False)
    """Whether a person has written the comment: then no draft takes its place."""
    chosen = models.BooleanField(default=False)
    """Whether the pupil, or a guardian, has said what goes in: also that nothing does."""
    changed = models.BigIntegerField()
    """Microseconds since 1970: two who edit it are told by this."""

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reports", "pupil"], name="report_of_pupil_once")]
        indexes = [models.Index(fields=["organisation", "state"], name="reports_of_class")]


class ReportPick(models.Model):
    """A record that goes into a report because its subject said so: that opens it to who reads the report."""

    report = models.ForeignKey(TermReport, on_delete=models.CASCADE, related_name="picks")
    record = models.BigIntegerField()
    words = models.BinaryField(default=b"")
    """What it said when it was chosen, sealed with the pupil's key."""

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "record"], name="record_picked_once")]


class ReportFile(models.Model):
    """A file made of a class's reports. It lies sealed on the disk until its time is over, and can be made anew."""

    number = models.BigIntegerField(primary_key=True, default=new_number)
    reports = models.ForeignKey(ClassReports, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=10)
    size = models.BigIntegerField()
    made = models.BigIntegerField()
    until = models.BigIntegerField()
    """Microseconds since 1970."""

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reports", "kind"], name="file_of_reports_once")]
