"""The room's place among Django's apps."""

from django.apps import AppConfig


class ShellConfig(AppConfig):
    """What every page uses: components, tables, forms, jobs."""

    name = "xueheng.shell"
    label = "shell"
    verbose_name = "页面"
    default_auto_field = "django.db.models.BigAutoField"
