"""Another program's roster becomes our units, people, enrolments and posts; sent again it changes nothing."""

from datetime import date

import pytest

from xueheng.identity.actions.export_roster import export_roster
from xueheng.identity.actions.read_sensitive import read_sensitive
from xueheng.identity.closure import under
from xueheng.identity.model_organisations import Organisation
from xueheng.identity.model_people import Enrolment, Person
from xueheng.identity.model_posts import Post
from xueheng.identity.organisations import attributes_on, names_on
from xueheng.identity.people import names_of
from xueheng.identity.periods import OPEN
from xueheng.identity.tests.authority import DAY, Authority
from xueheng.identity.tests.roster_zips import FILES, brought, changed, counts, said, stored, told, zipped
from xueheng.identity.viewer import programme_viewer

pytestmark = pytest.mark.django_db
WHY = "a test looks at what a roster became"


def unit(code: str) -> Organisation:
    found: Organisation = Organisation.objects.for_the_programme(WHY).get(code=code)
    return found


def classes_of(school: int) -> dict[str, Organisation]:
    rows = Organisation.objects.for_the_programme(WHY).filter(kind="class", code__startswith="or-")
    names = names_on([row.pk for row in rows], DAY)
    return {names[row.pk]: row for row in rows}


def people(like: str) -> dict[str, Person]:
    rows = list(Person.objects.for_the_programme(WHY).all())
    return {name: row for row, name in zip(rows, names_of(rows).values(), strict=True) if like in name}


def without(file: str, *ids: str) -> str:
    """A file without the rows of these ids."""
    lines = FILES[file].splitlines(keepends=True)
    return "".join(line for line in lines if line.split(",")[0] not in ids)


def ric_of(place: Authority, word: str) -> str:
    """The identity card's number of somebody who is here already."""
    return read_sensitive(programme_viewer(DAY), place.people[word], ["resident"])["resident"]


def test_a_roster_becomes_school_classes_people_enrolments_and_posts(place: Authority) -> None:
    batch = stored(programme_viewer(DAY), zipped(), None)
    assert counts(batch) == (29, 29, 0, 0, 0)
    assert unit("RV-01").kind == "school"
    assert names_on([unit("RV-01").pk], DAY)[unit("RV-01").pk] == "Riverside Primary, East Campus"
    classes = classes_of(unit("RV-01").pk)
    assert set(classes) == {"三（A）班 🐼", "4A"}
    assert attributes_on([classes["4A"].pk], DAY)[classes["4A"].pk] == {"grade": "14"}
    found = people("xampl") | people("小明")
    assert set(found) == {"Ann Exampleton", "示例欧阳小明", "Bo Exampleson", "Tara Exampling"}
    assert found["Ann Exampleton"].sex == "female"
    assert found["Ann Exampleton"].minor_until == date(2034, 5, 4)
    spans = {
        (row.pupil_id, row.organisation_id, row.from_day, row.to_day)
        for row in Enrolment.objects.for_the_programme(WHY).filter(
            organisation__in=[one.pk for one in classes.values()]
        )
    }
    k3, k4 = classes["三（A）班 🐼"].pk, classes["4A"].pk
    assert spans == {
        (found["Ann Exampleton"].pk, k3, date(2025, 9, 1), OPEN),
        (found["示例欧阳小明"].pk, k3, date(2025, 10, 8), date(2026, 7, 10)),
        (found["Bo Exampleson"].pk, k4, date(2025, 9, 1), OPEN),
    }
    (post,) = Post.objects.for_the_programme(WHY).filter(person=found["Tara Exampling"])
    assert (post.role, post.organisation_id, post.from_day, post.to_day) == (
        "class_teacher",
        k3,
        date(2025, 9, 1),
        OPEN,
    )


def test_the_same_roster_again_changes_nothing(place: Authority) -> None:
    by = programme_viewer(DAY)
    stored(by, zipped(), None)
    before = (Person.objects.for_the_programme(WHY).count(), Enrolment.objects.for_the_programme(WHY).count())
    again = brought(by, zipped(), None)
    assert counts(again) == (29, 0, 29, 0, 0)
    assert (Person.objects.for_the_programme(WHY).count(), Enrolment.objects.for_the_programme(WHY).count()) == before


