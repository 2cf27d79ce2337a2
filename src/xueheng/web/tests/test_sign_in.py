"""Signing in: the first password, the second factor, lock-out, other sessions, closed accounts."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from xueheng.identity.public import (
    Account,
    AccountRefused,
    NewAccount,
    close_account,
    make_accounts,
    programme_viewer,
    reset_password,
)
from xueheng.identity.tests.authority import Authority, authority
from xueheng.trust.public import read_about
from xueheng.web.sign_in.adapters import PROVED_AT

pytestmark = pytest.mark.django_db
NEW = "cloud-over-river-7"


@pytest.fixture(autouse=True)
def _no_counts_of_other_tests() -> None:
    cache.clear()


@pytest.fixture
def region() -> Authority:
    return authority(1)


def made(region: Authority, word: str) -> NewAccount:
    return make_accounts(programme_viewer(), [region.people[word]])[0]


def sign_in(client: Client, login: str, password: str) -> Any:
    return client.post("/sign-in/", {"login": login, "password": password})


def signed_in(region: Authority, word: str) -> Client:
    """Somebody who has chosen a password of her own."""
    account, client = made(region, word), Client()
    sign_in(client, account.login, account.password)
    sent = {"oldpassword": account.password, "password1": NEW, "password2": NEW}
    answer = client.post("/security/password/", sent)
    assert answer.status_code == 302, answer.content.decode()
    assert answer.headers["Location"] == "/", answer.headers
    return client


def test_the_first_password_opens_nothing_but_its_own_change(region: Authority) -> None:
    account, client = made(region, "class_teacher"), Client()
    assert sign_in(client, account.login, account.password).status_code == 302
    assert client.get("/").headers["Location"] == "/security/password/"
    sent = {"oldpassword": account.password, "password1": NEW, "password2": NEW}
    assert client.post("/security/password/", sent).status_code == 302
    assert client.get("/").status_code == 200
    again = Client()
    assert sign_in(again, account.login, account.password).status_code == 422
    assert sign_in(again, account.login, NEW).status_code == 302


@pytest.mark.parametrize("weak", ["short-1", "1234567890123", "password123", "{login}-and-more"])
def test_a_weak_password_is_refused(region: Authority, weak: str) -> None:
    account, client = made(region, "head"), Client()
    sign_in(client, account.login, account.password)
    chosen = weak.format(login=account.login)
    sent = {"oldpassword": account.password, "password1": chosen, "password2": chosen}
    assert client.post("/security/password/", sent).status_code == 422
    assert Account.objects.get(login=account.login).must_change_password


def test_five_wrong_passwords_lock_and_the_answer_is_the_same_for_a_name_that_nobody_has(region: Authority) -> None:
    account = made(region, "head")
    answers = {}
    for login in (account.login, "nobody-at-all"):
        client = Client()
        for _ in range(5):
            answer = sign_in(client, login, "wrong-password-1")
        assert answer.status_code == 429
        answers[login] = answer.content
        assert sign_in(client, login, account.password).status_code == 429
    assert answers[account.login] == answers["nobody-at-all"]
    verbs = [entry.verb for entry in read_about("person", account.person)]
    assert "sign_in_locked" in verbs


def test_an_administrator_works_with_a_second_factor_only(region: Authority) -> None:
    client = signed_in(region, "security_admin")
    assert client.get("/").headers["Location"] == reverse("mfa_activate_totp")
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    minutes_pass(client, 6)
    again = client.get(reverse("mfa_activate_totp")).headers["Location"]
    assert again.startswith(reverse("account_reauthenticate"))
    assert client.get(again).status_code == 200
    client.post(again, {"password": NEW})
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    assert client.post(reverse("mfa_activate_totp"), {"code": code}).status_code == 302
    assert client.get("/").status_code == 200
    kept = Authenticator.objects.get(type="totp")
    assert secret not in str(kept.data)
    login = Account.objects.get(person=region.people["security_admin"]).login
    other = Client()
    assert sign_in(other, login, NEW).headers["Location"].startswith(reverse("mfa_authenticate"))
    assert other.get("/").headers["Location"].startswith("/sign-in/")


def minutes_pass(client: Client, minutes: int) -> None:
    """As if the session's person had proved who she is so long ago."""
    session = client.session
    session[PROVED_AT] -= minutes * 60_000_000
    session.save()


def test_the_password_is_not_asked_twice_within_minutes_and_ending_other_sessions_is_no_proof(
    region: Authority,
) -> None:
    client = signed_in(region, "head")
    activate = reverse("mfa_activate_totp")
    assert client.get(activate).status_code == 200
    minutes_pass(client, 4)
    assert client.get(activate).status_code == 200
    minutes_pass(client, 1)
    assert client.get(activate).status_code == 302
    client.post(reverse("end_sessions"))
    assert client.get(activate).status_code == 302
    minutes_pass(client, -20)
    assert client.get(activate).status_code == 302, "a clock that was set back proves nothing"


def test_signing_out_everywhere_ends_the_other_session_at_its_next_request(region: Authority) -> None:
    client = signed_in(region, "head")
    login = Account.objects.get(person=region.people["head"]).login
    elsewhere = Client()
    sign_in(elsewhere, login, NEW)
    assert elsewhere.get("/").status_code == 200
    assert client.post(reverse("end_sessions")).status_code == 302
    assert client.get("/").status_code == 200
    assert elsewhere.get("/").headers["Location"].startswith("/sign-in/")


def test_a_closed_account_is_out_at_once(region: Authority) -> None:
    client = signed_in(region, "class_teacher")
    assert client.get("/").status_code == 200
    close_account(region.viewer("school_admin"), region.people["class_teacher"], "left")
    assert client.get("/").headers["Location"].startswith("/sign-in/")


def test_the_office_keeps_the_accounts_of_its_own_school_and_of_no_administrator(region: Authority) -> None:
    office = region.viewer("school_admin")
    assert (
        len(make_accounts(office, [region.people["class_teacher"], region.people["ann"], region.people["mother"]])) == 3
    )
    for word in ("nine_class_teacher", "security_admin", "hua"):
        with pytest.raises(AccountRefused):
            make_accounts(office, [region.people[word]])
    with pytest.raises(AccountRefused):
        reset_password(office, region.people["audit_admin"])


def test_a_new_password_ends_what_was_open(region: Authority) -> None:
    client = signed_in(region, "class_teacher")
    again = reset_password(region.viewer("school_admin"), region.people["class_teacher"])
    assert client.get("/").headers["Location"].startswith("/sign-in/")
    assert again.password != NEW
    assert Account.objects.get(login=again.login).must_change_password


def test_accounts_are_made_once_and_the_slip_has_the_passwords(region: Authority) -> None:
    client = signed_in(region, "school_admin")
    unit = region.units["first"]
    page = client.get(f"/accounts/?unit={unit}&group=staff")
    assert page.status_code == 200
    slip = client.post("/accounts/make/", {"unit": unit, "group": "staff"})
    assert slip.headers["Content-Type"].startswith("application/vnd.openxmlformats")
    assert client.post("/accounts/make/", {"unit": unit, "group": "staff"}).status_code == 302


def test_signing_in_and_out_is_journalled_without_the_login_name(region: Authority) -> None:
    client = signed_in(region, "head")
    client.post("/sign-out/")
    entries = list(read_about("person", region.people["head"]))
    assert {"make_accounts", "sign_in", "change_password", "sign_out"} <= {entry.verb for entry in entries}
    login = Account.objects.get(person=region.people["head"]).login
    assert all(login not in str(entry) for entry in entries)
