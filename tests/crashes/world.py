"""What the crash tests begin with: one authority, three hundred pupils more in one class, two accounts."""

import json
from pathlib import Path

from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings

from tests.crashes.people import (
    ADMINISTRATOR,
    CODES,
    NEWCOMER,
    OFFICE,
    PASSWORD,
    PUPILS,
    SENDER,
    TEACHER,
    WITH_CODES,
    WORLD,
    name_of,
    number_of,
)
from xueheng.identity.actions.add_person import add_people_many
from xueheng.identity.actions.enrol_many import EnrolmentRow, enrol_many
from xueheng.identity.models import Account
from xueheng.identity.new_people import NewPerson
from xueheng.identity.tests.authority import DAY, YEAR, authority
from xueheng.identity.viewer import programme_viewer


def fill() -> None:
    """Found it."""
    place = authority(1)
    by = programme_viewer(DAY)
    new = [NewPerson(name_of(order), "female", numbers={"pupil": number_of(order)}) for order in range(PUPILS)]
    numbers = [one.number or 0 for one in add_people_many(by, new)]
    enrol_many(by, [EnrolmentRow(number, place.units["c3"], YEAR) for number in numbers])
    for word in (TEACHER, SENDER, OFFICE, ADMINISTRATOR, NEWCOMER, WITH_CODES):
        account = Account(login=word, person_id=place.people[word], must_change_password=word == NEWCOMER)
        account.set_password(PASSWORD)
        account.save()
        if word == WITH_CODES:
            TOTP.activate(account, CODES)
    told = {"pupils": numbers[:10]}
    (Path(settings.PLACES.folder) / WORLD).write_text(json.dumps(told), "utf-8")
