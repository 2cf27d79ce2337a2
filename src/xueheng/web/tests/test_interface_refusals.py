"""Hostile and mistaken sendings: a clear refusal in both languages, never a fault of the programme, never stored."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from xueheng.identity.tests.authority import Authority
from xueheng.identity.tests.conftest import place, two_authorities
from xueheng.web.api.allowance import forget_allowances
from xueheng.web.api.strict_json import BodyRefused, read_json
from xueheng.web.model_api import Allowance
from xueheng.web.tests.other_system import OtherSystem, observed, system_of

pytestmark = pytest.mark.django_db
__all__ = ["place", "two_authorities"]
TOLD = {
    "type", "title", "title_en", "status", "detail", "detail_en", "remedy", "remedy_en", "code", "id", "errors",
}  # fmt: skip


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        (b"{", 400, "不是 JSON"), (b'{"a": 1,}', 400, "不是 JSON"), (b"\xff\xfe{}", 400, "UTF-8"),
        (b'{"a": 1, "a": 2}', 400, "写了两次"), (b'{"a": {"b": 1, "b": 1}}', 400, "写了两次"),
        (b'{"a": NaN}', 400, "NaN"), (b'{"a": -Infinity}', 400, "Infinity"), (b'{"a": 1e999999999}', 422, ""),
        (b"[" * 17 + b"]" * 17, 400, "16 层"), (b"[" * 100_000, 400, "16 层"),
        (b'{"a":' * 40 + b"1" + b"}" * 40, 400, "16 层"),
        (b'{"a": "' + b"[" * 99 + b'"}', 422, ""), (b'{"a": "\\"[[[[[[[[[[[[[[[[[[[["}', 422, ""),
        (b'{"a": ' + b"9" * 5_000 + b"}", 400, "60 位"), (b'{"a": 0.' + b"1" * 5_000 + b"}", 400, "60 位"),
        (b'{"a": "' + b"x" * 2_100_000 + b'"}', 413, "2 MB"),
        (b'"text"', 422, ""), (b"[]", 422, ""), (b"null", 422, ""), (b"{}", 422, ""), (b'{"a": "\\ud800"}', 422, ""),
    ],
)  # fmt: skip
def test_a_body_that_cannot_be_read_is_refused_in_words(place: Authority, body: bytes, status: int, said: str) -> None:
    answer = system_of(place, "class_teacher").post("/records", body)
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert said in answer.json()["detail"]


@pytest.mark.parametrize(
    "content", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
def test_another_content_type_is_refused(place: Authority, content: str) -> None:
    answer = system_of(place, "class_teacher").post("/records", observed(place), content_type=content)
    assert (answer.status_code, answer.json()["code"]) == (415, "wrong_type")


def test_a_problem_is_told_in_both_languages_the_asked_one_first(place: Authority) -> None:
    system = system_of(place, "class_teacher")
    zh, en = system.get("/records/9"), system.get("/records/9", Accept_Language="en-GB,en;q=0.9,zh;q=0.1")
    assert zh.json().keys() == en.json().keys() == TOLD
    assert zh.headers["Content-Language"] == "zh"
    assert en.headers["Content-Language"] == "en"
    assert en.json()["detail"] == en.json()["detail_en"] == zh.json()["detail_en"]
    assert re.search("[一-鿿]", zh.json()["detail"])
    assert not re.search("[一-鿿]", zh.json()["detail_en"])
    assert re.fullmatch("[2-9A-Z]{4}", zh.json()["id"])
    assert zh.json()["type"] == "urn:xueheng:problem:not_found"


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_a_method_that_is_not_there_is_refused(place: Authority, method: str) -> None:
    system = system_of(place, "class_teacher")
    call = getattr(system.client, method)
    answer = call(
        "/api/v1/records",
        headers={"Authorization": f"Bearer {system.text}"},
        content_type="application/json",
        data="{}",
    )
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, POST")


def test_an_address_that_is_not_there_is_a_problem_too(place: Authority) -> None:
    answer = OtherSystem("").get("/nothing/here")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_no_page_of_another_site_reads_it(place: Authority) -> None:
    answer = system_of(place, "class_teacher").get("/people", Origin="https://elsewhere.example")
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]


def test_without_a_token_nothing_opens(place: Authority) -> None:
    for address in ("/people", "/records", "/standards", "/openapi.json", f"/people/{place.people['ann']}"):
        answer = OtherSystem("").get(address)
        assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


def test_a_token_is_never_written_to_the_log(place: Authority, caplog: pytest.LogCaptureFixture) -> None:
    system = system_of(place, "class_teacher")
    caplog.set_level(0)
    system.get("/records/9")
    system.post("/records", b"{")
    assert system.text not in caplog.text
    assert system.text.rpartition("_")[2] not in caplog.text


class TestAllowance:
    @pytest.fixture(autouse=True)
    def _anew(self, monkeypatch: pytest.MonkeyPatch) -> None:
        forget_allowances()
        monkeypatch.setattr("xueheng.web.api.allowance.time.time", lambda: 1_000_000_030.0)

    def limits(self, settings: Any, token: int, address: int) -> None:
        settings.PLACES = replace(settings.PLACES, api_per_token=token, api_per_address=address)

    def test_a_token_may_ask_so_often_and_then_waits(
        self, place: Authority, monkeypatch: pytest.MonkeyPatch, settings: Any
    ) -> None:
        self.limits(settings, 7, 100)
        system, other = system_of(place, "class_teacher"), system_of(place, "head")
        assert [system.get("/standards").status_code for _ in range(9)] == [200] * 7 + [429] * 2
        answer = system.get("/standards")
        assert (answer.json()["code"], answer.headers["Retry-After"]) == ("too_many", "51")
        assert other.get("/standards").status_code == 200

    def test_an_address_may_too_whoever_asks(
        self, place: Authority, monkeypatch: pytest.MonkeyPatch, settings: Any
    ) -> None:
        self.limits(settings, 100, 5)
        statuses = [OtherSystem("xh_" + "b" * 12 + "_" + "c" * 40).get("/people").status_code for _ in range(7)]
        assert statuses == [401] * 5 + [429] * 2

    def test_several_processes_share_it(self, place: Authority, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
        """Each process holds a portion; one that starts anew gets no more than is left."""
        self.limits(settings, 50, 1_000)
        system = system_of(place, "class_teacher")
        answered = 0
        for _ in range(30):
            forget_allowances()  # as another process would find it
            answered += sum(system.get("/standards").status_code == 200 for _ in range(2))
        # Ten portions of five, of each of which two were used: at most 50 were ever given out.
        assert answered == 20
        assert sum(Allowance.objects.for_the_programme("a test").filter(given=50).values_list("given", flat=True)) == 50

    def test_the_next_minute_begins_anew(
        self, place: Authority, monkeypatch: pytest.MonkeyPatch, settings: Any
    ) -> None:
        self.limits(settings, 1, 100)
        system = system_of(place, "class_teacher")
        assert [system.get("/standards").status_code for _ in range(2)] == [200, 429]
        monkeypatch.setattr("xueheng.web.api.allowance.time.time", lambda: 1_000_000_090.0)
        assert system.get("/standards").status_code == 200


def test_strict_reading_takes_what_is_right() -> None:
    said = {"a": ["b", {"c": "x[{\\"}], "n": 12, "t": True, "z": None}
    assert read_json(json.dumps(said).encode()) == said
    assert str(read_json(b"[1.10]")[0]) == "1.10"
    with pytest.raises(BodyRefused):
        read_json(b'["\\u12"]')
