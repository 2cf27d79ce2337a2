"""Correcting a record, and taking it back."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from xueheng.errors import XuehengError
from xueheng.evidence.actions.correct_record import changeable, correct_fact
from xueheng.evidence.actions.retract_record import retract_record
from xueheng.evidence.catalogue import evidence_type
from xueheng.evidence.descriptions import described
from xueheng.evidence.entry_form import CLIENT, LONGEST_REASON, REASON, EntryForm, form_for, initial_of
from xueheng.evidence.model_records import Record
from xueheng.evidence.reading import current_fields
from xueheng.evidence.refusals import EvidenceRejected, RecordUnknown
from xueheng.evidence.views.new_record import RECORDS, outcome_said
from xueheng.identity.public import Viewer, viewer_of
from xueheng.shell.public import Crumb, Form, lazily, page, said
from xueheng.wording import Text


class RetractForm(Form):
    """Why a record is taken back."""

    why = forms.CharField(
        label=lazily("撤回原因", "Why it is taken back"),
        max_length=LONGEST_REASON,
        help_text=lazily("原记录仍留在历史中，不再计入", "The record stays in the history and counts no more"),
    )


def correct(request: HttpRequest, number: int) -> HttpResponse:
    """The form with what the record says; sent, it becomes a new record."""
    viewer = viewer_of(request)
    old = _changeable(viewer, number, "correct")
    type_ = evidence_type(old.type)
    initial = initial_of(type_, old.day, current_fields(viewer, old))
    form = form_for(type_, correcting=True).for_request(request, initial=initial)
    assert isinstance(form, EntryForm)
    if form.sent():
        try:
            recorded = correct_fact(
                viewer, number, form.stored(), form.cleaned_data[REASON], form.day,
                form.cleaned_data[CLIENT] or None, form.attached(),
            )  # fmt: skip
        except EvidenceRejected as rejected:
            form.refuse_rejected(rejected)
        except XuehengError as fault:
            form.refuse(None, fault)
        else:
            form.done()
            messages.success(request, said(outcome_said(recorded)))
            return redirect("record", recorded.number)
    context = {"form": form, "told": described(viewer, [old])[0]}
    title = Text(f"更正：{type_.title.zh}", f"Correct: {type_.title.en or type_.title.zh}")
    return page(
        request, "evidence/correct.html", context, title=title, crumbs=_crumbs(old), status=422 if form.errors else 200
    )


def retract(request: HttpRequest, number: int) -> HttpResponse:
    """Asks why, and takes the record back."""
    viewer = viewer_of(request)
    old = _changeable(viewer, number, "retract")
    form = RetractForm.for_request(request)
    if form.sent():
        try:
            retract_record(viewer, number, reason=form.cleaned_data["why"])
        except XuehengError as fault:
            form.refuse("why", fault)
        else:
            form.done()
            messages.success(request, said(Text("已撤回，原记录留在历史里。", "Taken back; it stays in the history.")))
            return redirect("record", number)
    context = {"form": form, "told": described(viewer, [old])[0]}
    title = Text("撤回这条记录", "Take this record back")
    return page(
        request, "evidence/retract.html", context, title=title, crumbs=_crumbs(old), status=422 if form.errors else 200
    )


def _changeable(viewer: Viewer, number: int, act: str) -> Record:
    try:
        return changeable(viewer, number, act)
    except RecordUnknown:
        raise Http404 from None


def _crumbs(old: Record) -> list[Crumb]:
    own = Crumb(evidence_type(old.type).title, reverse("record", args=[old.number]))
    return [Crumb(RECORDS, reverse("records")), own]
