"""Access tokens: what they open, what they never open, and what ends them at once."""

from datetime import timedelta
from typing import Any

import pytest

from xueheng.identity.actions.close_account import close_account
from xueheng.identity.models import Account, Post
from xueheng.identity.public import PermissionRefused, Viewer, end_post, programme_viewer, viewer_for
from xueheng.identity.tests.authority import Authority
from xueheng.identity.tests.conftest import place, two_authorities
from xueheng.trust.models import Detail, Entry
from xueheng.trust.public import now
from xueheng.web.actions.make_token import DAY, TokenRefused, make_token
from xueheng.web.actions.revoke_token import TokenUnknown, revoke_token
from xueheng.web.model_api import AccessToken
from xueheng.web.tests.other_system import OtherSystem, observed, system_of, with_every_scope
from xueheng.web.tests.test_people_pages import signed_in, words

pytestmark = pytest.mark.django_db
__all__ = ["place", "two_authorities"]
WHY = "a test looks"


def teacher(place: Authority) -> Viewer:
    return viewer_for(place.people["class_teacher"], place.posts["class_teacher"])


def kept(made: Any) -> AccessToken:
    found: AccessToken = AccessToken.objects.for_the_programme(WHY).get(pk=made.token.pk)
    return found


class TestMaking:
    def test_its_text_is_kept_nowhere(self, place: Authority) -> None:
        made = make_token(teacher(place), "体测仪", ["records:write"])
        secret = made.text.rpartition("_")[2]
        row = kept(made)
        assert made.text.startswith(f"xh_{row.code}_")
        assert len(secret) == 40
        assert all(secret not in str(value) for value in vars(row).values())
        assert secret.encode() not in bytes(row.digest)
        told = [*Entry.objects.values_list("verb", flat=True), *Detail.objects.values_list("text", flat=True)]
        assert "make_token" in told
        assert not any(secret in text for text in told)

    def test_it_holds_for_ninety_days_by_itself_and_a_year_at_most(self, place: Authority) -> None:
        made = make_token(teacher(place), "体测仪", ["records:write"])
        assert kept(made).until - kept(made).made == 90 * DAY
        make_token(teacher(place), "体测仪", ["records:write"], 365)
        for days in (0, 366):
            with pytest.raises(TokenRefused, match="1–365"):
                make_token(teacher(place), "体测仪", ["records:write"], days)

    @pytest.mark.parametrize("title", ["", "  ", "长" * 61, "一\u202e二"])
    def test_it_says_which_system_uses_it(self, place: Authority, title: str) -> None:
        with pytest.raises(TokenRefused, match="哪个系统"):
            make_token(teacher(place), title, ["records:write"])

    @pytest.mark.parametrize(
        ("word", "scope"),
        [("system_admin", "records:read"), ("security_admin", "people:read"), ("bureau_head", "records:write")],
    )
    def test_a_post_gives_no_scope_that_it_has_not(self, place: Authority, word: str, scope: str) -> None:
        with pytest.raises(TokenRefused, match=scope):
            make_token(viewer_for(place.people[word], place.posts[word]), "别处", [scope])

    def test_who_has_no_post_makes_none(self, place: Authority) -> None:
        with pytest.raises(PermissionRefused, match="任职"):
            make_token(viewer_for(place.people["mother"], "guardian"), "别处", ["records:read"])

    def test_a_post_has_twenty_in_force_at_most(self, place: Authority) -> None:
        for _ in range(20):
            made = make_token(teacher(place), "体测仪", ["records:write"])
        with pytest.raises(TokenRefused, match="20"):
            make_token(teacher(place), "体测仪", ["records:write"])
        revoke_token(teacher(place), kept(made).pk)
        make_token(teacher(place), "体测仪", ["records:write"])


class TestWhatEndsIt:
    def test_revoked_it_opens_nothing_from_that_moment(self, place: Authority) -> None:
        system = system_of(place, "class_teacher")
        assert system.get("/people").status_code == 200
        assert system.token is not None
        revoke_token(teacher(place), system.token.pk)
        answer = system.get("/people")
        assert (answer.status_code, answer.json()["code"]) == (401, "token_ended")
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert "已撤销" in answer.json()["detail"]

    def test_it_ends_with_the_post(self, place: Authority) -> None:
        system = system_of(place, "class_teacher")
        end_post(programme_viewer(), place.posts["class_teacher"], reason="调动")
        answer = system.get("/records")
        assert (answer.status_code, answer.json()["code"]) == (401, "token_ended")
        assert "已于" in answer.json()["detail"]

    def test_it_ends_with_the_account(self, place: Authority) -> None:
        Account.objects.create(login="t", person_id=place.people["class_teacher"], must_change_password=False)
        system = system_of(place, "class_teacher")
        close_account(programme_viewer(), place.people["class_teacher"])
        assert system.get("/records").json()["code"] == "token_ended"

    def test_it_runs_out(self, place: Authority) -> None:
        system = system_of(place, "class_teacher")
        AccessToken.objects.for_the_programme(WHY).update(until=now() - 1)
        assert "已到期" in system.get("/records").json()["detail"]

    def test_a_wrong_end_and_a_token_that_never_was_are_answered_alike(self, place: Authority) -> None:
        system = system_of(place, "class_teacher")
        begin = system.text[:-1]
        wrong = OtherSystem(begin + ("a" if system.text[-1] != "a" else "b")).get("/people")
        never = OtherSystem("xh_" + "b" * 12 + "_" + "c" * 40).get("/people")
        assert wrong.status_code == never.status_code == 401
        assert {**wrong.json(), "id": ""} == {**never.json(), "id": ""}

    @pytest.mark.parametrize("header", ["", "Bearer", "Basic eA==", "Bearer x y", "Bearer \u00ff"])
    def test_what_is_no_token_opens_nothing(self, place: Authority, header: str) -> None:
        answer = OtherSystem("").get("/people", Authorization=header)
        assert answer.status_code == 401

    def test_only_its_holder_and_the_keeper_of_tokens_revoke_it(self, place: Authority) -> None:
        made = make_token(teacher(place), "体测仪", ["records:write"])
        for word in ("head", "system_admin", "other_class_teacher"):
            with pytest.raises(TokenUnknown):
                revoke_token(viewer_for(place.people[word], place.posts[word]), kept(made).pk)
        revoke_token(viewer_for(place.people["security_admin"], place.posts["security_admin"]), kept(made).pk)
        assert kept(made).revoked is not None


