"""Class sheets: a whole class at once, each pupil by herself, nothing twice."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from xueheng.evidence.actions.retract_many import retract_many
from xueheng.evidence.actions.save_sheet import Sheet, save_sheet
from xueheng.evidence.catalogue import evidence_type
from xueheng.evidence.facts import NewFact, Recorded, Refused
from xueheng.evidence.model_records import Record
from xueheng.evidence.model_sheets import LastSheet
from xueheng.evidence.public import next_sheet, sheets_for
from xueheng.evidence.sheets.brushes import sheet_of
from xueheng.evidence.tests.office import ATTENDANCE, OBSERVATION, count_of_records, observed, record_of, state_of
from xueheng.evidence.tests.test_pages import signed_in
from xueheng.identity.models import Account
from xueheng.identity.public import PermissionRefused, move_pupil, programme_viewer
from xueheng.identity.tests.authority import DAY, Authority
from xueheng.identity.viewer import today

pytestmark = pytest.mark.django_db
SCRIPT: Any = {"HTTP_ACCEPT": "application/json"}
CLASS = ("ann", "ben", "cai")


def address(place: Authority, unit: str = "c3", type_: str = OBSERVATION, **asked: str) -> str:
    more = "".join(f"&{name}={value}" for name, value in asked.items())
    return f"{reverse('sheet', args=[type_])}?class={place.units[unit]}{more}"


def marks(place: Authority, said: dict[str, str], **more: str) -> dict[str, str]:
    """What the page sends: pupils by word, what the brush said, an id of each."""
    sent = {"day": str(today()), "habit": "study", **more}
    for word, code in said.items():
        sent |= {f"value-{place.people[word]}": code, f"client-{place.people[word]}": f"tap-{word}"}
    return sent


def told(answer: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(answer.content)
    return found


def fact(place: Authority, word: str, level: str = "steady", client: str | None = None, **more: Any) -> NewFact:
    fields = {"habit": "study", "level": level}
    return NewFact(OBSERVATION, place.people[word], more.get("day", DAY), fields, client or f"tap-{word}")


def test_brushes_follow_from_the_type_itself() -> None:
    shape = sheet_of(evidence_type(OBSERVATION))
    assert shape is not None
    assert [brush.title.zh for brush in shape.brushes] == ["突出", "稳定", "进步中", "待关心"]
    assert [field.name for field in shape.heads] == ["habit"]
    month = sheet_of(evidence_type(ATTENDANCE))
    assert month is not None
    assert month.field.name == "days_absent"
    assert month.brushes == ()
    assert not month.by_row
    test = sheet_of(evidence_type("fitness.fitness_test"))
    assert test is not None
    assert test.by_row  # what is measured of each pupil
    chosen = sheet_of(evidence_type("fitness.fitness_test"), "rope_skip_1min")
    assert chosen is not None
    assert chosen.field.name == "rope_skip_1min"


@pytest.mark.parametrize("type_", ["fitness.exemption", "student.remark", "balance.resources", "student.reading"])
def test_what_is_private_or_written_by_hand_has_no_sheet(type_: str) -> None:
    assert sheet_of(evidence_type(type_)) is None


def test_only_a_post_has_sheets(place: Authority) -> None:
    assert OBSERVATION in [type_.name for type_ in sheets_for(place.viewer("class_teacher"))]
    assert sheets_for(place.guardian("mother")) == []
    assert sheets_for(place.pupil("ann")) == []
    assert sheets_for(place.viewer("system_admin")) == []


def test_the_class_stands_on_the_page_by_seat_and_nobody_else(place: Authority, elsewhere: Authority) -> None:
    page = signed_in(place, "class_teacher").get(address(place)).content.decode()
    names = [place.names[place.people[word]] for word in CLASS]
    assert [page.index(f'data-name="{name}"') for name in names] == sorted(
        page.index(f'data-name="{n}"') for n in names
    )
    assert place.names[place.people["dan"]] not in page
    assert elsewhere.names[elsewhere.people["ann"]] not in page


def test_another_class_is_as_one_that_does_not_exist(place: Authority, elsewhere: Authority) -> None:
    client = signed_in(place, "class_teacher")
    for where in (address(place, "c6"), address(elsewhere), address(place, type_="student.course_grade")):
        assert client.get(where).status_code == 404
        assert client.post(where, marks(place, {"ann": "steady"}), **SCRIPT).status_code == 404


def test_a_sheet_is_saved_and_every_pupil_is_answered(place: Authority) -> None:
    client = signed_in(place, "class_teacher")
    answer = client.post(address(place), marks(place, {"ann": "outstanding", "ben": "steady"}), **SCRIPT)
    rows = told(answer)["rows"]
    assert told(answer)["said"] == "已存 2 条。"
    assert rows[str(place.people["ann"])]["state"] == "stored"
    stored = record_of(int(rows[str(place.people["ann"])]["record"]))
    assert (stored.subject, stored.provenance, stored.day) == (place.people["ann"], "sheet", today())
    assert str(place.people["cai"]) not in rows
    page = client.get(address(place)).content.decode()
    assert page.count("data-stored=") == 2


def test_the_same_sheet_sent_twice_is_stored_once(place: Authority) -> None:
    client = signed_in(place, "class_teacher")
    sent = marks(place, {"ann": "steady", "ben": "steady"})
    first, second = (told(client.post(address(place), sent, **SCRIPT)) for _ in range(2))
    assert count_of_records() == 2
    for word in ("ann", "ben"):
        number = str(place.people[word])
        assert first["rows"][number]["record"] == second["rows"][number]["record"]
        assert second["rows"][number]["told"] == "先前已存，没有重复"


def test_an_id_that_stored_something_else_keeps_the_other_pupils_in(place: Authority) -> None:
    teacher = place.viewer("class_teacher")
    save_sheet(teacher, Sheet(OBSERVATION, place.units["c3"], [fact(place, "ann")]))
    changed = [fact(place, "ann", "outstanding"), fact(place, "ben")]
    first, second = save_sheet(teacher, Sheet(OBSERVATION, place.units["c3"], changed))
    assert isinstance(first, Refused)
    assert first.by_record is not None
    assert isinstance(second, Recorded)
    assert count_of_records() == 2


def test_a_pupil_who_moved_away_today_keeps_nobody_else_out(place: Authority) -> None:
    teacher = place.viewer("class_teacher", DAY)
    move_pupil(programme_viewer(DAY), place.people["ann"], place.units["c6"], DAY)
    first, second = save_sheet(teacher, Sheet(OBSERVATION, place.units["c3"], [fact(place, "ann"), fact(place, "ben")]))
    assert isinstance(first, Refused)
    assert first.faults[0].reason.zh == "这一天不在您记录的班里，没有存"
    assert isinstance(second, Recorded)
    yesterday = fact(place, "ann", day=DAY - timedelta(days=1))
    assert isinstance(save_sheet(teacher, Sheet(OBSERVATION, place.units["c3"], [yesterday]))[0], Recorded)


def test_two_teachers_on_one_lesson_are_both_kept_and_the_second_is_told(place: Authority) -> None:
    for word, expected in (("class_teacher", "已存 1 条。"), ("subject_teacher", "另有老师在本班记了 1 条")):
        answer = told(signed_in(place, word).post(address(place), marks(place, {"ann": "steady"}), **SCRIPT))
        assert expected in answer["said"]
    assert answer["rows"][str(place.people["ann"])]["told"] == "另一位老师已记同样的，只计一次"
    assert count_of_records() == 2
    page = signed_in_again(place, "subject_teacher").get(address(place)).content.decode()
    assert "另有老师在本班记了 1 条" in page


def signed_in_again(place: Authority, word: str) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="zh-hans")
    client.force_login(Account.objects.get(login=word))
    return client


def test_marks_of_another_holder_are_not_taken(place: Authority) -> None:
    client = signed_in(place, "class_teacher")
    answer = client.post(address(place), marks(place, {"ann": "steady"}, owner="0" * 32), **SCRIPT)
    assert answer.status_code == 409
    assert "另一个任职" in told(answer)["said"]
    assert count_of_records() == 0


def test_without_script_the_table_is_a_form_that_works(place: Authority) -> None:
    client = signed_in(place, "class_teacher")
    page = client.get(address(place)).content.decode()
    assert f'name="value-{place.people["ann"]}"' in page
    answer = client.post(address(place), marks(place, {"ann": "steady"}), follow=True)
    assert "已存 1 条。" in answer.content.decode()
    empty = client.post(address(place), marks(place, {"ben": ""}))
    assert empty.status_code == 422
    assert "还没有点选学生" in empty.content.decode()


def test_what_cannot_be_read_comes_back_with_the_reason_and_the_rest_is_stored(place: Authority) -> None:
    client = signed_in(place, "class_teacher")
    where = address(place, type_=ATTENDANCE)
    sent = {"day": str(today()), "days_due": "20", "days_excused": "0"}
    sent |= {
        f"value-{place.people['ann']}": "0",
        f"value-{place.people['ben']}": "四十",
        f"value-{place.people['cai']}": "21",
    }
    page = client.post(where, sent)
    body = page.content.decode()
    assert page.status_code == 422
    assert "已存 1 条。退回 2 条" in body
    assert 'value="四十"' in body
    assert "自相矛盾" in body  # 21 days absent of 20
    assert count_of_records() == 1


def test_a_head_left_blank_is_named_and_nothing_is_stored(place: Authority) -> None:
    client = signed_in(place, "class_teacher")
    sent = {"day": str(today()), "days_excused": "0", f"value-{place.people['ann']}": "0"}
    answer = client.post(address(place, type_=ATTENDANCE), sent, **SCRIPT)
    assert answer.status_code == 422
    assert "应到天数" in told(answer)["said"]
    assert count_of_records() == 0


@pytest.mark.parametrize(
    "bad",
    [
        {"value-999999": "steady"}, {"value-x": "steady"}, {"value-": "steady"}, {"value-" + "9" * 40: "steady"},
        {"day": "2999-01-01"}, {"day": "gestern"}, {"habit": "<script>"}, {"habit": "x" * 5000},
    ],
)  # fmt: skip
def test_hostile_words_store_nothing_for_anybody_else(place: Authority, bad: dict[str, str]) -> None:
    client = signed_in(place, "class_teacher")
    answer = client.post(address(place), {"day": str(today()), "habit": "study", **bad}, **SCRIPT)
    assert answer.status_code in (200, 422)
    assert count_of_records() == 0


def test_somebody_else_s_pupil_is_sent_back_and_not_named(place: Authority, elsewhere: Authority) -> None:
    client = signed_in(place, "class_teacher")
    stranger = elsewhere.people["ann"]
    sent = marks(place, {"ben": "steady"}) | {f"value-{stranger}": "steady"}
    answer = client.post(address(place), sent, **SCRIPT)
    assert told(answer)["rows"][str(stranger)]["state"] == "returned"
    assert elsewhere.names[stranger] not in answer.content.decode()
    assert [row.subject for row in Record.objects.for_the_programme("test")] == [place.people["ben"]]


def test_nobody_saves_a_sheet_for_a_class_not_her_own(place: Authority) -> None:
    with pytest.raises(PermissionRefused):
        save_sheet(place.viewer("other_class_teacher"), Sheet(OBSERVATION, place.units["c3"], [fact(place, "ann")]))
    assert count_of_records() == 0


def test_what_was_saved_by_mistake_is_retracted_together(place: Authority) -> None:
    client = signed_in(place, "class_teacher")
    rows = told(client.post(address(place), marks(place, {"ann": "steady", "ben": "steady"}), **SCRIPT))["rows"]
    numbers = [row["record"] for row in rows.values()]
    where = reverse("take_back_sheet", args=[OBSERVATION])
    for _ in range(2):
        assert client.post(where, {"record": numbers}, **SCRIPT).status_code == 200
    assert all(state_of(int(number)).retracted_by for number in numbers)
    assert count_of_records() == 4  # two facts, two retractions


def test_nobody_takes_back_what_another_recorded(place: Authority, elsewhere: Authority) -> None:
    number = observed(elsewhere.viewer("class_teacher"), elsewhere.people["ann"])
    own = observed(place.viewer("class_teacher"), place.people["ann"])
    answer = signed_in(place, "class_teacher").post(
        reverse("take_back_sheet", args=[OBSERVATION]), {"record": [number, own]}, **SCRIPT
    )
    assert answer.status_code >= 400
    assert state_of(number).retracted_by is None
    assert state_of(own).retracted_by is None


def test_a_fact_corrected_meanwhile_is_passed_over(place: Authority) -> None:
    teacher = place.viewer("class_teacher")
    numbers = [observed(teacher, place.people[word]) for word in ("ann", "ben")]
    assert retract_many(teacher, numbers[:1], reason="记错了") == numbers[:1]
    assert retract_many(teacher, numbers, reason="记错了") == numbers[1:]


def test_the_next_sheet_opens_as_the_last_one_stood(place: Authority) -> None:
    teacher = place.viewer("class_teacher")
    first = next_sheet(teacher)
    assert first is not None
    assert first.unit == place.units["c3"]
    client = signed_in(place, "class_teacher")
    client.post(address(place), marks(place, {"ann": "steady"}, habit="labour", seen_case="示例"), **SCRIPT)
    row = LastSheet.objects.for_the_programme("test").get()
    assert row.heads == {"habit": "labour"}  # never the note
    assert re.search(r'value="labour"[^>]* selected', client.get(address(place)).content.decode())
    assert "三（1）班 快记：教师观察" in client.get(reverse("home")).content.decode()


def test_one_note_goes_to_all_who_are_marked(place: Authority) -> None:
    client = signed_in(place, "class_teacher")
    sent = marks(place, {"ann": "steady", "ben": "growing"}, seen_case="主动提出了自己的问题。")
    for row in told(client.post(address(place), sent, **SCRIPT))["rows"].values():
        assert "主动提出了自己的问题。" in client.get(reverse("record", args=[row["record"]])).content.decode()


def test_the_page_and_the_saving_take_as_many_queries_for_one_as_for_all(place: Authority) -> None:
    client = signed_in(place, "class_teacher")
    client.get(address(place))
    client.post(address(place), marks(place, {"ann": "steady"}), **SCRIPT)
    asked = []
    for words, level in ((("ann",), "growing"), (CLASS, "outstanding")):
        sent = marks(place, dict.fromkeys(words, level))
        sent |= {name: f"{value}-{level}" for name, value in sent.items() if name.startswith("client-")}
        with CaptureQueriesContext(connection) as saving:
            client.post(address(place), sent, **SCRIPT)
        with CaptureQueriesContext(connection) as opening:
            client.get(address(place))
        asked.append((len(saving), len(opening)))
    assert asked[0] == asked[1]


def test_the_choice_of_sheets_leads_straight_to_one(place: Authority) -> None:
    client = signed_in(place, "class_teacher")
    page = client.get(reverse("sheets")).content.decode()
    assert "三（1）班：教师观察" in page
    answer = client.get(f"{reverse('sheets')}?type={OBSERVATION}&class={place.units['c3']}&day=2026-03-02")
    assert (
        answer.headers["Location"] == f"{reverse('sheet', args=[OBSERVATION])}?class={place.units['c3']}&day=2026-03-02"
    )
    assert "没有可以整班记的" in signed_in(place, "ann").get(reverse("sheets")).content.decode()


def test_pupils_and_guardians_have_no_sheets_in_their_tree(place: Authority) -> None:
    assert reverse("sheets") in signed_in(place, "class_teacher").get(reverse("home")).content.decode()
    for word in ("ann", "mother"):
        assert f'href="{reverse("sheets")}"' not in signed_in(place, word).get(reverse("home")).content.decode()
