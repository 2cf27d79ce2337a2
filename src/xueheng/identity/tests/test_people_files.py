"""People: added once, found by name or number by those who may, corrected, put together when they are one."""

from datetime import date
from typing import Any

import pytest

from xueheng.identity.actions.add_person import add_people_many, add_person
from xueheng.identity.actions.correct_person import change_name, correct_person, set_number
from xueheng.identity.actions.enrol_pupil import enrol_pupil
from xueheng.identity.actions.found_organisation import found_organisation
from xueheng.identity.actions.link_guardian import link_guardian
from xueheng.identity.actions.merge_people import merge_people
from xueheng.identity.model_accounts import Account
from xueheng.identity.model_people import Enrolment, Guardianship, IdentityNumber, Person
from xueheng.identity.model_posts import Post
from xueheng.identity.new_people import NewPerson
from xueheng.identity.people import (
    birthday,
    find_people,
    names_for_the_programme,
    names_of,
    number_label,
    numbers_of_same,
    standing_number,
)
from xueheng.identity.people_refusals import (
    EnrolmentsOverlap,
    MergeRefused,
    NumberTaken,
    PersonMerged,
    PersonUnknown,
)
from xueheng.identity.permission import PermissionRefused
from xueheng.identity.spoken_names import NameRefused
from xueheng.identity.tests.authority import DAY, YEAR, Authority, identity_card
from xueheng.identity.unit_changes import NewOrganisation
from xueheng.identity.viewer import programme_viewer
from xueheng.trust.models import About, Detail, Entry
from xueheng.trust.public import unseal

pytestmark = pytest.mark.django_db
BY = programme_viewer(DAY)
CARD = identity_card(date(2016, 10, 1), 901)
LATER = date(2026, 4, 1)


def pupil(place: Authority, name: str = "示例新生", card: str = CARD) -> int:
    added = add_person(place.viewer("school_admin"), NewPerson(name, numbers={"resident": card}), place.units["first"])
    assert added.number
    return added.number


def enrolments(person: int) -> list[tuple[int, date, date]]:
    rows = Enrolment.objects.for_the_programme("test").filter(pupil=person).order_by("from_day")
    return list(rows.values_list("organisation", "from_day", "to_day"))


