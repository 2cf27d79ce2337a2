"""May this post do this, here, to her? The right, the place and the person together."""

import pytest

from xueheng.identity.models import Post
from xueheng.identity.permission import PermissionRefused, may, require
from xueheng.identity.tests.authority import DAY, MERGER, MOVE, Authority
from xueheng.identity.viewer import programme_viewer

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("by", "verb", "kind", "unit", "yes"),
    [
        ("school_admin", "manages", "enrolments", "c3", True),
        ("school_admin", "manages", "enrolments", "closing_c3", True),
        ("school_admin", "manages", "enrolments", "nine_c7", False),
        ("school_admin", "manages", "enrolments", "district", False),
        ("school_admin", "manages", "organisations", "primary", True),
        ("school_admin", "manages", "organisations", "first", False),
        ("data_officer", "manages", "organisations", "first", True),
        ("closing_admin", "manages", "enrolments", "closing_c3", False),
        ("class_teacher", "records", "student.observation", "c3", True),
        ("class_teacher", "records", "student.observation", "c6", False),
        ("class_teacher", "records", "student.observation", "first", False),
        ("class_teacher", "sees", "student.primary", "c3", True),
        ("subject_teacher", "sees", "student.primary", "c3", False),
        ("head", "sees", "student.primary", "first", False),
        ("data_officer", "sees", "enrolments", "c3", False),
        ("head", "sees", "enrolments", "c3", True),
    ],
)
def test_a_right_holds_where_the_post_reaches(
    place: Authority, by: str, verb: str, kind: str, unit: str, yes: bool
) -> None:
    assert may(place.viewer(by), verb, kind, place.units[unit]) is yes


def test_another_authority_is_out_of_reach(place: Authority, elsewhere: Authority) -> None:
    assert not may(place.viewer("data_officer"), "manages", "organisations", elsewhere.units["first"])
    with pytest.raises(PermissionRefused):
        require(place.viewer("school_admin"), "manages", "enrolments", [place.units["c3"], elsewhere.units["c3"]])


def test_all_of_several_units_must_be_reached(place: Authority) -> None:
    office = place.viewer("school_admin")
    require(office, "manages", "enrolments", [place.units["c3"], place.units["c6"]])
    assert not may(office, "manages", "enrolments", [place.units["c3"], place.units["nine_c7"]])
    assert not may(office, "manages", "enrolments", [])


@pytest.mark.parametrize(
    ("by", "person", "yes"),
    [
        ("school_admin", "ann", True),
        ("school_admin", "class_teacher", True),
        ("school_admin", "moved", False),
        ("school_admin", "hua", False),
        ("school_admin", "mother", False),
        ("nine_admin", "moved", True),
        ("class_teacher", "ann", False),
    ],
)
def test_a_post_has_its_right_where_the_person_is_today(place: Authority, by: str, person: str, yes: bool) -> None:
    assert may(place.viewer(by), "manages", "people", person=place.people[person]) is yes


def test_families_have_theirs_for_their_own(place: Authority) -> None:
    mother, ann = place.guardian("mother"), place.people["ann"]
    require(mother, "manages", "consents", person=ann)
    assert not may(mother, "manages", "consents", person=place.people["ben"])
    assert not may(mother, "manages", "consents", place.units["c3"])
    assert may(mother, "records", "student.remark", place.units["c3"], person=ann)
    assert not may(place.pupil("ann"), "records", "student.observation", person=ann)
    assert may(place.pupil("ann"), "records", "student.reflection", person=ann)
    assert not may(place.pupil("ann"), "records", "student.reflection", person=place.people["ben"])


def test_the_past_is_judged_by_its_own_day(place: Authority) -> None:
    class_of_moved, before = place.units["c6"], MOVE.replace(month=1, day=2)
    assert may(place.viewer("school_admin", before), "manages", "people", person=place.people["moved"])
    closing = place.viewer("closing_head", MERGER.replace(day=1))
    assert may(closing, "sees", "enrolments", place.units["closing_c3"])
    assert not may(closing, "sees", "enrolments", class_of_moved)


def test_the_programme_may_all(place: Authority) -> None:
    require(programme_viewer(DAY), "manages", "organisations", place.units["district"])
    assert Post.objects.visible_to(programme_viewer(DAY)).filter(pk=place.posts["audit_admin"]).exists()
