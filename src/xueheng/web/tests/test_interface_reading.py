"""What other systems read over the interface: the same as the token's post on its pages, and nothing more."""

from datetime import date
from typing import Any

import pytest

from xueheng.evidence.public import append_record
from xueheng.identity.models import Organisation
from xueheng.identity.public import approve_purpose, ask_purpose, viewer_for
from xueheng.identity.tests.authority import DAY as TEST_DAY
from xueheng.identity.tests.authority import Authority, identity_card
from xueheng.identity.tests.conftest import elsewhere, place, two_authorities
from xueheng.trust.models import Entry
from xueheng.trust.public import now
from xueheng.web.tests.other_system import FITNESS, MEASURED, OBSERVATION, observed, system_of

pytestmark = pytest.mark.django_db
__all__ = ["elsewhere", "place", "two_authorities"]
DAY = 24 * 3600 * 1_000_000


def numbers(answer: Any) -> list[int]:
    assert answer.status_code == 200, answer.content
    return [int(item["number"]) for item in answer.json()["items"]]


def all_of(system: Any, address: str) -> list[dict[str, Any]]:
    found, after = [], ""
    while True:
        told = system.get(f"{address}{'&' if '?' in address else '?'}limit=3{after}").json()
        found += told["items"]
        if told["next"] is None:
            return found
        after = f"&after={told['next']}"


class TestPeopleAndUnits:
    def test_a_teacher_reads_her_class_and_nobody_elses(self, place: Authority, elsewhere: Authority) -> None:
        system = system_of(place, "class_teacher")
        people = all_of(system, f"/people?unit={place.units['c3']}")
        assert {item["name"] for item in people} == {place.names[place.people[word]] for word in ("ann", "ben", "cai")}
        assert {item["class"] for item in people} == {str(place.units["c3"])}
        everything = system.get("/people?limit=200").content.decode()
        for word in ("dan", "hua", "gao"):
            assert place.names[place.people[word]] not in everything
            assert system.get(f"/people/{place.people[word]}").status_code == 404
        assert elsewhere.title not in everything

    def test_no_sensitive_field_is_among_them(self, place: Authority) -> None:
        answer = system_of(place, "school_admin").get(f"/people/{place.people['ann']}")
        assert answer.json().keys() == {"number", "name", "class"}

    def test_a_person_is_found_by_number_within_sight_only(self, place: Authority) -> None:
        office = system_of(place, "school_admin")
        card = "G" + identity_card(date(2016, 10, 1), 100)
        sent = {"kind": "pupil", "value": card}
        assert numbers(office.post("/people/searches", sent)) == [place.people["ann"]]
        assert numbers(system_of(place, "nine_admin").post("/people/searches", sent)) == []

    def test_a_list_goes_on_where_it_ended(self, place: Authority) -> None:
        system = system_of(place, "school_admin")
        whole = numbers(system.get("/people?limit=200"))
        assert [int(item["number"]) for item in all_of(system, "/people")] == whole == sorted(set(whole))
        assert len(whole) > 6

    def test_units_have_their_names_and_what_stands_above(self, place: Authority) -> None:
        told = system_of(place, "head").get(f"/organisations/{place.units['c3']}").json()
        assert (told["name"], told["kind"], told["attributes"]) == ("三（1）班", "class", {"grade": "13"})
        assert told["parent"] == str(place.units["primary"])
        assert system_of(place, "class_teacher").get(f"/organisations/{place.units['nine']}").status_code == 404
        kinds = {item["kind"] for item in all_of(system_of(place, "head"), "/organisations?kind=class")}
        assert kinds == {"class"}

    def test_enrolments_are_those_of_the_day(self, place: Authority) -> None:
        system = system_of(place, "school_admin")
        before = {item["pupil"] for item in all_of(system, "/enrolments?day=2025-10-01")}
        after = {item["pupil"] for item in all_of(system, "/enrolments?day=2026-03-02")}
        assert str(place.people["ann"]) in before & after
        ann = next(item for item in all_of(system, "/enrolments") if item["pupil"] == str(place.people["ann"]))
        assert (ann["class"], ann["from"], ann["to"]) == (str(place.units["c3"]), "2025-09-01", None)


