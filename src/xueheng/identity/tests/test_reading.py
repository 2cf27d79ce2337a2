"""Reading minors' sensitive fields: asked for, approved by somebody else, noted before it is shown."""

from dataclasses import replace
from datetime import timedelta

import pytest

from xueheng.identity.actions.approve_purpose import approve_purpose, refuse_purpose
from xueheng.identity.actions.ask_purpose import ask_purpose
from xueheng.identity.actions.end_post import end_post
from xueheng.identity.actions.read_sensitive import note_reading, read_sensitive
from xueheng.identity.looking import who_looked
from xueheng.identity.models import Person, ReadingPurpose
from xueheng.identity.permission import PermissionRefused
from xueheng.identity.post_refusals import PurposeMissing, PurposeSettled, PurposeUnclear
from xueheng.identity.purposes import PURPOSES, with_purpose
from xueheng.identity.tests.authority import DAY, Authority
from xueheng.identity.viewer import Viewer
from xueheng.trust.models import About, Entry
from xueheng.trust.public import now

pytestmark = pytest.mark.django_db
HOUR = 3600 * 1_000_000
DAYS = 24 * HOUR


def ask(place: Authority, by: str, subject: str | None = None, days: int = 7) -> int:
    number = place.people[subject] if subject else None
    return ask_purpose(place.viewer(by), "check", "核对转学信息", now() + days * DAYS, number)


def approved(place: Authority, by: str, subject: str | None = None, approver: str = "head") -> int:
    number = ask(place, by, subject)
    approve_purpose(place.viewer(approver), number)
    return number


def readings() -> list[Entry]:
    return list(Entry.objects.filter(stream_id="reading", verb="read").order_by("sequence"))


def test_without_a_purpose_a_pupils_day_of_birth_is_not_read(place: Authority) -> None:
    for by in ("class_teacher", "school_admin", "head", "data_officer", "nine_admin"):
        with pytest.raises(PurposeMissing):
            read_sensitive(place.viewer(by), place.people["ann"], ["born"])
    assert readings() == []


def test_an_approved_reading_gives_the_fields_and_is_noted_first(place: Authority) -> None:
    number = approved(place, "class_teacher", "ann")
    by = place.viewer("class_teacher")
    read = read_sensitive(by, place.people["ann"], ["born", "resident"], number)
    assert read["born"] == "2016-10-01"
    assert read["resident"].startswith("500199")
    [entry] = readings()
    assert (entry.actor, entry.post) == (by.person, by.post)
    about = set(About.objects.filter(entry=entry).values_list("kind", "number"))
    assert about == {("person", place.people["ann"]), ("purpose", number)}


def test_a_purpose_covers_its_one_pupil_alone(place: Authority) -> None:
    number = approved(place, "class_teacher", "ann")
    for other in ("ben", "dan", "hua"):
        with pytest.raises(PurposeMissing):
            read_sensitive(place.viewer("class_teacher"), place.people[other], ["born"], number)


def test_a_purpose_for_the_whole_reach_ends_at_the_reach(place: Authority, elsewhere: Authority) -> None:
    number = approved(place, "school_admin")
    by = place.viewer("school_admin")
    assert read_sensitive(by, place.people["eve"], ["born"], number)
    for out in (place.people["hua"], place.people["moved"], elsewhere.people["ann"], 12345):
        with pytest.raises(PurposeMissing):
            read_sensitive(by, out, ["born"], number)


def test_a_purpose_is_the_asking_posts_own(place: Authority) -> None:
    number = approved(place, "class_teacher", "ann")
    assert with_purpose(place.viewer("school_admin"), number) is None
    with pytest.raises(PurposeMissing):
        read_sensitive(place.viewer("school_admin"), place.people["ann"], ["born"], number)


def test_a_purpose_runs_out(place: Authority) -> None:
    number = approved(place, "class_teacher", "ann")
    under = with_purpose(place.viewer("class_teacher"), number)
    assert under is not None
    ReadingPurpose.objects.for_the_programme("a test").update(until=now() - 1)
    with pytest.raises(PurposeMissing):
        read_sensitive(under, place.people["ann"], ["born"])


def test_nobody_approves_her_own_request_nor_one_out_of_reach(place: Authority) -> None:
    number = ask(place, "class_teacher", "ann")
    for by in ("class_teacher", "school_admin", "nine_head", "audit_admin", "system_admin"):
        with pytest.raises(PermissionRefused):
            approve_purpose(place.viewer(by), number)
    own = ask(place, "class_teacher", "ben")
    head_too = Viewer(
        place.people["class_teacher"], place.posts["head"], "head", place.units["first"], "administrative", DAY
    )
    with pytest.raises(PermissionRefused):
        approve_purpose(head_too, own)
    approve_purpose(place.viewer("security_admin"), number)