def test_a_second_roster_replaces_the_first_and_deletes_nobody(place: Authority) -> None:
    """小明 has gone from every file; Ann's homeroom is 4A now, under another enrolment."""
    by = programme_viewer(DAY)
    stored(by, zipped())
    files = {
        **FILES,
        "users": without("users", "u-2"), "roles": without("roles", "r-2"),
        "enrollments": without("enrollments", "e-2", "e-1") + "e-7,,,K4A,S1,u-1,student,,2026-03-02,\n",
    }  # fmt: skip
    batch = stored(by, zipped(files))
    assert counts(batch) == (26, 1, 25, 0, 0)
    assert sorted(row.name for row in told(batch, "gone")) == [
        "enrollments · e-1",
        "enrollments · e-2",
        "roles · r-2",
        "users · ming",
    ]
    ann, ming = people("xampl")["Ann Exampleton"], people("小明")["示例欧阳小明"]
    classes = {one.pk: name for name, one in classes_of(0).items()}
    rows = Enrolment.objects.for_the_programme(WHY).filter(pupil=ann).order_by("from_day")
    assert [(classes[row.organisation_id], row.from_day, row.to_day) for row in rows] == [
        ("三（A）班 🐼", date(2025, 9, 1), date(2026, 3, 1)), ("4A", date(2026, 3, 2), OPEN)
    ]  # fmt: skip
    (left,) = Enrolment.objects.for_the_programme(WHY).filter(pupil=ming)
    assert left.to_day == date(2026, 7, 10)


def test_a_delta_changes_what_it_names(place: Authority) -> None:
    by = programme_viewer(DAY)
    stored(by, zipped())
    moment = "2026-03-01T08:00:00.000Z"
    head = {name: text.splitlines()[0] for name, text in FILES.items()}
    delta = {
        "users": f"{head['users']}\nu-3,active,{moment},true,bo,,Bo,Exampleson-Lee,,10003,,,,,04,,,,,,S1,,\n",
        "enrollments": f"{head['enrollments']}\ne-1,tobedeleted,{moment},K3A,S1,u-1,student,,,\n"
        f"e-8,active,{moment},K4A,S1,u-2,student,,2026-03-02,\n",
    }
    batch = stored(by, zipped(delta, mode="delta"))
    assert counts(batch) == (3, 1, 0, 2, 0)
    found = people("xampl") | people("小明")
    assert "Bo Exampleson-Lee" in found
    spans = (
        Enrolment.objects.for_the_programme(WHY).filter(pupil=found["Ann Exampleton"]).values_list("from_day", "to_day")
    )
    assert list(spans) == [(date(2025, 9, 1), date(2026, 3, 1))]
    names = {one.pk: name for name, one in classes_of(0).items()}
    rows = Enrolment.objects.for_the_programme(WHY).filter(pupil=found["示例欧阳小明"]).order_by("from_day")
    assert [(names[row.organisation_id], row.to_day) for row in rows] == [
        ("三（A）班 🐼", date(2026, 3, 1)), ("4A", OPEN)
    ]  # fmt: skip
    assert counts(stored(by, zipped(delta, mode="delta"))) == (3, 0, 3, 0, 0)


def test_a_school_brings_its_own_roster_and_appoints_its_teachers(place: Authority) -> None:
    files = changed("orgs", "RV-01", "91-first")
    batch = stored(place.viewer("school_admin"), zipped(files))
    assert [row.reason.en for row in told(batch, "rejected")] == []
    ann = people("xampl")["Ann Exampleton"]
    (row,) = Enrolment.objects.for_the_programme(WHY).filter(pupil=ann)
    above = set(under("administrative", place.units["first"], DAY))
    assert row.organisation_id in above


def test_a_school_cannot_bring_another_schools_roster(place: Authority) -> None:
    batch = brought(place.viewer("school_admin"), zipped(changed("orgs", "RV-01", "91-nine")))
    assert batch.new < batch.received
    assert "users:2 the unit is not within your post's reach, or not named" in said(told(batch, "rejected"))


def test_a_resident_number_finds_the_person_who_is_here_already(place: Authority) -> None:
    by = programme_viewer(DAY)
    number = ric_of(place, "ann")
    files = changed("users", "{LDAP:ann},{SIS:7}", f"{{LDAP:ann}},{{ID:{number}}}")
    before = Person.objects.for_the_programme(WHY).count()
    stored(by, zipped(files))
    assert Person.objects.for_the_programme(WHY).count() == before + 3


def test_our_own_roster_brought_in_again_changes_nobody(place: Authority) -> None:
    by = programme_viewer(DAY)
    content = export_roster(by, of=place.units["first"]).content
    before = (Person.objects.for_the_programme(WHY).count(), Enrolment.objects.for_the_programme(WHY).count())
    batch = stored(by, content, place.units["district"])
    assert batch.rejected == 0
    assert (Person.objects.for_the_programme(WHY).count(), Enrolment.objects.for_the_programme(WHY).count()) == before
    assert Organisation.objects.for_the_programme(WHY).filter(code__startswith="or-").count() == 0
