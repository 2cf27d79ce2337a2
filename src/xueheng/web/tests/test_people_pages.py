"""The pages of units and people, through the whole server: what each shows, and to whom."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from xueheng.identity.models import Account
from xueheng.identity.public import policy
from xueheng.identity.tests.authority import Authority
from xueheng.identity.tests.conftest import place, two_authorities

pytestmark = pytest.mark.django_db
__all__ = ["place", "two_authorities"]


def signed_in(place: Authority, word: str) -> Client:
    """Somebody who can go wherever she may: her own password, and a second factor where she must have one."""
    account = Account.objects.create(login=word, person_id=place.people[word], must_change_password=False)
    if word in policy().administrators:
        Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={})
    client = Client(HTTP_ACCEPT_LANGUAGE="zh-hans")
    client.force_login(account)
    return client


def words(answer: Any) -> str:
    """What a reader sees of a page, tags left out."""
    body = answer.content.decode().partition("<main")[2]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def names_in(place: Authority, answer: Any) -> set[str]:
    """Whose names stand anywhere on the page; its head bears the reader's own."""
    assert answer.status_code != 302, "nothing is shown yet"
    body = answer.content.decode()
    known = {number: word for word, number in place.people.items()}
    return {known[number] for number, name in place.names.items() if name in body}


class TestUnits:
    def test_the_officer_goes_down_from_the_district(self, place: Authority) -> None:
        client = signed_in(place, "data_officer")
        top = client.get("/organisations/")
        assert "示例一区" in words(top)
        level = client.get(f"/organisations/{place.units['district']}/")
        assert "示例一区实验学校" in words(level)
        assert "示例一区第二小学" not in words(level)

    def test_on_an_earlier_day_the_school_that_was_merged_is_there(self, place: Authority) -> None:
        client = signed_in(place, "data_officer")
        level = client.get(f"/organisations/{place.units['district']}/?as_of=2026-01-15")
        assert "示例一区第二小学" in words(level)
        assert "到 2026-02-08 为止" in words(level)

    def test_the_party_has_a_tree_of_its_own(self, place: Authority) -> None:
        client = signed_in(place, "party_office")
        level = client.get(f"/organisations/{place.units['committee']}/?hierarchy=party")
        assert {"示例一区第一小学党支部", "示例一区实验学校党支部"} <= set(words(level).split())

    def test_a_class_teacher_sees_the_way_to_the_own_class_and_no_other(self, place: Authority) -> None:
        client = signed_in(place, "class_teacher")
        level = client.get(f"/organisations/{place.units['primary']}/")
        assert "三（1）班" in words(level)
        assert "六（1）班" not in words(level)
        for word in ("c6", "nine", "nine_c7"):
            answer = client.get(f"/organisations/{place.units[word]}/")
            assert answer.status_code == 400
            assert "没有这个单位" in answer.content.decode()

    def test_an_address_with_nonsense_shows_today(self, place: Authority) -> None:
        client = signed_in(place, "data_officer")
        assert client.get("/organisations/?hierarchy=family&as_of=31-31").status_code == 200

    def test_the_list_comes_as_a_workbook(self, place: Authority) -> None:
        answer = signed_in(place, "data_officer").get(f"/organisations/{place.units['district']}/?export=xlsx")
        assert answer["Content-Type"].endswith("spreadsheetml.sheet")
        assert answer.content.startswith(b"PK")


