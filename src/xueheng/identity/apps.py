"""The room's place among Django's apps."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Units, people, posts and what they may see and do."""

    name = "xueheng.identity"
    label = "identity"
    verbose_name = "单位与人员"
    default_auto_field = "django.db.models.BigAutoField"
