"""Signing in by the district's identity provider, at the real server and before a provider that answers as told."""

import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessible import assert_accessible
from tests.crashes.browsing import Answer, Person
from tests.crashes.people import ADMINISTRATOR, NEWCOMER, SENDER, TEACHER, WITH_CODES
from tests.crashes.servers import OneOfSeveral, founded, started, stopped
from tests.server.openid_provider import CLIENT, SECRET, Provider, openid_provider

BUTTON = "用示例统一认证登录"
MOST_STEPS = 8


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with openid_provider() as running:
        yield running


@pytest.fixture(scope="module")
def server(provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OneOfSeveral]:
    folder = tmp_path_factory.mktemp("provider")
    setting = {"server": provider.address, "client": CLIENT, "secret": SECRET, "title": "示例统一认证"}
    (folder / "oidc.json").write_text(json.dumps(setting), "utf-8")
    more = {"XUEHENG_OIDC": str(folder / "oidc.json"), "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
    servers = started(founded(folder / "data"), 1, more=more)
    try:
        yield servers[0]
    finally:
        stopped(servers)


class Browser(Person):
    """A person's browser that follows where it is sent, to the provider and back."""

    def press(self, address: str) -> Answer:
        """Presses the button of the sign-in page and follows."""
        page = self.get(address, "/sign-in/")
        assert BUTTON in page.body
        return self.follow(address, self.post(address, "/sign-in/by/district/", {}))

    def follow(self, address: str, answer: Answer) -> Answer:
        self.seen = [answer.location]
        place = address
        for _ in range(MOST_STEPS):
            if answer.status not in (301, 302):
                return answer
            parts = urlsplit(answer.location)
            place = f"{parts.scheme}://{parts.netloc}" if parts.netloc else place
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            answer = (self if place == address else Person("at the provider")).get(place, path)
            self.seen.append(answer.location or path)
        raise AssertionError(self.seen)


def came_in(server: OneOfSeveral, person: Person) -> bool:
    return person.get(server.address, "/").status == 200


def test_a_person_with_an_account_arrives_at_her_home_page(server: OneOfSeveral, provider: Provider) -> None:
    provider.vouches_for(TEACHER)
    for _ in range(2):  # the second time she is known by the provider's own number of her
        person = Browser(TEACHER)
        arrived = person.press(server.address)
        assert arrived.status == 200, person.seen
        assert "<h1>工作台</h1>" in arrived.body
        assert came_in(server, person)
        provider.login = "another name since"
    asked = provider.asked[-1]
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["nonce"]) == 64
    assert asked["nonce"] != provider.asked[-2]["nonce"]
    assert asked["redirect_uri"] == f"{server.address}/sign-in/by/district/back/"
    with sqlite3.connect(server.data / "record.sqlite3") as rows:
        kept = rows.execute("SELECT uid, extra_data FROM socialaccount_socialaccount").fetchall()
    assert kept == [(f"subject of {TEACHER}", "{}")]


def test_whom_nobody_here_knows_is_refused_and_told_whom_to_ask(server: OneOfSeveral, provider: Provider) -> None:
    provider.vouches_for("somebody-else")
    person = Browser("")
    answer = person.press(server.address)
    assert answer.status == 403
    assert "还没有学衡账号" in answer.body
    assert "请联系本单位的账号管理人员开户" in answer.body
    assert "示例姓名" not in answer.body
    assert not came_in(server, person)


@pytest.mark.parametrize(
    "wrong",
    [
        {"claims": {"nonce": "of another sign-in"}},
        {"claims": {"nonce": None}},
        {"forged": True},
        {"claims": {"aud": "another client"}},
        {"claims": {"iss": "https://another.example"}},
        {"claims": {"exp": 1_700_000_000}},
        {"claims": {"sub": "somebody else"}},
        {"told": {"sub": "somebody else"}},
    ],
    ids=str,
)
def test_an_answer_that_does_not_fit_lets_nobody_in(
    server: OneOfSeveral, provider: Provider, wrong: dict[str, object]
) -> None:
    provider.vouches_for(SENDER, **wrong)
    person = Browser(SENDER)
    answer = person.press(server.address)
    assert answer.status == 401, person.seen
    assert "统一身份认证没有成功" in answer.body
    assert not came_in(server, person)