class TestAdding:
    def test_name_birth_and_number_are_stored_sealed(self, place: Authority) -> None:
        number = pupil(place)
        row = Person.objects.for_the_programme("test").get(pk=number)
        held = IdentityNumber.objects.for_the_programme("test").get(person=number)
        for stored in (row.name, row.name_index, row.born, held.value, held.index):
            assert "示例新生".encode() not in bytes(stored)
            assert CARD.encode() not in bytes(stored)
            assert b"2016-10-01" not in bytes(stored)
        assert unseal(number, number_label("resident"), bytes(held.value)) == CARD.encode()
        assert unseal(number, "born", bytes(row.born)) == b"2016-10-01"

    def test_the_card_tells_until_when_she_is_a_minor_and_a_guardian_consents(self, place: Authority) -> None:
        row = Person.objects.for_the_programme("test").get(pk=pupil(place))
        assert (row.consent_until, row.minor_until) == (date(2030, 10, 1), date(2034, 10, 1))

    def test_a_birthday_on_29_february_falls_on_the_28th_in_other_years(self) -> None:
        assert birthday(date(2012, 2, 29), 18) == date(2030, 2, 28)
        assert birthday(date(2012, 2, 29), 4) == date(2016, 2, 29)

    def test_remarks_come_with_the_number(self, place: Authority) -> None:
        added = add_person(BY, NewPerson("示例新生", numbers={"resident": CARD}))
        assert [remark.zh for remark in added.remarks] == ["行政区划代码 500199 不在区划表里，请核对"]

    def test_the_journal_names_the_person_by_number_alone(self, place: Authority) -> None:
        number = pupil(place)
        entry = Entry.objects.filter(stream="identity").latest("sequence")
        assert About.objects.filter(entry=entry).values_list("kind", "number").get() == ("person", number)
        assert "示例" not in Detail.objects.get(entry=entry).text
        assert (entry.actor, entry.post) == (place.people["school_admin"], place.posts["school_admin"])

    def test_many_are_added_and_each_row_says_what_became_of_it(self, place: Authority) -> None:
        other = identity_card(date(2015, 1, 2), 902)
        news = [
            NewPerson("示例甲", numbers={"resident": CARD}),
            NewPerson("示例乙", numbers={"resident": CARD[:-1] + ("1" if CARD[-1] != "1" else "2")}),
            NewPerson("  "),
            NewPerson("示例丙", numbers={"resident": CARD}),
            NewPerson("示例丁", numbers={"resident": other, "pupil": ""}),
        ]
        added = add_people_many(place.viewer("school_admin"), news, place.units["first"])
        assert [type(one.problem).__name__ for one in added] == [
            "NoneType", "NumberRefused", "NameRefused", "NumberTaken", "NoneType",
        ]  # fmt: skip
        assert isinstance(added[3].problem, NumberTaken)
        assert added[3].problem.holder == added[0].number

    @pytest.mark.parametrize("people", [10, 400])
    def test_as_many_statements_for_ten_as_for_four_hundred(
        self, place: Authority, people: int, django_assert_max_num_queries: Any
    ) -> None:
        news = [
            NewPerson(f"示例{at}", numbers={"resident": identity_card(date(2014, 1, 1), at)}) for at in range(people)
        ]
        with django_assert_max_num_queries(16):
            add_people_many(BY, news)

    def test_only_who_answers_for_the_unit_adds_people_to_it(self, place: Authority, elsewhere: Authority) -> None:
        for word in ("class_teacher", "head", "system_admin", "security_admin", "party_office"):
            with pytest.raises(PermissionRefused):
                add_person(place.viewer(word), NewPerson("示例"), place.units["first"])
        with pytest.raises(PermissionRefused):
            add_person(place.viewer("school_admin"), NewPerson("示例"), place.units["nine"])
        with pytest.raises(PermissionRefused):
            add_person(place.viewer("data_officer"), NewPerson("示例"), elsewhere.units["first"])
        with pytest.raises(PermissionRefused):
            add_person(place.viewer("data_officer"), NewPerson("示例"))


class TestOneNumberOnePerson:
    def card(self, place: Authority, word: str) -> str:
        row = IdentityNumber.objects.for_the_programme("test").get(person=place.people[word], kind="resident")
        return unseal(place.people[word], number_label("resident"), bytes(row.value)).decode()

    def test_who_may_see_the_holder_is_told_who_it_is(self, place: Authority) -> None:
        with pytest.raises(NumberTaken, match="已有人在用") as refusal:
            pupil(place, card=self.card(place, "ann"))
        assert refusal.value.holder == place.people["ann"]

    def test_others_learn_only_that_somebody_has_it(self, place: Authority, elsewhere: Authority) -> None:
        with pytest.raises(NumberTaken) as refusal:
            pupil(place, card=self.card(elsewhere, "ann"))
        assert refusal.value.holder is None
        said = refusal.value.say()
        assert "示例二区" not in said
        assert str(elsewhere.people["ann"]) not in said

    def test_a_number_set_again_replaces_the_old_one(self, place: Authority) -> None:
        office, ann = place.viewer("school_admin"), place.people["ann"]
        old = self.card(place, "ann")
        set_number(office, ann, "resident", CARD)
        assert find_people(office, kind="resident", number=CARD)[0].number == ann
        assert find_people(office, kind="resident", number=old) == ()
        with pytest.raises(NumberTaken):
            set_number(office, place.people["ben"], "resident", CARD)


