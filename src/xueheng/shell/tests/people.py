"""Who looks at pages in the shell's tests, and requests of theirs."""

from datetime import date
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import RequestFactory

from xueheng.identity.public import Viewer

DAY = date(2026, 3, 12)
CHEN = Viewer(person=11, post=21, role="class_teacher", organisation=31, hierarchy="administrative", day=DAY)
LI = Viewer(person=12, post=22, role="class_teacher", organisation=32, hierarchy="administrative", day=DAY)


def asked(path: str, viewer: Viewer | None = CHEN, **query: str) -> HttpRequest:
    """A request to look at something."""
    return _by(RequestFactory().get(path, query), viewer)


def sent(path: str, typed: dict[str, Any], viewer: Viewer | None = CHEN, **headers: str) -> HttpRequest:
    """A form sent."""
    return _by(RequestFactory().post(path, typed, headers=headers), viewer)


def _by(request: HttpRequest, viewer: Viewer | None) -> HttpRequest:
    request.viewer = viewer  # type: ignore[attr-defined]  # as the middleware does
    request.user = AnonymousUser()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    request.htmx = False  # type: ignore[attr-defined]  # as the middleware does
    return request
