"""Appointing, ending and lending posts, and what holds because of it."""

from datetime import date, timedelta

import pytest

from xueheng.identity.account_list import account_holders, staff_without_account
from xueheng.identity.actions.appoint import appoint
from xueheng.identity.actions.delegate_post import delegate_post
from xueheng.identity.actions.end_post import end_post
from xueheng.identity.holding import AccountClosed, PostEnded, identities, viewer_for
from xueheng.identity.journal_posts import posts_of_entries
from xueheng.identity.models import Account, Post
from xueheng.identity.periods import OPEN
from xueheng.identity.permission import PermissionRefused
from xueheng.identity.post_refusals import (
    PostHeldAlready,
    PostNotHeldThere,
    PostNotLent,
    PostOfDaysThatAreNot,
    PostOver,
    PostUnknown,
    ThreeAdministrators,
)
from xueheng.identity.tests.authority import DAY, POSTS, YEAR, Authority
from xueheng.identity.viewer import GUARDIAN, PUPIL, WITHOUT_POST, programme_viewer, today
from xueheng.identity.visible import may_do
from xueheng.trust.models import Entry
from xueheng.trust.public import now

pytestmark = pytest.mark.django_db
ADMINISTRATORS = ("system_admin", "security_admin", "audit_admin")


def post(number: int) -> Post:
    found: Post = Post.objects.for_the_programme("a test").get(pk=number)
    return found


def last_entry() -> tuple[str, str]:
    entry = Entry.objects.filter(stream_id="security").order_by("sequence").last()
    assert entry is not None
    return str(entry.stream_id), str(entry.verb)


def test_a_head_appoints_a_class_teacher_in_her_school(place: Authority) -> None:
    number = appoint(place.viewer("head"), place.people["pe_teacher"], "class_teacher", place.units["c6"], DAY)
    made = post(number)
    assert (made.role, made.hierarchy, made.to_day, made.acting) == ("class_teacher", "administrative", OPEN, False)
    assert last_entry() == ("security", "appoint")
    viewer = viewer_for(place.people["pe_teacher"], number, DAY)
    assert (viewer.role, viewer.organisation) == ("class_teacher", place.units["c6"])


@pytest.mark.parametrize(
    ("by", "role", "unit"),
    [
        ("head", "class_teacher", "nine_c7"),
        ("head", "data_officer", "district"),
        ("school_admin", "head", "first"),
        ("class_teacher", "subject_teacher", "c3"),
        ("system_admin", "class_teacher", "c3"),
        ("audit_admin", "class_teacher", "c3"),
        ("security_admin", "audit_admin", "district"),
        ("security_admin", "security_admin", "district"),
        ("bureau_head", "head", "first"),
    ],
)
def test_who_may_not_appoint_is_refused(place: Authority, by: str, role: str, unit: str) -> None:
    with pytest.raises(PermissionRefused):
        appoint(place.viewer(by), place.people["grandmother"], role, place.units[unit], DAY)


def test_the_security_administrator_appoints_in_her_authority_only(place: Authority, elsewhere: Authority) -> None:
    by = place.viewer("security_admin")
    appoint(by, place.people["grandmother"], "inspector", place.units["district"], DAY)
    with pytest.raises(PermissionRefused):
        appoint(by, elsewhere.people["grandmother"], "inspector", elsewhere.units["district"], DAY)


def test_nobody_appoints_herself(place: Authority) -> None:
    by = place.viewer("security_admin")
    with pytest.raises(PermissionRefused):
        appoint(by, by.person, "head", place.units["first"], DAY)


@pytest.mark.parametrize("second", ADMINISTRATORS)
@pytest.mark.parametrize("first", ADMINISTRATORS)
def test_one_person_is_never_two_of_the_three(place: Authority, first: str, second: str) -> None:
    by, person = programme_viewer(DAY), place.people["grandmother"]
    appoint(by, person, first, place.units["district"], DAY)
    with pytest.raises(PostHeldAlready if first == second else ThreeAdministrators):
        appoint(by, person, second, place.units["district"], DAY + timedelta(days=400))


