"""How a person signs in."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from xueheng.identity.model_people import Person


class Account(AbstractBaseUser):
    """A person's sign-in. It carries no rights: those come from posts and guardianships at each request."""

    login = models.CharField(max_length=60, unique=True)
    email = models.CharField(max_length=120, blank=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="account")
    must_change_password = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    sessions_valid_from = models.BigIntegerField(default=0)
    """Sessions begun under another value are over (sign-out everywhere). It only rises, whatever the clock does."""
    created = models.BigIntegerField(default=0)

    objects = BaseUserManager["Account"]()

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
