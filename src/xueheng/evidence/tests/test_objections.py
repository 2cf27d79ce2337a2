"""Something is wrong with a record: who may say so, who decides, what each of them sees; and what is shown to whom."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from xueheng.evidence.models import Objection, ShownChoice
from xueheng.evidence.public import (
    EVIDENCE_ERASER,
    OwnRecord,
    RecordUnknown,
    answer_objection,
    append_record,
    attest_record,
    choices_of,
    choose_shown,
    correct_record,
    object_to_record,
    records,
    retract_record,
    shown_in_report,
    withdraw_objection,
)
from xueheng.evidence.refusals import ObjectionRefused
from xueheng.evidence.tests.office import ONE_ABSENT, REFLECTION, attended, observed, served
from xueheng.identity.models import Account
from xueheng.identity.tests.authority import DAY, Authority
from xueheng.identity.viewer import Viewer
from xueheng.trust.models import Entry
from xueheng.trust.public import Erasing

pytestmark = pytest.mark.django_db
WORDS = "那天我请过假，妈妈写了条子"


def signed_in(place: Authority, word: str) -> Client:
    account = Account.objects.create(login=word, person_id=place.people[word], must_change_password=False)
    client = Client(HTTP_ACCEPT_LANGUAGE="zh-hans")
    client.force_login(account)
    return client


def words(answer: Any) -> str:
    body = answer.content.decode().partition("<main")[2]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def sees(viewer: Viewer, number: int) -> bool:
    return bool(records(viewer).filter(pk=number).exists())


def objection(number: int) -> Objection:
    found: Objection = Objection.objects.for_the_programme("a test looks").get(pk=number)
    return found


def test_a_mother_objects_the_office_upholds_corrects_and_both_are_told(place: Authority) -> None:
    teacher, office = place.viewer("class_teacher"), place.viewer("school_admin")
    number = attended(teacher, place.people["ann"], ONE_ABSENT)
    mother, desk = signed_in(place, "mother"), signed_in(place, "school_admin")
    page = words(mother.get(reverse("record", args=[number])))
    assert "有疑问" in page
    sent = mother.post(reverse("object_to_record", args=[number]), {"kind": "wrong_value", "words": WORDS})
    assert sent.status_code == 302
    receipt = sent["Location"]
    assert "待答复" in words(mother.get(receipt))
    assert "学校教务" in words(mother.get(receipt))
    assert "1 条疑问待答复" in words(desk.get("/"))
    assert WORDS in words(desk.get(receipt))
    answered = desk.post(receipt, {"upheld": "yes", "words": "查到请假单，确是请假"})
    assert answered.status_code == 302
    correct_record(office, number, fields={"days_due": 20, "days_absent": 0}, reason="疑问成立")
    told = words(mother.get("/"))
    assert "疑问成立：考勤月报" in told
    assert "疑问成立：考勤月报" in words(signed_in(place, "class_teacher").get("/"))
    assert "1 条疑问待答复" not in words(desk.get("/"))
    verbs = list(Entry.objects.filter(verb__in=("object", "answer_objection")).values_list("verb", flat=True))
    assert sorted(verbs) == ["answer_objection", "object"]


def test_what_the_mother_writes_is_not_shown_to_who_recorded_it(place: Authority) -> None:
    number = attended(place.viewer("class_teacher"), place.people["ann"])
    made = object_to_record(place.guardian("mother"), number, "wrong_value", WORDS)
    page = words(signed_in(place, "class_teacher").get(reverse("objection", args=[made])))
    assert "内容不对" in page
    assert WORDS not in page
    assert "家长" in page


def test_the_recorder_never_decides_nor_does_who_recorded_what_was_corrected(place: Authority) -> None:
    teacher, office, subject = place.viewer("class_teacher"), place.viewer("school_admin"), place.people["ann"]
    made = object_to_record(place.pupil("ann"), attended(teacher, subject), "wrong_value")
    with pytest.raises(ObjectionRefused):
        answer_objection(teacher, made, upheld=False, words="没有错")
    # The pe teacher's test is corrected by the office: the office verifies the type, but the correction is its own.
    tested = append_record(
        place.viewer("pe_teacher"), type="fitness.fitness_test", subject=subject, day=DAY, fields={"height": 1320}
    )
    corrected = correct_record(office, tested, fields={"height": 1330}, reason="看错尺子")
    again = object_to_record(place.pupil("ann"), corrected, "wrong_value")
    with pytest.raises((ObjectionRefused, OwnRecord)):
        answer_objection(office, again, upheld=False, words="没有错")


def test_an_observation_is_decided_by_the_head_who_sees_it_only_while_somebody_doubts_it(place: Authority) -> None:
    teacher, head, pupil = place.viewer("class_teacher"), place.viewer("head"), place.pupil("ann")
    doubted, other = observed(teacher, place.people["ann"]), observed(teacher, place.people["ben"])
    assert not sees(head, doubted)
    made = object_to_record(pupil, doubted, "not_mine")
    assert sees(place.viewer("head"), doubted)
    assert not sees(place.viewer("head"), other)
    assert not sees(place.viewer("nine_head"), doubted)
    withdraw_objection(pupil, made)
    assert not sees(place.viewer("head"), doubted)


def test_declined_in_words_the_record_stands_and_is_not_answered_twice(place: Authority) -> None:
    made = object_to_record(place.pupil("ann"), attended(place.viewer("class_teacher"), place.people["ann"]), "double")
    office = place.viewer("school_admin")
    with pytest.raises(ObjectionRefused):
        answer_objection(office, made, upheld=False, words="  ")
    answer_objection(office, made, upheld=False, words="两条是不同月份")
    assert objection(made).state == "answered"
    with pytest.raises(ObjectionRefused):
        answer_objection(office, made, upheld=True, words="改主意")
    with pytest.raises(ObjectionRefused):
        withdraw_objection(place.pupil("ann"), made)
    assert objection(made).upheld is False


def test_nobody_objects_for_another_child_nor_to_what_she_recorded_or_what_is_gone(place: Authority) -> None:
    teacher = place.viewer("class_teacher")
    number = attended(teacher, place.people["ann"])
    for stranger in (place.guardian("mother_of_dan"), place.pupil("ben")):
        with pytest.raises(RecordUnknown):
            object_to_record(stranger, number, "wrong_value")
    with pytest.raises(ObjectionRefused):
        object_to_record(place.viewer("class_teacher"), number, "wrong_value")
    own = served(place)
    with pytest.raises(ObjectionRefused):
        object_to_record(place.pupil("ann"), own, "wrong_value")
    retract_record(teacher, number, reason="记错人")
    with pytest.raises(ObjectionRefused):
        object_to_record(place.pupil("ann"), number, "wrong_value")


def test_one_at_a_time_and_something_else_takes_words(place: Authority) -> None:
    number, mother = attended(place.viewer("class_teacher"), place.people["ann"]), place.guardian("mother")
    with pytest.raises(ObjectionRefused):
        object_to_record(mother, number, "other")
    with pytest.raises(ObjectionRefused):
        object_to_record(mother, number, "wrong_value", "长" * 301)
    first = object_to_record(mother, number, "other", "说不清")
    with pytest.raises(ObjectionRefused):
        object_to_record(mother, number, "double")
    object_to_record(place.guardian("father"), number, "double")
    withdraw_objection(mother, first)
    object_to_record(mother, number, "double")


def test_other_families_and_schools_do_not_learn_of_it(place: Authority) -> None:
    made = object_to_record(
        place.guardian("mother"), attended(place.viewer("class_teacher"), place.people["ann"]), "wrong_value", WORDS
    )
    seen = Objection.objects
    for viewer in (
        place.guardian("mother_of_dan"), place.pupil("ben"), place.viewer("nine_admin"),
        place.viewer("other_class_teacher"), place.viewer("subject_teacher"), place.viewer("data_officer"),
    ):  # fmt: skip
        assert not seen.visible_to(viewer).filter(pk=made).exists()
    for viewer in (place.guardian("father"), place.pupil("ann"), place.viewer("school_admin")):
        assert seen.visible_to(viewer).filter(pk=made).exists()
    assert signed_in(place, "mother_of_dan").get(reverse("objection", args=[made])).status_code == 404


def test_the_words_are_sealed_and_go_with_her(
    place: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xueheng.evidence.snapshots.place.data_folder", lambda: tmp_path)
    made = object_to_record(
        place.guardian("mother"), attended(place.viewer("class_teacher"), place.people["ann"]), "wrong_value", WORDS
    )
    answer_objection(place.viewer("school_admin"), made, upheld=False, words="核对过签到表")
    kept = bytes(objection(made).words) + bytes(objection(made).answer)
    assert WORDS.encode() not in kept
    assert "签到表".encode() not in kept
    EVIDENCE_ERASER.erase(Erasing((place.people["ann"],)))
    assert bytes(objection(made).words) == bytes(objection(made).answer) == b""


def test_a_page_of_objections_asks_the_same_however_many_there_are(place: Authority) -> None:
    teacher, mother = place.viewer("class_teacher"), place.guardian("mother")
    object_to_record(mother, observed(teacher, place.people["ann"]), "other", "一")
    client = signed_in(place, "mother")
    client.get(reverse("objections"))
    with CaptureQueriesContext(connection) as one:
        assert words(client.get(reverse("objections"))).count("待答复") == 1
    for at in range(4):
        object_to_record(mother, observed(teacher, place.people["ann"]), "other", f"再{at}")
    with CaptureQueriesContext(connection) as five:
        assert words(client.get(reverse("objections"))).count("待答复") == 5
    assert len(five) == len(one)


def reflected(place: Authority, word: str = "ann") -> int:
    return append_record(
        place.pupil(word), type=REFLECTION, subject=place.people[word], day=DAY,
        fields={"on_aspect": "learning", "reflection_text": "我会读拼音了"},
    )  # fmt: skip


def test_a_reflection_is_shown_to_family_and_class_teacher_until_she_narrows_it(place: Authority) -> None:
    number = reflected(place)
    readers: dict[str, Callable[[], Viewer]] = {
        "teacher": lambda: place.viewer("class_teacher"),
        "mother": lambda: place.guardian("mother"),
    }
    assert all(sees(viewer(), number) for viewer in readers.values())
    assert not sees(place.viewer("subject_teacher"), number)
    choose_shown(place.pupil("ann"), number, audience="family")
    assert not sees(place.viewer("class_teacher"), number)
    assert sees(place.guardian("mother"), number)
    assert sees(place.pupil("ann"), number)
    choose_shown(place.pupil("ann"), number, audience="class")
    assert sees(place.viewer("class_teacher"), number)


def test_a_choice_opens_nothing_and_who_verifies_sees_on(place: Authority) -> None:
    number = served(place)
    choose_shown(place.pupil("ann"), number, audience="family")
    assert sees(place.viewer("class_teacher"), number)  # verifies voluntary service
    assert attest_record(place.viewer("class_teacher"), number)
    own = reflected(place)
    choose_shown(place.pupil("ann"), own, audience="")
    assert not sees(place.viewer("subject_teacher"), own)
    assert not sees(place.pupil("ben"), own)


def test_a_correction_keeps_the_choice(place: Authority) -> None:
    number = reflected(place)
    choose_shown(place.pupil("ann"), number, audience="family", in_report=True)
    newer = correct_record(place.pupil("ann"), number, fields={"on_aspect": "doing"}, reason="写错方面")
    assert choices_of([newer])[newer].audience == "family"
    assert not sees(place.viewer("class_teacher"), newer)
    assert shown_in_report([number, newer]) == {number: True, newer: True}


def test_only_the_family_chooses_and_only_narrows_what_it_recorded(place: Authority) -> None:
    seen, own = observed(place.viewer("class_teacher"), place.people["ann"]), reflected(place)
    with pytest.raises(RecordUnknown):
        choose_shown(place.pupil("ann"), seen, audience="family")
    with pytest.raises(RecordUnknown):
        choose_shown(place.viewer("class_teacher"), seen, in_report=True)
    with pytest.raises(RecordUnknown):
        choose_shown(place.pupil("ben"), own, audience="family")
    with pytest.raises(RecordUnknown):
        choose_shown(place.pupil("ann"), own, audience="everybody")
    choose_shown(place.pupil("ann"), seen, in_report=True)
    choose_shown(place.pupil("ann"), seen, in_report=False)
    choose_shown(place.pupil("ann"), seen, in_report=False)
    assert shown_in_report([seen, own]) == {seen: False}
    rows = ShownChoice.objects.for_the_programme("a test looks").filter(record=seen).order_by("made_at")
    assert [row.in_report for row in rows] == [True, False]
    assert Entry.objects.filter(verb="choose_shown").count() == 2


def test_the_choice_is_made_on_the_records_own_page(place: Authority) -> None:
    number, ann = reflected(place), signed_in(place, "ann")
    assert "只有家人" in words(ann.get(reverse("record", args=[number])))
    assert ann.post(reverse("choose_shown", args=[number]), {"audience": "family", "report": "yes"}).status_code == 302
    assert choices_of([number])[number].in_report is True
    assert signed_in(place, "ben").post(reverse("choose_shown", args=[number]), {"report": "no"}).status_code == 404
