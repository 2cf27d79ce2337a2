"""A small authority with one run of the past, for the pages of schools' own layers."""

from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from tests.browser.password import PASSWORD
from xueheng.evaluation.public import run_standard
from xueheng.evidence.public import append_record
from xueheng.identity.models import Account
from xueheng.identity.public import programme_viewer, today
from xueheng.identity.tests.authority import Authority, authority
from xueheng.trust.public import now

SIGN_IN = ("school_admin", "head", "bureau_head", "nine_admin")
LIVED = {"ann": ("outstanding", 9), "ben": ("growing", 5), "cai": ("growing", 2), "dan": ("outstanding", 4)}


def fill() -> None:
    """Everybody's login name is her word in the authority."""
    with transaction.atomic():
        place = authority(1)
        password = make_password(PASSWORD)
        for word in SIGN_IN:
            Account.objects.create(
                login=word, person_id=place.people[word], password=password, must_change_password=False, created=now()
            )
        _live(place)
    run_standard(programme_viewer(today()), "student.primary")


def _live(place: Authority) -> None:
    """Some weeks of four pupils."""
    day, teacher = today(), place.viewer("class_teacher", today())
    for word, (level, often) in LIVED.items():
        pupil = place.people[word]
        by = teacher if word != "dan" else place.viewer("other_class_teacher", today())
        for at, habit in enumerate(("conduct", "study", "daily_life", "labour")):
            fields = {"habit": habit, "level": level}
            append_record(by, type="student.observation", subject=pupil, day=day - timedelta(days=at), fields=fields)
        for at in range(often):
            since = day - timedelta(days=at)
            append_record(by, type="student.civic_activity", subject=pupil, day=since, fields={"held_as": "theme"})
