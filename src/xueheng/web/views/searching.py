"""The search of the head of every page. What is looked for is sent, so that no address and no log holds it."""

from django.http import HttpRequest, HttpResponse

from xueheng.identity.public import viewer_of
from xueheng.shell.public import page
from xueheng.web.search import LONGEST, may_find, search
from xueheng.wording import Text


def search_page(request: HttpRequest) -> HttpResponse:
    """What was found by group, or what may be looked for."""
    viewer = viewer_of(request)
    sent = request.POST.get("wanted", "")
    wanted = " ".join("".join(letter for letter in sent if letter.isprintable()).split())[:LONGEST]
    told = {
        "wanted": wanted,
        "groups": search(request, viewer, wanted) if wanted else [],
        "may_find": may_find(viewer),
        "longest": LONGEST,
    }
    return page(request, "web/search.html", told, title=Text("搜索", "Search"))
