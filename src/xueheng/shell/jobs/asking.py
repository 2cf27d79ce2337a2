"""Begin a job, look at it, cancel it, try it again: always one's own."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from xueheng.identity.public import Viewer
from xueheng.shell.jobs.kinds import job_kind
from xueheng.shell.jobs.runner import wake
from xueheng.shell.models import Job
from xueheng.shell.numbers_shown import moment_shown
from xueheng.trust.public import now
from xueheng.wording import Text

STATES = {
    "waiting": Text("等待中", "waiting"),
    "running": Text("进行中", "running"),
    "done": Text("已完成", "done"),
    "failed": Text("没有完成", "not finished"),
    "cancelled": Text("已取消", "cancelled"),
}
KINDS = {"waiting": "unknown", "running": "going", "done": "ok", "failed": "fault", "cancelled": "attention"}


@dataclass(frozen=True, slots=True)
class JobState:
    """A job as a page shows it."""

    number: int
    title: Text
    state: str
    done: int
    total: int
    said: Text
    begun: str
    cancel_asked: bool
    result: Mapping[str, object]
    address: str = ""

    @property
    def over(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self.state in ("done", "failed", "cancelled")

    @property
    def may_retry(self) -> bool:
        """Whether it can be begun again."""
        return self.state in ("failed", "cancelled")

    @property
    def state_said(self) -> Text:
        """The state in words."""
        return STATES[self.state]

    @property
    def state_kind(self) -> str:
        """The state's shape and colour."""
        return KINDS[self.state]


def start_job(viewer: Viewer, kind: str, arguments: Mapping[str, object]) -> int:
    """Puts a job in the queue under the viewer's post; returns its number. It begins once the transaction is done."""
    job_kind(kind)
    job = Job.objects.create(
        kind=kind,
        arguments=dict(arguments),
        person=None if viewer.is_programme else viewer.person,
        post=viewer.post,
        created=now(),
    )
    transaction.on_commit(wake.set)
    return int(job.number)


def job_of(viewer: Viewer, number: int) -> JobState | None:
    """The viewer's own job; None for another's."""
    job = Job.objects.filter(number=number, person=viewer.person).first()
    return _state(job) if job else None


def jobs_of(viewer: Viewer) -> list[JobState]:
    """The viewer's latest jobs, at most 50."""
    return [_state(job) for job in Job.objects.filter(person=viewer.person).order_by("-created")[:50]]


def job_under_way(kind: str) -> bool:
    """Whether a job of the kind waits or runs, whoever began it."""
    return Job.objects.filter(kind=kind, state__in=("waiting", "running")).exists()


def last_begun(kind: str) -> int:
    """When the latest job of the kind was put in the queue, microseconds since 1970; 0 where none was."""
    found = Job.objects.filter(kind=kind).order_by("-created").values_list("created", flat=True).first()
    return int(found or 0)


def cancel_job(viewer: Viewer, number: int) -> bool:
    """Asks a job to end; one that waits ends at once. False where there is nothing to cancel."""
    own = Job.objects.filter(number=number, person=viewer.person)
    said = {"zh": "开始之前已取消。", "en": "Cancelled before it began."}
    if own.filter(state="waiting").update(state="cancelled", cancel_asked=True, ended=now(), said=said):
        return True
    return bool(own.filter(state="running").update(cancel_asked=True))


def retry_job(viewer: Viewer, number: int) -> bool:
    """Puts an ended job back into the queue. False where it is not one that can be tried again."""
    own = Job.objects.filter(number=number, person=viewer.person, state__in=("failed", "cancelled"))
    again = own.update(state="waiting", cancel_asked=False, attempts=0, seen=None, ended=None, said={}, done=0)
    transaction.on_commit(wake.set)
    return bool(again)


def _state(job: Job) -> JobState:
    kind = job_kind(job.kind)
    address = kind.address(job.result) if kind.address and job.state == "done" else ""
    said = Text(job.said.get("zh", ""), job.said.get("en", ""))
    begun = moment_shown(job.begun or job.created)
    return JobState(
        int(job.number), kind.title, job.state, job.done, job.total, said, begun, job.cancel_asked, job.result, address
    )
