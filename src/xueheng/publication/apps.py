"""The room's place among Django's apps."""

from django.apps import AppConfig


class PublicationConfig(AppConfig):
    """Reports: what is told of a pupil, and what leaves the house as a paper."""

    name = "xueheng.publication"
    label = "publication"
    verbose_name = "发布"
    default_auto_field = "django.db.models.BigAutoField"
