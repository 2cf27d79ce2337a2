"""Jobs that do not go on, for whoever looks after the server."""

from typing import NamedTuple

from xueheng.shell.jobs.claiming import SECOND
from xueheng.shell.models import Job
from xueheng.trust.public import now

LONG = 600 * SECOND


class StuckJobs(NamedTuple):
    """How many have waited for more than ten minutes, and how many run without a sign of life for as long."""

    waiting: int
    silent: int


def stuck_jobs() -> StuckJobs:
    """Two questions."""
    before = now() - LONG
    waiting = Job.objects.filter(state="waiting", created__lt=before).count()
    return StuckJobs(waiting, Job.objects.filter(state="running", seen__lt=before).count())
