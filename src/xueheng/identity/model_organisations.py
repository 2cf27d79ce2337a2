"""Units of every kind, their names, their places in the hierarchies, and what became of them."""

from django.db import models

from xueheng.identity.periods import Dated
from xueheng.identity.scopes import ScopedManager
from xueheng.trust.public import new_number

KINDS = (
    "city",
    "district",
    "school",
    "section",
    "class",
    "party_committee",
    "branch",
    "group",
    "institution",
    "office",
)
"""The entities of the packs that are units; `city` and `office` are the kernel's own."""

HIERARCHIES = ("administrative", "party", "group")


class Organisation(models.Model):
    """A unit: an authority, a school, a section, a class, a branch. Never deleted; closed from a day on."""

    number = models.BigIntegerField(primary_key=True, default=new_number)
    kind = models.CharField(max_length=20)
    code = models.CharField(max_length=40, unique=True)
    """The code of the office's own lists: a school's ten-digit code, a class's code within its school."""
    credit_code = models.BinaryField(null=True)
    """The unified social credit code, encrypted with the unit's own key."""
    credit_index = models.BinaryField(max_length=32, null=True, unique=True)
    """Its blind index."""
    founded = models.DateField()
    closed = models.DateField(null=True)
    """The last day it existed."""

    objects = ScopedManager()


class OrganisationName(Dated):
    """What a unit is called from a day to a day."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="names")
    name = models.CharField(max_length=60)
    short = models.CharField(max_length=20, blank=True)

    objects = ScopedManager()


class OrganisationState(Dated):
    """What packs' entities know of a unit from a day to a day, in codes: {"stage": "primary", "grade": "13"}."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="states")
    attributes = models.JSONField(default=dict)

    objects = ScopedManager()


class OrganisationLink(Dated):
    """A unit's place in one hierarchy: directly under another, or at the top. One place on any day."""

    hierarchy = models.CharField(max_length=20)
    parent = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="links_down")
    """None: at the top of the hierarchy."""
    child = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="links_up")

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hierarchy", "child", "from_day"], name="one_place_a_day")]
        indexes = [models.Index(fields=["hierarchy", "parent", "to_day"], name="links_of_parent")]


class Closure(Dated):
    """Every unit under every other in one hierarchy, itself included (depth 0). Kept by the unit actions alone."""

    hierarchy = models.CharField(max_length=20)
    ancestor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    descendant = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    depth = models.IntegerField()

    objects = ScopedManager()

    class Meta:
        indexes = [
            models.Index(fields=["hierarchy", "ancestor", "descendant"], name="closure_down"),
            models.Index(fields=["hierarchy", "descendant", "ancestor"], name="closure_up"),
        ]


class Succession(models.Model):
    """What a unit became on a day: merged into another, or one part of a split."""

    kind = models.CharField(max_length=10, choices=[("merged", "并入"), ("split", "拆分")])
    before = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="successors")
    after = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="predecessors")
    day = models.DateField()
    """The first day of the new state."""

    objects = ScopedManager()
