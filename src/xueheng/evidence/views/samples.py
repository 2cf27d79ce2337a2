"""Draws by lot for a second look: sealed, drawn, looked at record by record, and checked by whoever wants to."""

from dataclasses import replace
from typing import ClassVar

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from xueheng.errors import XuehengError
from xueheng.evidence.actions.attest_record import attest_record, refuse_record
from xueheng.evidence.actions.draw_sample import draw_result, draw_sample, seal_sample
from xueheng.evidence.choosing import draw_units, type_choices, types_to_verify
from xueheng.evidence.model_samples import SampleCandidate, SampleDraw
from xueheng.evidence.refusals import RecordUnknown
from xueheng.evidence.sample_tables import DRAWN, DRAWS
from xueheng.evidence.samples import (
    GENUINE,
    LOOKS,
    OPEN,
    OTHERWISE,
    Look,
    draw_for,
    draws_told,
    looks_of,
    narrowed_looks,
    numbers_among,
    reckoned_again,
    result_told,
    why_not,
)
from xueheng.evidence.views.one_record import named_files
from xueheng.identity.public import Viewer, may_do, viewer_of
from xueheng.shell.public import Crumb, Form, Tab, TableRequest, lazily, page, said, table_page
from xueheng.wording import Text

TITLE = Text("抽查", "Samples")
ONE = Text("一次抽查", "A sample")
NEW = Text("新建抽查", "New sample")
LONGEST_REMARK = 200


