"""Sent twice, done once: over the interface, two at once, and killed in between."""

import json
from typing import Any

import pytest

from xueheng.evidence.model_records import Record
from xueheng.evidence.tests.test_two_at_once import Installation, database, installation
from xueheng.identity.tests.authority import Authority
from xueheng.identity.tests.conftest import place, two_authorities
from xueheng.web.model_api import KeptAnswer
from xueheng.web.tests.other_system import observed, system_of

__all__ = ["database", "installation", "place", "two_authorities"]
WHY = "a test looks"
DAY = 24 * 3600 * 1_000_000


def records() -> int:
    return int(Record.objects.for_the_programme(WHY).count())


@pytest.mark.django_db
class TestOneAfterTheOther:
    def test_the_same_sending_has_the_same_answer(self, place: Authority) -> None:
        system = system_of(place, "class_teacher")
        sent = {"records": [observed(place), observed(place, "ben", fields={"habit": "x"})]}
        first, again = (system.post("/records/batches", sent, Idempotency_Key="k-1") for _ in range(2))
        assert first.content == again.content
        assert (again.status_code, again.headers["Idempotency-Replayed"]) == (200, "true")
        assert "Idempotency-Replayed" not in first.headers
        assert records() == 1

    def test_other_content_under_the_same_key_is_refused(self, place: Authority) -> None:
        system = system_of(place, "class_teacher")
        system.post("/records", observed(place), Idempotency_Key="k-1")
        for address, sent in (
            ("/records", observed(place, "ben")),
            ("/records/batches", {"records": [observed(place)]}),
        ):
            answer = system.post(address, sent, Idempotency_Key="k-1")
            assert (answer.status_code, answer.json()["code"]) == (409, "key_reused")
        assert records() == 1

    def test_acts_on_records_too(self, place: Authority) -> None:
        system = system_of(place, "class_teacher")
        number = system.post("/records", observed(place)).json()["record"]
        sent = {"reason": "记错了"}
        first, again = (system.post(f"/records/{number}/retractions", sent, Idempotency_Key="k") for _ in range(2))
        assert first.status_code == again.status_code == 201
        assert first.content == again.content
        assert system.post(f"/records/{number}/retractions", sent).status_code == 409
        assert records() == 2

    def test_the_key_is_the_tokens_own_and_kept_for_a_day(self, place: Authority) -> None:
        one, other = system_of(place, "class_teacher"), system_of(place, "class_teacher")
        one.post("/records", observed(place), Idempotency_Key="k")
        assert other.post("/records", observed(place, "ben"), Idempotency_Key="k").status_code == 201
        KeptAnswer.objects.for_the_programme(WHY).update(made=1)
        assert one.post("/records", observed(place, "cai"), Idempotency_Key="other").status_code == 201
        assert KeptAnswer.objects.for_the_programme(WHY).filter(token=one.token, made=1).count() == 0

    def test_a_refused_sending_is_tried_anew(self, place: Authority) -> None:
        system = system_of(place, "class_teacher")
        wrong = system.post("/records", observed(place, day="2999-01-01"), Idempotency_Key="k")
        assert wrong.status_code == 422
        assert system.post("/records", observed(place), Idempotency_Key="k").status_code == 201

    @pytest.mark.parametrize("key", ["", "x" * 201, "钥匙", "a b\x7f"])
    def test_a_key_that_cannot_be_one_is_refused(self, place: Authority, key: str) -> None:
        answer = system_of(place, "class_teacher").post("/records", observed(place), Idempotency_Key=key)
        assert answer.status_code in (201, 422)
        assert records() == (1 if key == "" else 0)

    def test_kept_answers_are_sealed(self, place: Authority) -> None:
        system_of(place, "class_teacher").post("/records", observed(place), Idempotency_Key="k")
        row = KeptAnswer.objects.for_the_programme(WHY).get()
        assert b"record" not in bytes(row.body)


MADE = """
from django.test import Client
from xueheng.identity.public import viewer_for
from xueheng.web.actions.make_token import make_token
person, post, role, unit = here["viewers"]["class_teacher"]
scopes = ["records:read", "records:write"]
print(json.dumps(make_token(viewer_for(person, post), "x", scopes).text))
"""
SEND = """
from django.test import Client
def sent(address, body, key="k"):
    headers = {"Authorization": "Bearer " + TOKEN, "Idempotency-Key": key, "Host": "localhost"}
    answer = Client().post("/api/v1" + address, json.dumps(body), content_type="application/json", headers=headers)
    return [answer.status_code, answer.json()]
def records(*words):
    return {"records": [{"type": OBSERVATION, "subject": str(here["people"][w]), "day": "2026-03-02",
                         "fields": {"habit": "conduct", "level": "steady"}} for w in words]}
"""
BATCH = 'print(json.dumps(sent("/records/batches", records("ann", "ben", "cai"))))'
OTHERWISE = 'print(json.dumps(sent("/records/batches", records("ann"))))'
RETRACT = 'print(json.dumps(sent("/records/1/retractions", {"reason": "x"}, "r")))'
KILLED_BEFORE_THE_ANSWER_IS_KEPT = """
import xueheng.web.api.answered as answered
answered.keep_answer = lambda *given: os._exit(9)
"""
KILLED_WITHIN_THE_ACT = """
import xueheng.web.api.views.records as views
whole = views.retract_record
def cut(*given, **named):
    whole(*given, **named)
    os._exit(9)
views.retract_record = cut
"""
COUNT = 'print(json.dumps(Record.objects.for_the_programme("test").count()))'


def script(token: str, *parts: str) -> str:
    return "\n".join([f"TOKEN = {token!r}", SEND, *parts])


@pytest.fixture
def token(installation: Installation) -> str:
    installation.ready.load("xueheng.web.urls")
    (text,) = installation.run(MADE)
    return str(text)


@pytest.mark.django_db
class TestProcesses:
    def test_two_at_once_store_once_and_say_the_same(self, installation: Installation, token: str) -> None:
        one, other = installation.run(script(token, BATCH), processes=2)
        assert one == other
        assert one[0] == 200  # type: ignore[index]  # as the script prints it
        assert installation.run(COUNT) == [3]

    def test_killed_after_storing_the_same_sending_stores_nothing_twice(
        self, installation: Installation, token: str
    ) -> None:
        killed = installation.start(script(token, KILLED_BEFORE_THE_ANSWER_IS_KEPT, BATCH))
        killed.communicate()
        assert killed.returncode == 9
        assert installation.run(COUNT) == [3]
        (answer,) = installation.run(script(token, BATCH))
        told: Any = answer
        assert (told[0], told[1]["stored"], told[1]["rejected"]) == (200, 3, 0)
        assert [item["record"] for item in told[1]["items"]] == ["1", "2", "3"]
        assert installation.run(COUNT) == [3]
        (other,) = installation.run(script(token, OTHERWISE))
        assert json.loads(json.dumps(other))[0] == 409

    @pytest.mark.sweep
    def test_killed_within_an_act_nothing_of_it_stands_and_it_is_done_once(
        self, installation: Installation, token: str
    ) -> None:
        installation.run(script(token, BATCH))
        killed = installation.start(script(token, KILLED_WITHIN_THE_ACT, RETRACT))
        killed.communicate()
        assert killed.returncode == 9
        assert installation.run(COUNT) == [3]
        first, again = installation.run(script(token, RETRACT)), installation.run(script(token, RETRACT))
        assert first == again
        assert first[0][0] == 201  # type: ignore[index]  # as above
        assert installation.run(COUNT) == [4]
