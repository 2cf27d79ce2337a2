"""The table of rights: what the packs and the kernel grant, and nothing else."""

import pytest

from xueheng.identity.permission import may, refused
from xueheng.identity.policy import RightUnknown, policy
from xueheng.identity.viewer import WITHOUT_POST, Viewer, programme_viewer, today

ADMINISTRATORS = ("system_admin", "security_admin", "audit_admin")
BUSINESS = ("people", "enrolments", "guardians", "consents", "identity_numbers", "evidence", "standards", "figures")


def test_packs_and_kernel_grant_side_by_side() -> None:
    assert policy().allows("class_teacher", "records", "student.observation")
    assert policy().allows("class_teacher", "records", "evidence")
    assert policy().allows("school_admin", "manages", "enrolments")
    assert not policy().allows("class_teacher", "manages", "enrolments")
    assert not policy().allows("class_teacher", "verifies", "student.observation")


def test_what_nobody_granted_is_refused() -> None:
    for verb in policy().verbs:
        for kind in policy().kinds:
            assert not policy().allows(WITHOUT_POST, verb, kind)
            assert not policy().allows("head_of_nothing", verb, kind)


@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_an_administrator_has_no_right_to_the_business(role: str) -> None:
    for verb in policy().verbs:
        for kind in BUSINESS:
            assert not policy().allows(role, verb, kind), (role, verb, kind)


def test_no_two_administrators_share_a_duty() -> None:
    assert not policy().allows("system_admin", "manages", "posts")
    assert not policy().allows("security_admin", "manages", "backups")
    assert not policy().allows("security_admin", "reads", "journal")
    assert not policy().allows("audit_admin", "manages", "accounts")
    for role in ADMINISTRATORS:
        for other in ADMINISTRATORS:
            assert not policy().may_appoint(role, other)


def test_a_right_to_groups_is_told_from_one_to_each_result() -> None:
    assert policy().suffixes("school_admin", "sees", "student.primary") == {"groups"}
    assert policy().suffixes("guardian", "sees", "student.primary") == {""}


def test_a_word_that_nobody_declares_is_a_fault_of_the_programme() -> None:
    with pytest.raises(RightUnknown, match='no verb "looks"'):
        policy().allows("head", "looks", "people")
    with pytest.raises(RightUnknown, match='no kind "peopel"'):
        policy().allows("head", "sees", "peopel")


def test_every_post_that_packs_declare_can_be_appointed_by_somebody() -> None:
    for post in policy().posts.values():
        if post.appointed and post.name not in ADMINISTRATORS:
            assert policy().appointers(post.name), post.name


def test_the_programme_may_do_all_but_not_what_has_no_name() -> None:
    assert may(programme_viewer(), "manages", "organisations", 1)
    with pytest.raises(RightUnknown):
        may(programme_viewer(), "manages", "organisation", 1)


def test_who_holds_no_post_may_nothing() -> None:
    nobody = Viewer(7, None, WITHOUT_POST, None, "administrative", today())
    assert not any(may(nobody, verb, kind) for verb in policy().verbs for kind in policy().kinds)


def test_a_refusal_names_the_posts_and_whom_to_ask() -> None:
    said = refused("manages", "enrolments")
    assert said.say("zh") == (
        "管理学籍需要“学校教务”或“区数据统计岗”任职，并且只限本岗位管辖的单位和人员。\n"
        "如工作需要，请向“校长”申请，或切换到有此权限的任职。"
    )
    assert said.say("en").startswith(
        "To manage enrolments takes the post of School office or District statistics officer"
    )
    assert said.status == 403
