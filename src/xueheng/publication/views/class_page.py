"""A class's reports: begin them, draft them in one go, see how far they are, give them out, take the files."""

from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from xueheng.errors import XuehengError
from xueheng.identity.public import may, viewer_of
from xueheng.publication.actions.finish_reports import finish_reports
from xueheng.publication.actions.open_class_reports import open_class_reports
from xueheng.publication.actions.open_report_file import open_report_file
from xueheng.publication.class_context import class_choices, class_context, family_context
from xueheng.publication.jobs import DRAFT, FILES, begin
from xueheng.publication.model_reports import BUNDLE, PDF, ClassReports, TermReport
from xueheng.publication.periods import period_choices, period_title
from xueheng.publication.refusals import ReportRefused
from xueheng.publication.report_tables import pupils_table, sets_table
from xueheng.publication.told_reports import class_and_school, class_reports
from xueheng.publication.visibility import KIND
from xueheng.shell.public import Crumb, Form, lazily, page, said, table_page
from xueheng.wording import Text

TITLE = Text("报告书", "Reports")
NEW = Text("开写全班报告书", "Begin a class's reports")
MEDIA = {PDF: ("application/pdf", "pdf"), BUNDLE: ("application/zip", "zip")}


class NewForm(Form):
    """Whose and over what."""

    organisation = forms.ChoiceField(label=lazily("班级", "Class"))
    period = forms.ChoiceField(label=lazily("时期", "Period"))

    def __init__(
        self, *args: object, classes: list[tuple[str, str]], periods: list[tuple[str, str]], **more: object
    ) -> None:
        super().__init__(*args, **more)
        self.fields["organisation"].choices = classes  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["period"].choices = periods  # type: ignore[attr-defined]  # as above


class FinishForm(Form):
    """Nothing to fill in: what is done is said above it."""

    keeps_drafts = False


def every(request: HttpRequest) -> HttpResponse:
    """Those of the units reached; a family's own."""
    viewer = viewer_of(request)
    if viewer.post is None:
        return page(request, "publication/own.html", family_context(viewer), title=TITLE)
    rows = ClassReports.objects.visible_to(viewer)
    context = {"may_begin": may(viewer, "manages", KIND)}
    return table_page(
        request, sets_table(viewer), lambda asked: rows, template="publication/every.html", context=context
    )


def new(request: HttpRequest) -> HttpResponse:
    """Choose class and period; what was begun before is opened again."""
    viewer = viewer_of(request)
    periods = [(code, said(title)) for code, title in period_choices(viewer.day)]
    form = NewForm.for_request(request, classes=class_choices(viewer), periods=periods)
    if form.sent():
        sent = form.cleaned_data
        try:
            found = open_class_reports(viewer, int(sent["organisation"]), sent["period"])
        except XuehengError as fault:
            form.refuse("period", fault)
        else:
            form.done()
            return redirect("class_reports", found.pk)
    context = {"form": form, "submit": Text("开写报告书", "Begin")}
    return page(request, "shell/form.html", context, title=NEW, crumbs=_crumbs(), status=422 if form.errors else 200)


def one(request: HttpRequest, number: int) -> HttpResponse:
    """The pupils of the class, each with the state of her report."""
    viewer = viewer_of(request)
    found = _found(request, number, "see")
    rows = TermReport.objects.visible_to(viewer, act="list").filter(reports=found)
    context = class_context(viewer, found)
    title = _title(found, viewer.day)
    return table_page(
        request, pupils_table(viewer), lambda asked: rows, template="publication/class.html", context=context,
        title=title, crumbs=_crumbs(),
    )  # fmt: skip


def draft(request: HttpRequest, number: int) -> HttpResponse:
    """Drafts for the whole class."""
    _found(request, number, "write")
    return redirect("job", begin(viewer_of(request), DRAFT, number))


def make_files(request: HttpRequest, number: int) -> HttpResponse:
    """Papers of the whole class."""
    _found(request, number, "write")
    return redirect("job", begin(viewer_of(request), FILES, number))


def finish(request: HttpRequest, number: int) -> HttpResponse:
    """Give out the class's, after a look at how many and to whom."""
    viewer = viewer_of(request)
    found = _found(request, number, "write")
    form = FinishForm.for_request(request)
    if form.sent():
        try:
            done = finish_reports(viewer, number)
        except XuehengError as fault:
            form.refuse(None, fault)
        else:
            messages.success(request, said(Text(f"已发出 {done} 份。", f"{done} given out.")))
            return redirect("class_reports", number)
    context = {"form": form, **class_context(viewer, found)}
    crumbs = [*_crumbs(), Crumb(_title(found, viewer.day), reverse("class_reports", args=[number]))]
    title = Text("发出全班报告书", "Give out the class's reports")
    return page(
        request, "publication/finish.html", context, title=title, crumbs=crumbs, status=422 if form.errors else 200
    )


def file(request: HttpRequest, number: int, kind: str) -> HttpResponseBase:
    """A file made of the class's reports."""
    viewer = viewer_of(request)
    found = _found(request, number, "write")
    if kind not in MEDIA:
        raise Http404
    try:
        pieces = open_report_file(viewer, number, kind)
    except ReportRefused as fault:
        raise Http404 from fault
    media, ending = MEDIA[kind]
    name = f"{class_and_school(int(found.organisation), viewer.day)[0]}_{said(TITLE)}.{ending}"
    answer = StreamingHttpResponse(pieces, content_type=media)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["Cache-Control"] = "no-store"
    return answer


def _found(request: HttpRequest, number: int, act: str) -> ClassReports:
    try:
        return class_reports(viewer_of(request), number, act=act)
    except ReportRefused as fault:
        raise Http404 from fault


def _title(found: ClassReports, day: object) -> Text:
    name = class_and_school(int(found.organisation), day)[0]  # type: ignore[arg-type]  # the viewer's day
    period = period_title(found.window, found.label)
    return Text(f"{name}报告书 · {period.zh}", f"{name}: reports, {period.en}")


def _crumbs() -> list[Crumb]:
    return [Crumb(TITLE, reverse("term_reports"))]
