"""A class with a term behind it, and whoever has to do with its reports, for the browser."""

from django.contrib.auth.hashers import make_password
from django.db import transaction

from tests.browser.password import PASSWORD
from xueheng.identity.models import Account
from xueheng.identity.tests.authority import authority
from xueheng.publication.tests.a_class_term import live_through
from xueheng.trust.public import now

SIGN_IN = ("class_teacher", "ann", "mother", "head")


@transaction.atomic
def fill() -> None:
    """Everybody's login name is her word in the authority."""
    place = authority(1)
    live_through(place)
    password = make_password(PASSWORD)
    for word in SIGN_IN:
        Account.objects.create(
            login=word, person_id=place.people[word], password=password, must_change_password=False, created=now()
        )
