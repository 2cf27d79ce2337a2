"""The first page after signing in."""

from django.http import HttpRequest, HttpResponse

from xueheng.shell.public import page
from xueheng.wording import Text


def home(request: HttpRequest) -> HttpResponse:
    """What waits for the reader, what is today, what has changed."""
    return page(request, "web/home.html", title=Text("工作台", "Home"))
