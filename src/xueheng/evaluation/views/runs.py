"""Runs: what was evaluated, from what, and whether it comes out the same again."""

from dataclasses import replace

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from xueheng.errors import XuehengError
from xueheng.evaluation.actions.compare_runs import kept_comparison
from xueheng.evaluation.comparison_page import comparison_told
from xueheng.evaluation.drawn_figures import drawn_lines
from xueheng.evaluation.jobs import begin_comparing, begin_computing_again, begin_run
from xueheng.evaluation.model_runs import Run
from xueheng.evaluation.refusals import RunRefused
from xueheng.evaluation.run_choices import NOW, moment_choices, run_period, standard_choices
from xueheng.evaluation.run_page import run_context
from xueheng.evaluation.run_tables import RUNS
from xueheng.identity.public import may, viewer_of
from xueheng.shell.public import Crumb, Form, lazily, page, said, table_page
from xueheng.trust.public import number_in
from xueheng.wording import Text

TITLE = Text("评价批次", "Runs")
NEW = Text("新的评价批次", "A new run")
COMPARED = Text("两个批次的差别", "What differs between two runs")


class RunForm(Form):
    """Which standard, over which period, on the record as of when."""

    standard = forms.ChoiceField(label=lazily("标准", "Standard"))
    label = forms.CharField(
        label=lazily("周期", "Period"), max_length=40, required=False,
        help_text=lazily("例如 2025-2026；不填则是今天所在的周期", "As 2025-2026; left empty: the one of today"),
    )  # fmt: skip
    known_at = forms.ChoiceField(
        label=lazily("按何时的记录", "The record as of"), required=False,
        help_text=lazily("选以前的快照，可看当时已知的结果", "An earlier snapshot gives what was known then"),
    )  # fmt: skip

    as_of = forms.DateField(
        label=lazily("单位与学籍截至", "Units and enrolments as of"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=lazily("周期里的一天；不填则是最后一天", "A day of the period; left empty: its last"),
    )  # fmt: skip

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)
        standards = [(name, said(title)) for name, title in standard_choices()]
        self.fields["standard"].choices = standards  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["known_at"].choices = moment_choices()  # type: ignore[attr-defined]  # as above


def every(request: HttpRequest) -> HttpResponse:
    """The runs of the standards that the post sees."""
    viewer = viewer_of(request)
    choices = tuple((name, title) for name, title in standard_choices())
    table = replace(RUNS, filters=(replace(RUNS.filters[0], choices=choices),))
    rows = Run.objects.visible_to(viewer)
    told = {"may_make": may(viewer, "manages", "runs")}
    return table_page(
        request, table, lambda asked: rows.filter(**asked.values), template="evaluation/runs.html", context=told
    )


def new(request: HttpRequest) -> HttpResponse:
    """Choose and begin."""
    viewer = viewer_of(request)
    form = RunForm.for_request(request)
    if form.sent():
        sent = form.cleaned_data
        try:
            run_period(viewer, sent["standard"], sent["label"], sent["as_of"])
            known_at = None if sent["known_at"] in ("", NOW) else int(sent["known_at"])
            job = begin_run(viewer, sent["standard"], sent["label"], known_at, sent["as_of"])
        except RunRefused as fault:
            form.refuse("as_of", fault)
        except XuehengError as fault:
            form.refuse("label", fault)
        else:
            form.done()
            return redirect("job", job)
    context = {"form": form, "submit": Text("开始评价", "Begin")}
    status = 422 if form.errors else 200
    return page(request, "shell/form.html", context, title=NEW, crumbs=_crumbs(), status=status)


def one(request: HttpRequest, number: int) -> HttpResponse:
    """One run: its facts and the distributions of the reader's units."""
    viewer = viewer_of(request)
    run = get_object_or_404(Run.objects.visible_to(viewer), pk=number)
    context = run_context(viewer, run)
    context["headlines"] = [(headline, drawn_lines(headline)) for headline in context["headlines"]]
    title = context["standard_title"]
    return page(request, "evaluation/run.html", context, title=title, crumbs=_crumbs())


def repeat(request: HttpRequest, number: int) -> HttpResponse:
    """The same standard and period once more, on the record as it stands now."""
    viewer = viewer_of(request)
    run = get_object_or_404(Run.objects.visible_to(viewer), pk=number)
    return redirect("job", begin_run(viewer, run.standard, run.label, as_of=run.as_of))


def again(request: HttpRequest, number: int) -> HttpResponse:
    """Compute it again from its own snapshot and packs."""
    viewer = viewer_of(request)
    run = get_object_or_404(Run.objects.visible_to(viewer), pk=number)
    return redirect("job", begin_computing_again(viewer, int(run.number)))


def compare(request: HttpRequest, number: int) -> HttpResponse:
    """Hold it against an earlier one."""
    viewer = viewer_of(request)
    other = number_in(request.POST.get("other", ""))
    if other is None:
        raise Http404
    return redirect("job", begin_comparing(viewer, other, number))


def comparison(request: HttpRequest, number: int, other: int) -> HttpResponse:
    """What came of it."""
    viewer = viewer_of(request)
    runs = Run.objects.visible_to(viewer)
    before, after = get_object_or_404(runs, pk=other), get_object_or_404(runs, pk=number)
    kept = kept_comparison(viewer, other, number)
    context = {"before": before, "after": after, "told": comparison_told(kept) if kept else None}
    crumbs = [*_crumbs(), Crumb(str(after.label), reverse("run", args=[number]))]
    return page(request, "evaluation/comparison.html", context, title=COMPARED, crumbs=crumbs)


def _crumbs() -> list[Crumb]:
    return [Crumb(TITLE, reverse("runs"))]
