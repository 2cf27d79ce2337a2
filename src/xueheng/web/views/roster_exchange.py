"""Rosters exchanged with other programs: bring a zip in, see what it changes, store it; take one out."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from xueheng.errors import XuehengError
from xueheng.identity.public import (
    ROSTER,
    PurposeMissing,
    RegisterImport,
    RosterOut,
    RosterTold,
    Viewer,
    export_roster,
    may,
    purposes_in_force,
    receive_roster,
    rejected_rows,
    roster_rows,
    rosters_told,
    viewer_of,
    with_purpose,
    withdraw_roster,
)
from xueheng.shell.public import Column, Crumb, Form, Table, lazily, moment_shown, note_export, page, said, table_page
from xueheng.web.import_tables import STATES, rows_seen, rows_table
from xueheng.web.purpose_choices import purpose_asked, said_purposes
from xueheng.web.register_jobs import begin
from xueheng.web.roster_jobs import CHECK, STORE
from xueheng.wording import Text

TITLE = Text("与别的程序交换名册（OneRoster）", "Rosters exchanged with other programs (OneRoster)")
NEW = Text("读入一份名册", "Bring in a roster")
OUT = Text("导出名册", "Take a roster out")
ROSTERS = Table(
    "rosters",
    TITLE,
    columns=(
        Column("file", Text("文件", "File"), lambda row: row.file_name or Text("已删除", "deleted"),
               link=lambda row: reverse("roster", args=[row.batch.number])),
        Column("source", Text("来源程序", "From"), lambda row: row.source or "—", on_phone=False),
        Column("day", Text("生效日期", "Holds from"), lambda row: row.batch.day, on_phone=False),
        Column("state", Text("状态", "State"), lambda row: STATES[row.batch.state]),
        Column("received", Text("收到", "Received"), lambda row: row.batch.received, unit=Text("行", "rows")),
        Column("rejected", Text("退回", "Rejected"), lambda row: row.batch.rejected, unit=Text("行", "rows")),
        Column("created", Text("时间", "Time"), lambda row: moment_shown(row.batch.created), on_phone=False),
    ),
    order=("-created",),
    key="number",
    prepare=rosters_told,
    empty=Text("还没有读入过别的程序的名册。", "No other program's roster was brought in yet."),
)  # fmt: skip


class RosterForm(Form):
    """The zip, and the day from which it holds."""

    keeps_drafts = False
    file = forms.FileField(
        label=lazily("zip 文件", "Zip file"),
        help_text=lazily("OneRoster 1.2 的 CSV，全量或增量", "OneRoster 1.2 CSV, bulk or delta"),
        widget=forms.FileInput(attrs={"accept": ".zip"}),
    )
    day = forms.DateField(
        label=lazily("从哪天起", "Holds from"),
        help_text=lazily("来源没有写日期的编班从这一天起", "Enrolments without a day of their own begin on it"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )


class ExportForm(Form):
    """Whole or since a moment, and the purpose under which pupils are read."""

    keeps_drafts = False
    since = forms.DateTimeField(
        label=lazily("只要此刻以后的变化", "Only what changed since"),
        help_text=lazily("不填则全量", "Left out: everything"),
        required=False,
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
    )
    purpose = forms.ChoiceField(label=lazily("查阅目的", "Purpose"), required=False)
    sensitive = forms.BooleanField(
        label=lazily("连同性别、出生日期和证件号", "Sex, day of birth and identity numbers too"),
        help_text=lazily("需要已批准的查阅目的，并记入日志", "Takes an approved purpose, and is journalled"),
        required=False,
    )

    def __init__(self, *args: object, viewer: Viewer, **more: object) -> None:
        super().__init__(*args, **more)
        asked = [(str(number), said(words)) for number, words in said_purposes(purposes_in_force(viewer))]
        self.fields["purpose"].choices = [("", said(Text("没有", "none"))), *asked]  # type: ignore[attr-defined]


def every(request: HttpRequest) -> HttpResponse:
    """The rosters of the post's units, newest first."""
    viewer = viewer_of(request)
    context = {"may_export": may(viewer, "exports", "rosters")}
    return table_page(
        request, ROSTERS, lambda asked: RegisterImport.objects.visible_to(viewer).filter(layout=ROSTER),
        template="web/rosters/list.html", context=context,
    )  # fmt: skip


