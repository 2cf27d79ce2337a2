"""What people of the example district record, in few words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from xueheng.evidence.model_records import Record, RecordState
from xueheng.evidence.public import append_record
from xueheng.identity.tests.authority import DAY, Authority
from xueheng.identity.viewer import Viewer

OBSERVATION, ATTENDANCE, SERVICE = "student.observation", "student.monthly_attendance", "student.volunteering"
EXEMPTION, RESOURCES, REFLECTION = "fitness.exemption", "balance.resources", "student.reflection"
STEADY = {"habit": "conduct", "level": "steady"}
FULL_MONTH = {"days_due": 20, "days_absent": 0}
ONE_ABSENT = {"days_due": 20, "days_absent": 1}
TWO_HOURS = {"hours_served": 20}
"""In tenths of an hour, as it is stored."""


def observed(by: Viewer, pupil: int, day: date = DAY, **more: Any) -> int:
    """An observation without anything private."""
    return append_record(by, type=OBSERVATION, subject=pupil, day=day, fields=STEADY, **more)


def attended(by: Viewer, pupil: int, fields: Mapping[str, object] = FULL_MONTH, day: date = DAY, **more: Any) -> int:
    """The attendance of a month."""
    return append_record(by, type=ATTENDANCE, subject=pupil, day=day, fields=fields, **more)


def served(place: Authority, word: str = "ann", **more: Any) -> int:
    """Two hours of service that a pupil records herself: somebody verifies it."""
    pupil = place.people[word]
    return append_record(place.pupil(word), type=SERVICE, subject=pupil, day=DAY, fields=TWO_HOURS, **more)


def record_of(number: int) -> Record:
    found: Record = Record.objects.for_the_programme("a test looks").get(pk=number)
    return found


def state_of(number: int) -> RecordState:
    found: RecordState = RecordState.objects.for_the_programme("a test looks").get(pk=number)
    return found


def count_of_records() -> int:
    return int(Record.objects.for_the_programme("a test counts").count())
