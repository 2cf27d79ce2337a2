"""Phrases of one's own: kept, listed beside those of the packs, taken away."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from xueheng.errors import XuehengError
from xueheng.evidence.actions.keep_phrase import LONGEST_PHRASE, forget_phrase, keep_phrase
from xueheng.evidence.phrases import own_phrases
from xueheng.evidence.sheets.brushes import sheets_for
from xueheng.evidence.views.sheets import TITLE as SHEETS
from xueheng.identity.public import library, viewer_of
from xueheng.shell.public import Crumb, Form, lazily, page, said
from xueheng.wording import Text

TITLE = Text("常用语", "Phrases")


class PhraseForm(Form):
    """One sentence."""

    keeps_drafts = False
    words = forms.CharField(
        label=lazily("一句话", "One sentence"),
        max_length=LONGEST_PHRASE,
        help_text=lazily(
            "只有您自己看得到。请不要写学生姓名和个人情况：同一句话会用在不同学生身上。",
            "Seen by you alone. Write no pupil's name or circumstances: one sentence serves for many pupils.",
        ),
    )


def every(request: HttpRequest) -> HttpResponse:
    """One's own and the packs'; sent, it keeps one more."""
    viewer = viewer_of(request)
    if viewer.post is None:
        raise Http404
    form = PhraseForm.for_request(request)
    if form.sent():
        try:
            keep_phrase(viewer, form.cleaned_data["words"])
        except XuehengError as fault:
            form.refuse("words", fault)
        else:
            messages.success(request, said(Text("已存。", "Kept.")))
            return redirect("phrases")
    context = {"form": form, "own": own_phrases(viewer), "banks": list(library().phrases.values())}
    crumbs = [Crumb(SHEETS, reverse("sheets"))] if sheets_for(viewer) else []
    return page(
        request, "evidence/phrases.html", context, title=TITLE, crumbs=crumbs, status=422 if form.errors else 200
    )


def forget(request: HttpRequest, number: int) -> HttpResponse:
    """Takes one of one's own away; another's is as one that does not exist."""
    if not forget_phrase(viewer_of(request), number):
        raise Http404
    messages.success(request, said(Text("已删去。", "Removed.")))
    return redirect("phrases")
