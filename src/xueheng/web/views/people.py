"""People: one person's page, and finding somebody by exact name or number."""

from django.http import HttpRequest, HttpResponse

from xueheng.identity.public import (
    NameRefused,
    NumberRefused,
    PersonFound,
    file_under_purpose,
    find_under_purpose,
    names_on,
    policy,
    purposes_in_force,
    sees_pupils_by_purpose,
    viewer_of,
)
from xueheng.shell.public import page
from xueheng.web.person_fields import NUMBER_KINDS
from xueheng.web.purpose_choices import purpose_asked, said_purposes
from xueheng.web.unit_tables import SEXES
from xueheng.web.views.families import crumbs_of, person_tabs
from xueheng.wording import Text

TITLE = Text("人员", "People")


def people(request: HttpRequest) -> HttpResponse:
    """Finds people by exact name or number. What was looked for is sent, never written into the address."""
    viewer = viewer_of(request)
    asked = {code: request.POST.get(code, "").strip()[:60] for code in ("name", "kind", "number")}
    purpose = purpose_asked(request.POST.get("purpose", "") or request.GET.get("purpose", ""))
    found: tuple[PersonFound, ...] = ()
    refusal: NameRefused | NumberRefused | None = None
    try:
        found = find_under_purpose(viewer, purpose, asked["name"], asked["kind"], asked["number"])
    except (NameRefused, NumberRefused) as problem:
        refusal = problem
    classes = names_on({one.organisation for one in found if one.organisation}, viewer.day)
    rows = [(one, classes.get(one.organisation or 0, "")) for one in found]
    told = {"asked": asked, "kinds": NUMBER_KINDS, "rows": rows, "refusal": refusal, "sent": request.method == "POST"}
    if sees_pupils_by_purpose(viewer):
        told |= {
            "by_purpose": True,
            "purpose": purpose,
            "purposes": said_purposes(purposes_in_force(viewer)),
            "may_ask": policy().allows(viewer.role, "asks", "purposes"),
        }
    return page(request, "web/people.html", told, title=TITLE)


def person(request: HttpRequest, person: int) -> HttpResponse:
    """One person: enrolments, posts, guardians, as far as the reader may see them, or a purpose of hers opens them."""
    viewer = viewer_of(request)
    purpose = purpose_asked(request.GET.get("purpose", ""))
    file = file_under_purpose(viewer, purpose, person)
    told = {"file": file, "sex": SEXES.get(file.sex), "purpose": purpose}
    return page(
        request,
        "web/person.html",
        told,
        title=Text("人员", "Person"),
        crumbs=crumbs_of(viewer),
        tabs=person_tabs(request, person, purpose),
    )
