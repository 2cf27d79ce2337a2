"""The clock was set back by a day: what bears times still to come locks nobody out and lets nobody in.

A clock set back and times moved on are the same to the programme; these tests move the times.
"""

from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from axes.models import AccessAttempt
from django.core.cache import cache
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from xueheng.identity.public import Account, reset_password
from xueheng.identity.tests.authority import Authority, authority
from xueheng.trust import clock_check
from xueheng.trust.public import LEEWAY, now
from xueheng.web.sign_in import clock_watch
from xueheng.web.sign_in.clock_watch import ClockWatch
from xueheng.web.sign_in.lasting import SIGNED_IN_AT
from xueheng.web.tests.test_people_pages import signed_in as standing_in
from xueheng.web.tests.test_people_pages import words
from xueheng.web.tests.test_sign_in import NEW, made, sign_in, signed_in

pytestmark = pytest.mark.django_db
DAY = 24 * 3_600 * 1_000_000
"""Microseconds."""


@pytest.fixture(autouse=True)
def _no_counts_of_other_tests() -> None:
    cache.clear()


@pytest.fixture
def region() -> Authority:
    return authority(1)


def test_a_lock_lasts_a_quarter_of_an_hour_and_not_a_day(region: Authority) -> None:
    account, client = made(region, "head"), Client()
    for _ in range(5):
        sign_in(client, account.login, "wrong-password-1")
    AccessAttempt.objects.update(attempt_time=F("attempt_time") + timedelta(days=1))
    assert sign_in(client, account.login, account.password).status_code == 429, "it still counts"
    latest = AccessAttempt.objects.latest("attempt_time").attempt_time
    assert latest <= timezone.now()
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert sign_in(client, account.login, account.password).status_code == 302


def test_a_password_given_before_lets_its_owner_in_now(region: Authority) -> None:
    made(region, "class_teacher")
    given = reset_password(region.viewer("school_admin"), region.people["class_teacher"])
    Account.objects.update(sessions_valid_from=F("sessions_valid_from") + DAY)
    client = Client()
    assert sign_in(client, given.login, given.password).status_code == 302
    assert client.get("/").headers["Location"] == reverse("account_change_password")


def test_signing_out_everywhere_ends_what_began_before(region: Authority) -> None:
    client = signed_in(region, "head")
    account = Account.objects.get(person=region.people["head"])
    elsewhere = Client()
    sign_in(elsewhere, account.login, NEW)
    assert elsewhere.get("/").status_code == 200
    before = account.sessions_valid_from + DAY
    Account.objects.update(sessions_valid_from=before)
    for one in (client, elsewhere):  # as if the clock had been a day ahead when both began
        session = one.session
        session["sessions_of"] = before
        session.save()
    assert client.post(reverse("end_sessions")).status_code == 302
    assert client.get("/").status_code == 200
    assert elsewhere.get("/").headers["Location"].startswith("/sign-in/")
    account.refresh_from_db()
    assert account.sessions_valid_from > before


def test_a_session_that_is_still_to_begin_asks_to_sign_in_again(region: Authority) -> None:
    client = signed_in(region, "head")
    session = client.session
    session[SIGNED_IN_AT] += LEEWAY // 2
    session.save()
    assert client.get("/").status_code == 200
    session = client.session
    session["account_authentication_methods"][-1]["at"] += 24 * 3_600
    session.save()
    assert client.get("/").headers["Location"].startswith("/sign-in/")
    login = Account.objects.get(person=region.people["head"]).login
    assert sign_in(client, login, NEW).status_code == 302
    assert client.get("/").status_code == 200


def test_a_one_time_code_opens_once_although_its_time_comes_again(region: Authority) -> None:
    signed_in(region, "head")
    account = Account.objects.get(person=region.people["head"])
    secret = generate_totp_secret()
    TOTP.activate(account, secret)
    before, code, after = (format_hotp_value(hotp_value(secret, at)) for at in yield_hotp_counters_from_time())
    opened = []
    for tried in (code, code, before, after):
        cache.clear()  # as after a restart
        client = Client()
        sign_in(client, account.login, NEW)
        client.post(reverse("mfa_authenticate"), {"code": tried})
        opened.append(client.get("/").status_code == 200)
    assert opened == [True, False, False, True]


@pytest.mark.parametrize(("word", "told"), [("system_admin", True), ("audit_admin", True), ("class_teacher", False)])
def test_administrators_are_told_on_their_home_page(
    region: Authority, monkeypatch: pytest.MonkeyPatch, word: str, told: bool
) -> None:
    client = standing_in(region, word)
    assert "时钟不对" not in words(client.get("/"))
    monkeypatch.setattr(clock_check, "now", lambda: now() - DAY)
    shown = words(client.get("/"))
    assert ("时钟不对：现在是" in shown) is told
    assert ("请校准时钟" in shown) is told


def test_counts_of_attempts_are_forgotten_when_the_clock_is_set_back(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    moment = now()
    monkeypatch.setattr(clock_watch, "now", lambda: moment)
    watch = ClockWatch()
    cache.set("attempts", [1])
    moment += DAY
    watch.look()
    assert cache.get("attempts") == [1], "on, not back"
    moment -= LEEWAY // 2
    watch.look()
    assert cache.get("attempts") == [1], "within what clocks may differ"
    moment -= DAY
    watch.look()
    assert cache.get("attempts") is None
    assert [record.name for record in caplog.records] == ["xueheng.clock"]
    watch.look()
    assert len(caplog.records) == 1, "said once"
