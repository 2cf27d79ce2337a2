"""A small authority in which a girl's family has asked that everything about her be erased."""

from django.contrib.auth.hashers import make_password
from django.db import transaction

from tests.browser.password import PASSWORD
from xueheng.evidence.public import append_record
from xueheng.identity.models import Account
from xueheng.identity.tests.authority import DAY, authority
from xueheng.trust.public import now

SIGN_IN = ("school_admin", "head", "class_teacher")


@transaction.atomic
def fill() -> None:
    """Everybody's login name is her word in the authority."""
    place = authority(1)
    password = make_password(PASSWORD)
    for word in SIGN_IN:
        Account.objects.create(
            login=word, person_id=place.people[word], password=password, must_change_password=False, created=now()
        )
    append_record(
        place.viewer("class_teacher"),
        type="student.observation",
        subject=place.people["ann"],
        day=DAY,
        fields={"habit": "conduct", "level": "steady", "seen_case": "主动收拾实验器材"},
    )
