"""Objecting to a record, the receipt, the answer; and choosing whom a record is shown to."""

from dataclasses import replace

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from xueheng.errors import XuehengError
from xueheng.evidence.actions.answer_objection import answer_objection
from xueheng.evidence.actions.choose_shown import choose_shown
from xueheng.evidence.actions.object_to_record import object_to_record
from xueheng.evidence.actions.withdraw_objection import withdraw_objection
from xueheng.evidence.descriptions import described
from xueheng.evidence.family_part import record_to_object
from xueheng.evidence.model_objections import Objection
from xueheng.evidence.model_records import Record
from xueheng.evidence.objections import KINDS, LONGEST_WORDS, deciders_words, told
from xueheng.evidence.reading import record_for
from xueheng.evidence.refusals import RecordUnknown
from xueheng.identity.public import Viewer, may_do, viewer_of
from xueheng.shell.public import Column, Crumb, Form, Table, lazily, moment_shown, page, said, table_page
from xueheng.wording import Text

DOUBT, RECORDS = Text("疑问", "Objections"), Text("记录", "Records")
RECEIPT = Text("疑问回执", "An objection")


class ObjectionForm(Form):
    """What is wrong with a record."""

    kind = forms.ChoiceField(
        label=lazily("哪里不对", "What is wrong"),
        choices=[(code, lazily(words.zh, words.en)) for code, words in KINDS.items()],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=lazily("说明", "In a line"),
        max_length=LONGEST_WORDS,
        required=False,
        help_text=lazily(
            "应当是什么。决定的人看得到；记录的人只知道有人提出疑问。",
            "What would be right. Whoever decides reads it; the recorder learns only that somebody objects.",
        ),
    )


class AnswerForm(Form):
    """The decision, in words."""

    upheld = forms.ChoiceField(
        label=lazily("决定", "Decision"),
        choices=[
            ("yes", lazily("成立，记录要更正或撤回", "Upheld: the record is to be corrected or taken back")),
            ("no", lazily("不成立，维持原记录", "Declined: the record stands")),
        ],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=lazily("理由", "Why"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=lazily("提出的人和记录的人都会看到", "Read by who objects and by the recorder"),
    )


def new(request: HttpRequest, number: int) -> HttpResponse:
    """Asks what is wrong, and gives a receipt."""
    viewer = viewer_of(request)
    record = record_to_object(viewer, number)
    if record is None:
        raise Http404
    form = ObjectionForm.for_request(request)
    if form.sent():
        try:
            made = object_to_record(viewer, number, form.cleaned_data["kind"], form.cleaned_data["words"])
        except XuehengError as fault:
            form.refuse("words", fault)
        else:
            form.done()
            messages.success(request, said(Text("已收到，这是回执。", "Received; this is your receipt.")))
            return redirect("objection", made)
    one = described(viewer, [record])[0]
    context = {"form": form, "told": one, "deciders": deciders_words(record.type)}
    crumbs = [Crumb(RECORDS, reverse("records")), Crumb(one.type_title, reverse("record", args=[number]))]
    title, status = Text("对这条记录有疑问", "Something is wrong with this record"), 422 if form.errors else 200
    return page(request, "evidence/object.html", context, title=title, crumbs=crumbs, status=status)


def one(request: HttpRequest, number: int) -> HttpResponse:
    """The receipt, and for who decides the answer."""
    viewer = viewer_of(request)
    found = Objection.objects.visible_to(viewer).filter(pk=number).select_related("record").first()
    if found is None:
        raise Http404
    form = AnswerForm.for_request(request)
    may_answer = may_do(viewer, "answer", found)
    if may_answer and form.sent():
        try:
            answer_objection(
                viewer, number, upheld=form.cleaned_data["upheld"] == "yes", words=form.cleaned_data["words"]
            )
        except XuehengError as fault:
            form.refuse("words", fault)
        else:
            form.done()
            messages.success(request, said(Text("已答复，双方都会看到。", "Answered; both sides will see it.")))
            return redirect("objection", number)
    context = {
        "form": form,
        "one": told(viewer, [found])[0],
        "record": next(iter(described(viewer, _seen(viewer, found))), None),
        "may_answer": may_answer,
        "may_withdraw": may_do(viewer, "withdraw", found),
        "may_correct": may_do(viewer, "correct", found.record),
        "deciders": deciders_words(found.type),
    }
    status = 422 if form.errors else 200
    crumbs = [Crumb(DOUBT, reverse("objections"))]
    return page(request, "evidence/objection.html", context, title=RECEIPT, crumbs=crumbs, status=status)


def _seen(viewer: Viewer, found: Objection) -> list[Record]:
    """Its record, where the reader may see it."""
    try:
        return [record_for(viewer, found.record_id)]
    except RecordUnknown:
        return []


def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Takes one's own back."""
    withdraw_objection(viewer_of(request), number)
    messages.success(request, said(Text("已撤回。", "Taken back.")))
    return redirect("objection", number)


def every(request: HttpRequest) -> HttpResponse:
    """Those that the reader put, decides on, or that are about what she recorded; the open ones first."""
    viewer = viewer_of(request)
    table = replace(_TABLE, prepare=lambda rows: told(viewer, rows))
    return table_page(request, table, lambda asked: Objection.objects.visible_to(viewer))


_TABLE = Table(
    "objections",
    DOUBT,
    (
        Column(
            "type",
            Text("记录", "Record"),
            lambda row: row.type_title,
            link=lambda row: reverse("objection", args=[row.number]),
        ),
        Column("kind", Text("哪里不对", "What is wrong"), lambda row: row.kind),
        Column("by", Text("提出人", "By"), lambda row: row.by),
        Column("made", Text("提出时间", "Put"), lambda row: moment_shown(row.objection.made_at)),
        Column("state", Text("状态", "State"), lambda row: row.status),
    ),
    ("-made_at",),
    key="number",
    empty=Text("没有疑问。在记录页点“有疑问”可以提出。", "None. Put one from a record's page."),
    exportable=False,
)


def choose(request: HttpRequest, number: int) -> HttpResponse:
    """Whom the record is shown to, and whether it goes into the report."""
    viewer = viewer_of(request)
    report = {"yes": True, "no": False}.get(request.POST.get("report", ""))
    audience = request.POST.get("audience")
    if (report is None and audience is None) or request.POST.get("report", "yes") not in ("yes", "no"):
        raise XuehengError(
            Text(
                "没有选“谁能看到”或“素质发展报告书”，没有保存。",
                "Nothing is chosen of “Who may see it” or “The term report”.",
            ),
            Text("请回到记录页选一项，再存。", "Go back to the record's page, choose one and save."),
        )
    try:
        choose_shown(viewer, number, audience=audience, in_report=report)
    except RecordUnknown:
        raise Http404 from None
    messages.success(request, said(Text("已按你的选择显示。", "Shown as you chose.")))
    return redirect("record", number)
