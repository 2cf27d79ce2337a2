"""One pupil's report: the class teacher writes and checks it, the pupil chooses works, the family reads it."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from xueheng.errors import XuehengError
from xueheng.evidence.public import phrases_for
from xueheng.identity.public import Viewer, viewer_of
from xueheng.publication.actions.open_report_file import own_paper
from xueheng.publication.actions.pick_works import pick_works
from xueheng.publication.actions.review_report import review_report
from xueheng.publication.actions.write_comment import LONGEST, write_comment
from xueheng.publication.model_reports import FINISHED, TermReport
from xueheng.publication.papers.lacking_signs import lacking_in
from xueheng.publication.refusals import ReportRefused
from xueheng.publication.told_reports import Told, read_reports, report_for
from xueheng.publication.visibility import OPEN_STATES
from xueheng.publication.works import MOST, Work, choosable, first_picks
from xueheng.shell.public import Crumb, Form, lazily, page, page_language, said
from xueheng.wording import Text

CHOOSE = Text("选入报告书的作品", "Works for the report")
SAID = {
    "check": Text("已标为已审。", "Marked as checked."),
    "again": Text("已退回，请本人重选作品。", "Sent back; the pupil is asked to choose again."),
    "take_back": Text("已收回修改，家里暂时看不到。", "Taken back; the family does not see it meanwhile."),
}


class CommentForm(Form):
    """The teacher's words to the pupil."""

    comment = forms.CharField(
        label=lazily("班主任寄语", "Comment"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 7}),
        help_text=lazily(
            "草稿由本人的记录写成，请改成您自己的话。边写边存为草稿，保存后才进报告书。",
            "Drafted from the pupil's own records; make it your words. Kept while you type, in the report once saved.",
        ),
    )  # fmt: skip


class WorksForm(Form):
    """Which works go in; none is an answer too."""

    works = forms.MultipleChoiceField(
        label=lazily("作品与反思", "Works and reflections"), required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": lazily("有的不能选，请重开这一页。", "Open the page anew.")},
    )  # fmt: skip

    def __init__(self, *args: object, works: list[Work], **more: object) -> None:
        super().__init__(*args, **more)
        choices = [(str(work.record), f"{work.day} {said(work.title)}：{said(work.words)}") for work in works]
        self.fields["works"].choices = choices  # type: ignore[attr-defined]  # a MultipleChoiceField


def one(request: HttpRequest, number: int) -> HttpResponse:
    """The report as it stands; with the form of the comment for who writes it."""
    viewer = viewer_of(request)
    row = _row(viewer, number, "see")
    writes = TermReport.objects.visible_to(viewer, act="write").filter(pk=number).exists()
    writing = writes and row.state != FINISHED
    if request.method == "POST" and not writing:
        raise Http404
    told = read_reports(viewer, [row])[0]
    form = None
    if writing:
        form = CommentForm.for_request(request, version=str(row.changed), initial={"comment": told.comment})
        if form.sent() and _written(request, form, number):
            return _checked(request, row) if "only" not in request.POST else redirect("term_report", number)
    context = {"told": told, "form": form, "writes": writes, **_around(viewer, told, writes=writes)}
    context["phrases"] = phrases_for(viewer) if form is not None else []
    status = 422 if form is not None and form.errors else 200
    return page(
        request, "publication/report.html", context, title=_title(told), crumbs=_crumbs(row, viewer), status=status
    )


def _written(request: HttpRequest, form: Form, number: int) -> bool:
    try:
        write_comment(viewer_of(request), number, form.cleaned_data["comment"])
    except XuehengError as fault:
        form.refuse("comment", fault)
        return False
    form.done()
    if "only" in request.POST:
        messages.success(request, said(Text("寄语已保存。", "The comment is saved.")))
    return True


def _checked(request: HttpRequest, row: TermReport) -> HttpResponse:
    """Marked as checked, and on to the next that is not; the class where none is left."""
    viewer, number = viewer_of(request), int(row.pk)
    try:
        review_report(viewer, number, "check")
    except ReportRefused as fault:
        messages.error(request, fault.say(page_language()))
        return redirect("term_report", number)
    messages.success(request, said(SAID["check"]))
    after = _next(viewer, row)
    return redirect("term_report", after) if after else redirect("class_reports", row.reports_id)


def works(request: HttpRequest, number: int) -> HttpResponse:
    """The pupil chooses."""
    viewer = viewer_of(request)
    row = _row(viewer, number, "choose")
    found = choosable(viewer, row)
    initial = {"works": [str(one) for one in first_picks(row, found)]}
    form = WorksForm.for_request(request, version=str(row.changed), initial=initial, works=found)
    if form.sent():
        try:
            pick_works(viewer, number, [int(one) for one in form.cleaned_data["works"]])
        except XuehengError as fault:
            form.refuse("works", fault)
        else:
            form.done()
            messages.success(request, said(Text("已选好，班主任会看到。", "Chosen; the class teacher sees it.")))
            return redirect("term_reports")
    context = {"form": form, "found": found, "most": MOST, "row": row, "guardian": bool(viewer.wards)}
    crumbs = [Crumb(Text("报告书", "Reports"), reverse("term_reports"))]
    return page(
        request, "publication/works.html", context, title=CHOOSE, crumbs=crumbs, status=422 if form.errors else 200
    )


def review(request: HttpRequest, number: int) -> HttpResponse:
    """Checked, sent back, or taken back."""
    viewer = viewer_of(request)
    row = _row(viewer, number, "write")
    word = request.POST.get("word", "")
    if word not in SAID:
        raise Http404
    if word == "check":
        return _checked(request, row)
    try:
        review_report(viewer, number, word)
    except ReportRefused as fault:
        messages.error(request, fault.say(page_language()))
    else:
        messages.success(request, said(SAID[word]))
    return redirect("term_report", number)


def paper(request: HttpRequest, number: int) -> HttpResponse:
    """The report as a PDF."""
    viewer = viewer_of(request)
    _row(viewer, number, "see")
    answer = HttpResponse(own_paper(viewer, number, page_language()), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="report-{number}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


def _row(viewer: Viewer, number: int, act: str) -> TermReport:
    try:
        return report_for(viewer, number, act=act)
    except ReportRefused as fault:
        raise Http404 from fault


def _next(viewer: Viewer, row: TermReport) -> int | None:
    """The next report of the class that is not checked, round to the first."""
    rows = TermReport.objects.visible_to(viewer, act="write").filter(reports=row.reports_id, state__in=OPEN_STATES)
    left = rows.exclude(kind="").exclude(pk=row.pk).order_by("place")
    found = left.filter(place__gt=row.place).first() or left.first()
    return int(found.pk) if found is not None else None


def _around(viewer: Viewer, told: Told, *, writes: bool) -> dict[str, object]:
    return {
        "next": _next(viewer, told.row) if writes else None,
        "own": told.row.pupil in viewer.own_people,
        "lacking": lacking_in([told]) if writes else [],
    }


def _title(told: Told) -> Text:
    return Text(f"{told.name}的报告书", f"Report on {told.name}")


def _crumbs(row: TermReport, viewer: Viewer) -> list[Crumb]:
    first = Crumb(Text("报告书", "Reports"), reverse("term_reports"))
    if viewer.post is None:
        return [first]
    return [first, Crumb(Text("本班", "The class"), reverse("class_reports", args=[row.reports_id]))]
