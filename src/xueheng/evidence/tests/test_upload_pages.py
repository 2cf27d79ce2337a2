"""Uploading as somebody at a screen does it."""

import io
import json
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from xueheng.evidence.model_batches import Batch
from xueheng.evidence.tests.office import count_of_records
from xueheng.evidence.tests.test_pages import signed_in
from xueheng.evidence.tests.workbooks_to_upload import HEADS, LAYOUT, TESTED, pupil_number, row_of, workbook
from xueheng.identity.tests.authority import Authority
from xueheng.shell.public import run_one
from xueheng.trust.models import Detail

pytestmark = pytest.mark.django_db


def latest() -> Batch:
    found: Batch = Batch.objects.for_the_programme("test").latest("created")
    return found


def sent(client: Client, content: bytes, name: str = "体质健康_三年级.xlsx") -> str:
    """The page after a file was sent and checked."""
    file = SimpleUploadedFile(name, content)
    answer = client.post(reverse("new_upload"), {"file": file, "layout": LAYOUT, "day": str(TESTED)})
    assert answer.status_code == 302, answer.content.decode()
    work_done()
    return client.get(answer["Location"]).content.decode()


def work_done() -> None:
    while run_one(lambda person, post: True):
        pass


def test_choose_check_store(place: Authority) -> None:
    client = signed_in(place, "pe_teacher")
    opened = client.get(reverse("new_upload")).content.decode()
    assert "国家学生体质健康标准数据上报模板" in opened
    rows = [row_of(place, "ann"), row_of(place, "ben"), row_of(place, "cai", 1.65), row_of(place, "hua")]
    page = sent(client, workbook(rows))
    assert "体质健康_三年级.xlsx" in page
    assert "收到 4 = 新 2 + 已有相同 0 + 退回 2" in page
    assert "入库 2 行" in page
    assert "“身高”的问题" in page
    assert "编号不在名册里" in page
    assert "民族代码" not in page
    assert "还要由有权的人审核" in page
    assert "按已审核计" not in page
    assert count_of_records() == 0
    number = latest().pk
    answer = client.post(reverse("store_upload", args=[number]), follow=True).content.decode()
    assert "已经开始" in answer
    assert "hx-get" in answer
    work_done()
    page = client.get(reverse("upload", args=[number])).content.decode()
    assert "已入库" in page
    assert "看记录" in page
    assert count_of_records() == 2
    listed = client.get(reverse("uploads")).content.decode()
    assert "体质健康_三年级.xlsx" in listed
    assert "已入库" in listed


def test_rows_sent_back_say_cell_reason_and_remedy(place: Authority) -> None:
    client = signed_in(place, "pe_teacher")
    sent(client, workbook([row_of(place, "ann"), row_of(place, "ben", 1.65), row_of(place, "hua")]))
    address = reverse("upload_rows", args=[latest().pk])
    page = client.get(address).content.decode()
    assert "E4" in page
    assert "1.65" in page
    assert "165" in page
    assert pupil_number(place, "hua") in page
    assert pupil_number(place, "ann") not in page
    only = client.get(address, {"outcome": "rejected", "kind": "身高"}).content.decode()
    assert pupil_number(place, "hua") not in only
    assert client.get(address, {"outcome": "new"}).content.decode().count("<tr><td") == 1


def test_the_marked_workbook_is_taken_by_its_sender_alone(place: Authority) -> None:
    client = signed_in(place, "pe_teacher")
    sent(client, workbook([row_of(place, "ann"), row_of(place, "ben", 1.65)]))
    address = reverse("marked_upload", args=[latest().pk])
    answer = client.post(address)
    assert answer["Cache-Control"] == "private, no-store"
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    assert book["体质"].cell(4, 9).value == "退回"
    [noted] = Detail.objects.filter(entry__stream="reading", entry__verb="export")
    assert json.loads(noted.text) == {"table": "marked_upload", "filters": {}, "rows": 2}
    assert client.get(address).status_code == 405
    assert signed_in(place, "school_admin").post(address).status_code == 404


def test_a_changed_row_is_offered_and_corrected(place: Authority) -> None:
    client = signed_in(place, "pe_teacher")
    sent(client, workbook([row_of(place, "ann")]))
    client.post(reverse("store_upload", args=[latest().pk]))
    work_done()
    page = sent(client, workbook([row_of(place, "ann", 150)]))
    assert "其中 1 行与已存的不同" in page
    client.post(reverse("store_upload", args=[latest().pk]), {"corrections": "1"})
    work_done()
    assert count_of_records() == 2
    assert (latest().new, latest().rejected) == (1, 0)


def test_a_file_nobody_can_read_ends_in_a_sentence(place: Authority) -> None:
    client = signed_in(place, "pe_teacher")
    page = sent(client, b"PK\x03\x04 broken")
    assert "已损坏或不完整" in page
    assert "重新核对" in page
    assert "/dev/shm" not in page
    answer = client.post(reverse("new_upload"), {"layout": LAYOUT, "day": str(TESTED)})
    assert answer.status_code == 422
    assert "请填写“文件”" in answer.content.decode()
    answer = client.post(
        reverse("new_upload"), {"file": SimpleUploadedFile("x.xlsx", b""), "layout": LAYOUT, "day": str(TESTED)}
    )
    assert "空文件" in answer.content.decode()