def test_a_code_that_another_browser_was_given_lets_nobody_in(server: OneOfSeveral, provider: Provider) -> None:
    provider.vouches_for(SENDER)
    other = Browser(SENDER)
    other.get(server.address, "/sign-in/")
    away = other.post(server.address, "/sign-in/by/district/", {})
    back = urlsplit(Person("").get(provider.address, away.location.removeprefix(provider.address)).location)
    mine = Browser("")
    mine.get(server.address, "/sign-in/")
    answer = mine.get(server.address, f"{back.path}?{back.query}")
    assert answer.status == 401
    assert not came_in(server, mine)


def test_cancelling_and_a_provider_that_is_down_are_said(server: OneOfSeveral, provider: Provider) -> None:
    provider.vouches_for(SENDER, refuses=True)
    assert "没有登录" in Browser(SENDER).press(server.address).body
    provider.vouches_for(SENDER, down=True)
    answer = Browser(SENDER).press(server.address)
    assert answer.status == 503
    assert "统一身份认证现在连不上" in answer.body
    assert "Traceback" not in server.log()


def test_the_way_to_the_provider_serves_signing_in_alone(server: OneOfSeveral, provider: Provider) -> None:
    provider.vouches_for(SENDER)
    person = Browser(SENDER)
    person.get(server.address, "/sign-in/")
    assert person.post(server.address, "/sign-in/by/district/?process=connect", {}).status == 404
    extra = "auth_params=redirect_uri%3Dhttps%3A%2F%2Fevil.example%26prompt%3Dnone"
    sent = person.post(server.address, f"/sign-in/by/district/?{extra}", {}).location
    assert "evil" not in sent
    assert "prompt" not in sent


def test_a_second_factor_is_still_asked_for(server: OneOfSeveral, provider: Provider) -> None:
    provider.vouches_for(WITH_CODES)
    person = Browser(WITH_CODES)
    assert "/sign-in/second/" in "".join([person.press(server.address).body, *person.seen])
    assert not came_in(server, person)
    provider.vouches_for(ADMINISTRATOR)  # who must have one and has none yet
    person = Browser(ADMINISTRATOR)
    assert "开启动态验证码" in person.press(server.address).body
    assert person.get(server.address, "/").location == "/security/second/on/"


def test_who_has_never_used_her_first_password_is_not_asked_for_it(server: OneOfSeveral, provider: Provider) -> None:
    provider.vouches_for(NEWCOMER)
    assert "<h1>工作台</h1>" in Browser(NEWCOMER).press(server.address).body
    by_password = Person(NEWCOMER)
    by_password.sign_in(server.address)
    assert by_password.get(server.address, "/").location == "/security/password/"


def test_a_real_browser_may_send_the_form_there_and_from_nowhere_else(
    server: OneOfSeveral, provider: Provider, window: Callable[..., Page], tmp_path: Path
) -> None:
    provider.vouches_for(TEACHER)
    page = window()
    answer = page.goto(server.address + "/sign-in/")
    assert answer is not None
    assert f"form-action 'self' {provider.address};" in answer.headers["content-security-policy"]
    assert_accessible(page)
    page.screenshot(path=tmp_path / "sign-in.png", full_page=True)
    page.get_by_role("button", name=BUTTON).click()
    expect(page.get_by_role("heading", name="工作台")).to_be_visible()
    elsewhere = page.goto(server.address + "/security/")
    assert elsewhere is not None
    assert re.search(r"form-action 'self';", elsewhere.headers["content-security-policy"])
