"""The thread of `serve` that runs jobs, one at a time, with database connections of its own."""

import logging
import threading
from collections.abc import Callable

from django.db import DatabaseError, close_old_connections, connections

from xueheng.errors import XuehengError
from xueheng.shell.drafts import drop_old_drafts
from xueheng.shell.ended_sessions import drop_ended_sessions
from xueheng.shell.faults import fault_code, trace_of
from xueheng.shell.jobs.claiming import Claim, claim_next, give_up_lost
from xueheng.shell.jobs.handle import JobHandle, JobLost, JobStopped
from xueheng.shell.jobs.kinds import job_kind
from xueheng.trust.public import now
from xueheng.wording import Text

IDLE = 1.0
"""Seconds between two looks where those who begin jobs ring."""
HEARTBEAT = 5.0
_HOUR = 3600.0
_log = logging.getLogger("xueheng.jobs")
wake = threading.Event()
"""Rung when a job of this process is waiting."""

MayGoOn = Callable[[int | None, int | None], bool]


class Runner:
    """Runs waiting jobs until it is stopped. `may_go_on(person, post)` says whether the post still holds; `hourly`:
    what the rooms outside look after when nothing waits; `idle`: seconds between two looks when nobody rings.
    """

    def __init__(self, may_go_on: MayGoOn, hourly: Callable[[], None] | None = None, idle: float = IDLE) -> None:
        self._may_go_on, self._hourly, self._idle = may_go_on, hourly, idle
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._work, name="jobs", daemon=True)

    def start(self) -> None:
        """Begins; returns at once."""
        self._thread.start()

    def stop(self, seconds: float = 5.0) -> None:
        """Ends after the present job, or leaves it to be taken up after the next start."""
        self._over.set()
        wake.set()
        self._thread.join(seconds)

    def _work(self) -> None:
        rounds = 0
        while not self._over.is_set():
            wake.clear()
            close_old_connections()
            try:
                busy = run_one(self._may_go_on)
                if not busy and rounds % int(_HOUR / self._idle) == 0:
                    drop_old_drafts()
                    drop_ended_sessions()
                    if self._hourly is not None:
                        self._hourly()
                rounds += 0 if busy else 1
            except DatabaseError as fault:
                _log.warning("jobs wait for the database: %s", type(fault).__name__)
                busy = False
                connections.close_all()
            if not busy:
                wake.wait(self._idle)
        connections.close_all()


def run_one(may_go_on: MayGoOn) -> bool:
    """Runs the next job, if there is one."""
    give_up_lost()
    claim = claim_next()
    if claim is None:
        return False
    heart = _Heart(claim)
    heart.start()
    try:
        _run(claim, may_go_on)
    finally:
        heart.stop()
    return True


def _run(claim: Claim, may_go_on: MayGoOn) -> None:
    handle = JobHandle(claim, may_go_on)
    try:
        handle.stop_if_asked()
        result = job_kind(claim.job.kind).work(handle, claim.job.arguments) or {}
        handle.tell(state="done", ended=now(), result=dict(result))
    except JobStopped as stopped:
        _end(handle, "cancelled", stopped)
    except JobLost:
        _log.warning("job %s was taken up elsewhere", claim.job.number)
    except XuehengError as fault:
        _end(handle, "failed", fault)
    except Exception as fault:
        code = fault_code()
        _log.error("%s job %s (%s) %s", code, claim.job.number, claim.job.kind, trace_of(fault))
        _end(handle, "failed", _own_fault(code))


def _own_fault(code: str) -> XuehengError:
    return XuehengError(
        Text(f"程序出了错，没有做完（编号 {code}）。", f"The programme failed before the end (code {code})."),
        Text(
            "可以再试一次；还是这样，请把编号告诉系统管理员。",
            "Try again; if it stays so, tell the system administrator the code.",
        ),
    )


def _end(handle: JobHandle, state: str, fault: XuehengError) -> None:
    words = {"zh": fault.say("zh"), "en": fault.say("en")}
    try:
        handle.tell(state=state, ended=now(), said=words)
    except JobLost:
        _log.warning("job %s was taken up elsewhere", handle.number)


class _Heart:
    """A sign of life every few seconds, so that a long step is not taken for a dead process."""

    def __init__(self, claim: Claim) -> None:
        self._claim, self._over = claim, threading.Event()
        self._thread = threading.Thread(target=self._beat, name="heart", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._over.set()
        self._thread.join(HEARTBEAT)

    def _beat(self) -> None:
        while not self._over.wait(HEARTBEAT):
            try:
                self._claim.rows().update(seen=now())  # type: ignore[attr-defined]  # a queryset of Job
            except DatabaseError as fault:
                _log.warning("no sign of life written: %s", type(fault).__name__)
        connections.close_all()
