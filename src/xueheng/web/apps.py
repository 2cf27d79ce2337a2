"""The room's place among Django's apps."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Addresses, navigation and the home page of each role."""

    name = "xueheng.web"
    label = "web"
    verbose_name = "网站"
