"""What units meet and what they fall short of: all standards of units, one requirement in every unit, its proofs."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from xueheng.evaluation.model_runs import Run
from xueheng.evaluation.requirements.proofs import proofs_told
from xueheng.evaluation.requirements.sheet import sheet_of
from xueheng.evaluation.requirements.told import blocks_told, last_runs, unit_lines
from xueheng.evaluation.run_tables import standard_title
from xueheng.evaluation.visibility import standards_seen
from xueheng.identity.public import Viewer, viewer_of
from xueheng.shell.public import Crumb, page, said, workbook
from xueheng.wording import Text

TITLE = Text("达标情况", "Requirements")
PROOFS = Text("佐证", "Proofs")


def every(request: HttpRequest) -> HttpResponse:
    """The last run of each standard of units, block by block; as a workbook where that is asked for."""
    viewer = viewer_of(request)
    blocks = blocks_told(viewer, last_runs(viewer))
    wanted = request.GET.get("export", "")
    chosen = next((block for block in blocks if str(block.run.number) == wanted), None)
    if wanted and chosen is None:
        raise Http404
    if chosen is not None:
        return workbook(said(chosen.title), sheet_of(chosen))
    return page(request, "evaluation/requirements.html", {"blocks": blocks}, title=TITLE)


def units(request: HttpRequest, number: int, code: str) -> HttpResponse:
    """One requirement in every unit."""
    viewer = viewer_of(request)
    run = _run(viewer, number)
    found = unit_lines(viewer, run, code[:80])
    if found is None:
        raise Http404
    title, lines = found
    crumbs = [Crumb(TITLE, reverse("requirements")), Crumb(standard_title(run.standard), reverse("run", args=[number]))]
    context = {"run": run, "lines": lines}
    return page(request, "evaluation/requirement_units.html", context, title=title, crumbs=crumbs)


def proofs(request: HttpRequest, number: int, unit: int) -> HttpResponse:
    """The records that stand behind a unit's requirements."""
    viewer = viewer_of(request)
    run = _run(viewer, number)
    told = proofs_told(viewer, run, unit)
    if told is None:
        raise Http404
    crumbs = [Crumb(TITLE, reverse("requirements")), Crumb(standard_title(run.standard), reverse("run", args=[number]))]
    context = {"run": run, "told": told}
    return page(request, "evaluation/requirement_proofs.html", context, title=PROOFS, crumbs=crumbs)


def _run(viewer: Viewer, number: int) -> Run:
    rows = Run.objects.visible_to(viewer).filter(standard__in=standards_seen(viewer))
    found: Run = get_object_or_404(rows, pk=number, what="standard", state="done")
    return found