def test_an_administrator_holds_no_post_of_the_business(place: Authority) -> None:
    by = programme_viewer(DAY)
    with pytest.raises(ThreeAdministrators):
        appoint(by, place.people["system_admin"], "class_teacher", place.units["c6"], DAY)
    with pytest.raises(ThreeAdministrators):
        appoint(by, place.people["head"], "audit_admin", place.units["district"], DAY)
    end_post(by, place.posts["system_admin"])
    appoint(by, place.people["system_admin"], "class_teacher", place.units["c6"], today())


def test_a_post_that_is_not_declared_or_not_held_there_is_refused_by_name(place: Authority) -> None:
    by = programme_viewer(DAY)
    with pytest.raises(PostUnknown, match="没有可以任命的岗位“class_techer”"):
        appoint(by, place.people["dan"], "class_techer", place.units["c3"], DAY)
    for role in ("pupil_self", "guardian", "public"):
        with pytest.raises(PostUnknown):
            appoint(by, place.people["dan"], role, place.units["c3"], DAY)
    with pytest.raises(PostNotHeldThere, match="“班主任”不设在这一级单位"):
        appoint(by, place.people["grandmother"], "class_teacher", place.units["first"], DAY)
    with pytest.raises(PostOfDaysThatAreNot):
        appoint(by, place.people["grandmother"], "class_teacher", place.units["c3"], DAY, YEAR)


def test_the_same_post_twice_is_refused(place: Authority) -> None:
    with pytest.raises(PostHeldAlready):
        appoint(place.viewer("head"), place.people["class_teacher"], "class_teacher", place.units["c3"], DAY)


def test_an_ended_post_opens_nothing_and_says_since_when(place: Authority) -> None:
    person, number = place.people["class_teacher"], place.posts["class_teacher"]
    end_post(place.viewer("head"), number, date(2026, 3, 31), "借调")
    assert viewer_for(person, number, date(2026, 3, 31)).role == "class_teacher"
    with pytest.raises(PostEnded) as said:
        viewer_for(person, number, date(2026, 4, 1))
    assert said.value.text.zh == "您在三（1）班的“班主任”任职已于2026年3月31日结束。"
    assert said.value.text.en == "Your post of Class teacher at 三（1）班 ended on 2026-03-31."
    assert last_entry() == ("security", "end_post")


def test_a_post_ended_at_once_is_over_the_same_day(place: Authority) -> None:
    person, number = place.people["class_teacher"], place.posts["class_teacher"]
    assert viewer_for(person, number).role == "class_teacher"
    end_post(place.viewer("head"), number)
    with pytest.raises(PostEnded):
        viewer_for(person, number)
    with pytest.raises(PostOver):
        end_post(place.viewer("head"), number)
    assert viewer_for(person, number, today() - timedelta(days=1)).role == "class_teacher"


def test_an_ended_post_does_not_come_back_when_the_clock_is_set_back(place: Authority) -> None:
    person, number = place.people["class_teacher"], place.posts["class_teacher"]
    end_post(place.viewer("head"), number)
    ended_tomorrow = now() + 24 * 3_600 * 1_000_000
    Post.objects.for_the_programme("a test sets the clock back").filter(pk=number).update(ended_at=ended_tomorrow)
    with pytest.raises(PostEnded):
        viewer_for(person, number)


def test_somebody_elses_post_is_nobodys(place: Authority) -> None:
    for number in (place.posts["head"], 12345):
        with pytest.raises(PostEnded, match="您没有这个任职"):
            viewer_for(place.people["class_teacher"], number, DAY)


def test_who_may_end_a_post(place: Authority) -> None:
    for by in ("class_teacher", "nine_head", "system_admin", "audit_admin"):
        with pytest.raises(PermissionRefused):
            end_post(place.viewer(by), place.posts["subject_teacher"])
    with pytest.raises(PermissionRefused):
        end_post(place.viewer("security_admin"), place.posts["audit_admin"])
    with pytest.raises(PermissionRefused):
        end_post(place.viewer("head"), 12345)
    end_post(place.viewer("school_admin"), place.posts["subject_teacher"])