class TestRecords:
    @pytest.fixture
    def secret(self, place: Authority) -> int:
        fields = {"habit": "conduct", "level": "steady", "seen_case": "只给班主任看的话"}
        by = place.viewer("class_teacher")
        return append_record(by, type=OBSERVATION, subject=place.people["ann"], day=TEST_DAY, fields=fields)

    def test_private_words_stay_out(self, place: Authority, secret: int) -> None:
        told = system_of(place, "class_teacher").get(f"/records/{secret}").json()
        assert told["fields"] == {"habit": "conduct", "level": "steady"}
        assert told["hidden"] == ["seen_case"]
        assert told["state"]["stands"] is True

    def test_an_approved_purpose_opens_them_and_others_purposes_do_not(self, place: Authority, secret: int) -> None:
        teacher = viewer_for(place.people["class_teacher"], place.posts["class_teacher"])
        asked = ask_purpose(teacher, "check", "核对", now() + DAY, None)
        system = system_of(place, "class_teacher")
        answer = system.get(f"/records/{secret}", Xueheng_Purpose=str(asked))
        assert (answer.status_code, answer.json()["code"]) == (403, "purpose_missing")
        approve_purpose(viewer_for(place.people["head"], place.posts["head"]), asked)
        told = system.get(f"/records/{secret}", Xueheng_Purpose=str(asked)).json()
        assert told["fields"]["seen_case"] == "只给班主任看的话"
        other = system_of(place, "other_class_teacher").get("/records", Xueheng_Purpose=str(asked))
        assert other.status_code == 403
        for nonsense in ("0", "x", "9" * 30, str(2**63)):
            assert system.get("/records", Xueheng_Purpose=nonsense).status_code == 403

    def test_what_is_out_of_sight_is_not_there(self, place: Authority, secret: int) -> None:
        for word in ("other_class_teacher", "nine_admin"):
            assert system_of(place, word).get(f"/records/{secret}").status_code == 404
        assert numbers(system_of(place, "other_class_teacher").get("/records")) == []

    def test_exact_numbers_are_text_with_their_units(self, place: Authority) -> None:
        fields = {"height": 1325, "weight": 330, "run_50m": 109}
        by = place.viewer("pe_teacher")
        number = append_record(by, type=FITNESS, subject=place.people["ann"], day=TEST_DAY, fields=fields)
        told = system_of(place, "pe_teacher").get(f"/records/{number}").json()
        assert {name: told["fields"][name] for name in fields} == {
            "height": "132.5",
            "weight": "33.0",
            "run_50m": "10.9",
        }
        assert told["units"] == {"height": "cm", "weight": "kg", "run_50m": "s"}
        assert told["number"] == str(number)

    def test_lists_are_narrowed_as_asked(self, place: Authority, secret: int) -> None:
        system = system_of(place, "class_teacher")
        ben = int(system.post("/records", observed(place, "ben", day="2026-03-03")).json()["record"])
        assert numbers(system.get(f"/records?subject={place.people['ben']}")) == [ben]
        assert numbers(system.get("/records?from=2026-03-03")) == [ben]
        assert numbers(system.get("/records?to=2026-03-02")) == [secret]
        assert numbers(system.get(f"/records?type={OBSERVATION}")) == [secret, ben]
        assert numbers(system.get("/records?type=student.remark")) == []
        assert numbers(system.get(f"/records?unit={place.units['c3']}")) == [secret, ben]
        assert numbers(system.get(f"/records?unit={place.units['nine']}")) == []

    def test_changes_since_a_moment_have_corrections_and_retractions(self, place: Authority, secret: int) -> None:
        system = system_of(place, "class_teacher")
        moment = system.get(f"/records/{secret}").json()["recorded_at"]
        gone = int(system.post(f"/records/{secret}/retractions", {"reason": "记错了"}).json()["record"])
        later = moment.replace("Z", "1Z") if "." not in moment else moment
        assert numbers(system.get(f"/records?changed_since={later}")) == [secret, gone]
        assert [int(i["number"]) for i in all_of(system, f"/records?changed_since={later}")] == [secret, gone]
        assert numbers(system.get("/records?changed_since=2999-01-01T00:00:00Z")) == []
        assert numbers(system.get("/records?standing=true")) == []

    @pytest.mark.parametrize(
        "asked",
        ["limit=0", "limit=201", "limit=x", "from=2026-13-01", "from=20260301", "type=x", "unit=0", "unit=x", "after=x",
         "after=1.2", "changed_since=2026-01-01", "standing=perhaps", "nonsense=1", "limit=1&limit=2",
         "after=99999999999999999999", "unit=9223372036854775808"],
    )  # fmt: skip
    def test_what_cannot_be_asked_is_said(self, place: Authority, asked: str) -> None:
        answer = system_of(place, "class_teacher").get(f"/records?{asked}")
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid")

    def test_an_unchanged_list_is_not_sent_again(self, place: Authority, secret: int) -> None:
        system = system_of(place, "class_teacher")
        first = system.get(f"/records/{secret}")
        again = system.get(f"/records/{secret}", If_None_Match=first.headers["ETag"])
        assert (again.status_code, again.content) == (304, b"")
        assert first.headers["Cache-Control"] == again.headers["Cache-Control"] == "no-store"