class TestWhatItOpens:
    def test_the_use_is_noted_to_the_minute(self, place: Authority) -> None:
        system = system_of(place, "class_teacher")
        system.get("/people")
        first = AccessToken.objects.for_the_programme(WHY).get().last_used
        assert first is not None
        system.get("/people")
        assert AccessToken.objects.for_the_programme(WHY).get().last_used == first
        AccessToken.objects.for_the_programme(WHY).update(last_used=first - 61_000_000)
        system.get("/people")
        assert AccessToken.objects.for_the_programme(WHY).get().last_used > first

    def test_a_scope_that_is_not_in_it_is_refused_by_name(self, place: Authority) -> None:
        system = system_of(place, "class_teacher", ["people:read"])
        assert system.get("/people").status_code == 200
        answer = system.get("/records")
        assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")
        assert "records:read" in answer.json()["detail_en"]
        assert system.post("/records", observed(place)).json()["code"] == "scope_missing"

    @pytest.mark.parametrize("word", ["system_admin", "security_admin", "audit_admin"])
    def test_every_scope_in_the_hands_of_an_administrator_opens_no_record(self, place: Authority, word: str) -> None:
        system = with_every_scope(place, word)
        for address in ("/records", "/people", "/enrolments", f"/people/{place.people['ann']}"):
            assert system.get(address).status_code == 403
        assert system.post("/records", observed(place)).status_code == 403

    def test_it_stands_for_its_own_post_alone(self, place: Authority) -> None:
        both = Post.objects.create(
            person_id=place.people["class_teacher"], role="head", organisation_id=place.units["nine"],
            from_day=teacher(place).day - timedelta(days=1),
        )  # fmt: skip
        assert both.pk
        system = system_of(place, "class_teacher")
        assert system.get(f"/people/{place.people['hua']}").status_code == 404

    def test_signed_in_one_reads_and_never_writes(self, place: Authority) -> None:
        client = signed_in(place, "class_teacher")
        assert client.get("/api/v1/people").status_code == 200
        answer = client.post("/api/v1/records", observed(place), content_type="application/json")
        assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


class TestPages:
    def test_a_new_token_is_shown_once(self, place: Authority) -> None:
        client = signed_in(place, "class_teacher")
        assert "您现在的任职" in words(client.get("/tokens/"))
        sent = {"title": "体测仪", "scopes": ["records:write"], "days": 30}
        body = client.post("/tokens/", sent).content.decode()
        text = body.split('id="new-token">')[1].split("<")[0]
        assert OtherSystem(text).post("/records", observed(place)).status_code == 201
        again = client.get("/tokens/").content.decode()
        assert text not in again
        assert "体测仪" in again

    def test_the_answer_loaded_again_makes_no_second_one(self, place: Authority) -> None:
        client = signed_in(place, "class_teacher")
        sent = {"title": "体测仪", "scopes": ["records:write"], "days": 30, "once": "a1"}
        assert [client.post("/tokens/", sent).status_code for _ in range(2)] == [200, 302]
        assert AccessToken.objects.for_the_programme(WHY).count() == 1

    def test_it_is_revoked_with_a_button(self, place: Authority) -> None:
        client = signed_in(place, "class_teacher")
        system = system_of(place, "class_teacher")
        assert system.token is not None
        answer = client.post(f"/tokens/{system.token.pk}/revocation/", follow=True)
        assert "已撤销" in words(answer)
        assert system.get("/people").status_code == 401

    def test_a_fault_is_told_at_the_form(self, place: Authority) -> None:
        client = signed_in(place, "class_teacher")
        answer = client.post("/tokens/", {"title": "体测仪", "scopes": ["records:write"], "days": 400})
        assert answer.status_code == 422
        answer = client.post("/tokens/", {"title": "体测仪", "scopes": ["no:such"], "days": 30})
        assert answer.status_code == 422

    def test_families_are_told_that_it_takes_a_post(self, place: Authority) -> None:
        assert "要有任职" in words(signed_in(place, "mother").get("/tokens/"))

    def test_the_security_administrator_sees_all_and_nobodys_name(self, place: Authority) -> None:
        system_of(place, "class_teacher")
        answer = signed_in(place, "security_admin").get("/tokens/all/")
        assert "样例系统" in words(answer)
        assert place.names[place.people["class_teacher"]] not in words(answer)

    @pytest.mark.parametrize("word", ["head", "class_teacher", "system_admin"])
    def test_nobody_else_sees_all(self, place: Authority, word: str) -> None:
        assert signed_in(place, word).get("/tokens/all/").status_code == 403
