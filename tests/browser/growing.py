"""A small authority for the pages of pupils and guardians: two years of one girl, a brother of hers, a few accounts."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from tests.browser.password import PASSWORD
from xueheng.evidence.public import append_record, attest_record, correct_record
from xueheng.identity.models import Account
from xueheng.identity.public import Viewer, today
from xueheng.identity.tests.authority import Authority, authority
from xueheng.trust.public import now

SIGN_IN = ("class_teacher", "school_admin", "head", "mother", "ann")
LAST_YEAR = timedelta(days=300)


@transaction.atomic
def fill() -> None:
    """Everybody's login name is her word in the authority."""
    place = authority(1)
    password = make_password(PASSWORD)
    for word in SIGN_IN:
        Account.objects.create(
            login=word, person_id=place.people[word], password=password, must_change_password=False, created=now()
        )
    for back in (LAST_YEAR, timedelta()):
        lived(place, back)


def lived(place: Authority, back: timedelta) -> None:
    """A good month of a girl."""
    day, ann = today() - back, place.people["ann"]
    teacher, office = place.viewer("class_teacher", today()), place.viewer("school_admin", today())
    better = "outstanding" if not back else "growing"
    for at, habit in enumerate(("conduct", "study", "daily_life", "labour")):
        _made(teacher, "student.observation", ann, day - timedelta(days=at), {"habit": habit, "level": better})
    for at in range(4):
        herself = place.pupil("ann", today())
        one = _made(herself, "student.labour", ann, day - timedelta(days=at), {"labour_place": "home"})
        attest_record(teacher, one)
    out = _made(place.guardian("mother", today()), "student.practice", ann, day, {"days_out": 15})
    attest_record(teacher, out)
    for at, words in enumerate(("我会读拼音了", "我画的菜园")):
        fields = {"on_aspect": "learning", "reflection_text": words}
        _made(place.pupil("ann", today()), "student.reflection", ann, day - timedelta(days=at), fields)
    month = _made(teacher, "student.monthly_attendance", ann, day, {"days_due": 20, "days_absent": 1})
    newer = correct_record(teacher, month, fields={"days_due": 20, "days_absent": 0}, reason="补交了请假单")
    attest_record(office, newer)
    measured = {
        "height": 1320, "weight": 330, "vital_capacity": 1350, "run_50m": 109 if back else 103, "sit_and_reach": 105,
        "rope_skip_1min": 130 if back else 152, "sit_up_1min": 33,
    }  # fmt: skip
    tested = _made(place.viewer("pe_teacher", today()), "fitness.fitness_test", ann, day, measured)
    attest_record(office, tested)


def _made(by: Viewer, type_: str, subject: int, day: date, fields: Mapping[str, object]) -> int:
    return append_record(by, type=type_, subject=subject, day=day, fields=fields)
