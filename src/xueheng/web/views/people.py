"""People: one person's page, and finding somebody by exact name or number."""

from django.http import HttpRequest, HttpResponse

from xueheng.identity.public import (
    NameRefused,
    NumberRefused,
    PersonFound,
    find_people,
    names_on,
    person_file,
    viewer_of,
)
from xueheng.shell.public import page
from xueheng.web.unit_tables import SEXES
from xueheng.web.views.families import crumbs_of, person_tabs
from xueheng.wording import Text

TITLE = Text("人员", "People")
KINDS = {
    "resident": Text("身份证件号", "Identity card"),
    "pupil": Text("学籍号", "Pupil number"),
    "teacher": Text("教师号", "Teacher number"),
}


def people(request: HttpRequest) -> HttpResponse:
    """Finds people by exact name or number. What was looked for is sent, never written into the address."""
    viewer = viewer_of(request)
    asked = {code: request.POST.get(code, "").strip()[:60] for code in ("name", "kind", "number")}
    found: tuple[PersonFound, ...] = ()
    refusal: NameRefused | NumberRefused | None = None
    try:
        found = find_people(viewer, asked["name"], asked["kind"], asked["number"])
    except (NameRefused, NumberRefused) as problem:
        refusal = problem
    classes = names_on({one.organisation for one in found if one.organisation}, viewer.day)
    rows = [(one, classes.get(one.organisation or 0, "")) for one in found]
    told = {"asked": asked, "kinds": KINDS, "rows": rows, "refusal": refusal, "sent": request.method == "POST"}
    return page(request, "web/people.html", told, title=TITLE)


def person(request: HttpRequest, person: int) -> HttpResponse:
    """One person: enrolments, posts, guardians, as far as the reader may see them."""
    viewer = viewer_of(request)
    file = person_file(viewer, person)
    told = {"file": file, "sex": SEXES.get(file.sex)}
    title = Text("人员", "Person")
    return page(
        request, "web/person.html", told, title=title, crumbs=crumbs_of(viewer), tabs=person_tabs(request, person)
    )
