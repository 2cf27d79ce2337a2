"""Long work: claimed once, told while it goes, cancelled, tried again, taken up when its process died."""

from collections.abc import Callable, Iterator, Mapping

import pytest

from xueheng.errors import XuehengError
from xueheng.shell.jobs.claiming import MOST_ATTEMPTS, SILENCE, claim_next, give_up_lost
from xueheng.shell.jobs.handle import JobHandle, JobLost
from xueheng.shell.jobs.kinds import _KINDS, JobUnknown, declare_job
from xueheng.shell.jobs.runner import run_one
from xueheng.shell.models import Job
from xueheng.shell.public import JobState, cancel_job, job_of, jobs_of, retry_job, start_job
from xueheng.shell.tests.people import CHEN, LI
from xueheng.trust.public import now
from xueheng.wording import Text

pytestmark = pytest.mark.django_db
NAME = "李小花"
TITLE = Text("核对上传", "Checking an upload")
Body = Callable[[JobHandle, Mapping[str, object]], Mapping[str, object] | None]


def always(person: int | None, post: int | None) -> bool:
    return True


@pytest.fixture
def work() -> Iterator[Callable[[Body], int]]:
    """Declares a body as the work of a kind and begins one of it as Ms Chen."""

    def begin(body: Body) -> int:
        declare_job("test", TITLE, body, lambda result: f"/uploads/{result['upload']}/")
        return start_job(CHEN, "test", {"upload": 5})

    yield begin
    _KINDS.pop("test", None)


def state(number: int) -> JobState:
    found = job_of(CHEN, number)
    assert found is not None
    return found


def test_a_job_says_how_far_it_is_and_leads_to_its_result(work: Callable[[Body], int]) -> None:
    seen: list[tuple[str, int, int, str]] = []

    def body(handle: JobHandle, arguments: Mapping[str, object]) -> Mapping[str, object]:
        handle.progress(380, 1204, Text("正在核对 1,204 行中的第 380 行", "row 380 of 1,204"))
        now_is = state(handle.number)
        seen.append((now_is.state, now_is.done, now_is.total, now_is.said.zh))
        return {"upload": arguments["upload"]}

    number = work(body)
    assert state(number).state == "waiting"
    assert run_one(always)
    assert seen == [("running", 380, 1204, "正在核对 1,204 行中的第 380 行")]
    done = state(number)
    assert (done.state, done.address, done.over, done.may_retry) == ("done", "/uploads/5/", True, False)
    assert not run_one(always)


def test_a_refusal_is_told_and_can_be_tried_again(work: Callable[[Body], int]) -> None:
    tries: list[int] = []

    def body(handle: JobHandle, arguments: Mapping[str, object]) -> Mapping[str, object]:
        tries.append(1)
        if len(tries) == 1:
            raise XuehengError(Text("第 18 行看不懂。", "Row 18 cannot be read."), Text("请改好再传。", "Mend it."))
        return {"upload": 5}

    number = work(body)
    run_one(always)
    failed = state(number)
    assert (failed.state, failed.said.zh, failed.may_retry) == ("failed", "第 18 行看不懂。\n请改好再传。", True)
    assert retry_job(CHEN, number)
    run_one(always)
    assert state(number).state == "done"
    assert not retry_job(CHEN, number)


def test_a_fault_of_the_programme_has_a_code_and_no_data(
    work: Callable[[Body], int], caplog: pytest.LogCaptureFixture
) -> None:
    def body(handle: JobHandle, arguments: Mapping[str, object]) -> None:
        raise ZeroDivisionError(NAME)

    number = work(body)
    run_one(always)
    failed = state(number)
    assert failed.state == "failed"
    assert "编号" in failed.said.zh
    assert NAME not in failed.said.zh + caplog.text
    assert "ZeroDivisionError" in caplog.text


def test_cancelling_stops_at_the_next_word(work: Callable[[Body], int]) -> None:
    steps: list[int] = []

    def body(handle: JobHandle, arguments: Mapping[str, object]) -> None:
        for step in range(5):
            if step == 2:
                cancel_job(CHEN, handle.number)
            handle.progress(5, 5)
            steps.append(step)

    number = work(body)
    run_one(always)
    assert steps == [0, 1]
    assert state(number).state == "cancelled"


