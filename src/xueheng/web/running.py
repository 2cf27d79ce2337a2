"""The jobs' runner beside the requests; loaded once Django stands."""

from django.urls import get_resolver

from xueheng.identity.public import AccountClosed, PostEnded, viewer_for
from xueheng.shell.public import Runner
from xueheng.web.nightly import look_after


def start_runner() -> Runner:
    """Begins to run jobs. Every address is loaded first, and with it every kind of job."""
    _ = get_resolver().url_patterns
    runner = Runner(may_go_on, look_after)
    runner.start()
    return runner


def may_go_on(person: int | None, post: int | None) -> bool:
    """Whether a job may run on under the post it was begun with; the programme's own always may."""
    if person is None:
        return True
    try:
        viewer_for(person, post)
    except (PostEnded, AccountClosed):
        return False
    return True
