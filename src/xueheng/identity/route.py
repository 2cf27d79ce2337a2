"""Addresses with their permission: an address is declared together with who may come, and the door is watched here."""

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import URLPattern, URLResolver, path

from xueheng.errors import XuehengError
from xueheng.identity.declared_routes import Declared, Who
from xueheng.identity.permission import refused
from xueheng.identity.policy import policy
from xueheng.identity.viewer import Viewer

View = Callable[..., HttpResponseBase]

ROUTES: list[Declared] = []
"""Every declaration made in this process, in order."""


class RouteUndeclared(LookupError):
    """An address of another package is taken in without saying who may come: a fault of the programme."""


def route(
    address: str,
    view: View,
    name: str,
    who: Who,
    *,
    sends: Who | None = None,
    examples: Mapping[str, str] | None = None,
    asks: Mapping[str, str] | None = None,
) -> URLPattern:
    """As Django's `path`, with who may come. The view is called only for those; see `Declared` for the other
    arguments.

    >>> found = route("people/<int:person>/", print, "person", ("sees", "people"), examples={"person": "pupil"})
    >>> found.callback.declared.who
    ('sees', 'people')
    """
    declared = Declared(name, who, sends, examples or {}, asks or {})
    return path(address, watched(view, declared), name=name)


def watched(view: View, declared: Declared) -> View:
    """The view behind its door. Signed in first, then the right; which rows is the view's own question."""

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **more: Any) -> HttpResponseBase:
        who = declared.who_for(request.method or "GET")
        if who != "public":
            viewer: Viewer | None = getattr(request, "viewer", None)
            if viewer is None:
                refusal: XuehengError | None = getattr(request, "refusal", None)
                if refusal is not None:
                    raise refusal
                return sign_in_first(request)
            if isinstance(who, tuple) and not policy().allows(viewer.role, *who):
                raise refused(*who)
        return view(request, *args, **more)

    door.declared = declared  # type: ignore[attr-defined]  # read by `declared_routes.routes`
    ROUTES.append(declared)
    return door


def viewer_of(request: HttpRequest) -> Viewer:
    """Who is looking; for views behind a door that is not `public`."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is None:
        raise RouteUndeclared(f"a view asks who is looking, and its address is open to everybody: {request.path}")
    return viewer


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """To the sign-in page and back; a part of a page that htmx asks for is told so, and the page signs in in place."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=401, headers={"HX-Trigger": "sign-in-first"})
    return HttpResponseRedirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': request.get_full_path()})}")


def taken_in(patterns: Iterable[URLPattern | URLResolver], who: Mapping[str, Who]) -> list[URLPattern | URLResolver]:
    """Another package's addresses behind our doors, `who` by the address's name. Raises RouteUndeclared for one not
    named.
    """
    return [_taken_in(found, who) for found in patterns]


def _taken_in(found: URLPattern | URLResolver, who: Mapping[str, Who]) -> URLPattern | URLResolver:
    if isinstance(found, URLResolver):
        inner = taken_in(found.url_patterns, who)
        return URLResolver(found.pattern, inner, found.default_kwargs, found.app_name, found.namespace)
    name = found.name or str(found.pattern)
    if name not in who:
        raise RouteUndeclared(f'the address "{found.pattern}" ({name}) is taken in without saying who may come')
    declared = Declared(name, who[name], taken_in=True)
    return URLPattern(found.pattern, watched(found.callback, declared), found.default_args, found.name)
