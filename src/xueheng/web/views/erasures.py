"""Erasing a person's data: put forward by one post, approved by another person, seen by both; what is kept how long."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from xueheng.errors import XuehengError
from xueheng.identity.public import (
    ERASURE_GROUNDS,
    ERASURE_LAW,
    Erasure,
    PersonUnknown,
    Viewer,
    approve_erasure,
    erasure_counted,
    erasure_preview,
    may_do,
    person_meant,
    policy,
    propose_erasure,
    refuse_erasure,
    viewer_of,
)
from xueheng.shell.public import Crumb, Form, lazily, page, said, table_page
from xueheng.web.erasing import ERASERS
from xueheng.web.erasure_jobs import begin
from xueheng.web.erasure_tables import erasure_rows, erasure_table
from xueheng.web.kept_periods import kept_periods
from xueheng.web.person_fields import PersonForm
from xueheng.web.post_tables import names_open_to
from xueheng.wording import Text

TITLE = Text("个人信息清除", "Erasures")


class _TypedName(Form):
    """Asks for the name once more, sign by sign: what cannot be undone is not done by a slip of the finger."""

    keeps_drafts = False
    typed = forms.CharField(
        label=lazily(
            "请照写这个人的姓名（姓名不开放的写编号）", "Write the person's name (the number where it is not open)"
        ),
        max_length=40,
    )

    def __init__(self, *args: Any, name: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        self.name = name
        self.fields["typed"].help_text = said(Text(f"照写：{name}", f"As it stands here: {name}"))

    def clean_typed(self) -> str:
        """The same name."""
        typed = str(self.cleaned_data["typed"]).strip()
        if typed != self.name:
            raise forms.ValidationError(said(Text("和姓名或编号不一致，请照写。", "Not the same; write it as shown.")))
        return typed


class ProposeForm(_TypedName):
    """Why, on which ground."""

    ground = forms.ChoiceField(
        label=lazily("法律依据", "Ground in law"),
        choices=[(code, lazily(text.zh, text.en)) for code, text in ERASURE_GROUNDS.items()],
        help_text=lazily(ERASURE_LAW.zh, ERASURE_LAW.en),
    )
    reason = forms.CharField(label=lazily("原因", "Reason"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}))
    field_order = ("ground", "reason", "typed")


class ApproveForm(_TypedName):
    """The name once more."""


def erasures(request: HttpRequest) -> HttpResponse:
    """Those that the viewer put forward or may decide, and what became of them."""
    viewer = viewer_of(request)
    told = {"may_ask": policy().allows(viewer.role, "asks", "erasures")}
    rows = Erasure.objects.visible_to(viewer).select_related("proposed_by", "decided_by")

    def narrowed(asked: Any) -> Any:
        state = asked.values.get("state")
        return rows.filter(state=state) if state else rows

    return table_page(request, erasure_table(viewer), narrowed, template="web/erasures/list.html", context=told)


def find(request: HttpRequest) -> HttpResponse:
    """Finds the one person by name and number."""
    form = PersonForm.for_request(request)
    if form.sent():
        sent = form.cleaned_data
        try:
            person = person_meant(viewer_of(request), sent["name"], sent["kind"], sent["number"])
        except XuehengError as fault:
            form.refuse(None, fault)
        else:
            return redirect("propose_erasure", person)
    hint = Text("先找到这个人；下一步看会删除什么，再提出。", "Find the person first; then see what will go.")
    told = {"form": form, "submit": Text("下一步", "Next"), "hint": hint}
    title, crumbs = Text("提出清除", "Put an erasure forward"), _crumbs()
    return page(request, "shell/form.html", told, title=title, crumbs=crumbs, status=422 if form.errors else 200)


def propose(request: HttpRequest, person: int) -> HttpResponse:
    """What will go and what stays, and the form that puts it forward."""
    viewer = viewer_of(request)
    lines = _preview(viewer, person)
    name = names_open_to(viewer, {person}).get(person, "")
    form = ProposeForm.for_request(request, name=name or str(person))
    if form.sent():
        sent = form.cleaned_data
        try:
            number = propose_erasure(viewer, person, sent["ground"], sent["reason"])
        except XuehengError as fault:
            form.refuse(None, fault)
        else:
            messages.success(request, said(Text("已提出，由另一人批准。", "Put forward; somebody else decides.")))
            return redirect("erasure", number)
    told = {"form": form, "name": name or str(person), "lines": lines}
    title, crumbs = Text("提出清除", "Put an erasure forward"), _crumbs()
    status = 422 if form.errors else 200
    return page(request, "web/erasures/propose.html", told, title=title, crumbs=crumbs, status=status)


def erasure(request: HttpRequest, number: int) -> HttpResponse:
    """One erasure."""
    viewer = viewer_of(request)
    found = _visible(viewer, number)
    told = {
        "row": erasure_rows(viewer, [found])[0],
        "may_approve": may_do(viewer, "approve", found),
        "own": found.proposed_by_id == viewer.post and found.state == "proposed",
        "ended": found.state == "done",
        "lines": [] if found.state == "done" else erasure_counted(found.subject, ERASERS),
    }
    return page(request, "web/erasures/one.html", told, title=Text("一项清除", "An erasure"), crumbs=_crumbs())


def approve(request: HttpRequest, number: int) -> HttpResponse:
    """Approves it, the name written once more; then it begins."""
    viewer = viewer_of(request)
    found = _visible(viewer, number, "approve")
    row = erasure_rows(viewer, [found])[0]
    form = ApproveForm.for_request(request, name=row.typed)
    if form.sent():
        try:
            approve_erasure(viewer, number)
        except XuehengError as fault:
            form.refuse(None, fault)
        else:
            return redirect("job", begin(viewer, number))
    told = {"form": form, "row": row, "lines": erasure_counted(found.subject, ERASERS)}
    title, status = Text("批准清除", "Approve an erasure"), 422 if form.errors else 200
    return page(request, "web/erasures/approve.html", told, title=title, crumbs=_crumbs(), status=status)


def refuse(request: HttpRequest, number: int) -> HttpResponse:
    """Leaves everything as it is."""
    viewer = viewer_of(request)
    _visible(viewer, number)
    refuse_erasure(viewer, number)
    messages.success(request, said(Text("未批准，什么也没有删除。", "Refused; nothing was removed.")))
    return redirect("erasures")


def periods(request: HttpRequest) -> HttpResponse:
    """How long each type of record is kept, and what was destroyed when its time was over."""
    told = {"periods": kept_periods()}
    title = Text("保存期限", "How long records are kept")
    return page(request, "web/erasures/periods.html", told, title=title, crumbs=_crumbs())


def _preview(viewer: Viewer, person: int) -> Any:
    try:
        return erasure_preview(viewer, person, ERASERS)
    except PersonUnknown:
        raise Http404 from None


def _visible(viewer: Viewer, number: int, act: str = "see") -> Erasure:
    rows = Erasure.objects.visible_to(viewer, act=act).select_related("proposed_by", "decided_by")
    found: Erasure | None = rows.filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _crumbs() -> list[Crumb]:
    return [Crumb(TITLE, reverse("erasures"))]
