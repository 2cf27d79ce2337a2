"""What units may do, what is refused and how it is said, and what they were called on a day."""

from datetime import date, timedelta

import pytest

from xueheng.identity.actions.close_organisation import close_organisation
from xueheng.identity.actions.describe_organisation import describe_organisation
from xueheng.identity.actions.found_organisation import found_organisation
from xueheng.identity.actions.merge_organisations import merge_organisations
from xueheng.identity.actions.move_organisation import leave_hierarchy, move_organisation
from xueheng.identity.actions.rename_organisation import rename_organisation
from xueheng.identity.actions.split_organisation import split_organisation
from xueheng.identity.check_digits import NumberRefused
from xueheng.identity.closure import above, under
from xueheng.identity.model_organisations import Organisation, OrganisationLink
from xueheng.identity.model_posts import Post
from xueheng.identity.organisations import attributes_on, name_on, names_on, parts_of, successor_of, unit
from xueheng.identity.people import classes_on
from xueheng.identity.permission import PermissionRefused
from xueheng.identity.spoken_names import NameRefused
from xueheng.identity.tests.authority import DAY, MERGER, YEAR, Authority
from xueheng.identity.unit_changes import NewOrganisation
from xueheng.identity.unit_refusals import (
    AlreadyClosed,
    ChildrenLeft,
    CreditCodeTaken,
    HierarchyUnknown,
    KindsDiffer,
    LaterChange,
    MergedIntoItself,
    NotInHierarchy,
    NotYetFounded,
    PupilsLeft,
    SplitHasNoOneSuccessor,
    SplitNeedsMap,
    UnderItself,
    UnitCodeTaken,
    UnitKindUnknown,
    UnitUnknown,
)
from xueheng.identity.viewer import programme_viewer
from xueheng.trust.models import About, Entry

pytestmark = pytest.mark.django_db
BY = programme_viewer(DAY)
EVE = MERGER - timedelta(days=1)
LATER = date(2026, 4, 1)


def a_class(place: Authority, code: str = "新班") -> NewOrganisation:
    return NewOrganisation(
        "class", code, "三（9）班", places={"administrative": place.units["primary"]}, attributes={"grade": "13"}
    )


class TestTheMerger:
    """示例一区第二小学 became part of 第一小学 on 9 February 2026."""

    def test_the_closed_school_s_class_stands_under_the_other_from_that_day(self, place: Authority) -> None:
        room = place.units["closing_c3"]
        assert above("administrative", room, EVE) == (
            place.units["closing_primary"], place.units["closing"], place.units["district"],
        )  # fmt: skip
        assert above("administrative", room, MERGER) == (
            place.units["primary"], place.units["first"], place.units["district"],
        )  # fmt: skip

    def test_the_closed_school_exists_until_the_day_before(self, place: Authority) -> None:
        assert unit(place.units["closing"]).closed == EVE
        assert under("administrative", place.units["closing"], MERGER) == ()

    def test_pupils_stay_in_their_class(self, place: Authority) -> None:
        eve = place.people["eve"]
        assert classes_on([eve], EVE) == classes_on([eve], MERGER) == {eve: place.units["closing_c3"]}

    def test_posts_at_the_closed_school_end_with_it_and_the_class_teacher_stays(self, place: Authority) -> None:
        ends = dict(
            Post.objects.for_the_programme("test")
            .filter(pk__in=[place.posts["closing_head"], place.posts["closing_class_teacher"]])
            .values_list("role", "to_day")
        )
        assert ends == {"head": EVE, "class_teacher": date(9999, 12, 31)}

    def test_the_other_school_stands_for_it_from_that_day(self, place: Authority) -> None:
        closing, first = place.units["closing"], place.units["first"]
        assert successor_of(closing, EVE) == closing
        assert successor_of(closing, MERGER) == first

    def test_a_chain_of_mergers_is_followed(self, place: Authority) -> None:
        merge_organisations(BY, [place.units["first"]], place.units["nine"], LATER)
        assert successor_of(place.units["closing"], DAY) == place.units["first"]
        assert successor_of(place.units["closing"], LATER) == place.units["nine"]

    def test_the_act_is_in_the_journal_about_both(self, place: Authority) -> None:
        entry = Entry.objects.filter(verb="merge_organisations").first()
        told = set(About.objects.filter(entry=entry).values_list("kind", "number"))
        assert told == {("organisation", place.units["closing"]), ("organisation", place.units["first"])}