def test_a_lent_post_works_until_its_end(place: Authority) -> None:
    lent = delegate_post(place.viewer("head"), place.people["pe_teacher"], DAY, DAY + timedelta(days=6))
    viewer = viewer_for(place.people["pe_teacher"], lent, DAY)
    assert (viewer.role, viewer.organisation) == ("head", place.units["first"])
    with pytest.raises(PostEnded):
        viewer_for(place.people["pe_teacher"], lent, DAY + timedelta(days=7))


def test_a_lent_post_ends_with_the_lenders(place: Authority) -> None:
    lent = delegate_post(place.viewer("head"), place.people["pe_teacher"], today(), today() + timedelta(days=30))
    end_post(place.viewer("security_admin"), place.posts["head"])
    with pytest.raises(PostEnded):
        viewer_for(place.people["pe_teacher"], lent)
    assert post(lent).ended_at is not None


def test_a_lent_post_is_cut_even_if_only_the_lenders_row_says_so(place: Authority) -> None:
    lent = delegate_post(place.viewer("head"), place.people["pe_teacher"], DAY, DAY + timedelta(days=30))
    Post.objects.for_the_programme("a test").filter(pk=place.posts["head"]).update(to_day=DAY + timedelta(days=2))
    viewer_for(place.people["pe_teacher"], lent, DAY + timedelta(days=2))
    with pytest.raises(PostEnded, match="2026年3月4日结束"):
        viewer_for(place.people["pe_teacher"], lent, DAY + timedelta(days=3))


def test_what_cannot_be_lent(place: Authority) -> None:
    end, borrower = DAY + timedelta(days=6), place.people["pe_teacher"]
    with pytest.raises(PostOfDaysThatAreNot):
        delegate_post(place.viewer("head"), borrower, DAY, OPEN)
    with pytest.raises(PostNotLent):
        delegate_post(place.viewer("security_admin"), borrower, DAY, end)
    with pytest.raises(PostNotLent):
        delegate_post(place.viewer("head"), place.people["head"], DAY, end)
    with pytest.raises(ThreeAdministrators):
        delegate_post(place.viewer("head"), place.people["audit_admin"], DAY, end)
    with pytest.raises(PermissionRefused):
        delegate_post(place.guardian("mother"), borrower, DAY, end)
    lent = viewer_for(borrower, delegate_post(place.viewer("head"), borrower, DAY, end), DAY)
    with pytest.raises(PostNotLent):
        delegate_post(lent, place.people["class_teacher"], DAY, end)


def test_the_lender_takes_it_back_and_the_borrower_may_give_it_back(place: Authority) -> None:
    for by in ("class_teacher", "pe_teacher"):
        lent = delegate_post(
            place.viewer("class_teacher"), place.people["pe_teacher"], today(), today() + timedelta(days=6)
        )
        end_post(place.viewer(by), lent)
        assert post(lent).ended_at is not None


def test_a_person_chooses_among_her_posts_and_her_children(place: Authority) -> None:
    teacher = place.people["mother"]
    number = appoint(programme_viewer(DAY), teacher, "subject_teacher", place.units["c6"], DAY, acting=True)
    found = identities(teacher, DAY)
    assert [(one.key, one.title.zh, one.unit, one.acting) for one in found] == [
        (str(number), "任课教师", "六（1）班", True), ("guardian", "监护人", "", False),
    ]  # fmt: skip
    assert viewer_for(teacher, None, DAY).post == number
    guardian = viewer_for(teacher, GUARDIAN, DAY)
    assert (guardian.post, guardian.wards) == (None, tuple(sorted((place.people["ann"], place.people["hua"]))))
    assert viewer_for(teacher, PUPIL, DAY).role == WITHOUT_POST


