"""Addresses for the tests of doors: one for each kind of declaration, and one without any (not taken in by itself)."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path

from xueheng.identity.middleware.current_post import choose_identity
from xueheng.identity.model_people import Person
from xueheng.identity.permission import require
from xueheng.identity.route import route, taken_in, viewer_of


def plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open")


def who(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    return HttpResponse(f"{viewer.role} {viewer.post}")


def one(request: HttpRequest, person: int) -> HttpResponse:
    found = Person.objects.visible_to(viewer_of(request)).filter(pk=person)
    return HttpResponse("seen" if found.exists() else "hidden")


def enrol(request: HttpRequest, organisation: int) -> HttpResponse:
    require(viewer_of(request), "manages", "enrolments", organisation)
    return HttpResponse("done")


def choose(request: HttpRequest) -> HttpResponse:
    choose_identity(request, request.POST["key"])
    return HttpResponse("chosen")


of_others: list[URLPattern | URLResolver] = [
    path("theirs/", plain, name="theirs"),
    path("also/", include([path("inner/", plain, name="inner")])),
]

urlpatterns = [
    route("open/", plain, "open", "public"),
    route("mine/", who, "mine", "signed_in"),
    route("people/<int:person>/", one, "person", ("sees", "people"), examples={"person": "pupil"}),
    route(
        "enrolments/<int:organisation>/", enrol, "enrol", ("sees", "enrolments"), sends=("manages", "enrolments"),
        examples={"organisation": "class"},
    ),
    route("choose/", choose, "choose", "signed_in"),
    path("others/", include(taken_in(of_others, {"theirs": "public", "inner": "signed_in"}))),
]  # fmt: skip
handler403 = "xueheng.shell.views.faults.forbidden"
handler404 = "xueheng.shell.views.faults.not_found"
handler500 = "xueheng.shell.views.faults.server_fault"