class TestTypesResultsAndStandards:
    def test_a_record_type_tells_what_its_fields_take(self, place: Authority) -> None:
        told = system_of(place, "pe_teacher").get(f"/evidence-types/{FITNESS}").json()["fields_schema"]
        height = told["properties"]["height"]
        assert (height["x-unit"], height["x-decimals"]) == ("cm", 1)
        assert told["additionalProperties"] is False
        listed = {item["name"] for item in system_of(place, "pe_teacher").get("/evidence-types").json()["items"]}
        assert FITNESS in listed
        assert "student.course_grade" not in listed

    def test_the_live_result_is_told_to_whom_the_pack_lets_see_it(self, place: Authority) -> None:
        office, teacher = system_of(place, "school_admin"), system_of(place, "pe_teacher")
        sent = {"type": FITNESS, "subject": str(place.people["ann"]), "day": "2025-10-20", "fields": {
            **MEASURED, "sit_and_reach": "10.5", "rope_skip_1min": "152", "sit_up_1min": "33"}}  # fmt: skip
        number = teacher.post("/records", sent).json()["record"]
        assert office.post(f"/records/{number}/attestations", {}).status_code == 201
        address = f"/subjects/{place.people['ann']}/results/fitness.national?period=2025-2026"
        told = {node["code"]: node["shown"] for node in system_of(place, "class_teacher").get(address).json()["nodes"]}
        # Worked out beside the standard: see the evaluation room's tests of runs.
        assert (told["bmi"], told["vital_capacity"], told["sit_and_reach"]) == ("80", "78", "74")
        for word in ("other_class_teacher", "nine_admin", "subject_teacher"):
            assert system_of(place, word).get(address).status_code == 403

    def test_runs_are_those_of_the_post(self, place: Authority) -> None:
        assert system_of(place, "head").get("/runs").json()["items"] == []
        assert system_of(place, "head").get("/runs/1").status_code == 404

    def test_a_standard_is_told_whole(self, place: Authority) -> None:
        system = system_of(place, "class_teacher")
        assert "fitness.national" in {item["name"] for item in system.get("/standards").json()["items"]}
        nodes = {node["code"]: node for node in system.get("/standards/fitness.national").json()["nodes"]}
        assert nodes["bmi"]["leaf"] is True
        assert system.get("/standards/fitness.nothing").status_code == 404


def test_sensitive_readings_are_journalled(place: Authority) -> None:
    before = Entry.objects.filter(stream_id="reading").count()
    system_of(place, "class_teacher").get("/records")
    assert Entry.objects.filter(stream_id="reading").count() == before
    assert Organisation.objects.for_the_programme("the rows that were read").exists()
