"""What other systems send over the interface: recorded as from a page, exactly, each with its outcome."""

from typing import Any

import pytest

from xueheng.evidence.model_records import Record
from xueheng.evidence.public import current_fields
from xueheng.identity.tests.authority import Authority
from xueheng.identity.tests.conftest import place, two_authorities
from xueheng.trust.models import Entry
from xueheng.web.tests.other_system import FITNESS, MEASURED, observed, system_of

pytestmark = pytest.mark.django_db
__all__ = ["place", "two_authorities"]
WHY = "a test looks"


def fitness_of(place: Authority, word: str = "ann", **fields: Any) -> dict[str, Any]:
    return {"type": FITNESS, "subject": str(place.people[word]), "day": "2025-10-20", "fields": {**MEASURED, **fields}}


def stored(place: Authority, number: str, by: str = "pe_teacher") -> dict[str, object]:
    record = Record.objects.for_the_programme(WHY).get(pk=int(number))
    return dict(current_fields(place.viewer(by), record))


class TestOne:
    def test_a_record_is_stored_as_it_was_measured(self, place: Authority) -> None:
        answer = system_of(place, "pe_teacher").post("/records", fitness_of(place))
        assert answer.status_code == 201
        number = answer.json()["record"]
        fields = stored(place, number)
        assert {name: fields[name] for name in MEASURED} == {
            "height": 1320, "weight": 330, "vital_capacity": 1350, "run_50m": 109,
        }  # fmt: skip
        record = Record.objects.for_the_programme(WHY).get(pk=int(number))
        assert (record.provenance, record.recorder) == ("api", place.people["pe_teacher"])
        assert (record.post, record.organisation) == (place.posts["pe_teacher"], place.units["c3"])
        assert Entry.objects.filter(verb="record").count() == 1

    @pytest.mark.parametrize(
        ("height", "units"),
        [(b"132.5", 1325), (b'"132.5"', 1325), (b"132", 1320), (b'"132.50"', 1325), (b"1.325e2", 1325)],
    )
    def test_a_number_is_never_read_through_floating_point(self, place: Authority, height: bytes, units: int) -> None:
        sent = f'{{"type":"{FITNESS}","subject":"{place.people["ann"]}","day":"2025-10-20","fields":{{"height":'
        answer = system_of(place, "pe_teacher").post("/records", sent.encode() + height + b"}}")
        assert answer.status_code == 201, answer.content
        assert stored(place, answer.json()["record"])["height"] == units

    @pytest.mark.parametrize(
        ("fields", "name", "said"),
        [
            ({"height": "13 2"}, "height", "要写数字"), ({"height": True}, "height", "要写数字"),
            ({"height": "132.55"}, "height", "位小数"), ({"height": "400"}, "height", "400"),
            ({"hieght": "132"}, "hieght", "没有“hieght”"), ({"attempt": "third"}, "attempt", "可选范围"),
            ({"attempt": 1}, "attempt", "要写字符串"),
        ],
    )  # fmt: skip
    def test_what_does_not_fit_is_said_by_field(
        self, place: Authority, fields: dict[str, Any], name: str, said: str
    ) -> None:
        answer = system_of(place, "pe_teacher").post("/records", fitness_of(place, **fields))
        assert answer.status_code == 422
        told = answer.json()
        (error,) = [each for each in told["errors"] if each["field"] == name]
        assert said in error["reason"]
        assert error["pointer"] == f"/fields/{name}"
        assert all(error[key] for key in ("reason_en", "remedy", "remedy_en"))
        assert not Record.objects.for_the_programme(WHY).exists()

    @pytest.mark.parametrize("day", ["2999-01-01", "1999-01-01"])
    def test_a_day_that_cannot_be_is_refused(self, place: Authority, day: str) -> None:
        answer = system_of(place, "pe_teacher").post("/records", {**fitness_of(place), "day": day})
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer"] == "/day"

    @pytest.mark.parametrize(("word", "about"), [("class_teacher", "ann"), ("pe_teacher", "hua"), ("head", "ann")])
    def test_who_may_not_record_it_there_is_refused(self, place: Authority, word: str, about: str) -> None:
        system = system_of(place, word, ["records:write"])
        answer = system.post("/records", fitness_of(place, about))
        assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
        assert place.names[place.people[about]] not in answer.content.decode()


