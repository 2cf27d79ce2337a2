"""People, their numbers, enrolments, guardians and consents."""

from django.db import models

from xueheng.identity.model_organisations import Organisation
from xueheng.identity.periods import Dated
from xueheng.identity.scopes import ScopedManager
from xueheng.trust.public import new_number


class Person(models.Model):
    """A person, once. Names are encrypted with the person's own key; found by exact name through a blind index."""

    number = models.BigIntegerField(primary_key=True, default=new_number)
    name = models.BinaryField()
    name_index = models.BinaryField(max_length=32, db_index=True)
    sex = models.CharField(max_length=8, blank=True)
    born = models.BinaryField(null=True)
    """The day of birth, encrypted."""
    minor_until = models.DateField(null=True)
    """The last day under 18: the 18th birthday itself, as 周岁 counts from the day after; None: not known."""
    consent_until = models.DateField(null=True)
    """The last day under 14, counted alike: up to it a guardian consents; None: not known."""
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True)
    erased = models.BigIntegerField(null=True)
    """When she was erased: then the number is all that is left of her."""

    objects = ScopedManager()


class IdentityNumber(models.Model):
    """A number that names a person (identity card, pupil number …): encrypted, found by a blind index."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="numbers")
    kind = models.CharField(max_length=20)
    value = models.BinaryField()
    index = models.BinaryField(max_length=32)

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "index"], name="identity_number_once")]


class PersonMerge(models.Model):
    """Two records of one person put together: which one is left, which one points to it, and who said so."""

    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    gone = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="+")
    at = models.BigIntegerField()
    by = models.BigIntegerField()

    objects = ScopedManager()


class Enrolment(Dated):
    """A pupil in a class (学籍) from a day to a day. A move ends one and begins another."""

    pupil = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="enrolments")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="enrolments")
    """The class."""
    status = models.CharField(max_length=10, default="enrolled")
    """enrolled or leave: codes of the packs' entity. Who has left has no row from the day after."""
    seat = models.IntegerField(null=True)

    objects = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "to_day", "pupil"], name="enrolment_of_class")]


class Guardianship(Dated):
    """A guardian of a pupil. A guardian may have several children and a child several guardians."""

    guardian = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="wards")
    pupil = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="guardians")
    relation = models.CharField(max_length=20)

    objects = ScopedManager()


class Consent(Dated):
    """A guardian's consent for a pupil under 14: to what, in which words, from when; withdrawn by ending it."""

    pupil = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    guardian = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    words_version = models.CharField(max_length=20)

    objects = ScopedManager()
