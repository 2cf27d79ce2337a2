"""Which rows each role sees of the authority: its own, and no more."""

from collections.abc import Iterable

import pytest

from xueheng.identity.models import (
    Consent,
    Enrolment,
    Guardianship,
    IdentityNumber,
    Organisation,
    OrganisationName,
    Person,
    Post,
)
from xueheng.identity.scopes import ScopedManager
from xueheng.identity.tests.authority import Authority
from xueheng.identity.viewer import WITHOUT_POST, Viewer, programme_viewer
from xueheng.identity.visible import RuleMissing, may_do, rule_of

pytestmark = pytest.mark.django_db


def people_of(place: Authority, viewer: Viewer, act: str = "see") -> set[str]:
    """The words of the people seen; `?` for somebody of another authority."""
    words = {number: word for word, number in place.people.items()}
    return {
        words.get(number, "?") for number in Person.objects.visible_to(viewer, act=act).values_list("pk", flat=True)
    }


def units_of(place: Authority, viewer: Viewer, act: str = "see") -> set[str]:
    words = {number: word for word, number in place.units.items()}
    return {
        words.get(number, "?")
        for number in Organisation.objects.visible_to(viewer, act=act).values_list("pk", flat=True)
    }


def pupils_in(place: Authority, rows: Iterable[int]) -> set[str]:
    words = {number: word for word, number in place.people.items()}
    return {words.get(number, "?") for number in rows}


def test_a_class_teacher_sees_her_class_its_guardians_and_its_teachers(place: Authority) -> None:
    seen = people_of(place, place.viewer("class_teacher"))
    assert seen == {"ann", "ben", "cai", "mother", "father", "class_teacher", "subject_teacher"}


def test_a_subject_teacher_sees_the_class_without_its_guardians(place: Authority) -> None:
    seen = people_of(place, place.viewer("subject_teacher"))
    assert seen == {"ann", "ben", "cai", "class_teacher", "subject_teacher"}


def test_the_school_office_sees_the_school_with_the_one_that_was_merged_into_it(place: Authority) -> None:
    seen = people_of(place, place.viewer("school_admin"))
    assert {"ann", "dan", "eve", "fay", "mother_of_twins", "head", "pe_teacher"} <= seen
    assert seen.isdisjoint({"?", "gao", "hua", "moved", "grandmother", "nine_head", "data_officer", "system_admin"})


def test_who_was_merged_away_sees_nobody_but_himself(place: Authority) -> None:
    """The post ended with the school; even a viewer made from it by hand reaches no unit."""
    assert people_of(place, place.viewer("closing_head")) == {"closing_head"}


def test_the_district_sees_staff_and_no_pupil_without_a_purpose(place: Authority) -> None:
    for word in ("data_officer", "bureau_head", "inspector", "pe_officer"):
        seen = people_of(place, place.viewer(word))
        assert {"head", "class_teacher", word} <= seen, word
        assert seen.isdisjoint({"?", "ann", "hua", "mother"}), word


@pytest.mark.parametrize("word", ["system_admin", "security_admin", "audit_admin"])
def test_an_administrator_sees_nobody_but_herself(place: Authority, word: str) -> None:
    viewer = place.viewer(word)
    assert people_of(place, viewer) == {word}
    assert people_of(place, viewer, "name") == {word}
    for model in (Enrolment, Guardianship, Consent):
        assert not model.objects.visible_to(viewer).exists()


def test_a_guardian_sees_her_children_and_their_teachers(place: Authority) -> None:
    assert people_of(place, place.guardian("mother")) == {
        "mother", "ann", "hua", "class_teacher", "subject_teacher", "nine_class_teacher",
    }  # fmt: skip
    assert people_of(place, place.guardian("father")) == {"father", "ann", "class_teacher", "subject_teacher"}
    rows = Guardianship.objects.visible_to(place.guardian("father")).values_list("guardian", flat=True)
    assert set(rows) == {place.people["father"]}


def test_a_pupil_sees_herself_and_her_teachers(place: Authority) -> None:
    assert people_of(place, place.pupil("ann")) == {"ann", "class_teacher", "subject_teacher"}
    assert not Consent.objects.visible_to(place.pupil("ann")).exists()


def test_who_has_no_post_sees_herself(place: Authority) -> None:
    nobody = Viewer(place.people["head"], None, WITHOUT_POST, None, "administrative", place.day)
    assert people_of(place, nobody) == {"head"}
    assert units_of(place, nobody) == set()


def test_the_former_school_keeps_the_enrolment_and_the_name_and_nothing_later(place: Authority) -> None:
    office = place.viewer("school_admin")
    rows = Enrolment.objects.visible_to(office).filter(pupil=place.people["moved"])
    assert [(row.organisation_id, row.to_day < place.day) for row in rows] == [(place.units["c6"], True)]
    assert "moved" not in people_of(place, office)
    assert "moved" in people_of(place, office, "name")
    assert "moved" in people_of(place, place.viewer("nine_admin"))


