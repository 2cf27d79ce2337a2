"""The example region in a server: one account for each role, and no page of its school stands empty."""

from pathlib import Path
from random import Random

import pytest

from examples.pupils import enrol
from examples.region import write_school
from examples.server_demo import OFFICE, STAFF, load
from examples.server_note import kept
from examples.server_records import WEEKS
from xueheng.evidence.public import Batch, records, waiting_records
from xueheng.identity.models import Account, Enrolment
from xueheng.identity.public import GUARDIAN, PUPIL, Viewer, holds_on, viewer_for
from xueheng.wording import Text

SEED, PUPILS = 1, 240
pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def quietly(what: Text, done: int, of: int) -> None:
    """Nobody watches the progress."""


def test_everybody_finds_something_to_look_at(tmp_path: Path) -> None:
    accounts = load(tmp_path, SEED, PUPILS, quietly)
    assert [account.login for account in accounts] == [*OFFICE, *STAFF, PUPIL, GUARDIAN]
    assert kept(tmp_path, SEED, PUPILS) == accounts
    assert kept(tmp_path, SEED + 1, PUPILS) is None

    def viewer(login: str, chosen: str | None = None) -> Viewer:
        return viewer_for(Account.objects.get(login=login).person_id, chosen)

    teacher, pupil, guardian = viewer("class_teacher"), viewer(PUPIL, PUPIL), viewer(GUARDIAN, GUARDIAN)
    assert guardian.wards == (pupil.person,)
    classmates = Enrolment.objects.for_the_programme("the test counts").filter(
        holds_on(teacher.day), organisation=teacher.organisation
    )
    assert classmates.filter(pupil=pupil.person).exists()
    observed = records(teacher).filter(type="student.observation", recorder=teacher.person)
    assert observed.count() == WEEKS * (classmates.count() * 3 // 4)
    # Six readings of the pupil, four of them verified; labour at home from the guardian.
    assert records(pupil).filter(type="student.reading", recorder=pupil.person).count() == 6
    assert waiting_records(teacher).count() == 2 + 1


def test_the_tests_workbook_is_stored_but_for_the_faults_that_were_planted(tmp_path: Path) -> None:
    load(tmp_path, SEED, PUPILS, quietly)
    teacher = viewer_for(Account.objects.get(login="pe_teacher").person_id)
    first = next(iter(enrol(SEED, PUPILS)))
    written = write_school(tmp_path, 0, first, Random(f"{SEED}/{first.number}"))
    batch = Batch.objects.visible_to(teacher).get()
    assert (batch.state, batch.received) == ("visible", written.rows)
    assert batch.rejected == len(written.planted) > 0