def test_what_waits_is_cancelled_at_once(work: Callable[[Body], int]) -> None:
    number = work(lambda handle, arguments: None)
    assert cancel_job(CHEN, number)
    assert state(number).state == "cancelled"
    assert not run_one(always)
    assert not cancel_job(CHEN, number)


def test_a_job_ends_with_the_post_it_runs_under(work: Callable[[Body], int]) -> None:
    steps: list[int] = []
    holds = [True, True, False]

    def body(handle: JobHandle, arguments: Mapping[str, object]) -> None:
        for step in range(5):
            handle.progress(9, 9)
            steps.append(step)

    number = work(body)
    asked_of: list[tuple[int | None, int | None]] = []

    def may_go_on(person: int | None, post: int | None) -> bool:
        asked_of.append((person, post))
        return holds.pop(0) if holds else False

    run_one(may_go_on)
    assert len(steps) < 2
    assert set(asked_of) == {(11, 21)}
    assert state(number).said.zh.startswith("任职已结束")


def test_a_post_that_ended_before_never_begins(work: Callable[[Body], int]) -> None:
    begun: list[int] = []

    def body(handle: JobHandle, arguments: Mapping[str, object]) -> None:
        begun.append(1)

    number = work(body)
    run_one(lambda person, post: False)
    assert begun == []
    assert state(number).state == "cancelled"


def test_of_two_who_claim_one_wins(work: Callable[[Body], int]) -> None:
    work(lambda handle, arguments: None)
    assert claim_next() is not None
    assert claim_next() is None


def test_the_longest_waiting_goes_first(work: Callable[[Body], int]) -> None:
    first = work(lambda handle, arguments: None)
    second = start_job(CHEN, "test", {})
    Job.objects.filter(number=first).update(created=1)
    Job.objects.filter(number=second).update(created=2)
    claimed = [claim_next(), claim_next()]
    assert [claim.job.number for claim in claimed if claim] == [first, second]


@pytest.mark.parametrize("silence", [SILENCE + 1, -SILENCE - 1_000_000])
def test_a_job_whose_process_died_is_taken_up_even_if_the_clock_was_set_back(
    work: Callable[[Body], int], silence: int
) -> None:
    number = work(lambda handle, arguments: {"upload": 5})
    died = claim_next()
    assert died is not None
    assert not run_one(always)
    Job.objects.filter(number=number).update(seen=now() - silence)
    assert run_one(always)
    assert state(number).state == "done"
    with pytest.raises(JobLost):
        JobHandle(died, always).progress(1, 1)


def test_a_job_that_kills_its_process_is_given_up(work: Callable[[Body], int]) -> None:
    number = work(lambda handle, arguments: None)
    for _ in range(MOST_ATTEMPTS):
        assert claim_next() is not None
        Job.objects.filter(number=number).update(seen=now() - SILENCE - 1)
    assert claim_next() is None
    assert give_up_lost() == 1
    assert state(number).state == "failed"
    assert state(number).may_retry


def test_jobs_are_seen_and_moved_by_their_own_person_alone(work: Callable[[Body], int]) -> None:
    number = work(lambda handle, arguments: None)
    assert job_of(LI, number) is None
    assert jobs_of(LI) == []
    assert not cancel_job(LI, number)
    assert [job.number for job in jobs_of(CHEN)] == [number]
    cancel_job(CHEN, number)
    assert not retry_job(LI, number)


def test_a_kind_that_nobody_declared_is_refused() -> None:
    with pytest.raises(JobUnknown):
        start_job(CHEN, "os.system", {})
    assert not Job.objects.exists()


def test_a_kind_has_one_work() -> None:
    declare_job("twice", TITLE, test_a_kind_has_one_work)  # type: ignore[arg-type]  # never run
    with pytest.raises(ValueError, match="twice"):
        declare_job("twice", TITLE, always)  # type: ignore[arg-type]  # as above
    _KINDS.pop("twice")
