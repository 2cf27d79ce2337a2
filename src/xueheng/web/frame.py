"""The frame of every page, for whoever reads it: given to templates as `frame`."""

from django.http import HttpRequest
from django.urls import reverse

from xueheng.identity.public import Viewer, identities_of, names_for_the_programme
from xueheng.shell.public import Frame, Standing, opened
from xueheng.web.navigation import OWN, TREE, nodes_for, tabs_of
from xueheng.wording import Text


def frame(request: HttpRequest) -> dict[str, object]:
    """`frame` and `theme` of a page; empty for who is not signed in, or where a part of a page is asked for."""
    theme = request.COOKIES.get("theme", "")
    viewer: Viewer | None = getattr(request, "viewer", None)
    part = request.headers.get("HX-Request") == "true"
    shown = Frame() if viewer is None or part else _frame(request, viewer)
    return {"frame": shown, "theme": theme if theme in ("light", "dark") else ""}


def _frame(request: HttpRequest, viewer: Viewer) -> Frame:
    standings, unit = [], ""
    for one in identities_of(viewer):
        active = one.post == viewer.post and one.role == viewer.role
        words = Text(f"{one.unit} {one.title.zh}".strip(), f"{one.title.en or one.title.zh}, {one.unit}".rstrip(", "))
        standings.append(Standing(words, one.title, one.key, active))
        unit = one.unit if active else unit
    own = names_for_the_programme([viewer.person], "the reader's own name, at the head of her pages")
    return Frame(
        person=own.get(viewer.person, ""),
        unit=Text(unit),
        standings=tuple(standings),
        tree=opened(nodes_for(request, TREE), request.path),
        tabs=opened(nodes_for(request, tabs_of(viewer.role)), request.path),
        own=nodes_for(request, OWN),
        search=reverse("search"),
    )
