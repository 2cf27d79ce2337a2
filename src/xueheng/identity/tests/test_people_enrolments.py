"""Enrolments: one class on any day, the past kept, and who may change them; guardians and consents."""

from datetime import date, timedelta
from typing import Any

import pytest

from xueheng.errors import XuehengError
from xueheng.identity.actions.add_person import add_person
from xueheng.identity.actions.enrol_many import EnrolmentRow, enrol_many
from xueheng.identity.actions.enrol_pupil import enrol_pupil
from xueheng.identity.actions.give_consent import give_consent, withdraw_consent
from xueheng.identity.actions.link_guardian import end_guardianship, link_guardian
from xueheng.identity.actions.move_pupil import move_pupil
from xueheng.identity.actions.suspend_pupil import pupil_leaves, resume_pupil, suspend_pupil
from xueheng.identity.model_people import Consent, Enrolment
from xueheng.identity.new_people import NewPerson
from xueheng.identity.people import consent_state, consent_states
from xueheng.identity.people_refusals import (
    EnrolledAlready,
    LaterEnrolment,
    NotAClass,
    NotEnrolled,
    NotTheGuardian,
    PersonUnknown,
    RelationRefused,
    StatusAlready,
)
from xueheng.identity.permission import PermissionRefused
from xueheng.identity.tests.authority import DAY, MOVE, YEAR, Authority
from xueheng.identity.unit_refusals import AlreadyClosed, NotYetFounded
from xueheng.identity.viewer import Viewer, programme_viewer

pytestmark = pytest.mark.django_db
BY = programme_viewer(DAY)
LATER = date(2026, 4, 1)
OPEN = date(9999, 12, 31)


def somebody(place: Authority, name: str = "示例新生", born: date | None = date(2016, 10, 1)) -> int:
    added = add_person(place.viewer("school_admin"), NewPerson(name, born=born), place.units["first"])
    assert added.number
    return added.number


def history(place: Authority, person: int) -> list[tuple[str, str, date, date]]:
    words = {number: word for word, number in place.units.items()}
    rows = Enrolment.objects.for_the_programme("test").filter(pupil=person).order_by("from_day")
    return [(words[row.organisation_id], row.status, row.from_day, row.to_day) for row in rows]


class TestHistory:
    def test_a_move_ends_one_enrolment_and_begins_another(self, place: Authority) -> None:
        assert history(place, place.people["moved"]) == [
            ("c6", "enrolled", YEAR, MOVE - timedelta(days=1)),
            ("nine_c6", "enrolled", MOVE, OPEN),
        ]

    def test_leave_and_return_are_kept_day_by_day(self, place: Authority) -> None:
        pupil = place.people["on_leave"]
        resume_pupil(place.viewer("nine_admin"), pupil, LATER, into=place.units["nine_c7"])
        pupil_leaves(place.viewer("nine_admin"), pupil, date(2026, 6, 30), "moved_away")
        assert history(place, pupil) == [
            ("nine_c9", "enrolled", YEAR, date(2025, 11, 2)),
            ("nine_c9", "leave", date(2025, 11, 3), date(2026, 3, 31)),
            ("nine_c7", "enrolled", LATER, date(2026, 6, 30)),
        ]

    def test_who_left_can_be_enrolled_again(self, place: Authority) -> None:
        office, ann = place.viewer("school_admin"), place.people["ann"]
        pupil_leaves(office, ann, DAY, "moved_away")
        with pytest.raises(EnrolledAlready):
            enrol_pupil(office, ann, place.units["c6"], DAY)
        enrol_pupil(office, ann, place.units["c6"], LATER)
        assert [row[0] for row in history(place, ann)] == ["c3", "c6"]

    def test_of_two_moves_on_one_day_the_last_counts(self, place: Authority) -> None:
        office, ann = place.viewer("school_admin"), place.people["ann"]
        for word in ("c6", "closing_c3"):
            move_pupil(office, ann, place.units[word], LATER)
        assert history(place, ann) == [
            ("c3", "enrolled", YEAR, LATER - timedelta(days=1)),
            ("closing_c3", "enrolled", LATER, OPEN),
        ]

    def test_no_change_is_put_before_one_that_is_recorded(self, place: Authority) -> None:
        office, ann = place.viewer("school_admin"), place.people["ann"]
        move_pupil(office, ann, place.units["c6"], LATER)
        with pytest.raises(LaterEnrolment, match=f"从 {LATER} 起"):
            move_pupil(office, ann, place.units["closing_c3"], DAY)
        with pytest.raises(LaterEnrolment):
            suspend_pupil(office, ann, DAY)

    def test_refused_with_their_names(self, place: Authority) -> None:
        office, ann = place.viewer("school_admin"), place.people["ann"]
        new = somebody(place)
        cases: list[tuple[type[XuehengError], Any]] = [
            (EnrolledAlready, lambda: enrol_pupil(office, ann, place.units["c6"], LATER)),
            (NotAClass, lambda: enrol_pupil(office, new, place.units["primary"], LATER)),
            (NotYetFounded, lambda: enrol_pupil(office, new, place.units["c3"], YEAR - timedelta(days=1))),
            (NotEnrolled, lambda: move_pupil(BY, new, place.units["c3"], LATER)),
            (StatusAlready, lambda: move_pupil(office, ann, place.units["c3"], LATER)),
            (StatusAlready, lambda: resume_pupil(office, ann, LATER)),
            (StatusAlready, lambda: suspend_pupil(BY, place.people["on_leave"], LATER)),
            (AlreadyClosed, lambda: enrol_pupil(BY, new, place.units["closing_primary"], YEAR)),
        ]
        for refusal, act in cases:
            with pytest.raises(refusal) as raised:
                act()
            assert raised.value.remedy is not None


