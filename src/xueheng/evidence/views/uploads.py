"""Uploads as their sender sees them: choose a file, see what it holds, store it, take it back."""

from dataclasses import replace
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from xueheng.errors import XuehengError
from xueheng.evidence.actions.receive_upload import receive_upload
from xueheng.evidence.actions.return_upload import is_returned, open_return
from xueheng.evidence.actions.say_upload_headings import say_upload_headings
from xueheng.evidence.files.incoming import IncomingFile
from xueheng.evidence.intake.jobs import CHECK, RETURN, STORE, WITHDRAW, begin
from xueheng.evidence.intake.layouts import layout_choices, layouts_for
from xueheng.evidence.intake.refusals import UploadUnknown, file_large
from xueheng.evidence.intake.upload_page import found_in, headings_to_say, upload_context
from xueheng.evidence.intake.upload_tables import ROWS, UPLOADS, kind_choices, narrowed_rows, uploads_shown
from xueheng.evidence.intake.uploads import LIMITS, MIB, batch_of, name_of
from xueheng.evidence.model_batches import Batch, BatchRow
from xueheng.identity.public import Viewer, viewer_of
from xueheng.shell.public import Crumb, Form, lazily, note_export, page, said, table_page
from xueheng.wording import Text

TITLE = Text("上传", "Uploads")
NEW = Text("上传表格", "Upload a workbook")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class UploadForm(Form):
    """File, kind, and the day for workbooks that name none."""

    keeps_drafts = False
    file = forms.FileField(
        label=lazily("文件", "File"),
        help_text=lazily(
            "原样上传：.xlsx、.xls、.csv，去年的表头、合并的标题都可以，最大 50 MB",
            "As it is: .xlsx, .xls or .csv, last year's headings and merged titles too, up to 50 MB",
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.xls,.et,.csv,.txt"}),
    )
    layout = forms.ChoiceField(label=lazily("表格种类", "Kind of workbook"))
    day = forms.DateField(
        label=lazily("日期", "Day"),
        help_text=lazily("表里没有日期一列时，各行都按这一天记", "For the rows of a workbook without a column of days"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, *args: object, viewer: Viewer, **more: object) -> None:
        super().__init__(*args, **more)
        choices = [(name, said(title)) for name, title in layout_choices(viewer)]
        self.fields["layout"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField


class WithdrawForm(Form):
    """Why an upload is taken back."""

    reason = forms.CharField(label=lazily("撤回原因", "Why"), max_length=200)


def every(request: HttpRequest) -> HttpResponse:
    """One's own uploads under this post, newest first."""
    viewer = viewer_of(request)
    table = replace(UPLOADS, prepare=uploads_shown)
    context = {"may_upload": bool(layouts_for(viewer))}
    rows = Batch.objects.visible_to(viewer)
    return table_page(request, table, lambda asked: rows, template="evidence/uploads.html", context=context)


def new(request: HttpRequest) -> HttpResponse:
    """Choose the file; it is checked at once."""
    viewer = viewer_of(request)
    form = UploadForm.for_request(request, initial={"day": viewer.day}, viewer=viewer)
    _tell_too_large(request, form)
    if form.sent():
        sent = form.cleaned_data
        try:
            file = IncomingFile(str(sent["file"].name), sent["file"].read())
            batch = receive_upload(viewer, file, sent["layout"], sent["day"])
        except XuehengError as fault:
            form.refuse("file", fault)
        else:
            begin(viewer, CHECK, int(batch.pk))
            return redirect("upload", batch.pk)
    context = {"form": form, "may_upload": bool(layouts_for(viewer))}
    return page(
        request, "evidence/upload_new.html", context, title=NEW, crumbs=_crumbs(), status=422 if form.errors else 200
    )


def _tell_too_large(request: HttpRequest, form: Form) -> None:
    """A body above the limit is not read at all: then the field seems empty, and would be said to be."""
    sent = int(request.headers.get("Content-Length") or 0)
    if request.method == "POST" and sent > LIMITS.file and not request.FILES:
        form.refuse("file", file_large(said(Text("文件", "the file")), LIMITS.file // MIB))


def one(request: HttpRequest, number: int) -> HttpResponse:
    """Where an upload stands and what to do next."""
    viewer = viewer_of(request)
    batch = _own(viewer, number)
    title = Text(name_of(batch) or "上传核对", name_of(batch) or "Upload")
    return page(request, "evidence/upload.html", upload_context(viewer, batch), title=title, crumbs=_crumbs())


def rows(request: HttpRequest, number: int) -> HttpResponse:
    """The rows with what became of each; those sent back unless others are asked for."""
    viewer = viewer_of(request)
    batch = _own(viewer, number)
    found = BatchRow.objects.visible_to(viewer).filter(batch=batch)
    filters = (ROWS.filters[0], replace(ROWS.filters[1], choices=kind_choices(batch)))
    crumbs = [*_crumbs(), Crumb(name_of(batch), reverse("upload", args=[number]))]
    table = replace(ROWS, filters=filters)
    return table_page(request, table, lambda asked: narrowed_rows(found, asked.values), crumbs=crumbs)


def check(request: HttpRequest, number: int) -> HttpResponse:
    """Check it anew."""
    return _begun(request, number, CHECK)


def headings(request: HttpRequest, number: int) -> HttpResponse:
    """What the headings mean that nobody knows; remembered, and the workbook checked anew."""
    viewer = viewer_of(request)
    batch = _own(viewer, number)
    asked = headings_to_say(batch, found_in(batch))
    chosen = [
        replace(each, guess=request.POST.get(f"heading-{at}", ""))
        for at, each in enumerate(asked.unknown if asked else ())
    ]
    try:
        say_upload_headings(viewer, number, {each.heading: each.guess for each in chosen})
    except XuehengError as fault:
        context = upload_context(viewer, batch) | {"to_say": asked and replace(asked, unknown=chosen), "problem": fault}
        title = Text(name_of(batch), name_of(batch))
        return page(request, "evidence/upload.html", context, title=title, crumbs=_crumbs(), status=422)
    return _begun(request, number, CHECK)


def store(request: HttpRequest, number: int) -> HttpResponse:
    """Store what can be stored."""
    return _begun(request, number, STORE, corrections=request.POST.get("corrections") == "1")


def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take it back, with the reason."""
    batch = _own(viewer_of(request), number)
    form = WithdrawForm.for_request(request)
    if form.sent():
        form.done()
        return _begun(request, number, WITHDRAW, reason=form.cleaned_data["reason"])
    title = Text("撤回这次上传", "Take this upload back")
    crumbs = [*_crumbs(), Crumb(name_of(batch), reverse("upload", args=[number]))]
    context = {"form": form, "batch": batch}
    status = 422 if form.errors else 200
    return page(request, "evidence/upload_withdraw.html", context, title=title, crumbs=crumbs, status=status)


def marked(request: HttpRequest, number: int) -> HttpResponseBase:
    """The sender's own workbook with every row's outcome; a large one is made first."""
    viewer = viewer_of(request)
    batch = _own(viewer, number)
    if not is_returned(viewer, number):
        return _begun(request, number, RETURN)
    name, content = open_return(viewer, number)
    note_export(viewer, "marked_upload", int(batch.received), about=[("upload", number)])
    response = StreamingHttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename=\"marked.xlsx\"; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _begun(request: HttpRequest, number: int, kind: str, **more: object) -> HttpResponse:
    viewer = viewer_of(request)
    _own(viewer, number)
    begin(viewer, kind, number, **more)
    messages.info(request, said(Text("已经开始，可以离开本页。", "It has begun; you may leave this page.")))
    return redirect("upload", number)


def _own(viewer: Viewer, number: int) -> Batch:
    try:
        return batch_of(viewer, number)
    except UploadUnknown:
        raise Http404 from None


def _crumbs() -> list[Crumb]:
    return [Crumb(TITLE, reverse("uploads"))]
