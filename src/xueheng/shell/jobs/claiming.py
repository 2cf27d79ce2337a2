"""Who runs a job: taken by compare-and-set, so that of several processes one wins on either database.

`attempts` is the token of a claim: each take-up raises it, and whoever still works under an older one finds that its
next word is refused.
"""

from dataclasses import dataclass

from django.db.models import F, Q

from xueheng.shell.models import Job
from xueheng.trust.public import now

SECOND = 1_000_000
SILENCE = 30 * SECOND
"""A running job that has not been heard of for so long has lost its process."""
MOST_ATTEMPTS = 3
"""A job that takes its process down with it is not taken up for ever."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A job that is ours until somebody takes it up with a higher number."""

    job: Job
    attempt: int

    def rows(self) -> "object":
        """The job's row while the claim holds."""
        return Job.objects.filter(number=self.job.number, state="running", attempts=self.attempt)


def claim_next() -> Claim | None:
    """The next job to run: the longest waiting, or one whose process died. None when there is none."""
    moment = now()
    for job in Job.objects.filter(state="waiting").order_by("created")[:5]:
        claim = _take(job, moment, state="waiting")
        if claim:
            return claim
    for job in Job.objects.filter(lost(moment), attempts__lt=MOST_ATTEMPTS).order_by("created")[:5]:
        claim = _take(job, moment, state="running")
        if claim:
            return claim
    return None


def lost(moment: int) -> Q:
    """Running jobs not heard of; a sign of life from the future is one from before the clock was set back."""
    return Q(state="running") & (Q(seen__lt=moment - SILENCE) | Q(seen__gt=moment + SILENCE))


def _take(job: Job, moment: int, state: str) -> Claim | None:
    attempt = job.attempts + 1
    taken = (
        Job.objects.filter(number=job.number, state=state, attempts=job.attempts, seen=job.seen)
        if job.seen
        else (Job.objects.filter(number=job.number, state=state, attempts=job.attempts, seen__isnull=True))
    )
    won = taken.update(state="running", attempts=F("attempts") + 1, begun=moment, seen=moment)
    return Claim(Job.objects.get(number=job.number), attempt) if won else None


def give_up_lost() -> int:
    """Ends jobs that took their process down too often; returns how many."""
    said = {
        "zh": f"试了 {MOST_ATTEMPTS} 次都没有做完，已停下。请告诉系统管理员。",
        "en": f"Tried {MOST_ATTEMPTS} times without finishing, and stopped. Tell your system administrator.",
    }
    stuck = Job.objects.filter(lost(now()), attempts__gte=MOST_ATTEMPTS)
    return stuck.update(state="failed", said=said, ended=now())
