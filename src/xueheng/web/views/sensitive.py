"""A person's sensitive data on a page of its own: which fields, under which purpose, shown once and noted."""

from collections.abc import Sequence

from django import forms
from django.http import Http404, HttpRequest, HttpResponse

from xueheng.errors import XuehengError
from xueheng.identity.public import (
    ReadingPurpose,
    Viewer,
    file_under_purpose,
    may_read_sensitive,
    policy,
    purposes_in_force,
    read_sensitive,
    reading_takes_purpose,
    sensitive_kept,
    viewer_of,
)
from xueheng.shell.public import Form, lazily, page, said
from xueheng.web.person_fields import SENSITIVE
from xueheng.web.purpose_choices import purpose_asked, said_purpose, said_purposes
from xueheng.web.views.families import crumbs_of, person_tabs
from xueheng.wording import Text

TITLE = Text("敏感信息", "Sensitive data")


class ReadForm(Form):
    """Which fields, and under which purpose where one is needed."""

    keeps_drafts = False
    purpose = forms.TypedChoiceField(label=lazily("查阅目的", "Purpose"), coerce=int)
    fields_read = forms.MultipleChoiceField(
        label=lazily("查阅哪几项", "What to read"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: object, kept: Sequence[str], purposes: Sequence[ReadingPurpose] | None, **more: object
    ) -> None:
        super().__init__(*args, **more)
        shown = [(code, said(SENSITIVE[code])) for code in kept if code in SENSITIVE]
        self.fields["fields_read"].choices = shown  # type: ignore[attr-defined]  # a field of choices
        if purposes is None:
            del self.fields["purpose"]
        else:
            choices = [(number, said(words)) for number, words in said_purposes(purposes)]
            self.fields["purpose"].choices = choices  # type: ignore[attr-defined]  # as above


def sensitive(request: HttpRequest, person: int) -> HttpResponse:
    """Asks what and why; sent, shows it this once. The answer is kept by nobody, and each sending is a reading."""
    viewer = viewer_of(request)
    asked = purpose_asked(request.GET.get("purpose", ""))
    file = file_under_purpose(viewer, asked, person)
    if not may_read_sensitive(viewer, person):
        raise Http404
    needed = reading_takes_purpose(viewer, person)
    purposes = purposes_in_force(viewer, person) if needed else None
    form = ReadForm.for_request(request, initial={"purpose": asked}, kept=sensitive_kept(person), purposes=purposes)
    told = {
        "form": form,
        "name": file.name,
        "person": person,
        "needed": needed,
        "purposes": purposes,
        "may_ask": policy().allows(viewer.role, "asks", "purposes"),
        **_read(viewer, person, form, purposes or ()),
    }
    crumbs, tabs = crumbs_of(viewer), person_tabs(request, person, asked)
    status = 422 if form.errors else 200
    answer = page(request, "web/sensitive.html", told, title=TITLE, crumbs=crumbs, tabs=tabs, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _read(viewer: Viewer, person: int, form: Form, purposes: Sequence[ReadingPurpose]) -> dict[str, object]:
    """What was asked for and may be read, with its words; nothing while nothing was sent."""
    if not form.sent():
        return {}
    chosen = form.cleaned_data.get("purpose")
    try:
        values = read_sensitive(viewer, person, form.cleaned_data["fields_read"], chosen)
    except XuehengError as fault:
        form.refuse(None, fault)
        return {}
    under = next((said_purpose(row) for row in purposes if row.number == chosen), None)
    return {"values": [(SENSITIVE[code], value) for code, value in values.items()], "under": under}
