"""A class of 45 for the pages of class sheets, with their teachers' accounts."""

from datetime import date, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from tests.browser.password import PASSWORD
from xueheng.evidence.public import append_record
from xueheng.identity.models import Account
from xueheng.identity.public import EnrolmentRow, NewPerson, add_people_many, enrol_many, programme_viewer, today
from xueheng.identity.tests.authority import DAY, YEAR, authority
from xueheng.trust.public import now

SIGN_IN = ("class_teacher", "subject_teacher", "pe_teacher", "ann")
LONG_NAME = "示例·阿卜杜热合曼·买买提江·吐尔逊"
OBSERVATION = "student.observation"


@transaction.atomic
def fill() -> None:
    """Everybody's login name is her word in the authority. One observation two weeks ago: the hint has begun."""
    place, by = authority(1), programme_viewer(DAY)
    password = make_password(PASSWORD)
    for word in SIGN_IN:
        Account.objects.create(
            login=word, person_id=place.people[word], password=password, must_change_password=False, created=now()
        )
    names = [LONG_NAME, *(f"示例{at:02d}" for at in range(5, 46))]
    added = add_people_many(by, [NewPerson(name, "male", date(2016, 1, 4), {}) for name in names])
    pupils = [one.number or 0 for one in added]
    rows = [EnrolmentRow(pupil, place.units["c3"], YEAR, 4 + at) for at, pupil in enumerate(pupils)]
    assert all(one.problem is None for one in enrol_many(by, rows))
    day, teacher = today() - timedelta(days=14), place.viewer("class_teacher", today())
    for pupil in [*pupils[:40], place.people["ann"]]:
        append_record(teacher, type=OBSERVATION, subject=pupil, day=day, fields={"habit": "study", "level": "steady"})
