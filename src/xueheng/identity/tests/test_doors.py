"""Who comes through which address, and what becomes of an ended post at the next request."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from xueheng.identity.actions.appoint import appoint
from xueheng.identity.actions.end_post import end_post
from xueheng.identity.middleware.current_post import CHOSEN
from xueheng.identity.model_accounts import Account
from xueheng.identity.route import RouteUndeclared, taken_in
from xueheng.identity.tests.authority import DAY, Authority
from xueheng.identity.viewer import programme_viewer

BACKEND = "django.contrib.auth.backends.ModelBackend"
pytestmark = [pytest.mark.django_db, pytest.mark.urls("xueheng.identity.tests.routes_of_tests")]


@pytest.fixture(autouse=True)
def _no_other_rooms(settings: Any) -> None:
    """What later rooms put before and behind this one's doors is tried there."""
    kept = [name for name in settings.MIDDLEWARE if name.startswith(("django.", "xueheng.identity.", "xueheng.shell."))]
    settings.MIDDLEWARE = kept
    settings.AUTHENTICATION_BACKENDS = [BACKEND]


def signed_in(place: Authority, word: str) -> Client:
    account = Account.objects.create(login=word, person_id=place.people[word], must_change_password=False)
    client = Client(raise_request_exception=False)
    client.force_login(account, backend=BACKEND)
    return client


def test_a_stranger_comes_to_public_addresses_only(place: Authority) -> None:
    client = Client()
    assert client.get("/open/").content == b"open"
    assert client.get("/others/theirs/").content == b"open"
    for address in ("/mine/", f"/people/{place.people['ann']}/", "/others/also/inner/"):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Location"]) == (
            302,
            f"/sign-in/?next={address.replace('/', '%2F')}",
        )
    assert client.get("/mine/", headers={"HX-Request": "true"}).status_code == 401


def test_a_post_with_the_right_comes_in_and_the_rows_are_its_own(place: Authority) -> None:
    client = signed_in(place, "class_teacher")
    assert client.get("/mine/").content.decode() == f"class_teacher {place.posts['class_teacher']}"
    assert client.get(f"/people/{place.people['ann']}/").content == b"seen"
    assert client.get(f"/people/{place.people['dan']}/").content == b"hidden"


def test_a_post_without_the_right_is_told_which_may(place: Authority) -> None:
    answer = signed_in(place, "audit_admin").get(f"/people/{place.people['ann']}/")
    assert answer.status_code == 403
    assert "查看人员需要" in answer.content.decode()


def test_looking_and_sending_are_two_rights(place: Authority) -> None:
    address = f"/enrolments/{place.units['c3']}/"
    teacher = signed_in(place, "class_teacher")
    assert teacher.get(address).status_code == 403
    assert teacher.post(address).status_code == 403
    office = signed_in(place, "school_admin")
    assert office.post(address).content == b"done"
    assert office.post(f"/enrolments/{place.units['nine_c7']}/").status_code == 403


def test_an_ended_post_is_cut_at_the_next_request_with_its_sentence(place: Authority) -> None:
    client = signed_in(place, "class_teacher")
    assert client.get("/mine/").status_code == 200
    end_post(place.viewer("head"), place.posts["class_teacher"])
    answer = client.get("/mine/")
    assert answer.status_code == 403
    assert "您在三（1）班的“班主任”任职已于" in answer.content.decode()
    assert CHOSEN not in client.session
    assert client.get("/mine/").status_code == 302


def test_who_has_another_post_goes_on_under_that_one_after_being_told(place: Authority) -> None:
    client = signed_in(place, "class_teacher")
    client.get("/mine/")
    other = appoint(programme_viewer(DAY), place.people["class_teacher"], "subject_teacher", place.units["c6"], DAY)
    end_post(place.viewer("head"), place.posts["class_teacher"])
    assert client.get("/mine/").status_code == 403
    assert client.get("/mine/").content.decode() == f"subject_teacher {other}"


def test_an_ended_post_leaves_public_addresses_open(place: Authority) -> None:
    client = signed_in(place, "class_teacher")
    client.get("/mine/")
    end_post(place.viewer("head"), place.posts["class_teacher"])
    assert client.get("/open/").status_code == 200


def test_one_identity_at_a_time_and_only_ones_own(place: Authority) -> None:
    appoint(programme_viewer(DAY), place.people["mother"], "subject_teacher", place.units["c6"], DAY)
    client = signed_in(place, "mother")
    assert client.get("/mine/").content.decode().startswith("subject_teacher ")
    assert client.post("/choose/", {"key": "guardian"}).status_code == 200
    assert client.get("/mine/").content.decode() == "guardian None"
    for key in (str(place.posts["head"]), "head", "programme", "", "9" * 40, "１２"):
        assert client.post("/choose/", {"key": key}).status_code == 403, key
    assert client.get("/mine/").content.decode() == "guardian None"


def test_settling_who_looks_takes_three_queries(place: Authority, django_assert_num_queries: object) -> None:
    client = signed_in(place, "class_teacher")
    client.get("/mine/")
    with django_assert_num_queries(3):  # type: ignore[operator]  # a fixture: the session, the account, the post
        client.get("/mine/")


def test_an_address_taken_in_without_a_declaration_is_a_fault() -> None:
    with pytest.raises(RouteUndeclared, match=r'the address "new/" \(new\)'):
        taken_in([path("new/", lambda _: HttpResponse(), name="new")], {"old": "public"})