class TestFinding:
    def test_by_exact_name_and_by_number_within_reach(self, place: Authority) -> None:
        ann = place.people["ann"]
        for word in ("school_admin", "class_teacher"):
            found = find_people(place.viewer(word), name=f" {place.names[ann]} ")
            assert [(one.number, one.name, one.organisation) for one in found] == [
                (ann, place.names[ann], place.units["c3"])
            ]
        assert find_people(place.viewer("school_admin"), name=place.names[ann][:-1]) == ()

    @pytest.mark.parametrize("word", ["nine_admin", "other_class_teacher", "audit_admin", "party_office"])
    def test_nobody_out_of_reach(self, place: Authority, word: str) -> None:
        assert find_people(place.viewer(word), name=place.names[place.people["ann"]]) == ()

    def test_nobody_of_the_other_authority(self, place: Authority, elsewhere: Authority) -> None:
        assert find_people(place.viewer("school_admin"), name=elsewhere.names[elsewhere.people["ann"]]) == ()

    def test_the_names_of_a_page_are_opened_at_once(self, place: Authority, django_assert_max_num_queries: Any) -> None:
        people = list(Person.objects.for_the_programme("test").filter(pk__in=place.people.values()))
        with django_assert_max_num_queries(1, using="keys"):
            names = names_of(people)
        assert names == dict(place.names)

    def test_no_name_asked_for_finds_nobody(self, place: Authority) -> None:
        assert find_people(place.viewer("school_admin")) == ()


class TestCorrecting:
    def test_a_new_name_is_found_and_the_old_one_no_more(self, place: Authority) -> None:
        office, ann = place.viewer("school_admin"), place.people["ann"]
        change_name(office, ann, "示例改名")
        assert [one.number for one in find_people(office, name="示例改名")] == [ann]
        assert find_people(office, name=place.names[ann]) == ()
        assert names_for_the_programme([ann], "test") == {ann: "示例改名"}

    def test_a_corrected_day_of_birth_moves_the_ages(self, place: Authority) -> None:
        correct_person(place.viewer("school_admin"), place.people["ann"], born=date(2012, 5, 6), sex="male")
        row = Person.objects.for_the_programme("test").get(pk=place.people["ann"])
        assert (row.consent_until, row.minor_until, row.sex) == (date(2026, 5, 6), date(2030, 5, 6), "male")

    def test_only_where_the_person_is(self, place: Authority) -> None:
        for word in ("nine_admin", "class_teacher", "head", "security_admin"):
            with pytest.raises(PermissionRefused):
                change_name(place.viewer(word), place.people["ann"], "示例改名")
        change_name(place.viewer("data_officer"), place.people["ann"], "示例改名")
        with pytest.raises(PermissionRefused):
            change_name(place.viewer("closing_admin", date(2026, 2, 8)), place.people["ann"], "示例改名")

    def test_a_child_s_school_answers_for_a_guardian_unless_she_works_elsewhere(self, place: Authority) -> None:
        office = place.viewer("school_admin")
        change_name(office, place.people["father"], "示例改名")
        link_guardian(office, place.people["nine_head"], place.people["ben"], "mother", YEAR)
        with pytest.raises(PermissionRefused):
            change_name(office, place.people["nine_head"], "示例改名")
        change_name(place.viewer("nine_admin"), place.people["nine_head"], "示例改名")

    def test_a_name_that_nobody_could_read_is_refused(self, place: Authority) -> None:
        with pytest.raises(NameRefused):
            change_name(place.viewer("school_admin"), place.people["ann"], "\u202e")

    def test_somebody_who_is_not_there_is_refused_alike(self, place: Authority) -> None:
        with pytest.raises(PermissionRefused):
            change_name(place.viewer("school_admin"), 12345, "示例")
        with pytest.raises(PersonUnknown):
            change_name(BY, 12345, "示例")


