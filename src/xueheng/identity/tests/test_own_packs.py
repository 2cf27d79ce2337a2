"""What one school's own pack grants holds within that school alone."""

from dataclasses import replace

import pytest

from xueheng.identity import rights
from xueheng.identity.actions.move_pupil import move_pupil
from xueheng.identity.checks import grant_faults
from xueheng.identity.kernel_posts import kernel_posts
from xueheng.identity.packs_in_force import library
from xueheng.identity.permission import may
from xueheng.identity.policy import NOWHERE, policy, policy_of
from xueheng.identity.rights import narrowings, rights_of
from xueheng.identity.tests.authority import Authority
from xueheng.identity.viewer import Viewer, programme_viewer
from xueheng.language.public import Library

pytestmark = pytest.mark.django_db
PACK, SWIMMING = "student_binjiang", "student_binjiang.swim_lesson"


def of_school(code: str) -> Library:
    """The packs, with one of them the own pack of the school of a code."""
    packs = library()
    return replace(packs, packs={**packs.packs, PACK: replace(packs.packs[PACK], unit_code=code)})


@pytest.fixture
def own(place: Authority, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """示例一区, where swimming is the first primary school's own."""
    found = policy_of(of_school("91-first"), kernel_posts())
    monkeypatch.setattr(rights, "policy", lambda: found)
    return place


def has(viewer: Viewer, verb: str) -> bool:
    return bool(rights_of(viewer, verb, SWIMMING))


def test_posts_of_that_school_have_the_right_and_those_of_others_have_not(own: Authority) -> None:
    assert has(own.viewer("pe_teacher"), "records")
    assert has(own.viewer("school_admin"), "verifies")
    assert narrowings(own.viewer("school_admin"), "verifies", SWIMMING) == {""}
    assert not has(own.viewer("nine_admin"), "verifies")
    assert not has(own.viewer("class_teacher"), "verifies")
    assert may(own.viewer("pe_teacher"), "records", SWIMMING, own.units["c3"])
    other_school = replace(own.viewer("pe_teacher"), organisation=own.units["nine"])
    assert not may(other_school, "records", SWIMMING, own.units["nine_c6"])
    assert not may(other_school, "records", SWIMMING)


def test_what_all_packs_share_is_left_as_it_was(own: Authority) -> None:
    for word in ("class_teacher", "nine_class_teacher"):
        assert may(own.viewer(word), "records", "student.observation")


def test_its_pupils_and_their_guardians_have_the_right_and_keep_it_when_they_leave(own: Authority) -> None:
    assert has(own.pupil("ann"), "sees")
    assert not has(own.pupil("hua"), "sees")
    assert has(own.guardian("mother"), "sees"), "one of her two children is there"
    assert not has(replace(own.guardian("mother"), wards=(own.people["hua"],), memo={}), "sees")
    assert has(own.guardian("grandmother"), "sees"), "her grandchild was there until this year"
    move_pupil(programme_viewer(own.day), own.people["ben"], own.units["nine_c6"], own.day)
    assert has(own.pupil("ben"), "sees")


def test_a_school_s_pack_that_says_no_school_grants_nothing_to_anybody(
    place: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = policy_of(of_school(""), kernel_posts())
    monkeypatch.setattr(rights, "policy", lambda: found)
    assert {right.unit for right in found.rights_to("pe_teacher", "records", SWIMMING)} == {NOWHERE}
    assert not has(place.viewer("pe_teacher"), "records")
    faults = list(grant_faults(kernel_posts(), of_school("")))
    assert [(fault.id, fault.msg) for fault in faults] == [
        (
            "XH-G012",
            "student_binjiang/pack.yaml: a school's own pack grants rights and does not say which school's it is",
        )
    ]


def test_a_school_s_pack_grants_nothing_of_another_pack() -> None:
    packs = library()
    [grant] = [one for one in packs.grants if one.pack == PACK and one.verb == "records"]
    wrong = replace(grant, what="student.observation")
    found = list(grant_faults(kernel_posts(), replace(packs, grants=(*packs.grants, wrong))))
    assert [fault.id for fault in found] == ["XH-G013"]
    assert found[0].msg.endswith("a school's own pack grants student.observation, which it does not define")


def test_the_packs_that_come_with_the_programme_say_whose_they_are() -> None:
    assert {right.unit for right in policy().rights_to("pe_teacher", "records", SWIMMING)} == {"2100010004"}