class TestMerging:
    def test_two_schools_may_become_a_new_one(self, place: Authority) -> None:
        new = NewOrganisation("school", "新校", "示例新校", places={"administrative": place.units["district"]})
        gone = [place.units["first"], place.units["nine"]]
        made = merge_organisations(BY, gone, new, LATER)
        assert {successor_of(number, LATER) for number in gone} == {made}
        assert set(under("administrative", made, LATER)) >= {
            place.units["c3"],
            place.units["nine_c9"],
            place.units["branch"],
        }

    def test_a_class_merged_into_another_brings_its_pupils(self, place: Authority) -> None:
        merge_organisations(BY, [place.units["closing_c3"]], place.units["c3"], LATER)
        twins = [place.people["eve"], place.people["fay"]]
        assert set(classes_on(twins, DAY).values()) == {place.units["closing_c3"]}
        assert set(classes_on(twins, LATER).values()) == {place.units["c3"]}

    def test_a_unit_is_not_merged_into_itself_nor_into_one_under_it(self, place: Authority) -> None:
        with pytest.raises(MergedIntoItself, match="不能并入它自己或它的下级"):
            merge_organisations(BY, [place.units["first"]], place.units["first"], LATER)
        with pytest.raises(MergedIntoItself):
            merge_organisations(BY, [place.units["first"]], place.units["primary"], LATER)

    def test_kinds_must_agree(self, place: Authority) -> None:
        with pytest.raises(KindsDiffer, match="不是同一种单位"):
            merge_organisations(BY, [place.units["c3"]], place.units["nine"], LATER)

    def test_not_into_a_unit_that_is_closed(self, place: Authority) -> None:
        with pytest.raises(AlreadyClosed, match="2026-02-08 为止"):
            merge_organisations(BY, [place.units["nine"]], place.units["closing"], LATER)


class TestSplitting:
    def parts(self, place: Authority) -> list[int | NewOrganisation]:
        under_it = {"administrative": place.units["district"]}
        return [
            NewOrganisation("school", "分校一", "示例实验小学", places=under_it),
            NewOrganisation("school", "分校二", "示例实验初中", places=under_it),
        ]

    def test_without_saying_where_everything_goes_it_is_refused(self, place: Authority) -> None:
        goes_to = {place.units["nine_primary"]: 0, place.units["nine_branch"]: 1}
        with pytest.raises(SplitNeedsMap, match="没有说明去向的，下级单位：示例一区实验学校初中部") as refusal:
            split_organisation(BY, place.units["nine"], self.parts(place), goes_to, LATER)
        assert refusal.value.remedy is not None
        assert unit(place.units["nine"]).closed is None

    def test_each_part_takes_its_own(self, place: Authority) -> None:
        goes_to = {place.units["nine_primary"]: 0, place.units["nine_junior"]: 1, place.units["nine_branch"]: 1}
        primary, junior = split_organisation(BY, place.units["nine"], self.parts(place), goes_to, LATER)
        assert place.units["nine_c6"] in under("administrative", primary, LATER)
        assert place.units["nine_c9"] in under("administrative", junior, LATER)
        assert parts_of(place.units["nine"], LATER) == (primary, junior)
        assert parts_of(place.units["nine"], DAY) == ()

    def test_no_one_unit_stands_for_a_split_one(self, place: Authority) -> None:
        goes_to = {place.units["nine_primary"]: 0, place.units["nine_junior"]: 1, place.units["nine_branch"]: 1}
        split_organisation(BY, place.units["nine"], self.parts(place), goes_to, LATER)
        assert successor_of(place.units["nine"], DAY) == place.units["nine"]
        with pytest.raises(SplitHasNoOneSuccessor, match="没有单一的后继单位"):
            successor_of(place.units["nine"], LATER)

    def test_pupils_of_a_split_class_go_where_it_is_said(self, place: Authority) -> None:
        people = [place.people[word] for word in ("ann", "ben", "cai")]
        parts: list[int | NewOrganisation] = [a_class(place), place.units["closing_c3"]]
        with pytest.raises(SplitNeedsMap, match="学生 3 人"):
            split_organisation(BY, place.units["c3"], parts, {}, LATER)
        new, old = split_organisation(BY, place.units["c3"], parts, dict(zip(people, (0, 1, 0), strict=True)), LATER)
        assert classes_on(people, LATER) == {people[0]: new, people[1]: old, people[2]: new}