class TestPuttingTogether:
    """A pupil was added a second time, under another number, when she came back."""

    def test_enrolments_guardians_posts_and_numbers_come_over(self, place: Authority) -> None:
        ann, twice = place.people["ann"], pupil(place)
        under_it = {"administrative": place.units["nine_primary"]}
        old = found_organisation(BY, NewOrganisation("class", "旧班", "二（3）班", places=under_it), date(2024, 9, 1))
        enrol_pupil(BY, twice, old, date(2024, 9, 1))
        Enrolment.objects.for_the_programme("test").filter(pupil=twice).update(to_day=date(2025, 8, 31))
        link_guardian(BY, place.people["mother_of_twins"], twice, "mother", YEAR)
        set_number(BY, twice, "teacher", "T123456")
        Post.objects.create(person_id=twice, role="pe_teacher", organisation_id=place.units["first"], from_day=YEAR)
        merge_people(place.viewer("data_officer"), ann, twice)
        assert enrolments(ann) == [
            (old, date(2024, 9, 1), date(2025, 8, 31)),
            (place.units["c3"], YEAR, date(9999, 12, 31)),
        ]
        guardians = Guardianship.objects.for_the_programme("test").filter(pupil=ann)
        assert set(guardians.values_list("guardian", flat=True)) == {
            place.people[word] for word in ("mother", "father", "mother_of_twins")
        }
        held = IdentityNumber.objects.for_the_programme("test").get(kind="teacher")
        assert (held.person_id, unseal(ann, number_label("teacher"), bytes(held.value))) == (ann, b"T123456")
        assert Post.objects.for_the_programme("test").filter(person=ann).count() == 1

    def test_the_other_record_points_to_the_one_left_and_takes_no_more_acts(self, place: Authority) -> None:
        ann, twice = place.people["ann"], pupil(place)
        enrol_pupil(place.viewer("school_admin"), twice, place.units["c6"], YEAR)
        merge_people(place.viewer("school_admin"), ann, twice)
        assert standing_number(twice) == ann
        assert set(numbers_of_same(ann)) == {ann, twice}
        with pytest.raises(PersonMerged) as refusal:
            change_name(BY, twice, "示例")
        assert refusal.value.kept == ann
        assert find_people(place.viewer("school_admin"), name="示例新生") == ()

    def test_in_one_school_the_kept_record_s_enrolment_stands(self, place: Authority) -> None:
        ann, twice = place.people["ann"], pupil(place)
        enrol_pupil(BY, twice, place.units["c6"], YEAR)
        merge_people(BY, ann, twice)
        assert enrolments(ann) == [(place.units["c3"], YEAR, date(9999, 12, 31))]

    def test_in_two_schools_it_is_refused_unless_somebody_says_which(self, place: Authority) -> None:
        ann, twice = place.people["ann"], pupil(place)
        enrol_pupil(BY, twice, place.units["nine_c6"], date(2026, 1, 10))
        with pytest.raises(EnrolmentsOverlap, match="2026-01-10 至 9999-12-31 之间分别在不同学校有学籍"):
            merge_people(BY, ann, twice)
        merge_people(BY, ann, twice, enrolments_of=twice)
        assert enrolments(ann) == [
            (place.units["c3"], YEAR, date(2026, 1, 9)),
            (place.units["nine_c6"], date(2026, 1, 10), date(9999, 12, 31)),
        ]

    def test_of_two_accounts_the_kept_one_stands(self, place: Authority) -> None:
        ann, twice = place.people["ann"], pupil(place)
        for person, login in ((ann, "ann"), (twice, "ann2")):
            Account.objects.create(login=login, person_id=person)
        merge_people(BY, ann, twice)
        assert dict(Account.objects.values_list("login", "is_active")) == {"ann": True, "ann2": False}

    def test_refused_where_it_cannot_be_one_person(self, place: Authority) -> None:
        people = place.people
        for kept, gone in (("ann", "ann"), ("ann", "mother"), ("ann", "audit_admin")):
            with pytest.raises(MergeRefused):
                merge_people(BY, people[kept], people[gone])

    def test_nobody_merges_into_herself(self, place: Authority) -> None:
        with pytest.raises(MergeRefused, match="不能合并自己的记录"):
            merge_people(place.viewer("school_admin"), place.people["school_admin"], place.people["head"])

    def test_whoever_merges_answers_for_both(self, place: Authority) -> None:
        with pytest.raises(PermissionRefused):
            merge_people(place.viewer("school_admin"), place.people["ann"], place.people["hua"])
