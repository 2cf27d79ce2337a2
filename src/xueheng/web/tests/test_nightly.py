"""What the server does by itself: from its hour on and once a day, and broken off it comes to the same end."""

from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from xueheng.evidence.erasable import empty_records
from xueheng.evidence.model_records import Record
from xueheng.evidence.public import destroy_expired, retract_record
from xueheng.evidence.tests.office import observed as observation
from xueheng.identity.public import programme_viewer, pupil_leaves
from xueheng.identity.tests.authority import Authority
from xueheng.identity.tests.conftest import place, two_authorities
from xueheng.shell.jobs.runner import run_one
from xueheng.shell.models import Job
from xueheng.web import nightly
from xueheng.web.erasing import ERASERS
from xueheng.web.model_api import KeptAnswer
from xueheng.web.running import may_go_on
from xueheng.web.tests.other_system import observed, system_of

__all__ = ["place", "two_authorities"]
pytestmark = pytest.mark.django_db
LATER = date(2028, 1, 1)
"""More than a year after everybody's time is over who left in the spring of 2026."""
WHY = "a test looks"


def at(monkeypatch: pytest.MonkeyPatch, hour: int, day: date = LATER) -> None:
    """The office's clock."""
    moment = datetime(day.year, day.month, day.day, hour, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    monkeypatch.setattr(timezone, "now", lambda: moment)
    monkeypatch.setattr("xueheng.shell.jobs.asking.now", lambda: int(moment.timestamp()) * 1_000_000)


def begun() -> int:
    return Job.objects.filter(kind=nightly.EXPIRE).count()


def left_long_ago(place: Authority, word: str = "ann") -> int:
    """An observation of a pupil who has left since."""
    number = observation(place.viewer("class_teacher"), place.people[word])
    pupil_leaves(place.viewer("school_admin"), place.people[word], date(2026, 3, 10), "转学")
    return number


def says_something(number: int) -> bool:
    return bool(Record.objects.for_the_programme(WHY).get(pk=number).payload)


def test_the_work_begins_in_the_night_once_a_day(place: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    number = left_long_ago(place)
    at(monkeypatch, 0)
    nightly.look_after()
    assert begun() == 0
    at(monkeypatch, 1)
    nightly.look_after()
    nightly.look_after()
    assert (begun(), says_something(number)) == (1, True)
    assert run_one(may_go_on)
    job = Job.objects.get(kind=nightly.EXPIRE)
    assert (job.state, job.result, job.person) == ("done", {"student.observation": 1}, None)
    assert not says_something(number)
    at(monkeypatch, 23)
    nightly.look_after()
    assert begun() == 1
    at(monkeypatch, 9, date(2028, 1, 2))
    nightly.look_after()
    assert begun() == 2, "a server that was off in the night begins when it is on"
    assert run_one(may_go_on)
    assert Job.objects.filter(state="done", result={}).count() == 1


def test_a_clock_that_once_ran_ahead_stops_nothing(place: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    number = left_long_ago(place)
    at(monkeypatch, 3, date(2099, 1, 1))
    nightly.look_after()
    Job.objects.update(state="done")
    at(monkeypatch, 3)
    nightly.look_after()
    assert run_one(may_go_on)
    assert not says_something(number)


def test_broken_off_after_the_facts_it_still_takes_what_was_said_about_them(
    place: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A retraction's reason tells of the fact; once the fact is empty nothing leads to it any more."""
    by = place.viewer("class_teacher")
    number = observation(by, place.people["ann"])
    told = retract_record(by, number, reason="写的是另一名学生")
    pupil_leaves(place.viewer("school_admin"), place.people["ann"], date(2026, 3, 10), "转学")
    emptied = 0

    def once(numbers: list[int]) -> int:
        nonlocal emptied
        emptied += 1
        if emptied == 2:
            raise RuntimeError
        return empty_records(numbers)

    monkeypatch.setattr("xueheng.evidence.erasing.empty_records", once)
    with pytest.raises(RuntimeError):
        destroy_expired(programme_viewer(), LATER, ERASERS)
    assert [says_something(one) for one in (number, told)] == [True, False]
    destroy_expired(programme_viewer(), LATER, ERASERS)
    assert [says_something(one) for one in (number, told)] == [False, False]


def test_workbooks_and_answers_that_were_kept_for_long_enough_go(
    place: Authority, monkeypatch: pytest.MonkeyPatch, settings: SimpleNamespace
) -> None:
    dropped: list[bool] = []
    monkeypatch.setattr(nightly, "drop_old_workbooks", lambda: dropped.append(True))
    system = system_of(place, "class_teacher")
    for key in ("old", "new"):
        assert system.post("/records", observed(place), Idempotency_Key=key).status_code in (200, 201)
    rows = KeptAnswer.objects.for_the_programme(WHY)
    rows.filter(pk=rows.order_by("pk").first().pk).update(made=1)
    nightly.look_after()
    assert (rows.count(), dropped) == (1, [True])
