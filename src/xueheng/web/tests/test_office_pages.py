"""The pages of posts, requests to read, families, changes of units and the journal: what each does, and for whom."""

from datetime import timedelta
from typing import Any

import pytest

from xueheng.identity.models import (
    Account,
    Consent,
    Guardianship,
    Organisation,
    OrganisationState,
    Post,
    ReadingPurpose,
)
from xueheng.identity.public import appoint, programme_viewer, today, units_reached, viewer_for
from xueheng.identity.tests.authority import Authority, identity_card
from xueheng.identity.tests.conftest import place, two_authorities
from xueheng.web.tests.test_people_pages import signed_in, words

pytestmark = pytest.mark.django_db
__all__ = ["place", "two_authorities"]
WHY = "a test of the pages looks"


def sent(place: Authority, word: str, address: str, **fields: object) -> Any:
    return signed_in(place, word).post(address, fields, follow=True)


class TestPosts:
    def test_the_office_appoints_at_a_class_by_name_alone(self, place: Authority) -> None:
        address = f"/organisations/{place.units['c6']}/posts/"
        name = place.names[place.people["subject_teacher"]]
        answer = sent(place, "school_admin", address, role="subject_teacher", name=name, from_day=today())
        assert "已任命" in words(answer)
        posts = Post.objects.for_the_programme(WHY).filter(person=place.people["subject_teacher"])
        assert {post.organisation_id for post in posts} == {place.units["c3"], place.units["c6"]}

    def test_nobody_out_of_reach_is_found_by_a_name_alone(self, place: Authority) -> None:
        address = f"/organisations/{place.units['c6']}/posts/"
        name = place.names[place.people["nine_class_teacher"]]
        answer = sent(place, "school_admin", address, role="subject_teacher", name=name, from_day=today())
        assert answer.status_code == 422
        assert "请把姓名和证件号都填上" in words(answer)

    @pytest.mark.parametrize("word", ["nine_admin", "class_teacher"])
    def test_others_do_not_appoint_there(self, place: Authority, word: str) -> None:
        answer = signed_in(place, word).get(f"/organisations/{place.units['c6']}/posts/")
        assert answer.status_code in (403, 404)

    def test_a_post_that_is_ended_is_ended(self, place: Authority) -> None:
        number = place.posts["subject_teacher"]
        answer = sent(place, "head", f"/posts/{number}/end/", reason="调动")
        assert "任职已结束" in words(answer)
        assert Post.objects.for_the_programme(WHY).get(pk=number).ended_at is not None

    def test_a_post_is_lent_and_taken_back(self, place: Authority) -> None:
        name = place.names[place.people["subject_teacher"]]
        Post.objects.for_the_programme(WHY).filter(pk=place.posts["class_teacher"]).update(
            to_day=today() + timedelta(days=90)
        )
        days = {"from_day": today(), "to_day": today() + timedelta(days=7)}
        assert "已委托" in words(sent(place, "class_teacher", "/posts/lent/", name=name, **days))
        lent = Post.objects.for_the_programme(WHY).get(delegated_from=place.posts["class_teacher"])
        client = signed_in_again(place, "class_teacher")
        assert "收回" in words(client.get("/posts/lent/"))
        client.post(f"/posts/{lent.pk}/end/", {})
        assert Post.objects.for_the_programme(WHY).get(pk=lent.pk).ended_at is not None


def signed_in_again(place: Authority, word: str) -> Any:
    Account.objects.filter(person=place.people[word]).delete()
    return signed_in(place, word)


class TestPurposes:
    def test_one_asks_and_another_approves(self, place: Authority) -> None:
        asked = {"purpose": "check", "reason": "核对学籍", "days": 3}
        answer = sent(place, "school_admin", "/purposes/new/", **asked)
        assert "待批" in words(answer)
        [number] = ReadingPurpose.objects.for_the_programme(WHY).values_list("pk", flat=True)
        assert signed_in_again(place, "school_admin").post(f"/purposes/{number}/approval/").status_code == 403
        head = signed_in(place, "head")
        assert "1 项查阅申请待批" in words(head.get("/"))
        assert "已批准" in words(head.post(f"/purposes/{number}/approval/", follow=True))
        assert "查阅申请已批准：核查" in words(signed_in_again(place, "school_admin").get("/"))