def test_a_pupil_and_somebody_with_nothing(place: Authority) -> None:
    assert viewer_for(place.people["ann"], None, DAY).role == PUPIL
    assert viewer_for(place.people["closing_head"], None, DAY).role == WITHOUT_POST
    assert identities(place.people["closing_head"], DAY) == []


def test_a_closed_account_closes_every_way_in(place: Authority) -> None:
    account = Account.objects.create(login="c3", person_id=place.people["class_teacher"], is_active=False)
    for who in (account, place.people["class_teacher"]):
        with pytest.raises(AccountClosed):
            viewer_for(who, place.posts["class_teacher"], DAY)


def test_a_guardians_identity_ends_with_the_guardianship(place: Authority) -> None:
    assert viewer_for(place.people["mother"], GUARDIAN, YEAR - timedelta(days=1)).role == WITHOUT_POST


def test_a_lender_sees_what_she_lent_and_may_end_it_as_may_the_borrower_and_who_appoints(place: Authority) -> None:
    days = today(), today() + timedelta(days=6)
    lent = delegate_post(place.viewer("class_teacher"), place.people["pe_teacher"], *days)
    may_see = {word for word in POSTS if seen(place, word, "see", lent)}
    may_end = {word for word in POSTS if seen(place, word, "end", lent)}
    assert {"class_teacher", "pe_teacher", "head", "school_admin"} <= may_see
    assert {"class_teacher", "pe_teacher", "head", "school_admin"} <= may_end
    assert (may_see | may_end).isdisjoint({"subject_teacher", "nine_head", "nine_admin", "inspector", "audit_admin"})
    own = place.posts["class_teacher"]
    assert seen(place, "class_teacher", "see", own)
    assert not seen(place, "class_teacher", "end", own), "nobody ends a post of her own"
    for word in sorted(set(POSTS) - may_end):
        with pytest.raises(PermissionRefused):
            end_post(place.viewer(word), lent)


def seen(place: Authority, word: str, act: str, number: int) -> bool:
    return word in place.posts and may_do(place.viewer(word), act, post(number))


def test_staff_without_an_account_are_counted_for_whoever_keeps_accounts(place: Authority) -> None:
    people = {word: place.people[word] for word in ("class_teacher", "head", "nine_head", "audit_admin")}
    without = {row["person"] for row in staff_without_account(place.viewer("school_admin", today()))}
    assert {word for word, number in people.items() if number in without} == {"class_teacher", "head"}
    Account.objects.create(login="c3", person_id=people["class_teacher"])
    left = {row["person"] for row in staff_without_account(place.viewer("school_admin", today()))}
    assert without - left == {people["class_teacher"]}
    assert not staff_without_account(place.viewer("head", today())).exists()
    wide = {row["person"] for row in staff_without_account(place.viewer("security_admin", today()))}
    assert people["nine_head"] in wide
    assert people["audit_admin"] not in wide


def test_of_more_people_than_a_page_shows_those_without_an_account_come_first(place: Authority) -> None:
    office = place.viewer("school_admin", today())
    found = account_holders(office, place.units["first"], "staff")
    everybody = [holder.person for holder in found.listed]
    assert (found.everybody, found.lacking) == (len(everybody), len(everybody))
    shown: set[int] = set()
    for _ in range(0, len(everybody), 2):
        listed = account_holders(office, place.units["first"], "staff", 2).listed
        new = [holder for holder in listed if not holder.login]
        for holder in new:
            Account.objects.create(login=f"u{holder.person}", person_id=holder.person)
        shown |= {holder.person for holder in new}
    assert shown == set(everybody)
    found = account_holders(office, place.units["first"], "staff", 1)
    assert (len(found.listed), found.everybody, found.lacking) == (1, len(everybody), 0)


def test_under_which_post_an_entry_was_made_is_for_the_auditor(place: Authority) -> None:
    number = place.posts["head"]
    assert posts_of_entries(place.viewer("audit_admin"), [number, 12345]) == {number: "head"}
    for word in ("security_admin", "head"):
        with pytest.raises(PermissionRefused):
            posts_of_entries(place.viewer(word), [number])
