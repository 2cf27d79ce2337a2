"""My drafts: kept while a form is filled in, listed, thrown away."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from xueheng.identity.public import viewer_of
from xueheng.shell.drafts import DraftRefused, drop_draft, keep_draft, kept_drafts
from xueheng.shell.numbers_shown import moment_shown
from xueheng.shell.pages import fragment, page
from xueheng.wording import Text


def keep(request: HttpRequest) -> HttpResponse:
    """What stands in a form, sent by the page itself while somebody types."""
    viewer = viewer_of(request)
    typed = {name: request.POST.getlist(name) for name in request.POST}
    address = urlsplit(request.headers.get("HX-Current-URL", "")).path
    try:
        moment = keep_draft(viewer.person, address, typed)
    except DraftRefused as fault:
        return fragment(request, "shell/draft_kept.html", {"problem": fault})
    return fragment(request, "shell/draft_kept.html", {"kept": moment_shown(moment)})


def mine(request: HttpRequest) -> HttpResponse:
    """The forms that the reader began and has not sent."""
    viewer = viewer_of(request)
    found = [(address, moment_shown(changed)) for address, changed in kept_drafts(viewer.person)]
    return page(request, "shell/drafts.html", {"drafts": found}, title=Text("我的草稿", "My drafts"))


def forget(request: HttpRequest) -> HttpResponse:
    """Throws a draft away and opens its form anew."""
    viewer = viewer_of(request)
    address = request.POST.get("form", "")
    drop_draft(viewer.person, address)
    return HttpResponseRedirect(address if address.startswith("/") and not address.startswith("//") else "/")