class SealForm(Form):
    """Of which records, and how large a share."""

    units: ClassVar = {"per_cent": Text("%", "%")}
    type = forms.ChoiceField(label=lazily("记录类型", "Type of record"))
    organisation = forms.TypedChoiceField(label=lazily("单位", "Unit"), coerce=int)
    from_day = forms.DateField(
        label=lazily("从", "From"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    to_day = forms.DateField(
        label=lazily("到", "To"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    per_cent = forms.IntegerField(
        label=lazily("比例", "Share"), min_value=1, max_value=100, initial=10,
        help_text=lazily("不足一条的按一条抽", "A part of a record counts as one"),
    )  # fmt: skip

    def __init__(self, *args: object, viewer: Viewer, **more: object) -> None:
        super().__init__(*args, **more)
        types = [(code, said(words)) for code, words in type_choices(types_to_verify(viewer))]
        self.fields["type"].choices = types  # type: ignore[attr-defined]  # a field of choices
        self.fields["organisation"].choices = draw_units(viewer)  # type: ignore[attr-defined]  # as above


class LookForm(Form):
    """What somebody found who held the record against what it tells of."""

    keeps_drafts = False
    found = forms.ChoiceField(
        label=lazily("核对结果", "Result"), choices=[], widget=forms.RadioSelect,
        help_text=lazily(
            "“属实”记为审核通过；“与记录不符”即退回记录人，更正或撤回以前不算已审核",
            "Genuine: it is verified. Not as recorded: it goes back to its recorder, and does not count as verified "
            "until it is corrected or taken back",
        ),
    )  # fmt: skip
    words = forms.CharField(
        label=lazily("说明", "Remark"), max_length=LONGEST_REMARK, required=False,
        help_text=lazily(
            "与记录不符时必填：看了什么凭据，哪里不符，要记录人做什么",
            "Needed where it is not as recorded: what was looked at, what differs, what its recorder has to do",
        ),
    )  # fmt: skip

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)
        choices = [(code, said(LOOKS[code].words)) for code in (GENUINE, OTHERWISE)]
        self.fields["found"].choices = choices  # type: ignore[attr-defined]  # a field of choices


def every(request: HttpRequest) -> HttpResponse:
    """All draws that the reader may see, the newest first."""
    viewer = viewer_of(request)
    table = replace(DRAWS, prepare=lambda rows: draws_told(viewer, rows))
    rows = SampleDraw.objects.visible_to(viewer)
    return table_page(request, table, lambda asked: rows, template="evidence/samples.html")


def new(request: HttpRequest) -> HttpResponse:
    """Of what is drawn; sent, the list and the seed are sealed."""
    viewer = viewer_of(request)
    initial = {"from_day": viewer.day.replace(day=1), "to_day": viewer.day, "organisation": viewer.organisation}
    form = SealForm.for_request(request, initial=initial, viewer=viewer)
    if form.sent():
        try:
            number = seal_sample(viewer, **form.cleaned_data)
        except XuehengError as fault:
            form.refuse(None, fault)
        else:
            form.done()
            return redirect("sample", number)
    hint = Text(
        "先封存：记下从哪些记录里抽，并封好一个谁也不知道的种子；再抽取，同时公开种子，谁都能重算。",
        "First it is sealed: the list to draw from, and a seed that nobody knows. Then it is drawn and the seed shown, "
        "so that anybody can reckon it again.",
    )
    context = {"form": form, "hint": hint, "submit": Text("封存", "Seal it")}
    return page(request, "shell/form.html", context, title=NEW, crumbs=_crumbs(), status=422 if form.errors else 200)


def one(request: HttpRequest, number: int) -> HttpResponse:
    """A draw: what it was among, what it fell on, what came of it."""
    viewer = viewer_of(request)
    draw = _draw(viewer, number)
    context = {
        "told": draws_told(viewer, [draw])[0],
        "may_draw": draw.seed is None and may_do(viewer, "draw", draw),
        "result": result_told(draw_result(viewer, number)) if draw.seed else [],
    }
    rows = SampleCandidate.objects.visible_to(viewer).filter(draw=draw, drawn=True)
    table = replace(DRAWN, prepare=lambda found: looks_of(viewer, found), exportable=draw.seed is not None)
    return table_page(
        request, table, lambda asked: _narrowed(rows, asked), title=ONE,
        template="evidence/sample.html", context=context, crumbs=_crumbs(), tabs=_tabs(request, number),
    )  # fmt: skip


def draw(request: HttpRequest, number: int) -> HttpResponse:
    """Opens the seed and draws."""
    viewer = viewer_of(request)
    _draw(viewer, number)
    try:
        count = len(draw_sample(viewer, number))
    except RecordUnknown:
        raise Http404 from None
    messages.success(request, said(Text(f"抽中 {count} 条，种子已公开。", f"{count} drawn; the seed is shown.")))
    return redirect("sample", number)


def check(request: HttpRequest, number: int) -> HttpResponse:
    """How the draw can be reckoned again, and whether it comes to the same here and now."""
    viewer = viewer_of(request)
    draw = _draw(viewer, number)
    context = {"told": draws_told(viewer, [draw])[0], "again": reckoned_again(draw)}
    title = Text("重算这次抽查", "Reckon it again")
    return page(
        request, "evidence/sample_check.html", context, title=title, crumbs=_crumbs(), tabs=_tabs(request, number)
    )


def numbers(request: HttpRequest, number: int) -> HttpResponse:
    """The numbers that the draw was among, one a line: the file whose SHA-256 was sealed. It tells of nobody."""
    draw = _draw(viewer_of(request), number)
    answer = HttpResponse("".join(f"{each}\n" for each in numbers_among(draw)), content_type="text/plain")
    answer["Content-Disposition"] = f'attachment; filename="numbers-{draw.number}.txt"'
    return answer


def look(request: HttpRequest, number: int, record: int) -> HttpResponse:
    """One drawn record, and what whoever looks at it finds."""
    viewer = viewer_of(request)
    found = _look(viewer, _draw(viewer, number), record)
    refusal = why_not(viewer, found) if found.state == OPEN else None
    form = LookForm.for_request(request)
    if found.state == OPEN and refusal is None and form.sent() and _looked(request, viewer, form, record):
        return redirect("sample", number)
    context = {
        "look": found,
        "told": found.told,
        "files": named_files(viewer, found.told),
        "refusal": refusal,
        "form": form if found.state == OPEN and refusal is None else None,
    }
    crumbs = [*_crumbs(), Crumb(ONE, reverse("sample", args=[number]))]
    title, status = found.told.type_title, 422 if form.errors else 200
    return page(request, "evidence/sample_look.html", context, title=title, crumbs=crumbs, status=status)


def _looked(request: HttpRequest, viewer: Viewer, form: Form, record: int) -> bool:
    """Stores what was found; False with the reason in the form where it cannot be."""
    words = form.cleaned_data["words"]
    try:
        if form.cleaned_data["found"] == GENUINE:
            attest_record(viewer, record, remark=words)
        else:
            refuse_record(viewer, record, reason=words)
    except XuehengError as fault:
        form.refuse("words", fault)
        return False
    messages.success(request, said(Text("核对结果已存。", "What you found is stored.")))
    return True


def _look(viewer: Viewer, draw: SampleDraw, record: int) -> Look:
    rows = SampleCandidate.objects.visible_to(viewer).filter(draw=draw, record=record, drawn=True)
    found = looks_of(viewer, list(rows), with_private=True)
    if not found:
        raise Http404
    return found[0]


def _narrowed(rows: "QuerySet[SampleCandidate]", asked: TableRequest) -> "QuerySet[SampleCandidate]":
    return narrowed_looks(rows, str(asked.values["state"])) if "state" in asked.values else rows


def _draw(viewer: Viewer, number: int) -> SampleDraw:
    try:
        return draw_for(viewer, number)
    except RecordUnknown:
        raise Http404 from None


def _tabs(request: HttpRequest, number: int) -> list[Tab]:
    named = ((Text("抽中的记录", "Drawn records"), "sample"), (Text("重算", "Reckon it again"), "sample_check"))
    addresses = [(title, reverse(name, args=[number])) for title, name in named]
    return [Tab(title, address, here=address == request.path) for title, address in addresses]


def _crumbs() -> list[Crumb]:
    return [Crumb(TITLE, reverse("samples"))]
