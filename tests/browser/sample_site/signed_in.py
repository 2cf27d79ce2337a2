"""Somebody is signed in at once, until she presses the way out."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from xueheng.identity.models import Account
from xueheng.identity.public import CHOSEN, viewer_for


class SomebodySignedIn:
    """The first person of the sample, unless the cookie `out` says that her session is over."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.viewer = None  # type: ignore[attr-defined]  # as the server's own middleware does
        if "out" not in request.COOKIES:
            request.user = Account.objects.get()
            request.viewer = viewer_for(request.user, request.session.get(CHOSEN))  # type: ignore[attr-defined]
        return self._answer(request)
