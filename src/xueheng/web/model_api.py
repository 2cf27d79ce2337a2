"""What lets other systems in: tokens, the answers they were given, and how often they asked."""

from django.db import models

from xueheng.identity.public import Person, Post, ScopedManager
from xueheng.trust.public import new_number


class AccessToken(models.Model):
    """A token (接口令牌) of a person under one of her posts. Its text was shown once; kept is a keyed digest."""

    number = models.BigIntegerField(primary_key=True, default=new_number)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=60)
    """Which system uses it, in its holder's words."""
    code = models.CharField(max_length=12, unique=True)
    """The part of the text that names it, in clear."""
    digest = models.BinaryField(max_length=32)
    scopes = models.JSONField(default=list)
    made = models.BigIntegerField()
    until = models.BigIntegerField(db_index=True)
    last_used = models.BigIntegerField(null=True)
    """To the minute. Microseconds since 1970, as the others."""
    revoked = models.BigIntegerField(null=True)

    objects = ScopedManager()


class KeptAnswer(models.Model):
    """What a sending under an idempotency key was answered: sent again within a day, it is answered alike."""

    token = models.ForeignKey(AccessToken, on_delete=models.CASCADE, related_name="answers")
    key = models.BinaryField(max_length=16)
    """Keyed digest of the sender's key."""
    sent = models.BinaryField(max_length=16)
    """Keyed digest of address and body."""
    status = models.IntegerField(default=0)
    body = models.BinaryField(default=b"")
    """The answer, sealed."""
    made = models.BigIntegerField(db_index=True)

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="api_answered_once")]


class Allowance(models.Model):
    """How many requests of a minute were given out to the processes that answer, by token or address."""

    who = models.BinaryField(max_length=16)
    """Keyed digest: no address is kept."""
    minute = models.BigIntegerField()
    """Minutes since 1970."""
    given = models.IntegerField()

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["who", "minute"], name="api_allowance_once")]
