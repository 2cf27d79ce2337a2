"""Any result taken apart: as a run published it, or as the record stands at this moment."""

from django.http import Http404, HttpRequest, HttpResponse

from xueheng.evaluation.explanation_told import Told, told_now, told_of_run
from xueheng.identity.public import Viewer, viewer_of, with_purpose
from xueheng.shell.public import Crumb, page
from xueheng.trust.public import number_in
from xueheng.wording import Text

TITLE = Text("得分依据", "Explanation")


def of_run(request: HttpRequest, run: int, subject: int) -> HttpResponse:
    """A subject's result in a run."""
    return _shown(request, told_of_run(_reader(request), run, subject, _leaf(request)))


def of_now(request: HttpRequest, standard: str, subject: int) -> HttpResponse:
    """What the record says of a subject by a standard now."""
    return _shown(request, told_now(viewer_of(request), standard, subject, _leaf(request)))


def _reader(request: HttpRequest) -> Viewer:
    """Under the purpose that the address names, where it is the reader's own and holds."""
    viewer, number = viewer_of(request), number_in(request.GET.get("purpose", ""))
    under = with_purpose(viewer, number) if number is not None else None
    return under or viewer


def _leaf(request: HttpRequest) -> str:
    return request.GET.get("leaf", "")[:80]


def _shown(request: HttpRequest, told: Told | None) -> HttpResponse:
    if told is None:
        raise Http404
    crumbs = [Crumb(words, address) for words, address in told.way]
    return page(request, "evaluation/explanation.html", {"told": told}, title=TITLE, crumbs=crumbs)