def test_an_upload_is_taken_back_with_a_reason(place: Authority) -> None:
    client = signed_in(place, "pe_teacher")
    sent(client, workbook([row_of(place, "ann")]))
    client.post(reverse("store_upload", args=[latest().pk]))
    work_done()
    address = reverse("withdraw_upload", args=[latest().pk])
    assert client.post(address, {"reason": ""}).status_code == 422
    client.post(address, {"reason": "传错了文件"})
    work_done()
    assert "已撤回" in client.get(reverse("upload", args=[latest().pk])).content.decode()


def test_who_records_nothing_has_no_uploads(place: Authority) -> None:
    for word in ("head", "bureau_head"):
        assert signed_in(place, word).get(reverse("new_upload")).status_code == 403


def test_an_upload_of_another_is_no_page(place: Authority, elsewhere: Authority) -> None:
    sent(signed_in(place, "pe_teacher"), workbook([row_of(place, "ann")]))
    client, number = signed_in(place, "nine_admin"), latest().pk
    for name in ("upload", "upload_rows", "withdraw_upload"):
        assert client.get(reverse(name, args=[number])).status_code == 404
    for name in ("check_upload", "store_upload", "marked_upload"):
        assert client.post(reverse(name, args=[number])).status_code == 404
    assert "体质健康" not in client.get(reverse("uploads")).content.decode()


def test_pages_take_the_same_number_of_queries_whatever_the_rows(place: Authority) -> None:
    client = signed_in(place, "pe_teacher")
    asked: dict[str, list[int]] = {}
    for count in (1, 3):
        sent(client, workbook([row_of(place, word, 1.6) for word in ("ann", "ben", "cai")[:count]]))
        for name, args in (("uploads", []), ("upload", [latest().pk]), ("upload_rows", [latest().pk])):
            client.get(reverse(name, args=args))
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse(name, args=args))
            asked.setdefault(name, []).append(len(queries))
    assert all(len(set(found)) == 1 for found in asked.values()), asked


def test_the_page_never_names_the_place_on_the_disk(place: Authority, settings: object) -> None:
    client = signed_in(place, "pe_teacher")
    page = sent(client, workbook([row_of(place, "ann")]), "../../etc/passwd\\体质.xlsx")
    assert "体质.xlsx" in page
    assert str(Path("etc") / "passwd") not in page


def called(others: Mapping[str, str]) -> list[str]:
    """The headings, some by other names."""
    return [others.get(head, head) for head in HEADS]


def test_a_heading_that_nobody_knows_is_asked_for_once(place: Authority) -> None:
    client = signed_in(place, "pe_teacher")
    content = workbook([row_of(place, "ann"), row_of(place, "ben")], called({"身高": "身高值", "体重": "备注"}))
    page = sent(client, content)
    assert "这些列不认识，请说明一次" in page
    assert '<option value="height" selected>身高</option>' in page
    assert '<option value="vital_capacity"' not in page  # a column of the workbook fills it already
    number = latest().pk
    answer = client.post(reverse("say_upload_headings", args=[number]), {"heading-0": "height", "heading-1": ""})
    assert answer.status_code == 302, answer.content.decode()
    work_done()
    page = client.get(reverse("upload", args=[number])).content.decode()
    assert "请说明一次" not in page
    assert "收到 2 = 新 2 + 已有相同 0 + 退回 0" in page
    client.post(reverse("store_upload", args=[number]))
    work_done()
    again = sent(client, content, "再传一次.xlsx")
    assert "请说明一次" not in again
    assert "收到 2 = 新 0 + 已有相同 2 + 退回 0" in again


def test_a_workbook_refused_for_a_missing_heading_is_read_once_it_was_pointed_out(place: Authority) -> None:
    client = signed_in(place, "pe_teacher")
    page = sent(client, workbook([row_of(place, "ann")], called({"学籍号": "学生编码"})))
    assert "没有读出来" in page
    number = latest().pk
    client.post(reverse("say_upload_headings", args=[number]), {"heading-0": "subject"})
    work_done()
    page = client.get(reverse("upload", args=[number])).content.decode()
    assert "收到 1 = 新 1 + 已有相同 0 + 退回 0" in page


def test_what_a_heading_means_is_said_by_the_sender_alone_and_of_words_there_are(place: Authority) -> None:
    client = signed_in(place, "pe_teacher")
    sent(client, workbook([row_of(place, "ann")], called({"身高": "身高值"})))
    address = reverse("say_upload_headings", args=[latest().pk])
    assert signed_in(place, "class_teacher").post(address, {"heading-0": "height"}).status_code in (403, 404)
    refused = client.post(address, {"heading-0": "home_address"})
    assert refused.status_code == 422
    assert "没有这一项" in refused.content.decode()


def test_two_columns_given_one_meaning_are_refused_with_the_choices_kept(place: Authority) -> None:
    client = signed_in(place, "pe_teacher")
    sent(client, workbook([row_of(place, "ann")], called({"身高": "身高值", "体重": "备注"})))
    address = reverse("say_upload_headings", args=[latest().pk])
    refused = client.post(address, {"heading-0": "height", "heading-1": "height"})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "两列选了同一项" in page
    assert page.count('<option value="height" selected>') == 2
