"""Forms as they must never be, for the tests of the tests."""

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.html import escape

from xueheng.identity.public import Account, route
from xueheng.web import urls as real

FORM = """<main><form method="post"><label for="a">题目</label><input id="a" name="title" maxlength="5">
<label for="b">日期</label><input id="b" type="date" name="day"><button>存</button></form>{}</main>"""


def takes_all(request: HttpRequest) -> HttpResponse:
    """Never looks at what it is sent."""
    return HttpResponse(FORM.format("存了" if request.method == "POST" else ""))


def tells_back(request: HttpRequest) -> HttpResponse:
    """Refuses, with what was sent as it was sent; what was typed is gone from the form."""
    if request.method != "POST":
        return HttpResponse(FORM.format(""))
    said = f'<div role="alert"><p>题目、日期不对：{request.POST.get("title", "")}</p></div>'
    return HttpResponse(FORM.format(said), status=200 if not _bad(request) else 422)


def stores(request: HttpRequest) -> HttpResponse:
    """Refuses, and has stored something all the same; says nothing of which field, and in Chinese alone."""
    if request.method == "POST" and _bad(request):
        later = models.F("sessions_valid_from") + 1
        Account.objects.filter(login__startswith="matrix").update(sessions_valid_from=later)
        return HttpResponse(FORM.format('<div role="alert"><p>不行。</p></div>'), status=422)
    return HttpResponse(FORM.format(""))


def fails(request: HttpRequest) -> HttpResponse:
    """Reads a day as if it were one."""
    if request.method == "POST":
        year, _, _ = request.POST["day"].split("-")
        assert len(year) == 4
    return HttpResponse(FORM.format(""))


def out_of_sight(request: HttpRequest) -> HttpResponse:
    """Takes something, and no page says what."""
    return HttpResponse(request.method)


def lists(request: HttpRequest) -> HttpResponse:
    """A filter bar that reads a day as if it were one, shows a text as it was sent, and calls any kind right."""
    day, name = request.GET.get("day", ""), request.GET.get("name", "")
    if day:
        year, _, _ = day.split("-")
        assert len(year) == 4
    kind = request.GET.get("kind", "")
    return HttpResponse(
        f'<main><form method="get"><label for="d">日期</label><input id="d" type="date" name="day">'
        f'<label for="n">姓名</label><input id="n" name="name"><label for="k">种类</label><select id="k" name="kind">'
        f'<option value="{escape(kind)}" selected>甲</option></select></form>{name}</main>'
    )


def _bad(request: HttpRequest) -> bool:
    return request.POST.get("title") != "样例" or not request.POST.get("day", "").startswith("20")


urlpatterns = [
    route("takes-all/", takes_all, "takes_all", "signed_in"),
    route("tells-back/", tells_back, "tells_back", "signed_in"),
    route("stores/", stores, "stores", "signed_in"),
    route("fails/", fails, "fails", "signed_in"),
    route("out-of-sight/", out_of_sight, "out_of_sight", "signed_in"),
    route("lists/", lists, "lists", "signed_in"),
    *real.urlpatterns,
]
handler403 = "xueheng.shell.views.faults.forbidden"
handler404 = "xueheng.shell.views.faults.not_found"
handler500 = "xueheng.shell.views.faults.server_fault"