def test_whoever_is_seen_is_named_as_well(place: Authority) -> None:
    offices = [
        place.viewer(word) for word in ("class_teacher", "subject_teacher", "head", "school_admin", "bureau_head")
    ]
    for viewer in (*offices, place.guardian("mother"), place.pupil("ann")):
        assert people_of(place, viewer) <= people_of(place, viewer, "name"), viewer.role
    # Beyond those seen: who once was in the school; to a family the head of it, too.
    assert people_of(place, place.viewer("class_teacher"), "name") >= {"class_teacher", "ann", "mother"}
    assert people_of(place, place.viewer("subject_teacher"), "name").isdisjoint({"mother", "father", "?"})
    assert "head" in people_of(place, place.pupil("ann"), "name") - people_of(place, place.pupil("ann"))


def test_units_seen_are_the_own_those_above_and_those_reached(place: Authority) -> None:
    assert units_of(place, place.viewer("class_teacher")) == {"c3", "primary", "first", "district"}
    assert units_of(place, place.viewer("system_admin")) == {"district"}
    assert units_of(place, place.pupil("hua")) == {"nine_c7", "nine_junior", "nine", "district"}
    office = units_of(place, place.viewer("school_admin"))
    assert {"first", "primary", "c3", "closing_c3", "closing"} <= office
    assert office.isdisjoint({"nine", "nine_c7", "?"})
    assert "?" not in units_of(place, place.viewer("data_officer"))


def test_names_of_units_go_with_the_units(place: Authority) -> None:
    rows = OrganisationName.objects.visible_to(place.viewer("class_teacher")).values_list("organisation", flat=True)
    assert set(rows) == {place.units[word] for word in ("c3", "primary", "first", "district")}


def test_the_party_sees_along_its_own_hierarchy(place: Authority) -> None:
    assert units_of(place, place.viewer("branch_secretary")) == {"branch", "committee"}
    assert people_of(place, place.viewer("branch_secretary")) == {"branch_secretary", "discipline_member"}
    assert people_of(place, place.viewer("party_office")) == {
        "party_office", "branch_secretary", "discipline_member", "nine_branch_secretary",
    }  # fmt: skip


def test_posts_are_seen_by_their_holder_and_by_who_manages_them(place: Authority) -> None:
    teacher = place.viewer("class_teacher")
    assert set(Post.objects.visible_to(teacher).values_list("pk", flat=True)) == {place.posts["class_teacher"]}
    head = Post.objects.visible_to(place.viewer("head"))
    assert head.filter(pk=place.posts["class_teacher"]).exists()
    assert not head.filter(pk=place.posts["nine_head"]).exists()
    security = Post.objects.visible_to(place.viewer("security_admin"))
    assert security.filter(pk=place.posts["nine_head"]).exists()


def test_identity_numbers_of_pupils_take_a_purpose(place: Authority) -> None:
    office = IdentityNumber.objects.visible_to(place.viewer("school_admin")).values_list("person", flat=True)
    assert pupils_in(place, office).isdisjoint({"ann", "ben", "dan", "?"})
    assert "class_teacher" in pupils_in(place, office)
    teacher = IdentityNumber.objects.visible_to(place.viewer("class_teacher")).values_list("person", flat=True)
    assert pupils_in(place, teacher) == {"class_teacher"}


def test_may_do_is_the_same_rule_for_one_row(place: Authority) -> None:
    school = Organisation.objects.for_the_programme("a test").get(pk=place.units["first"])
    section = Organisation.objects.for_the_programme("a test").get(pk=place.units["primary"])
    office = place.viewer("school_admin")
    assert may_do(office, "see", school)
    assert not may_do(office, "manage", school)
    assert may_do(office, "manage", section)
    assert may_do(place.viewer("data_officer"), "manage", school)
    assert not may_do(place.viewer("head"), "manage", section)
    assert may_do(programme_viewer(), "manage", school)


def test_a_table_without_a_rule_shows_nothing() -> None:
    class Loose:
        pass

    with pytest.raises(RuleMissing, match="Loose"):
        rule_of(Loose)  # type: ignore[arg-type]  # any class stands for a table nobody thought of
    assert isinstance(Person.objects, ScopedManager)


def test_a_page_of_people_takes_a_fixed_number_of_queries(place: Authority, django_assert_num_queries: object) -> None:
    for word, most in (("class_teacher", 4), ("school_admin", 4), ("data_officer", 4)):
        viewer = place.viewer(word)
        with django_assert_num_queries(most, exact=False):  # type: ignore[operator]  # a fixture of pytest-django
            list(Person.objects.visible_to(viewer)[:50])
        with django_assert_num_queries(1, exact=False):  # type: ignore[operator]  # as above
            list(Enrolment.objects.visible_to(viewer)[:50])
