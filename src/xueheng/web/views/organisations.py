"""Units: the tree of a hierarchy on a day, level by level, and the pupils of a class."""

from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from xueheng.identity.public import (
    Enrolment,
    Organisation,
    Viewer,
    above,
    children_on,
    holds_on,
    may,
    name_on,
    names_on,
    viewer_of,
    visible_unit,
)
from xueheng.shell.public import Crumb, Tab, TableRequest, table_page
from xueheng.web.unit_tables import AS_OF, HIERARCHY, pupil_table, unit_table
from xueheng.web.views.posts import appoint_tab
from xueheng.web.views.unit_changes import unit_tab
from xueheng.wording import Text

ROOT = Text("单位", "Units")


def organisations(request: HttpRequest) -> HttpResponse:
    """The tops of a hierarchy on a day, as far as the reader sees them."""
    return _level(request, None)


def organisation(request: HttpRequest, number: int) -> HttpResponse:
    """The units directly under one on a day."""
    return _level(request, visible_unit(viewer_of(request), number))


def class_pupils(request: HttpRequest, number: int) -> HttpResponse:
    """The pupils of a class on a day."""
    viewer = viewer_of(request)
    found = visible_unit(viewer, number)
    _, day = _asked(request)
    rows = Enrolment.objects.visible_to(viewer).filter(holds_on(day), organisation=number)
    return table_page(
        request,
        pupil_table(viewer, Text(name_on(number, day))),
        lambda asked: rows,
        crumbs=_crumbs(viewer, number, HIERARCHY.choices[0][0], day),
        tabs=_tabs(viewer, found, request.path),
    )


def _level(request: HttpRequest, found: Organisation | None) -> HttpResponse:
    viewer, (hierarchy, day) = viewer_of(request), _asked(request)
    number = None if found is None else found.pk
    title = ROOT if number is None else Text(name_on(number, day))

    def rows(asked: TableRequest) -> object:
        return children_on(viewer, hierarchy, number, day)

    return table_page(
        request,
        unit_table(title, hierarchy, day, _query(request)),
        rows,  # type: ignore[arg-type]  # a queryset of units
        crumbs=() if number is None else _crumbs(viewer, number, hierarchy, day),
        tabs=() if found is None else _tabs(viewer, found, request.path),
    )


def _asked(request: HttpRequest) -> tuple[str, date]:
    """The hierarchy and the day asked for; the first one and today where the address says none that can be read."""
    hierarchy = request.GET.get(HIERARCHY.code, "")
    known = dict(HIERARCHY.choices)
    try:
        day = date.fromisoformat(request.GET.get(AS_OF.code, ""))
    except ValueError:
        day = viewer_of(request).day
    return (hierarchy if hierarchy in known else HIERARCHY.choices[0][0]), day


def _query(request: HttpRequest) -> str:
    kept = {one: request.GET[one] for one in (HIERARCHY.code, AS_OF.code) if request.GET.get(one)}
    return f"?{urlencode(kept)}" if kept else ""


def _crumbs(viewer: Viewer, number: int, hierarchy: str, day: date) -> list[Crumb]:
    """The way down from the top of the hierarchy, of those units that the reader may see."""
    way = above(hierarchy, number, day)
    seen = set(Organisation.objects.visible_to(viewer).filter(pk__in=way).values_list("pk", flat=True))
    names = names_on(seen, day)
    steps = [Crumb(names[one], reverse("organisation", args=[one])) for one in reversed(way) if one in seen]
    return [Crumb(ROOT, reverse("organisations")), *steps]


def _tabs(viewer: Viewer, found: Organisation, here: str) -> list[Tab]:
    """What else there is of a unit, for those who may open it."""
    tabs = [Tab(Text("直属单位", "Units under it"), reverse("organisation", args=[found.pk]))]
    if found.kind == "class" and may(viewer, "sees", "enrolments"):
        tabs.append(Tab(Text("学生", "Pupils"), reverse("class_pupils", args=[found.pk])))
    if found.kind == "school" and may(viewer, "manages", "enrolments", found.pk):
        tabs.append(Tab(Text("升级预览", "Promotion"), reverse("promotion", args=[found.pk])))
    tabs += [tab for tab in (appoint_tab(viewer, found), unit_tab(viewer, found.pk)) if tab is not None]
    return [Tab(tab.title, tab.address, here=tab.address == here) for tab in tabs] if len(tabs) > 1 else []
