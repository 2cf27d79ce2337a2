"""Posts that people hold, and the purposes for which minors' sensitive fields are read."""

from django.db import models

from xueheng.identity.model_organisations import Organisation
from xueheng.identity.model_people import Person
from xueheng.identity.periods import Dated
from xueheng.identity.scopes import ScopedManager
from xueheng.trust.public import new_number


class Post(Dated):
    """A post (岗位) held by a person at a unit from a day to a day. What it may do, packs and the kernel declare."""

    number = models.BigIntegerField(primary_key=True, default=new_number)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=60)
    """The declared post: `class_teacher`, `school_admin`, `audit_admin`."""
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="posts")
    hierarchy = models.CharField(max_length=20, default="administrative")
    acting = models.BooleanField(default=False)
    delegated_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True)
    """The post that lends its rights; a delegation ends no later than it."""
    ended_at = models.BigIntegerField(null=True)
    """When it was cut short, microseconds since 1970; then `to_day` no longer counts."""

    objects = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["person", "to_day"], name="post_of_person")]


class ReadingPurpose(models.Model):
    """Why a post wants to read minors' sensitive fields, until when, and who approved it."""

    number = models.BigIntegerField(primary_key=True, default=new_number)
    post = models.ForeignKey(Post, on_delete=models.PROTECT)
    purpose = models.CharField(max_length=20)
    reason = models.CharField(max_length=200)
    subject = models.BigIntegerField(null=True)
    """The one person it is about; None: all within the post's reach."""
    asked_at = models.BigIntegerField()
    until = models.BigIntegerField()
    approved_by = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+")
    refused = models.BooleanField(default=False)

    objects = ScopedManager()
