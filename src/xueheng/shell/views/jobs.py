"""A long work's page: how far it is, told anew every second or so; cancel, try again."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from xueheng.identity.public import viewer_of
from xueheng.shell.frame_parts import Crumb
from xueheng.shell.jobs.asking import JobState, cancel_job, job_of, jobs_of, retry_job
from xueheng.shell.pages import fragment, page
from xueheng.wording import Text

TITLE = Text("后台工作", "Background work")
STOP_POLLING = 286
"""htmx's own number for "this was the last"."""


def mine(request: HttpRequest) -> HttpResponse:
    """The reader's own jobs."""
    return page(request, "shell/jobs.html", {"jobs": jobs_of(viewer_of(request))}, title=TITLE)


def one(request: HttpRequest, number: int) -> HttpResponse:
    """One job; another's is as one that does not exist."""
    job = _own(request, number)
    crumbs = [Crumb(TITLE, reverse("jobs"))]
    return page(request, "shell/job.html", {"job": job}, title=job.title, crumbs=crumbs)


def state(request: HttpRequest, number: int) -> HttpResponse:
    """The changing part of the page."""
    job = _own(request, number)
    return fragment(request, "shell/job_state.html", {"job": job}, status=STOP_POLLING if job.over else 200)


def cancel(request: HttpRequest, number: int) -> HttpResponse:
    """Asks it to end; another's is as one that does not exist."""
    _own(request, number)
    cancel_job(viewer_of(request), number)
    return HttpResponseRedirect(reverse("job", args=[number]))


def retry(request: HttpRequest, number: int) -> HttpResponse:
    """Begins it again; another's is as one that does not exist."""
    _own(request, number)
    retry_job(viewer_of(request), number)
    return HttpResponseRedirect(reverse("job", args=[number]))


def _own(request: HttpRequest, number: int) -> JobState:
    job = job_of(viewer_of(request), number)
    if job is None:
        raise Http404
    return job
