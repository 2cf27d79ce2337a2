"""The pages of the record as each role meets them."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from xueheng.evidence.model_records import Record
from xueheng.evidence.public import append_record, attest_record, refuse_record
from xueheng.evidence.tests.office import (
    EXEMPTION,
    OBSERVATION,
    SERVICE,
    attended,
    observed,
    record_of,
    served,
    state_of,
)
from xueheng.evidence.tests.some_files import a_paper
from xueheng.identity.models import Account
from xueheng.identity.tests.authority import Authority
from xueheng.identity.viewer import today
from xueheng.trust.models import Entry

pytestmark = pytest.mark.django_db


def signed_in(place: Authority, word: str) -> Client:
    account = Account.objects.create(login=word, person_id=place.people[word], must_change_password=False)
    client = Client(HTTP_ACCEPT_LANGUAGE="zh-hans")
    client.force_login(account)
    return client


def new_address(place: Authority, type_: str, word: str) -> str:
    return reverse("new_record", args=[type_, place.people[word]])


def latest() -> Record:
    found: Record = Record.objects.for_the_programme("test").order_by("-number")[0]
    return found


def test_a_teacher_records_by_the_form_and_lands_on_the_record(place: Authority) -> None:
    client = signed_in(place, "class_teacher")
    chosen = client.get(reverse("choose_record"), {"type": OBSERVATION}).content.decode()
    assert place.names[place.people["ann"]] in chosen
    assert place.names[place.people["dan"]] not in chosen
    address = new_address(place, OBSERVATION, "ann")
    opened = client.get(address).content.decode()
    assert "观察点" in opened
    assert f'value="{today()}"' in opened
    sent = {"day": str(today()), "habit": "conduct", "level": "steady", "seen_case": "示例事例", "client_id": "c-1"}
    answer = client.post(address, sent, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[-1][0] == reverse("record", args=[latest().number])
    assert "已存。" in page
    assert "示例事例" in page
    assert place.names[place.people["ann"]] in page
    client.post(address, sent)
    assert Record.objects.for_the_programme("test").count() == 1


def test_what_does_not_fit_is_told_at_its_field_and_nothing_typed_is_lost(place: Authority) -> None:
    client = signed_in(place, "class_teacher")
    address = new_address(place, "student.monthly_attendance", "ann")
    sent = {"day": str(today()), "days_due": "20.5", "days_excused": "0", "days_absent": "45"}
    answer = client.post(address, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "要整数" in page
    assert "45 天不在 0–31 之间" in page
    assert 'value="20.5"' in page
    assert Record.objects.for_the_programme("test").count() == 0
    answer = client.post(address, {"day": "2999-01-01", "days_due": "20", "days_absent": "0", "days_excused": "0"})
    assert "还没有到" in answer.content.decode()


def test_hours_are_typed_as_decimals_and_stored_in_tenths(place: Authority) -> None:
    client = signed_in(place, "ann")
    client.post(new_address(place, SERVICE, "ann"), {"day": str(today()), "hours_served": "２.５ 小时"})
    page = client.get(reverse("record", args=[latest().number])).content.decode()
    assert "2.5 小时" in page


def test_the_list_shows_what_one_may_see_and_no_private_words(place: Authority, elsewhere: Authority) -> None:
    observed(place.viewer("class_teacher"), place.people["ann"])
    observed(elsewhere.viewer("class_teacher"), elsewhere.people["ann"])
    observed(place.viewer("other_class_teacher"), place.people["dan"])
    page = signed_in(place, "class_teacher").get(reverse("records")).content.decode()
    assert place.names[place.people["ann"]] in page
    assert place.names[place.people["dan"]] not in page
    assert elsewhere.names[elsewhere.people["ann"]] not in page
    assert "行为习惯" in page
    assert "共 1 条" in page


def test_the_list_is_filtered_by_type_period_and_state(place: Authority) -> None:
    teacher = place.viewer("class_teacher")
    observed(teacher, place.people["ann"])
    attended(teacher, place.people["ben"], day=date(2026, 1, 30))
    client = signed_in(place, "class_teacher")
    for asked, count in (
        ({"type": OBSERVATION}, 1),
        ({"to": "2026-01-31"}, 1),
        ({"from": "2026-01-31"}, 1),
        ({"state": "to_verify"}, 1),
        ({"state": "superseded"}, 0),
        ({"name": place.names[place.people["ben"]]}, 1),
    ):
        page = client.get(reverse("records"), asked).content.decode()
        assert page.count("<tr><td") == count, asked


def test_the_list_takes_the_same_number_of_queries_whatever_the_rows(place: Authority) -> None:
    client = signed_in(place, "class_teacher")
    client.get(reverse("records"))
    counts = []
    for word in ("ann", "ben", "cai"):
        for _ in range(5):
            observed(place.viewer("class_teacher"), place.people[word])
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("records"))
        counts.append(len(asked))
    assert len(set(counts)) == 1, counts


def test_the_page_of_a_record_asks_no_more_often_when_much_was_said_about_it(place: Authority) -> None:
    number = attended(place.viewer("class_teacher"), place.people["ann"])
    client, address = signed_in(place, "class_teacher"), reverse("record", args=[number])
    client.get(address)
    counts, verifier = [], place.viewer("school_admin")
    for act in (None, attest_record, lambda by, fact: refuse_record(by, fact, reason="请核对")):
        if act is not None:
            act(verifier, number)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counts.append(len(asked))
    assert max(counts) == counts[0], counts


def test_a_record_of_another_class_is_as_one_that_does_not_exist(place: Authority, elsewhere: Authority) -> None:
    client = signed_in(place, "class_teacher")
    numbers = [
        observed(place.viewer("other_class_teacher"), place.people["dan"]),
        observed(elsewhere.viewer("class_teacher"), elsewhere.people["ann"]),
        999_999,
    ]
    said = set()
    for number in numbers:
        for name in ("record", "correct_record", "retract_record"):
            answer = client.get(reverse(name, args=[number]))
            assert answer.status_code == 404
            said.add(re.sub(r"编号：?\s*\w{4}|code:? \w{4}|[0-9A-Z]{4}", "", answer.content.decode()))
    assert not any(place.names[place.people["dan"]] in page for page in said)


def test_a_correction_stands_beside_what_it_corrects(place: Authority) -> None:
    number = observed(place.viewer("class_teacher"), place.people["ann"])
    client = signed_in(place, "class_teacher")
    address = reverse("correct_record", args=[number])
    assert "表现" in client.get(address).content.decode()
    sent = {"day": "2026-03-02", "habit": "conduct", "level": "growing", "why_corrected": "看错了人"}
    page = client.post(address, sent, follow=True).content.decode()
    assert all(word in page for word in ("看错了人", "稳定", "进步中", "更正"))
    old = client.get(reverse("record", args=[number])).content.decode()
    assert "这条记录已被更正" in old
    assert reverse("correct_record", args=[number]) not in old


def test_a_record_is_taken_back_with_a_reason(place: Authority) -> None:
    number = observed(place.viewer("class_teacher"), place.people["ann"])
    client = signed_in(place, "class_teacher")
    address = reverse("retract_record", args=[number])
    assert client.post(address, {"why": ""}).status_code == 422
    page = client.post(address, {"why": "记错了人"}, follow=True).content.decode()
    assert "已撤回" in page
    assert "记错了人" in page


def test_the_queue_verifies_many_at_once(place: Authority) -> None:
    numbers = [served(place, word) for word in ("ann", "ben", "cai")]
    client = signed_in(place, "class_teacher")
    page = client.get(reverse("attestations")).content.decode()
    assert all(f'value="{number}"' in page for number in numbers)
    client.post(reverse("attestations"), {"record": numbers[:2], "act": "attest"})
    assert [state_of(number).to_verify for number in numbers] == [False, False, True]
    answer = client.post(reverse("attestations"), {"record": [numbers[2]], "act": "refuse", "words": ""})
    assert answer.status_code == 422
    assert "请写明原因" in answer.content.decode()
    client.post(reverse("attestations"), {"record": [numbers[2]], "act": "refuse", "words": "签到表上没有"})
    assert state_of(numbers[2]).refused_by is not None
    assert "没有待审核的记录" in client.get(reverse("attestations")).content.decode()


def test_a_pupil_has_no_queue(place: Authority) -> None:
    assert signed_in(place, "ann").get(reverse("attestations")).status_code == 403


def test_reading_a_medical_reason_is_noted_once(place: Authority) -> None:
    teacher = place.viewer("class_teacher")
    number = append_record(
        teacher, type=EXEMPTION, subject=place.people["ann"], day=place.day, fields={"kind": "illness"},
        files={"certificate": [a_paper()]},
    )  # fmt: skip
    assert Entry.objects.filter(stream="reading").count() == 0
    page = signed_in(place, "school_admin").get(reverse("record", args=[number])).content.decode()
    assert "因病暂缓" in page
    assert Entry.objects.filter(stream="reading").count() == 1
    assert record_of(number).recorder == teacher.person
