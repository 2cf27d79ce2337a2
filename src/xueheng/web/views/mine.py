"""The reader's own things: drafts, background work, sign-in."""

from django.http import HttpRequest, HttpResponse

from xueheng.shell.public import page
from xueheng.web.navigation import OWN, nodes_for
from xueheng.wording import Text


def mine(request: HttpRequest) -> HttpResponse:
    """What a phone's last tab opens: the lines of the menu at the head."""
    return page(request, "web/mine.html", {"nodes": nodes_for(request, OWN)}, title=Text("我的", "Mine"))
