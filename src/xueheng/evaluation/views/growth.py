"""The growth page of a pupil, for herself, her guardians, and who may see her results."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from xueheng.evaluation.growth_page import growth_context, tabs_of, whose
from xueheng.evaluation.visibility import sees_results_of
from xueheng.identity.public import viewer_of
from xueheng.shell.public import page
from xueheng.trust.public import number_in
from xueheng.wording import Text

TITLE = Text("成长", "Growth")


def own(request: HttpRequest) -> HttpResponse:
    """One's own page, or that of the first child."""
    people = whose(viewer_of(request))
    if not people:
        return page(request, "evaluation/growth_nobody.html", title=TITLE)
    return redirect("growth_of", people[0])


def one(request: HttpRequest, subject: int) -> HttpResponse:
    """What to do next, the aspects against oneself, what was recorded."""
    viewer = viewer_of(request)
    if subject not in whose(viewer) and not sees_results_of(viewer, subject):
        raise Http404
    since = number_in(request.GET.get("before", ""))
    context = growth_context(viewer, subject, request.GET.get("kind", ""), since)
    return page(request, "evaluation/growth.html", context, title=TITLE, tabs=tabs_of(viewer, subject))
