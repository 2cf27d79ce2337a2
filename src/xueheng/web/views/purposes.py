"""Requests to read minors' sensitive data: asking, those of others approved or refused, one's own."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from xueheng.errors import XuehengError
from xueheng.identity.public import (
    MOST_DAYS,
    PURPOSES,
    Person,
    ReadingPurpose,
    Viewer,
    approve_purpose,
    ask_purpose,
    may_do,
    names_of,
    person_meant,
    policy,
    purposes_in_force,
    refuse_purpose,
    viewer_of,
)
from xueheng.shell.public import Crumb, Form, lazily, page, said, table_page
from xueheng.trust.public import now, number_in
from xueheng.web.post_tables import WAITING, purpose_rows, purpose_table
from xueheng.wording import Text

TITLE = Text("查阅目的", "Reading purposes")
DAY = 24 * 3600 * 1_000_000
"""Microseconds."""


class AskForm(Form):
    """For what, about whom, for how long."""

    keeps_drafts = False
    units: ClassVar = {"days": Text("天", "days")}
    purpose = forms.ChoiceField(
        label=lazily("用途", "Purpose"), choices=[(code, lazily(text.zh, text.en)) for code, text in PURPOSES.items()]
    )
    reason = forms.CharField(
        label=lazily("原因", "Reason"),
        max_length=200,
        help_text=lazily("家长能看到这句话；不要写姓名", "Families see this; name nobody"),
    )
    days = forms.IntegerField(label=lazily("需要多少天", "For how long"), min_value=1, max_value=MOST_DAYS, initial=7)
    pupil = forms.CharField(
        label=lazily("学生姓名", "Pupil's name"),
        max_length=40,
        required=False,
        help_text=lazily(
            "只查一名学生时填写；不填为本岗位管辖的全部学生", "For one pupil; empty: all that the post reaches"
        ),
    )
    number = forms.CharField(label=lazily("学籍号", "Pupil number"), max_length=30, required=False)

    def __init__(self, *args: Any, whom: int | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        if whom is not None:
            del self.fields["pupil"], self.fields["number"]

    def clean(self) -> dict[str, Any]:
        """A number alone names nobody."""
        sent: dict[str, Any] = super().clean() or {}
        if sent.get("number") and not sent.get("pupil"):
            self.add_error("pupil", said(Text("请把学生姓名也填上。", "Give the pupil's name as well.")))
        return sent


def purposes(request: HttpRequest) -> HttpResponse:
    """The requests that the viewer may see, one's own among them."""
    viewer = viewer_of(request)
    told = {"may_ask": policy().allows(viewer.role, "asks", "purposes")}
    rows = ReadingPurpose.objects.visible_to(viewer).select_related("post")
    return table_page(request, purpose_table(viewer), lambda asked: rows, template="web/purposes.html", context=told)


def purpose(request: HttpRequest, number: int) -> HttpResponse:
    """One request, with the answer to give where one may."""
    viewer = viewer_of(request)
    found = _visible(viewer, number)
    row = purpose_rows(viewer, [found])[0]
    own = found.post_id == viewer.post
    told = {
        "row": row,
        "may_settle": row.state == WAITING and may_do(viewer, "approve", found),
        "own": own,
        "in_force": own and found in purposes_in_force(viewer),
        "subject": found.subject,
    }
    crumbs = [Crumb(TITLE, reverse("purposes"))]
    return page(request, "web/purpose.html", told, title=Text("一项申请", "A request"), crumbs=crumbs)


def ask(request: HttpRequest) -> HttpResponse:
    """Asks to read; `?person=` names the pupil whose page it was asked from."""
    viewer = viewer_of(request)
    whom = _whom(viewer, request.GET.get("person", ""))
    form = AskForm.for_request(request, whom=whom.pk if whom else None)
    if form.sent():
        sent = form.cleaned_data
        try:
            subject = whom.pk if whom else _meant(viewer, sent["pupil"], sent["number"])
            number = ask_purpose(viewer, sent["purpose"], sent["reason"], now() + sent["days"] * DAY, subject)
        except XuehengError as fault:
            form.refuse(None, fault)
        else:
            messages.success(request, said(Text("已提出，等待批准。", "Asked; somebody else approves it.")))
            return redirect("purpose", number)
    told: dict[str, object] = {"form": form, "submit": Text("提出申请", "Ask")}
    if whom is not None:
        name = names_of([whom])[whom.pk]
        told["hint"] = Text(f"只查阅一名学生：{name}", f"For one pupil: {name}")
    crumbs = [Crumb(TITLE, reverse("purposes"))]
    title = Text("申请查阅", "Ask to read")
    return page(request, "shell/form.html", told, title=title, crumbs=crumbs, status=422 if form.errors else 200)


def approve(request: HttpRequest, number: int) -> HttpResponse:
    """Approves a request."""
    viewer = viewer_of(request)
    _visible(viewer, number)
    approve_purpose(viewer, number)
    messages.success(request, said(Text("已批准。", "Approved.")))
    return redirect("purposes")


def refuse(request: HttpRequest, number: int) -> HttpResponse:
    """Refuses a request."""
    viewer = viewer_of(request)
    _visible(viewer, number)
    refuse_purpose(viewer, number)
    messages.success(request, said(Text("未批准，申请人会看到。", "Refused; whoever asked sees it.")))
    return redirect("purposes")


def _whom(viewer: Viewer, written: str) -> Person | None:
    """The pupil whom an address names; None where it names nobody."""
    if not written:
        return None
    found: Person | None = Person.objects.visible_to(viewer).filter(pk=number_in(written) or 0).first()
    if found is None:
        raise Http404
    return found


def _meant(viewer: Viewer, name: str, number: str) -> int | None:
    """The pupil whom the form names; None for all."""
    return person_meant(viewer, name, "pupil", number) if name else None


def _visible(viewer: Viewer, number: int) -> ReadingPurpose:
    rows = ReadingPurpose.objects.visible_to(viewer).select_related("post")
    found: ReadingPurpose | None = rows.filter(pk=number).first()
    if found is None:
        raise Http404
    return found
