"""The room's place among Django's apps."""

from django.apps import AppConfig


class TrustConfig(AppConfig):
    """Journal, keys and encryption."""

    name = "xueheng.trust"
    label = "trust"
    verbose_name = "可信"
    default_auto_field = "django.db.models.BigAutoField"
