"""Whatever a view lets through becomes a page; what was typed outlives the session."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url

from xueheng.errors import XuehengError
from xueheng.identity.public import AccountClosed, PermissionRefused, PostEnded, ScopeMissing
from xueheng.shell.faults import fault_page
from xueheng.shell.storage_faults import storage_fault, storage_fault_behind
from xueheng.shell.storage_pages import storage_page, without_session
from xueheng.shell.views.again import from_this_server, keep_what_was_typed

FORBIDDEN = (PermissionRefused, PostEnded, AccountClosed)
OF_THE_PROGRAMME = (ScopeMissing,)
"""Errors that nobody at the screen can mend: they end like any other fault of the programme, with a code."""


class Sessions(SessionMiddleware):
    """Django's sessions; a disk that will not keep one is said in words, and hinders nobody from reading on."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """The answer with the session kept, or what can be answered without."""
        try:
            return super().process_response(request, response)
        except (SessionInterrupted, DatabaseError) as fault:
            refused = storage_fault_behind(fault)
            if refused is None:
                raise
            return without_session(request, response, refused)


class FaultsIntoWords:
    """Turns refusals into pages, and a form sent after the session ended into a page that still holds it."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The view's answer; instead of being sent to the sign-in page, a form comes back with what was typed."""
        response = self._answer(request)
        if request.method == "POST" and _to_sign_in(request, response) and request.POST and from_this_server(request):
            return keep_what_was_typed(request, 401)
        return response

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """The page for a refusal; anything else goes Django's way, to 404 or 500."""
        refused = storage_fault(fault) if isinstance(fault, XuehengError) else storage_fault_behind(fault)
        if refused is not None:
            return storage_page(request, refused)
        if not isinstance(fault, XuehengError) or isinstance(fault, OF_THE_PROGRAMME):
            return None
        return fault_page(request, 403 if isinstance(fault, FORBIDDEN) else 400, said=fault)


def _to_sign_in(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the door has sent somebody who is not signed in to the sign-in page."""
    door = str(resolve_url(settings.LOGIN_URL))
    return (
        getattr(request, "viewer", None) is None
        and isinstance(response, HttpResponseRedirect)
        and response.url.startswith(f"{door}?")
        and not request.path.startswith(door)
    )
