"""A line for each request: which page by its name, how it ended, how long it took. Not who, not from where, not of
whom: addresses hold people's numbers, so not the address either.
"""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from xueheng.web.logs.line import FACTS

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
QUIET = frozenset({"health", "health_ready"})
"""Asked every few seconds: told where they fail alone."""
_log = logging.getLogger("xueheng.requests")


class RequestLines:
    """Outermost of all, so that it sees how every request ended."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, told of."""
        began = time.perf_counter()
        response = self._answer(request)
        page = _page(request)
        if response.status_code >= 400 or (page != "static" and page not in QUIET):
            facts = {
                "page": page,
                "method": request.method if request.method in METHODS else "other",
                "status": response.status_code,
                "ms": round((time.perf_counter() - began) * 1_000),
            }
            level = logging.WARNING if response.status_code >= 500 else logging.INFO
            _log.log(level, "request", extra={FACTS: facts})
        return response


def _page(request: HttpRequest) -> str:
    """The declared name of the page; "static" for files, "none" for what is no page."""
    if request.resolver_match is not None:
        return request.resolver_match.view_name or "unnamed"
    return "static" if request.path.startswith(str(settings.STATIC_URL)) else "none"
