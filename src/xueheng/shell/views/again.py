"""Signed out while filling in a form: what was typed comes back, to be sent again after signing in."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

from xueheng.errors import XuehengError
from xueheng.shell.faults import fault_page
from xueheng.shell.pages import page
from xueheng.wording import Text

NEVER_CARRIED = frozenset({"csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword", "code"})
MOST_CARRIED = 2_000
SIGNED_OUT = XuehengError(
    Text(
        "登录已结束。您填的内容还在本页，没有丢。",
        "You are signed out. What you typed is here.",
    ),
    Text(
        "请先在新页面登录，再回到这里按“再次提交”。",
        "Sign in on the new page, then come back here and press “Send again”.",
    ),
)


def keep_what_was_typed(request: HttpRequest, status: int, refused: XuehengError | None = None) -> HttpResponse:
    """A page that holds what was sent, with a button to send it again; reads no database.

    `refused` is why it was not stored; without one, the session has ended, and the way to sign in stands beside it,
    in a tab of its own.
    """
    carried = [
        (name, value) for name in request.POST if name not in NEVER_CARRIED for value in request.POST.getlist(name)
    ]
    context = {
        "title": Text("没有保存", "Not saved") if refused else Text("还没有提交", "Not sent yet"),
        "what": refused.text if refused else SIGNED_OUT.text,
        "remedy": refused.remedy if refused else SIGNED_OUT.remedy,
        "sign_in": refused is None,
        "carried": carried[:MOST_CARRIED],
        "address": request.get_full_path(),
        "files": bool(request.FILES),
        "csrf_token": get_token(request),
    }
    return HttpResponse(render_to_string("shell/again.html", context), status=status)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's door for a form whose token is no longer good: after signing in anew in another tab, say.

    What was typed is offered again only if the form stood on a page of this server; another site's is refused.
    """
    del reason
    if request.POST and from_this_server(request):
        return keep_what_was_typed(request, 403)
    return fault_page(request, 403)


def from_this_server(request: HttpRequest) -> bool:
    """Whether the browser says that the form stood on one of our own pages."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return urlsplit(request.headers.get("Origin", "")).netloc == request.get_host()


def signed_in_again(request: HttpRequest) -> HttpResponse:
    """The end of signing in from a tab of its own: says that the first tab goes on."""
    return page(request, "shell/signed_in_again.html", title=Text("已登录", "Signed in"))
