"""A run's distributions: between schools for a district, by grade and class for a school, down to whom one may see."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from xueheng.evaluation.distributions.drawn_lines import drawn_lines
from xueheng.evaluation.distributions.page import Asked, Distributions, distributions_told
from xueheng.evaluation.distributions.runs import RUNS_WITH_GROUPS, runs_with_groups
from xueheng.evaluation.distributions.sheet import sheet_of
from xueheng.evaluation.model_runs import Run
from xueheng.evaluation.run_tables import standard_title
from xueheng.identity.public import viewer_of
from xueheng.shell.public import Crumb, page, said, table_page, workbook
from xueheng.trust.public import number_in
from xueheng.wording import Text

TITLE = Text("分布", "Distributions")


def every(request: HttpRequest) -> HttpResponse:
    """The last finished run of each standard whose distributions the post sees."""
    return table_page(request, RUNS_WITH_GROUPS, lambda asked: runs_with_groups(viewer_of(request)))


def of_run(request: HttpRequest, number: int) -> HttpResponse:
    """One run's, of one unit."""
    viewer = viewer_of(request)
    run = get_object_or_404(Run.objects.visible_to(viewer), pk=number, what="standard", state="done")
    told = distributions_told(viewer, run, _asked(request))
    if told is None:
        raise Http404
    if "export" in request.GET:
        return _workbook(told, request.GET["export"])
    title = standard_title(run.standard)
    crumbs = [Crumb(TITLE, reverse("distributions")), Crumb(title, reverse("run", args=[run.number]))]
    crumbs += [Crumb(name, address) for name, address in told.way]
    charts = [(chart, drawn_lines(chart) if chart.lines else "") for chart in told.charts]
    context = {"run": run, "told": told, "charts": charts, "standard_title": title}
    shown = Text(f"{told.name} · {title.zh}", f"{told.name} · {title.en or title.zh}")
    return page(request, "evaluation/distributions.html", context, title=shown, crumbs=crumbs)


def _asked(request: HttpRequest) -> Asked:
    sent = request.GET
    return Asked(
        unit=_number(sent.get("unit", "")),
        grade=sent.get("year", "")[:40],
        of=sent.get("of", "")[:80],
        pupils=sent.get("pupils", "")[:80],
        purpose=_number(sent.get("purpose", "")),
    )


def _number(sent: str) -> int | None:
    number = number_in(sent)
    if sent and number is None:
        raise Http404
    return number


def _workbook(told: Distributions, code: str) -> HttpResponse:
    chart = next((each for each in told.charts if each.indicator.code == code), None)
    if chart is None:
        raise Http404
    return workbook(f"{told.name} {said(chart.indicator.title)}", sheet_of(chart))
