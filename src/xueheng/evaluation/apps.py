"""The room's place among Django's apps."""

from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    """Standards applied to the record."""

    name = "xueheng.evaluation"
    label = "evaluation"
    verbose_name = "评价"
    default_auto_field = "django.db.models.BigAutoField"