def new(request: HttpRequest) -> HttpResponse:
    """Choose the zip; it is checked at once, and nothing stored."""
    viewer = viewer_of(request)
    form = RosterForm.for_request(request, initial={"day": viewer.day})
    if form.sent():
        sent = form.cleaned_data
        try:
            number = receive_roster(viewer, str(sent["file"].name), sent["file"].read(), sent["day"])
        except XuehengError as fault:
            form.refuse("file", fault)
        else:
            return redirect("job", begin(viewer, CHECK, number))
    status = 422 if form.errors else 200
    return page(request, "web/rosters/new.html", {"form": form}, title=NEW, crumbs=_crumbs(), status=status)


def one(request: HttpRequest, number: int) -> HttpResponse:
    """Where it stands, what it would change, and the next step."""
    viewer = viewer_of(request)
    told = _told(viewer, number)
    context = {
        "told": told, "batch": told.batch, "own": told.own(viewer), "status": STATES[told.batch.state],
        "may_store": told.may_store(viewer), "may_leave": told.may_leave(viewer),
    }  # fmt: skip
    title = Text(told.file_name, told.file_name) if told.file_name else TITLE
    return page(request, "web/rosters/one.html", context, title=title, crumbs=_crumbs())


def rows(request: HttpRequest, number: int) -> HttpResponse:
    """The rows that are not simply the same."""
    viewer = viewer_of(request)
    told = _told(viewer, number)
    if told.forgotten:
        raise Http404
    crumbs = [*_crumbs(), Crumb(told.file_name, reverse("roster", args=[number]))]
    table = rows_table(told.batch)
    return table_page(request, table, lambda asked: rows_seen(viewer, told.batch, asked.values), crumbs=crumbs)


def check(request: HttpRequest, number: int) -> HttpResponse:
    """Check it anew."""
    _told(viewer_of(request), number)
    return redirect("job", begin(viewer_of(request), CHECK, number))


def store(request: HttpRequest, number: int) -> HttpResponse:
    """Store what was shown."""
    _told(viewer_of(request), number)
    return redirect("job", begin(viewer_of(request), STORE, number))


def rejected(request: HttpRequest, number: int) -> HttpResponse:
    """The rejected rows with their reasons, for a spreadsheet."""
    viewer = viewer_of(request)
    told = _told(viewer, number)
    if told.forgotten:
        raise Http404
    note_export(viewer, "rejected_roster", int(told.batch.rejected), about=[("import", number)])
    return _file("rejected.csv", rejected_rows(roster_rows(told.batch, "rejected")), "text/csv; charset=utf-8")


def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Give it up before anything is stored; the file is destroyed."""
    _told(viewer_of(request), number)
    withdraw_roster(viewer_of(request), number)
    messages.success(request, said(Text("已撤回，文件已删除。", "Withdrawn; the file is deleted.")))
    return redirect("rosters")


def export(request: HttpRequest) -> HttpResponse:
    """Take a roster out: whole, or the changes since a moment."""
    viewer = viewer_of(request)
    form = ExportForm.for_request(request, viewer=viewer)
    if form.sent():
        try:
            made = _exported(viewer, form.cleaned_data)
        except XuehengError as fault:
            form.refuse(None, fault)
        else:
            return _file("oneroster.zip", made.content, "application/zip")
    status = 422 if form.errors else 200
    context = {"form": form, "submit": OUT}
    return page(request, "shell/form.html", context, title=OUT, crumbs=_crumbs(), status=status)


def _exported(viewer: Viewer, sent: Mapping[str, Any]) -> RosterOut:
    number = purpose_asked(sent["purpose"])
    under = viewer if number is None else with_purpose(viewer, number)
    if under is None:
        raise PurposeMissing
    return export_roster(under, since=_moment(sent["since"]), sensitive=sent["sensitive"])


def _moment(since: datetime | None) -> int | None:
    if since is None:
        return None
    aware = since if timezone.is_aware(since) else timezone.make_aware(since)
    return round(aware.timestamp() * 1_000_000)


def _file(name: str, content: bytes, kind: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _told(viewer: Viewer, number: int) -> RosterTold:
    batch = RegisterImport.objects.visible_to(viewer).filter(pk=number, layout=ROSTER).first()
    if batch is None:
        raise Http404
    return rosters_told([batch])[0]


def _crumbs() -> list[Crumb]:
    return [Crumb(TITLE, reverse("rosters"))]