class TestWhoMay:
    def test_a_school_does_not_take_a_pupil_from_another(self, place: Authority) -> None:
        hua = place.people["hua"]
        with pytest.raises(PermissionRefused):
            move_pupil(place.viewer("school_admin"), hua, place.units["c6"], LATER)
        with pytest.raises(PermissionRefused):
            move_pupil(place.viewer("nine_admin"), hua, place.units["c6"], LATER)
        move_pupil(place.viewer("data_officer"), hua, place.units["c6"], LATER)

    def test_nor_one_who_left_another(self, place: Authority) -> None:
        hua = place.people["hua"]
        pupil_leaves(place.viewer("nine_admin"), hua, DAY, "moved_away")
        with pytest.raises(PermissionRefused):
            enrol_pupil(place.viewer("school_admin"), hua, place.units["c6"], LATER)
        enrol_pupil(place.viewer("data_officer"), hua, place.units["c6"], LATER)

    def test_the_office_of_the_closed_school_changes_nothing_any_more(self, place: Authority) -> None:
        with pytest.raises(PermissionRefused):
            suspend_pupil(place.viewer("closing_admin"), place.people["eve"], LATER)
        suspend_pupil(place.viewer("school_admin"), place.people["eve"], LATER)

    @pytest.mark.parametrize("word", ["class_teacher", "head", "pe_teacher", "security_admin", "party_office"])
    def test_these_change_no_enrolment(self, place: Authority, word: str) -> None:
        with pytest.raises(PermissionRefused):
            suspend_pupil(place.viewer(word), place.people["ann"], LATER)

    def test_nobody_reaches_into_the_other_authority(self, place: Authority, elsewhere: Authority) -> None:
        officer = place.viewer("data_officer")
        with pytest.raises(PermissionRefused):
            move_pupil(officer, elsewhere.people["ann"], place.units["c3"], LATER)
        with pytest.raises(PermissionRefused):
            move_pupil(officer, place.people["ann"], elsewhere.units["c3"], LATER)


class TestManyAtOnce:
    def test_each_row_says_what_became_of_it(self, place: Authority) -> None:
        new, ann, hua = somebody(place), place.people["ann"], place.people["hua"]
        c3 = place.units["c3"]
        rows = [
            EnrolmentRow(new, c3, LATER, 9),
            EnrolmentRow(new, c3, LATER, 9),
            EnrolmentRow(ann, c3, LATER),
            EnrolmentRow(ann, place.units["c6"], LATER),
            EnrolmentRow(hua, c3, LATER),
            EnrolmentRow(12345, c3, LATER),
        ]
        outcomes = enrol_many(place.viewer("school_admin"), rows)
        assert [(one.outcome, type(one.problem).__name__) for one in outcomes] == [
            ("new", "NoneType"), ("same", "NoneType"), ("same", "NoneType"), ("refused", "EnrolledAlready"),
            ("refused", "PermissionRefused"), ("refused", "PersonUnknown"),
        ]  # fmt: skip
        assert history(place, new) == [("c3", "enrolled", LATER, OPEN)]
        assert [one.outcome for one in enrol_many(place.viewer("school_admin"), rows[:1])] == ["same"]

    @pytest.mark.parametrize("people", [5, 60])
    def test_as_many_statements_for_five_as_for_sixty(
        self, place: Authority, people: int, django_assert_max_num_queries: Any
    ) -> None:
        rows = [EnrolmentRow(somebody(place, f"示例{at}"), place.units["c3"], LATER) for at in range(people)]
        office = place.viewer("school_admin")
        with django_assert_max_num_queries(18):
            assert {one.outcome for one in enrol_many(office, rows)} == {"new"}