class TestClosing:
    def test_not_while_units_stand_under_it(self, place: Authority) -> None:
        with pytest.raises(ChildrenLeft, match="下面还有单位：示例一区实验学校"):
            close_organisation(BY, place.units["nine"], DAY)

    def test_not_while_pupils_are_in_it(self, place: Authority) -> None:
        with pytest.raises(PupilsLeft, match="还有 3 名学生在籍"):
            close_organisation(BY, place.units["c3"], DAY)

    def test_an_empty_class_closes_and_its_code_stays_taken(self, place: Authority) -> None:
        number = found_organisation(BY, a_class(place), DAY)
        close_organisation(BY, number, LATER)
        assert above("administrative", number, LATER)[0] == place.units["primary"]
        assert above("administrative", number, LATER + timedelta(days=1)) == ()
        with pytest.raises(UnitCodeTaken, match="已有单位在用"):
            found_organisation(BY, a_class(place), LATER)
        with pytest.raises(AlreadyClosed):
            close_organisation(BY, number, LATER)

    def test_a_party_branch_leaves_the_school_and_not_the_party(self, place: Authority) -> None:
        leave_hierarchy(BY, place.units["branch"], "administrative", LATER)
        assert above("administrative", place.units["branch"], LATER) == ()
        assert above("party", place.units["branch"], LATER) == (place.units["committee"],)


class TestPlaces:
    def test_a_unit_does_not_come_under_one_that_stands_under_it(self, place: Authority) -> None:
        with pytest.raises(UnderItself, match="不能再放到它下面") as refusal:
            move_organisation(BY, place.units["district"], "administrative", place.units["primary"], LATER)
        assert refusal.value.text.en == f'"{place.title}第一小学小学部" stands under "{place.title}"'

    def test_not_under_a_closed_unit_nor_one_not_yet_founded(self, place: Authority) -> None:
        with pytest.raises(AlreadyClosed):
            move_organisation(BY, place.units["c3"], "administrative", place.units["closing_primary"], EVE)
        new = NewOrganisation("section", "新部", "新学部", places={"administrative": place.units["first"]})
        section = found_organisation(BY, new, LATER)
        with pytest.raises(NotYetFounded, match=f"从 {LATER} 起才有"):
            move_organisation(BY, place.units["c3"], "administrative", section, DAY)

    def test_not_under_a_unit_that_has_no_place_in_that_hierarchy(self, place: Authority) -> None:
        with pytest.raises(NotInHierarchy, match="没有“党组织”隶属关系"):
            move_organisation(BY, place.units["nine_branch"], "party", place.units["nine"], LATER)

    def test_a_move_before_one_that_is_recorded_is_refused(self, place: Authority) -> None:
        move_organisation(BY, place.units["c3"], "administrative", place.units["nine_primary"], LATER)
        with pytest.raises(LaterChange, match=f"从 {LATER} 起已有登记的变动"):
            move_organisation(BY, place.units["c3"], "administrative", place.units["primary"], DAY)

    def test_of_two_moves_on_one_day_the_last_counts(self, place: Authority) -> None:
        for section in ("nine_primary", "nine_junior"):
            move_organisation(BY, place.units["c3"], "administrative", place.units[section], LATER)
        assert above("administrative", place.units["c3"], LATER)[0] == place.units["nine_junior"]
        rows = OrganisationLink.objects.for_the_programme("test").filter(child=place.units["c3"])
        assert rows.count() == 2

    def test_unknown_words_are_refused(self, place: Authority) -> None:
        with pytest.raises(HierarchyUnknown, match="没有“family”这种隶属关系"):
            move_organisation(BY, place.units["c3"], "family", None, LATER)
        with pytest.raises(UnitKindUnknown, match="没有“company”这种单位"):
            found_organisation(BY, NewOrganisation("company", "x", "x"), DAY)
        with pytest.raises(UnitUnknown, match="没有这个单位"):
            move_organisation(BY, 1, "administrative", None, LATER)


class TestNames:
    def test_a_name_holds_from_a_day_on(self, place: Authority) -> None:
        rename_organisation(BY, place.units["nine"], "示例新实验学校", LATER, short="新实验")
        assert name_on(place.units["nine"], DAY) == f"{place.title}实验学校"
        assert name_on(place.units["nine"], LATER) == "示例新实验学校"

    def test_the_names_of_many_units_take_one_query(self, place: Authority, django_assert_num_queries: object) -> None:
        with django_assert_num_queries(1):  # type: ignore[operator]  # pytest-django's own
            assert len(names_on(place.units.values(), DAY)) == len(place.units)

    def test_a_closed_unit_keeps_its_last_name(self, place: Authority) -> None:
        assert name_on(place.units["closing"], DAY) == f"{place.title}第二小学"

    @pytest.mark.parametrize("name", ["", "  ", "校" * 61, "示例\u202e校", "示例\x00校"])
    def test_names_that_nobody_could_read_are_refused(self, place: Authority, name: str) -> None:
        with pytest.raises(NameRefused):
            rename_organisation(BY, place.units["nine"], name, LATER)

    def test_attributes_hold_from_a_day_on(self, place: Authority) -> None:
        describe_organisation(BY, place.units["c3"], {"grade": "14"}, LATER)
        number = place.units["c3"]
        assert (attributes_on([number], DAY), attributes_on([number], LATER)) == (
            {number: {"grade": "13"}},
            {number: {"grade": "14"}},
        )


