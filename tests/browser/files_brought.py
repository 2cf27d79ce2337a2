"""A small authority whose office and PE teacher bring files: accounts alone."""

from django.contrib.auth.hashers import make_password
from django.db import transaction

from tests.browser.password import PASSWORD
from xueheng.identity.models import Account
from xueheng.identity.tests.authority import authority
from xueheng.trust.public import now

SIGN_IN = ("pe_teacher", "school_admin")


@transaction.atomic
def fill() -> None:
    """Everybody's login name is her word in the authority."""
    place, password = authority(1), make_password(PASSWORD)
    for word in SIGN_IN:
        Account.objects.create(
            login=word, person_id=place.people[word], password=password, must_change_password=False, created=now()
        )
