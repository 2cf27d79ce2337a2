"""A page: a template within the frame, under its title and the way to it."""

from collections.abc import Mapping, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xueheng.shell.frame_parts import Crumb, Tab
from xueheng.wording import Text


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object] | None = None,
    *,
    title: Text,
    crumbs: Sequence[Crumb] = (),
    tabs: Sequence[Tab] = (),
    status: int = 200,
) -> HttpResponse:
    """The template (it extends `shell/page.html`) with what the frame shows of it. `title` names no person."""
    around = {"title": title, "crumbs": [*crumbs, Crumb(title)] if crumbs else [], "tabs": list(tabs)}
    return render(request, template, {**around, **(context or {})}, status=status)


def fragment(
    request: HttpRequest, template: str, context: Mapping[str, object] | None = None, *, status: int = 200
) -> HttpResponse:
    """A part of a page, for htmx to put in place."""
    return render(request, template, dict(context or {}), status=status)
