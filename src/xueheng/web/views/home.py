"""The first page after signing in."""

from django.http import HttpRequest, HttpResponse

from xueheng.identity.public import policy, viewer_of
from xueheng.shell.public import page
from xueheng.trust.public import clock_behind
from xueheng.web.home_bands import changed, today, waiting
from xueheng.wording import Text


def home(request: HttpRequest) -> HttpResponse:
    """What waits for the reader, what is today, what has changed; to administrators, a clock that is wrong."""
    viewer = viewer_of(request)
    told = {
        "waiting": waiting(viewer),
        "today": today(viewer),
        "changed": changed(viewer),
        "day": viewer.day,
        "clock": clock_behind() if viewer.role in policy().administrators else None,
    }
    return page(request, "web/home.html", told, title=Text("工作台", "Home"))
