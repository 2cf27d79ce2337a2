"""What waits to be verified: many at once, attested or sent back."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from xueheng.errors import XuehengError
from xueheng.evidence.actions.attest_record import attest_many, refuse_many
from xueheng.evidence.actions.correct_record import LONGEST_REASON
from xueheng.evidence.catalogue import types_known
from xueheng.evidence.choosing import class_choices, type_choices
from xueheng.evidence.descriptions import described
from xueheng.evidence.kept import KeptQuerySet
from xueheng.evidence.views.every_record import COLUMNS
from xueheng.evidence.visibility import types_with
from xueheng.evidence.waiting import waiting_records
from xueheng.identity.public import Viewer, viewer_of
from xueheng.shell.public import Filter, Form, Table, TableRequest, lazily, page, read_page, said
from xueheng.trust.public import number_in
from xueheng.wording import Text

TITLE = Text("待审核", "To be verified")
EMPTY = Text("没有待审核的记录。", "Nothing waits to be verified.")
MOST_TICKED = 100


class Decision(Form):
    """What is said with a decision."""

    keeps_drafts = False
    words = forms.CharField(
        label=lazily("说明", "Remark"), max_length=LONGEST_REASON, required=False,
        help_text=lazily(
            "通过时可以不写；退回时要写原因，记录人会看到。",
            "May stay empty when you verify; sending back needs a reason, which the recorder reads.",
        ),
    )  # fmt: skip


_TABLE = Table("attestations", TITLE, COLUMNS, ("number",), key="number", empty=EMPTY, exportable=False)


def queue(request: HttpRequest) -> HttpResponse:
    """The queue, oldest first; sent back ticked, it attests or refuses them all."""
    viewer = viewer_of(request)
    form = Decision.for_request(request)
    if form.sent():
        try:
            return _decide(request, viewer, form.cleaned_data["words"])
        except XuehengError as fault:
            form.refuse("words" if request.POST.getlist("record") else None, fault)
    asked = TableRequest(_table(viewer), request.GET.dict(), request.path)
    shown = read_page(asked, waiting(viewer, asked))
    headings = [said(head.column.heading) for head in shown.headings]
    rows = [(_number(row), list(zip(headings, row, strict=True))) for row in shown.rows]
    context = {"page": shown, "rows": rows, "form": form, "ticked": set(request.POST.getlist("record"))}
    return page(request, "evidence/attestations.html", context, title=TITLE, status=422 if form.errors else 200)


def _decide(request: HttpRequest, viewer: Viewer, words: str) -> HttpResponse:
    numbers = [n for n in map(number_in, request.POST.getlist("record")[:MOST_TICKED]) if n is not None]
    if not numbers:
        raise XuehengError(
            Text("还没有勾选记录", "no record is ticked"),
            Text("请勾选后再点按钮。", "Tick some, then press the button."),
        )
    if request.POST.get("act") == "refuse":
        count = len(refuse_many(viewer, numbers, reason=words))
        told = Text(f"已退回 {count} 条，记录人会看到原因。", f"{count} sent back; the recorder sees why.")
    else:
        count = len(attest_many(viewer, numbers, remark=words))
        told = Text(f"已审核 {count} 条。", f"{count} verified.")
    messages.success(request, said(told))
    return redirect(request.get_full_path())


def waiting(viewer: Viewer, asked: TableRequest) -> KeptQuerySet:
    """Facts that the viewer may verify and that wait for it, or were drawn for a second look."""
    fields = {"type": "type", "class": "organisation"}
    return waiting_records(viewer).filter(
        **{field: asked.values[code] for code, field in fields.items() if code in asked.values}
    )


def _table(viewer: Viewer) -> Table:
    types = [types_known()[name] for name in sorted(types_with(viewer, ("verifies",))) if name in types_known()]
    filters = [Filter("type", Text("类型", "Type"), "choice", type_choices(types))]
    classes = class_choices(viewer)
    if classes:
        filters.append(Filter("class", Text("班级", "Class"), "choice", classes))
    return replace(_TABLE, filters=tuple(filters), prepare=lambda rows: described(viewer, rows))


def _number(row: Iterable[Any]) -> str:
    """The record's number, from the row's link."""
    return str(next(cell.link for cell in row if cell.link)).rstrip("/").rpartition("/")[2]