class TestClass:
    def test_the_class_teacher_sees_her_pupils_and_nobody_else(self, place: Authority) -> None:
        answer = signed_in(place, "class_teacher").get(f"/organisations/{place.units['c3']}/pupils/")
        assert names_in(place, answer) == {"class_teacher", "ann", "ben", "cai"}
        assert "女" in words(answer)

    def test_on_an_earlier_day_those_who_were_in_it(self, place: Authority) -> None:
        client = signed_in(place, "school_admin")
        c6 = f"/organisations/{place.units['c6']}/pupils/"
        assert names_in(place, client.get(c6)) == {"school_admin", "dan"}
        assert names_in(place, client.get(f"{c6}?as_of=2025-12-01")) == {"school_admin", "dan", "moved"}

    @pytest.mark.parametrize("word", ["system_admin", "security_admin", "audit_admin", "party_office", "bureau_head"])
    def test_these_see_no_pupil(self, place: Authority, word: str) -> None:
        answer = signed_in(place, word).get(f"/organisations/{place.units['c3']}/pupils/")
        assert answer.status_code == (200 if word == "bureau_head" else 403)
        assert names_in(place, answer) <= {word}

    def test_as_many_queries_for_twelve_pupils_as_for_three(
        self, place: Authority, django_assert_max_num_queries: Any
    ) -> None:
        client = signed_in(place, "class_teacher")
        with django_assert_max_num_queries(24):
            client.get(f"/organisations/{place.units['c3']}/pupils/")


class TestPerson:
    def test_the_school_s_office_sees_enrolment_and_guardians(self, place: Authority) -> None:
        answer = signed_in(place, "school_admin").get(f"/people/{place.people['ann']}/")
        assert names_in(place, answer) == {"school_admin", "ann", "mother", "father"}
        assert "三（1）班" in words(answer)
        assert "2016" not in words(answer)
        assert "500199" not in answer.content.decode()

    def test_the_title_of_the_window_names_nobody(self, place: Authority) -> None:
        answer = signed_in(place, "school_admin").get(f"/people/{place.people['ann']}/")
        title = re.findall(r"<title>(.*?)</title>", answer.content.decode())
        assert title == ["人员 · 学衡"]

    @pytest.mark.parametrize("word", ["nine_admin", "other_class_teacher", "party_office", "bureau_head"])
    def test_out_of_reach_it_is_as_if_nobody_were_there(self, place: Authority, word: str) -> None:
        client = signed_in(place, word)
        hidden = client.get(f"/people/{place.people['ann']}/")
        missing = client.get("/people/12345/")
        assert hidden.status_code == missing.status_code == 400
        assert names_in(place, hidden) <= {word}
        assert "没有这个人员" in hidden.content.decode()

    def test_a_guardian_sees_her_child(self, place: Authority) -> None:
        client = signed_in(place, "mother")
        assert "ann" in names_in(place, client.get(f"/people/{place.people['ann']}/"))
        assert "ben" not in names_in(place, client.get(f"/people/{place.people['ben']}/"))

    def test_a_name_is_found_by_sending_it_never_in_the_address(self, place: Authority) -> None:
        client = signed_in(place, "school_admin")
        ann = place.people["ann"]
        found = client.post("/people/", {"name": place.names[ann]})
        assert f"/people/{ann}/" in found.content.decode()
        assert f"/people/{ann}/" not in client.get("/people/", {"name": place.names[ann]}).content.decode()
        assert "没有这个人" in words(client.post("/people/", {"name": "示例无人"}))
        assert "校验码不对" in words(client.post("/people/", {"kind": "resident", "number": "110105194912310021"}))


class TestPromotion:
    def test_it_is_seen_then_done_then_done_no_more(self, place: Authority) -> None:
        client = signed_in(place, "school_admin")
        address = f"/organisations/{place.units['first']}/promotion/"
        seen = words(client.get(f"{address}?day=2027-09-01"))
        assert "三（1）班 四（1）班 3" in seen
        assert "小学一年级" in seen
        done = client.post(address, {"day": "2027-09-01"}, follow=True)
        assert "2 个班升级，1 个班毕业" in words(done)
        assert "办理升级" not in words(client.get(f"{address}?day=2027-09-01"))

    @pytest.mark.parametrize("word", ["class_teacher", "head", "nine_admin", "inspector", "security_admin"])
    def test_others_are_refused(self, place: Authority, word: str) -> None:
        client = signed_in(place, word)
        address = f"/organisations/{place.units['first']}/promotion/"
        assert client.get(address).status_code == 403
        assert client.post(address, {"day": "2027-09-01"}).status_code == 403
