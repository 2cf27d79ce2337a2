"""What a job's own work holds in its hand: to say how far it is, and to learn that it should stop."""

import time
from collections.abc import Callable

from xueheng.errors import XuehengError
from xueheng.shell.jobs.claiming import Claim
from xueheng.shell.models import Job
from xueheng.trust.public import now
from xueheng.wording import Text

EVERY = 1.0
"""Seconds between two words to the database."""


class JobStopped(XuehengError):
    """The work ends here: somebody asked for it, or the post it ran under has ended."""


class JobLost(Exception):
    """Another process has taken the job up; what this one still does is not kept."""


class JobHandle:
    """Passed to the work. `progress` raises JobStopped when it should end; what was committed before stays."""

    def __init__(self, claim: Claim, may_go_on: Callable[[int | None, int | None], bool]) -> None:
        self._claim, self._may_go_on = claim, may_go_on
        self._told = float("-inf")

    @property
    def number(self) -> int:
        """The job's number."""
        return int(self._claim.job.number)

    @property
    def person(self) -> int | None:
        """Who began it; None: the programme."""
        return self._claim.job.person

    @property
    def post(self) -> int | None:
        """The post under which it was begun."""
        return self._claim.job.post

    def progress(self, done: int, total: int, said: Text | None = None) -> None:
        """How far it is; call it as often as is natural, the database hears of it once a second."""
        if time.monotonic() - self._told < EVERY and done < total:
            return
        self._told = time.monotonic()
        words = {"said": {"zh": said.zh, "en": said.en}} if said else {}
        self.tell(done=done, total=total, **words)
        self.stop_if_asked()

    def cancelled(self) -> bool:
        """Whether it should end."""
        asked = Job.objects.filter(number=self.number).values_list("cancel_asked", flat=True).first()
        return bool(asked) or not self._may_go_on(self.person, self.post)

    def stop_if_asked(self) -> None:
        """Raises JobStopped where somebody asked for it or the post has ended."""
        if not self._may_go_on(self.person, self.post):
            raise JobStopped(
                Text("任职已结束，这项工作已停下。", "The post has ended; the work has stopped."),
                Text("已经存下的都在。", "What was stored already is there."),
            )
        if self.cancelled():
            raise JobStopped(
                Text("已取消。", "Cancelled."), Text("已经存下的都在。", "What was stored already is there.")
            )

    def tell(self, **changed: object) -> None:
        """Writes to the job's row. Raises JobLost where the claim no longer holds."""
        if not self._claim.rows().update(seen=now(), **changed):  # type: ignore[attr-defined]  # a queryset of Job
            raise JobLost