def test_a_request_is_settled_once(place: Authority) -> None:
    number = ask(place, "class_teacher", "ann")
    refuse_purpose(place.viewer("head"), number)
    with pytest.raises(PurposeSettled):
        approve_purpose(place.viewer("head"), number)
    assert with_purpose(place.viewer("class_teacher"), number) is None


def test_a_request_says_what_for_and_until_when(place: Authority) -> None:
    by, ann = place.viewer("class_teacher"), place.people["ann"]
    for purpose, reason, until in (
        ("curiosity", "看看", now() + HOUR),
        ("check", "  ", now() + HOUR),
        ("check", "核对", now() - HOUR),
        ("check", "核对", now() + 31 * DAYS),
        ("check", "核" * 201, now() + HOUR),
    ):
        with pytest.raises(PurposeUnclear):
            ask_purpose(by, purpose, reason, until, ann)


def test_who_may_not_ask_and_whom_one_may_not_ask_about(place: Authority) -> None:
    for by in ("subject_teacher", "system_admin", "branch_secretary"):
        with pytest.raises(PermissionRefused):
            ask(place, by, "ann")
    for about in ("dan", "hua", "moved"):
        with pytest.raises(PermissionRefused):
            ask(place, "class_teacher", about)
    with pytest.raises(PermissionRefused):
        ask_purpose(place.guardian("mother"), "check", "核对", now() + HOUR, place.people["ann"])


def test_families_read_their_own_and_it_is_noted(place: Authority) -> None:
    assert read_sensitive(place.guardian("mother"), place.people["ann"], ["born"])["born"] == "2016-10-01"
    assert read_sensitive(place.pupil("ann"), place.people["ann"], ["born"])
    with pytest.raises(PurposeMissing):
        read_sensitive(place.guardian("father"), place.people["hua"], ["born"])
    assert [entry.actor for entry in readings()] == [place.people["mother"], place.people["ann"]]


def test_numbers_of_staff_are_read_by_the_school_office_alone(place: Authority) -> None:
    teacher = place.people["class_teacher"]
    assert read_sensitive(place.viewer("school_admin"), teacher, ["resident"])["resident"].startswith("500199")
    for by in ("head", "nine_admin", "data_officer", "security_admin", "audit_admin", "system_admin"):
        with pytest.raises(PurposeMissing):
            read_sensitive(place.viewer(by), teacher, ["resident"])


def test_the_district_sees_a_pupil_under_a_purpose_and_only_her(place: Authority) -> None:
    number = approved(place, "data_officer", "hua", approver="bureau_head")
    under = with_purpose(place.viewer("data_officer"), number)
    assert under is not None
    seen = set(Person.objects.visible_to(under).values_list("pk", flat=True))
    assert place.people["hua"] in seen
    assert place.people["ann"] not in seen


def test_an_ended_post_reads_nothing_more(place: Authority) -> None:
    number = approved(place, "class_teacher", "ann")
    end_post(place.viewer("head"), place.posts["class_teacher"])
    with pytest.raises(PurposeMissing):
        read_sensitive(place.viewer("class_teacher"), place.people["ann"], ["born"], number)


def test_many_people_are_one_entry(place: Authority) -> None:
    number = approved(place, "class_teacher")
    under = with_purpose(place.viewer("class_teacher", DAY + timedelta(days=1)), number)
    assert under is not None
    note_reading(under, [place.people[word] for word in ("ann", "ben", "cai")], ["health"])
    assert len(readings()) == 1
    with pytest.raises(PurposeMissing):
        note_reading(under, [place.people[word] for word in ("ann", "dan")], ["health"])


def test_a_family_learns_who_has_looked(place: Authority) -> None:
    number = approved(place, "class_teacher", "ann")
    read_sensitive(place.viewer("class_teacher"), place.people["ann"], ["born"], number)
    [looking] = who_looked(place.guardian("father"), place.people["ann"])
    assert (looking.post.zh, looking.unit, looking.fields) == ("班主任", "三（1）班", ("born",))
    assert (looking.purpose, looking.reason) == (PURPOSES["check"], "核对转学信息")
    assert who_looked(place.pupil("ann"), place.people["ann"]) == [looking]
    for other in (place.guardian("mother_of_dan"), place.viewer("class_teacher"), place.viewer("audit_admin")):
        with pytest.raises(PermissionRefused):
            who_looked(other, place.people["ann"])


def test_a_purpose_that_was_never_checked_opens_nothing(place: Authority) -> None:
    number = ask(place, "data_officer")
    made_up = replace(place.viewer("data_officer"), purpose=number)
    assert place.people["hua"] not in set(Person.objects.visible_to(made_up).values_list("pk", flat=True))
    with pytest.raises(PurposeMissing):
        read_sensitive(made_up, place.people["hua"], ["born"])
