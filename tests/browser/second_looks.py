"""A small authority for the pages of second looks and of readings: accounts, services to draw from, a correction."""

from django.contrib.auth.hashers import make_password
from django.db import transaction

from tests.browser.password import PASSWORD
from xueheng.evidence.public import append_record, attest_record, correct_record, refuse_record
from xueheng.identity.models import Account
from xueheng.identity.public import approve_purpose, ask_purpose, today
from xueheng.identity.tests.authority import DAY, Authority, authority
from xueheng.trust.public import now

SIGN_IN = ("class_teacher", "data_officer", "mother")
SERVICE, ATTENDANCE = "student.volunteering", "student.monthly_attendance"
_DAYS = 24 * 3600 * 1_000_000


@transaction.atomic
def fill() -> None:
    """Everybody's login name is her word in the authority."""
    place = authority(1)
    password = make_password(PASSWORD)
    for word in SIGN_IN:
        Account.objects.create(
            login=word, person_id=place.people[word], password=password, must_change_password=False, created=now()
        )
    for word in ("ann", "ben", "cai"):
        for hours in (10, 20, 30):
            append_record(
                place.pupil(word), type=SERVICE, subject=place.people[word], day=DAY, fields={"hours_served": hours}
            )
    _attendance(place)
    _purpose(place)


def _attendance(place: Authority) -> None:
    """A month that was attested and corrected, and one that was sent back."""
    teacher, office = place.viewer("class_teacher", today()), place.viewer("school_admin", today())
    for word, absent in (("ann", 0), ("ben", 2)):
        fields = {"days_due": 20, "days_absent": absent}
        number = append_record(teacher, type=ATTENDANCE, subject=place.people[word], day=DAY, fields=fields)
        if word == "ann":
            newer = correct_record(teacher, number, fields={"days_due": 21, "days_absent": 1}, reason="漏记了一天")
            attest_record(office, newer)
        else:
            refuse_record(office, number, reason="与请假单不符")


def _purpose(place: Authority) -> None:
    by, head = place.viewer("data_officer", today()), place.viewer("bureau_head", today())
    approve_purpose(head, ask_purpose(by, "check", "核对转学信息", now() + 7 * _DAYS))
