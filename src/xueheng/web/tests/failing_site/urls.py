"""Addresses that fail."""

import threading

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from xueheng.identity.public import route

NAME = {"name": "=x"}


def fails(request: HttpRequest, name: str) -> HttpResponse:
    """A fault whose message and values hold people's data."""
    held = request.GET.get("name", "") + name
    raise ValueError(f"no such person: {held}")


def thread_fails(request: HttpRequest, name: str) -> HttpResponse:
    """As above, in a thread that nobody watches."""

    def work() -> None:
        try:
            raise ValueError(name)
        except ValueError as fault:
            raise RuntimeError(f"about {name}") from fault

    thread = threading.Thread(target=work, name=name)
    thread.start()
    thread.join()
    return HttpResponse("done")


urlpatterns = [
    route("fails/<str:name>/", fails, "fails", "public", examples=NAME),
    route("thread-fails/<str:name>/", thread_fails, "thread_fails", "public", examples=NAME),
    path("", include("xueheng.web.urls")),
]
handler400 = "xueheng.shell.views.faults.bad_request"
handler403 = "xueheng.shell.views.faults.forbidden"
handler404 = "xueheng.shell.views.faults.not_found"
handler500 = "xueheng.shell.views.faults.server_fault"
