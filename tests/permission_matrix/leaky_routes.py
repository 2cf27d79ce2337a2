"""Addresses as they must never be, for the tests of the matrix itself."""

from random import Random

from django.http import HttpRequest, HttpResponse
from django.urls import path

from xueheng.identity.model_people import Person
from xueheng.identity.people import names_of
from xueheng.identity.public import PermissionRefused, route, viewer_of
from xueheng.web import urls as real
from xueheng.wording import Text


def name_of_anybody(request: HttpRequest, person: int) -> HttpResponse:
    """Shows whom it is asked for, whoever asks."""
    viewer_of(request)
    people = list(Person.objects.for_the_programme("a leak").filter(pk=person))
    return HttpResponse("".join(names_of(people).values()))


def name_in_a_refusal(request: HttpRequest, person: int) -> HttpResponse:
    """Refuses, and says whom."""
    people = list(Person.objects.for_the_programme("a leak").filter(pk=person))
    name = "".join(names_of(people).values())
    raise PermissionRefused(Text(f"您不能查看{name}", f"you may not see {name}"))


def opens_for_all(request: HttpRequest, person: int) -> HttpResponse:
    """Says nothing, and yet opens for a person out of reach."""
    return HttpResponse(f"{request.method} {bool(person)}")


def fails(request: HttpRequest) -> HttpResponse:
    raise RuntimeError(request.method)


def shut(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.method, status=404)


def heavy(request: HttpRequest) -> HttpResponse:
    """A page that brings too much along."""
    chance = Random(7).randbytes(100_000).hex()
    styles = '<link rel="stylesheet" href="/static/vendor/tabler.min.css">'
    return HttpResponse(f"<!doctype html><html><head>{styles}</head><body>{chance}</body></html>")


def sound(request: HttpRequest, person: int) -> HttpResponse:
    """As it should be: 404 for whom the viewer does not see, in other words than for nobody's number."""
    people = list(Person.objects.visible_to(viewer_of(request)).filter(pk=person))
    return HttpResponse("".join(names_of(people).values()), status=200 if people else 404)


urlpatterns = [
    route("sound/<int:person>/", sound, "sound", ("sees", "people"), examples={"person": "pupil"}),
    route("leaks/<int:person>/", name_of_anybody, "leaks", "signed_in", examples={"person": "pupil"}),
    route("tells/<int:person>/", name_in_a_refusal, "tells", ("sees", "people"), examples={"person": "pupil"}),
    route("opens/<int:person>/", opens_for_all, "opens", ("sees", "people"), examples={"person": "pupil"}),
    route("unknown/<int:thing>/", opens_for_all, "unknown", "signed_in", examples={"thing": "what"}),
    route("heavy/", heavy, "heavy", "signed_in"),
    route("shut/", shut, "shut", "signed_in"),
    route("fails/", fails, "fails", "signed_in"),
    path("undeclared/<int:person>/", opens_for_all, name="undeclared"),
    *real.urlpatterns,
]
handler403 = "xueheng.shell.views.faults.forbidden"
handler404 = "xueheng.shell.views.faults.not_found"
handler500 = "xueheng.shell.views.faults.server_fault"