class TestCreditCodes:
    def school(self, place: Authority, code: str, credit: str) -> NewOrganisation:
        return NewOrganisation(
            "school", code, "示例校", places={"administrative": place.units["district"]}, credit_code=credit
        )

    def test_it_is_stored_sealed_and_held_by_one_unit(self, place: Authority) -> None:
        number = found_organisation(BY, self.school(place, "x1", "91110000600037341L"), DAY)
        row = Organisation.objects.for_the_programme("test").get(pk=number)
        assert b"91110000600037341L" not in bytes(row.credit_code)
        with pytest.raises(CreditCodeTaken):
            found_organisation(BY, self.school(place, "x2", "9111 0000 6000 3734 1l"), DAY)

    def test_a_wrong_check_character_is_refused(self, place: Authority) -> None:
        with pytest.raises(NumberRefused, match="校验码"):
            found_organisation(BY, self.school(place, "x1", "91110000600037341M"), DAY)


class TestWhoMay:
    def test_the_district_s_officer_moves_and_renames_what_is_below_the_district(self, place: Authority) -> None:
        officer = place.viewer("data_officer")
        rename_organisation(officer, place.units["nine"], "示例新名", LATER)
        move_organisation(officer, place.units["c3"], "administrative", place.units["nine_primary"], LATER)
        with pytest.raises(PermissionRefused):
            rename_organisation(officer, place.units["district"], "示例新区", LATER)

    def test_a_school_s_office_founds_classes_of_its_own_school_alone(self, place: Authority) -> None:
        office = place.viewer("school_admin")
        found_organisation(office, a_class(place), DAY)
        foreign = NewOrganisation("class", "别班", "别班", places={"administrative": place.units["nine_primary"]})
        with pytest.raises(PermissionRefused):
            found_organisation(office, foreign, DAY)
        with pytest.raises(PermissionRefused):
            rename_organisation(office, place.units["first"], "别名", LATER)

    def test_a_class_that_begins_later_can_be_set_up_before(self, place: Authority) -> None:
        office = place.viewer("school_admin")
        number = found_organisation(office, a_class(place), LATER)
        rename_organisation(office, number, "三（8）班", LATER)
        assert name_on(number, LATER) == "三（8）班"

    def test_nobody_founds_the_top_of_a_hierarchy(self, place: Authority) -> None:
        with pytest.raises(PermissionRefused):
            found_organisation(place.viewer("data_officer"), NewOrganisation("district", "x", "x"), DAY)
        with pytest.raises(PermissionRefused):
            move_organisation(place.viewer("data_officer"), place.units["nine"], "administrative", None, LATER)

    @pytest.mark.parametrize("word", ["class_teacher", "head", "system_admin", "security_admin", "audit_admin"])
    def test_these_change_no_unit(self, place: Authority, word: str) -> None:
        with pytest.raises(PermissionRefused):
            rename_organisation(place.viewer(word), place.units["c3"], "x", LATER)

    def test_nobody_reaches_into_the_other_authority(self, place: Authority, elsewhere: Authority) -> None:
        officer = place.viewer("data_officer")
        with pytest.raises(PermissionRefused):
            rename_organisation(officer, elsewhere.units["nine"], "x", LATER)
        with pytest.raises(PermissionRefused):
            move_organisation(officer, place.units["nine"], "administrative", elsewhere.units["district"], LATER)
        with pytest.raises(PermissionRefused):
            merge_organisations(officer, [elsewhere.units["nine"]], place.units["nine"], LATER)


def test_a_refused_act_leaves_nothing_behind(place: Authority) -> None:
    entries = Entry.objects.count()
    with pytest.raises(PupilsLeft):
        close_organisation(BY, place.units["c3"], YEAR + timedelta(days=1))
    assert unit(place.units["c3"]).closed is None
    assert Entry.objects.count() == entries