class TestFamilies:
    def test_the_office_registers_a_guardian_and_ends_it(self, place: Authority) -> None:
        ben, father = place.people["ben"], place.people["father"]
        address = f"/people/{ben}/guardians/"
        answer = sent(place, "school_admin", address, name=place.names[father], relation="father")
        assert "已登记为家长" in words(answer)
        assert Guardianship.objects.for_the_programme(WHY).filter(pupil=ben, guardian=father).exists()

    def test_only_the_guardian_herself_consents_and_takes_it_back(self, place: Authority) -> None:
        ann = place.people["ann"]
        address = f"/people/{ann}/consents/growth_records/"
        assert sent(place, "school_admin", address, version="2026-1").status_code == 400
        mother = signed_in(place, "mother")
        assert "同意" in words(mother.get(f"/people/{ann}/family/"))
        assert mother.post(address, {"version": "1999-1"}).status_code == 400
        assert "已同意" in words(mother.post(address, {"version": "2026-1"}, follow=True))
        assert "已撤回" in words(mother.post(f"{address}withdrawal/", follow=True))
        assert Consent.objects.for_the_programme(WHY).count() == 1

    def test_a_family_sees_who_looked_and_nobody_else_does(self, place: Authority) -> None:
        address = f"/people/{place.people['ann']}/looked/"
        assert "还没有人查阅过" in words(signed_in(place, "mother").get(address))
        assert signed_in(place, "school_admin").get(address).status_code == 403


class TestUnits:
    def test_a_unit_is_founded_renamed_and_closed(self, place: Authority) -> None:
        district = place.units["district"]
        client = signed_in(place, "data_officer")
        new = {"kind": "school", "name": "示例一区新校", "code": "91-new", "day": today()}
        answer = client.post(f"/organisations/{district}/under/", new)
        assert answer.status_code == 302
        address = answer["Location"]
        client.post(f"{address}name/", {"name": "示例一区新新校", "day": today() + timedelta(days=1)})
        client.post(f"{address}end/", {"day": today() + timedelta(days=9)})
        assert "示例一区新新校" in words(client.get(f"{address}?as_of={today() + timedelta(days=2)}"))

    def test_a_section_says_its_stage_so_that_classes_find_it(self, place: Authority) -> None:
        client, address = signed_in(place, "school_admin"), f"/organisations/{place.units['first']}/under/"
        new = {"kind": "section", "name": "示例一区第一小学初中部", "code": "91-first-junior", "day": today()}
        assert "请选学段" in words(client.post(address, new))
        assert client.post(address, {**new, "stage": "junior"}).status_code == 302
        state = OrganisationState.objects.for_the_programme(WHY).get(organisation__code="91-first-junior")
        assert state.attributes == {"stage": "junior"}

    def test_a_new_party_committee_heads_the_party_and_its_office_reaches_its_branches(self, place: Authority) -> None:
        officer = signed_in(place, "data_officer")
        new = {"kind": "party_committee", "name": "示例一区机关党委", "code": "91-party", "day": today()}
        assert officer.post(f"/organisations/{place.units['district']}/under/", new).status_code == 302
        committee = Organisation.objects.for_the_programme(WHY).get(code="91-party")
        branch = {"kind": "branch", "name": "示例一区机关支部", "code": "91-party-1", "day": today()}
        assert officer.post(f"/organisations/{committee.pk}/under/", branch).status_code == 302
        made = Organisation.objects.for_the_programme(WHY).get(code="91-party-1")
        held = appoint(programme_viewer(), place.people["father"], "party_office", committee.pk, today())
        viewer = viewer_for(place.people["father"], held)
        assert viewer.hierarchy == "party"
        assert set(units_reached(viewer)) == {committee.pk, made.pk}

    def test_the_own_unit_and_others_are_not_changed(self, place: Authority) -> None:
        client = signed_in(place, "school_admin")
        own = client.post(f"/organisations/{place.units['first']}/name/", {"name": "改名", "day": today()})
        assert own.status_code == 422
        assert client.get(f"/organisations/{place.units['nine']}/changes/").status_code == 404

    def test_somebody_is_registered_to_be_appointed(self, place: Authority) -> None:
        number = identity_card(place.day.replace(year=1980), 777)
        fields = {"name": "示例新来", "sex": "female", "kind": "resident", "number": number}
        client = signed_in(place, "school_admin")
        school = place.units["first"]
        assert "已登记" in words(client.post(f"/organisations/{school}/people/", fields, follow=True))
        appointed = {**fields, "role": "pe_teacher", "from_day": today()}
        assert "已任命" in words(client.post(f"/organisations/{school}/posts/", appointed, follow=True))
