"""A delta takes out what others in the roster still name: nobody is lost here, and who comes back is the same."""

import csv
import io

import pytest

from xueheng.identity.models import Enrolment, Organisation, Person
from xueheng.identity.periods import OPEN
from xueheng.identity.public import programme_viewer
from xueheng.identity.tests.authority import DAY, Authority
from xueheng.identity.tests.conftest import place, two_authorities
from xueheng.identity.tests.roster_zips import FILES, counts, rows_in, said, stored, told, zipped

pytestmark = pytest.mark.django_db
__all__ = ["place", "two_authorities"]
WHY = "a test looks"
MOMENT, LATER = "2026-03-01T08:00:00.000Z", "2026-03-02T08:00:00.000Z"


def delta(file: str, one: str, status: str, moment: str = MOMENT) -> bytes:
    """A delta of one row, as it stood, with another status."""
    (row,) = [each for each in rows_in(FILES[file]) if each["sourcedId"] == one]
    out = io.StringIO()
    writer = csv.DictWriter(out, list(row), lineterminator="\n")
    writer.writeheader()
    writer.writerow(row | {"status": status, "dateLastModified": moment})
    return zipped({file: out.getvalue()}, mode="delta")


def state() -> tuple[int, int, list[tuple[int, int]]]:
    """How many people and units there are, and who is in which class without an end."""
    open_ones = Enrolment.objects.for_the_programme(WHY).filter(to_day=OPEN).order_by("pk")
    return (
        Person.objects.for_the_programme(WHY).count(),
        Organisation.objects.for_the_programme(WHY).filter(closed=None).count(),
        list(open_ones.values_list("pupil", "organisation")),
    )


@pytest.mark.parametrize(("file", "one"), [("users", "u-1"), ("classes", "K3A"), ("orgs", "S1")])
def test_what_is_taken_out_while_others_name_it_stays_until_they_go_too(place: Authority, file: str, one: str) -> None:
    by = programme_viewer(DAY)
    stored(by, zipped())
    before = state()
    taken_out = stored(by, delta(file, one, "tobedeleted"))
    assert (counts(taken_out), said(told(taken_out, "rejected"))) == ((1, 0, 0, 1, 0), [])
    assert state() == before
    assert counts(stored(by, delta(file, one, "tobedeleted"))) == (1, 0, 1, 0, 0)
    back = stored(by, delta(file, one, "active", LATER))
    assert (counts(back)[4], state()) == (0, before), "she, or it, is found again and not made anew"
    assert counts(stored(by, zipped()))[4] == 0
    assert state() == before


def test_an_enrolment_that_names_somebody_taken_out_before_is_given_back_and_nobody_made(place: Authority) -> None:
    by = programme_viewer(DAY)
    stored(by, zipped())
    people = Person.objects.for_the_programme(WHY).count()
    stored(by, delta("users", "u-1", "tobedeleted"))
    head = FILES["enrollments"].splitlines()[0]
    batch = stored(by, zipped({
        "enrollments": f"{head}\ne-1,tobedeleted,{LATER},K3A,S1,u-1,student,,,\n"
        f"e-8,active,{LATER},K4A,S1,u-1,student,,2026-03-02,\n"
    }, mode="delta"))  # fmt: skip
    (reason,) = said(told(batch, "rejected"))
    assert counts(batch) == (2, 0, 0, 1, 1)
    assert "u-1" in reason
    assert Person.objects.for_the_programme(WHY).count() == people
    alone = Enrolment.objects.for_the_programme(WHY).filter(to_day=OPEN).values_list("pupil", flat=True)
    assert len(set(alone)) == len(list(alone)), "nobody is in two classes"