class TestGuardians:
    def test_one_guardian_of_two_children_and_two_of_one(self, place: Authority) -> None:
        office = place.viewer("school_admin")
        link_guardian(office, place.people["grandmother"], place.people["ann"], "grandmother", LATER)
        with pytest.raises(RelationRefused, match="已登记为该生的家长"):
            link_guardian(office, place.people["mother"], place.people["ann"], "mother", LATER)

    def test_who_cannot_be_one(self, place: Authority) -> None:
        people = place.people
        cases: list[tuple[Viewer, int, int]] = [
            (BY, people["ann"], people["ann"]),
            (BY, people["ben"], people["ann"]),
            (BY, people["ann"], people["mother"]),
            (place.viewer("school_admin"), people["school_admin"], people["ann"]),
        ]
        for by, guardian, pupil in cases:
            with pytest.raises(RelationRefused):
                link_guardian(by, guardian, pupil, "mother", LATER)

    def test_a_school_links_guardians_of_its_own_pupils_alone(self, place: Authority) -> None:
        with pytest.raises(PermissionRefused):
            link_guardian(place.viewer("school_admin"), place.people["father"], place.people["hua"], "father", LATER)
        with pytest.raises(PermissionRefused):
            end_guardianship(place.viewer("nine_admin"), place.people["mother"], place.people["ann"], DAY)

    def test_it_ends_on_a_day_with_the_consents_given(self, place: Authority) -> None:
        mother, ann = place.people["mother"], place.people["ann"]
        give_consent(place.guardian("mother"), ann, "growth", "2026-1", DAY)
        end_guardianship(place.viewer("school_admin"), mother, ann, date(2026, 3, 31))
        assert consent_state(ann, "growth", date(2026, 3, 31)) == "given"
        assert consent_state(ann, "growth", LATER) == "missing"
        with pytest.raises(RelationRefused):
            end_guardianship(place.viewer("school_admin"), mother, ann, LATER)


class TestConsent:
    def test_a_guardian_gives_and_takes_back(self, place: Authority) -> None:
        mother, father, ann = place.guardian("mother"), place.guardian("father"), place.people["ann"]
        assert consent_state(ann, "growth", DAY) == "missing"
        for _ in range(2):
            give_consent(mother, ann, "growth", "2026-1", DAY)
        assert consent_state(ann, "growth", DAY) == "given"
        assert consent_state(ann, "photos", DAY) == "missing"
        assert Consent.objects.for_the_programme("test").filter(pupil=ann).count() == 1
        withdraw_consent(father, ann, "growth", LATER)
        assert (consent_state(ann, "growth", DAY), consent_state(ann, "growth", LATER)) == ("given", "missing")

    def test_taken_back_on_the_day_it_was_given_it_counts_on_no_day(self, place: Authority) -> None:
        mother, ann = place.guardian("mother"), place.people["ann"]
        give_consent(mother, ann, "growth", "2026-1", DAY)
        withdraw_consent(mother, ann, "growth", DAY)
        assert consent_state(ann, "growth", DAY) == "missing"
        give_consent(mother, ann, "growth", "2026-1", DAY)
        assert consent_state(ann, "growth", DAY) == "given"

    def test_from_the_day_after_the_14th_birthday_none_is_needed(self, place: Authority) -> None:
        ann = place.people["ann"]  # born on 1 October 2016
        assert consent_state(ann, "growth", date(2030, 10, 1)) == "missing"
        assert consent_state(ann, "growth", date(2030, 10, 2)) == "not needed"

    def test_of_several_pupils_and_kinds_it_is_asked_at_once(
        self, place: Authority, django_assert_max_num_queries: Any
    ) -> None:
        ann, hua, new = place.people["ann"], place.people["hua"], somebody(place, born=None)
        give_consent(place.guardian("mother"), ann, "growth", "2026-1", DAY)
        with django_assert_max_num_queries(3):
            found = consent_states((ann, hua, new), ("growth", "photos"), DAY)
        assert found == {
            ann: {"growth": "given", "photos": "missing"},
            hua: {"growth": "missing", "photos": "missing"},
            new: {"growth": "not needed", "photos": "not needed"},
        }
        with pytest.raises(PersonUnknown):
            consent_states((ann, 1), ("growth",), DAY)

    def test_of_a_pupil_whose_birth_is_not_known_it_is_needed(self, place: Authority) -> None:
        new = somebody(place, born=None)
        assert consent_state(new, "growth", DAY) == "not needed"
        enrol_pupil(BY, new, place.units["c3"], DAY)
        assert consent_state(new, "growth", DAY) == "missing"

    def test_nobody_else_consents(self, place: Authority, elsewhere: Authority) -> None:
        ann = place.people["ann"]
        others: list[Viewer] = [
            place.guardian("father_of_ivy"), elsewhere.guardian("mother"), place.pupil("ann"),
            place.viewer("class_teacher"), place.viewer("school_admin"), place.viewer("head"),
            place.viewer("security_admin"),
        ]  # fmt: skip
        for by in others:
            with pytest.raises((PermissionRefused, NotTheGuardian)):
                give_consent(by, ann, "growth", "2026-1", DAY)
            with pytest.raises((PermissionRefused, NotTheGuardian)):
                withdraw_consent(by, ann, "growth", DAY)

    def test_a_guardianship_that_has_ended_gives_no_consent(self, place: Authority) -> None:
        stale = place.guardian("mother")
        end_guardianship(place.viewer("school_admin"), place.people["mother"], place.people["ann"], date(2026, 3, 1))
        with pytest.raises(NotTheGuardian, match="只有该生的家长"):
            give_consent(stale, place.people["ann"], "growth", "2026-1", DAY)