class TestMany:
    def test_each_of_many_has_its_outcome_and_the_good_ones_are_stored(self, place: Authority) -> None:
        sent = [
            fitness_of(place),
            fitness_of(place, "ben", height="x"),
            fitness_of(place, "cai", height="400"),
            fitness_of(place, "dan"),
        ]
        told = system_of(place, "pe_teacher").post("/records/batches", {"records": sent}).json()
        assert [item["outcome"] for item in told["items"]] == ["stored", "rejected", "rejected", "stored"]
        assert (told["stored"], told["stored_before"], told["rejected"]) == (2, 0, 2)
        assert told["items"][1]["errors"][0]["pointer"] == "/records/1/fields/height"
        assert told["items"][2]["errors"][0]["pointer"] == "/records/2/fields/height"
        assert Record.objects.for_the_programme(WHY).count() == 2

    def test_five_hundred_and_no_more(self, place: Authority) -> None:
        system = system_of(place, "pe_teacher")
        one = fitness_of(place)
        many = [{**one, "client": f"c{at}", "fields": {"height": f"{100 + at / 10:.1f}"}} for at in range(500)]
        assert system.post("/records/batches", {"records": many}).json()["stored"] == 500
        answer = system.post("/records/batches", {"records": [*many, one]})
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "records")
        assert system.post("/records/batches", {"records": []}).status_code == 422

    def test_the_senders_own_ids_store_once(self, place: Authority) -> None:
        system = system_of(place, "pe_teacher")
        sent = {"records": [{**fitness_of(place), "client": "d-1"}]}
        first, again = (system.post("/records/batches", sent).json()["items"][0] for _ in range(2))
        assert (first["outcome"], again["outcome"]) == ("stored", "stored_before")
        assert first["record"] == again["record"]
        other = {"records": [{**fitness_of(place, height="140.0"), "client": "d-1"}]}
        assert system.post("/records/batches", other).status_code == 409

    def test_one_that_may_not_be_recorded_refuses_all(self, place: Authority) -> None:
        sent = {"records": [fitness_of(place), fitness_of(place, "hua")]}
        assert system_of(place, "pe_teacher").post("/records/batches", sent).status_code == 403
        assert not Record.objects.for_the_programme(WHY).exists()

    @pytest.mark.parametrize(
        ("change", "pointer"),
        [({"extra": 1}, "/records/0/extra"), ({"subject": 17}, "/records/0/subject"),
         ({"day": "今天"}, "/records/0/day"), ({"fields": []}, "/records/0/fields"),
         ({"client": ""}, "/records/0/client"),
         ({"type": "nothing"}, "/records/0/type")],
    )  # fmt: skip
    def test_what_has_another_form_is_said_by_its_place(
        self, place: Authority, change: dict[str, object], pointer: str
    ) -> None:
        sent = {"records": [{**fitness_of(place), **change}]}
        answer = system_of(place, "pe_teacher").post("/records/batches", sent)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer"] == pointer

    def test_a_type_that_no_pack_has_is_said(self, place: Authority) -> None:
        answer = system_of(place, "pe_teacher").post("/records", {**fitness_of(place), "type": "fitness.nothing"})
        assert (answer.status_code, "fitness.nothing" in answer.json()["detail"]) == (422, True)


class TestChanges:
    def test_a_record_is_corrected_with_a_reason(self, place: Authority) -> None:
        system = system_of(place, "pe_teacher")
        number = system.post("/records", fitness_of(place)).json()["record"]
        sent = {"fields": {**MEASURED, "height": "133.0"}, "reason": "抄错了"}
        new = system.post(f"/records/{number}/corrections", sent)
        assert new.status_code == 201
        assert stored(place, new.json()["record"])["height"] == 1330
        again = system.post(f"/records/{number}/corrections", sent)
        assert (again.status_code, again.json()["code"]) == (409, "conflict")
        told = system.get(f"/records/{number}").json()
        assert (told["state"]["stands"], told["state"]["corrected_by"]) == (False, new.json()["record"])

    def test_a_record_is_taken_back_and_verified_by_whom_may(self, place: Authority) -> None:
        system, office = system_of(place, "pe_teacher"), system_of(place, "school_admin")
        number = system.post("/records", fitness_of(place)).json()["record"]
        assert system_of(place, "pe_teacher", ["records:verify"]).post(
            f"/records/{number}/attestations", {}
        ).status_code == 403  # fmt: skip
        assert office.post(f"/records/{number}/attestations", {"remark": "已核对"}).status_code == 201
        assert office.post(f"/records/{number}/attestations", {}).status_code == 409
        assert system.post(f"/records/{number}/retractions", {"reason": ""}).status_code == 422
        assert system.post(f"/records/{number}/retractions", {"reason": "重复"}).status_code == 201
        told = system.get(f"/records/{number}").json()["state"]
        assert told["stands"] is False
        assert told["attested_by"] is not None

    def test_nobody_changes_what_is_out_of_reach(self, place: Authority) -> None:
        number = system_of(place, "pe_teacher").post("/records", fitness_of(place)).json()["record"]
        for word in ("nine_admin", "other_class_teacher"):
            system = system_of(place, word)
            assert system.post(f"/records/{number}/retractions", {"reason": "x"}).status_code == 404
            sent = {"fields": MEASURED, "reason": "x"}
            assert system.post(f"/records/{number}/corrections", sent).status_code == 404

    def test_an_observation_of_ones_own_class_is_recorded(self, place: Authority) -> None:
        assert system_of(place, "class_teacher").post("/records", observed(place)).status_code == 201
