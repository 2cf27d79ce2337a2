"""Founding an authority: all of it or nothing, by four different people, once."""

from datetime import date

import pytest

from xueheng.errors import XuehengError
from xueheng.identity.models import Account, Organisation, Post
from xueheng.identity.public import policy
from xueheng.web.new_authority import AuthorityStands, FirstPerson, SamePerson, first_posts, found_authority

pytestmark = pytest.mark.django_db
WHY = "a test counts"
SINCE = date(1949, 10, 1)


def people(**changed: FirstPerson) -> dict[str, FirstPerson]:
    return {role: FirstPerson(f"示例{number}号") for number, role in enumerate(first_posts())} | changed


def test_four_people_hold_the_first_posts_and_can_sign_in() -> None:
    handed = found_authority("示例区", "500199", SINCE, people())
    assert [one.post.zh for one in handed] == ["系统管理员", "安全管理员", "审计管理员", "区数据统计岗"]
    posts = Post.objects.for_the_programme(WHY).all()
    assert {post.role for post in posts} == {*policy().administrators, "data_officer"}
    assert len({post.person_id for post in posts}) == 4
    for one in handed:
        account = Account.objects.get(login=one.login)
        assert account.check_password(one.password)
        assert account.must_change_password


def test_a_second_authority_is_refused() -> None:
    found_authority("示例区", "500199", SINCE, people())
    with pytest.raises(AuthorityStands):
        found_authority("示例二区", "500299", SINCE, people())


@pytest.mark.parametrize(
    "changed",
    [
        {"audit_admin": FirstPerson("示例0号")},
        {"audit_admin": FirstPerson("示例0号", "11010519491231002X")},
        {
            "audit_admin": FirstPerson("示例甲", "11010519491231002X"),
            "data_officer": FirstPerson("示例乙", "11010519491231002X"),
        },
    ],
)
def test_one_person_for_two_posts_is_refused(changed: dict[str, FirstPerson]) -> None:
    with pytest.raises(SamePerson):
        found_authority("示例区", "500199", SINCE, people(**changed))


def test_where_one_number_is_wrong_nothing_is_made() -> None:
    with pytest.raises(XuehengError, match="校验码不对"):
        found_authority("示例区", "500199", SINCE, people(data_officer=FirstPerson("示例丁", "110105194912310029")))
    assert not Organisation.objects.for_the_programme(WHY).exists()
    assert not Account.objects.exists()
