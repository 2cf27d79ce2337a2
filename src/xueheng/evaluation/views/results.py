"""One subject's results: as the last run had them, and as the record stands now."""

from django.http import Http404, HttpRequest, HttpResponse

from xueheng.evaluation.subject_results import results_told, subject_words
from xueheng.identity.public import viewer_of
from xueheng.shell.public import page
from xueheng.wording import Text

TITLE = Text("评价结果", "Results")


def of_subject(request: HttpRequest, subject: int) -> HttpResponse:
    """Each standard that the reader may see of this subject."""
    viewer = viewer_of(request)
    told = results_told(viewer, subject)
    if told is None:
        raise Http404
    words = subject_words(viewer, subject)
    return page(request, "evaluation/results.html", {"told": told, "about": words}, title=TITLE)
