"""The room's place among Django's apps."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """The record: what people did."""

    name = "xueheng.evidence"
    label = "evidence"
    verbose_name = "记录"
    default_auto_field = "django.db.models.BigAutoField"
