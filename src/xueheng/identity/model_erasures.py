"""Erasures of people: put forward by one, decided by another, carried out once."""

from django.db import models

from xueheng.identity.model_posts import Post
from xueheng.identity.scopes import ScopedManager
from xueheng.trust.public import new_number


class Erasure(models.Model):
    """An erasure (清除) of one person. The reason is sealed with her key and goes with it."""

    number = models.BigIntegerField(primary_key=True, default=new_number)
    subject = models.BigIntegerField(db_index=True)
    """Her number: all that stays of her in clear."""
    organisation = models.BigIntegerField()
    """The unit of the asking post: who decides is found by it when she is enrolled nowhere any more."""
    ground = models.CharField(max_length=20)
    """Why the law allows or demands it: one of `GROUNDS`."""
    reason = models.BinaryField()
    state = models.CharField(max_length=10, default="proposed")
    """proposed, refused, approved, erasing (the keys go; never back from here), done."""
    proposed_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.BigIntegerField()
    decided_by = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.BigIntegerField(null=True)
    ended = models.BigIntegerField(null=True)
    removed = models.IntegerField(default=0)
    """Rows and files that went."""

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject"],
                name="erasure_open_once",
                condition=models.Q(state__in=["proposed", "approved", "erasing"]),
            )
        ]
        indexes = [models.Index(fields=["state", "proposed_at"], name="erasures_open")]
