"""A register is brought in through the pages: chosen, its headings settled, checked, stored; at no step more."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from xueheng.identity.models import Person, RegisterImport, ValueMeaning
from xueheng.identity.tests.authority import Authority
from xueheng.identity.tests.conftest import place, two_authorities
from xueheng.identity.tests.register_books import ACCOUNTS, PUPILS, STAFF, book
from xueheng.identity.tests.test_imports_pupils import pupil
from xueheng.shell.public import run_one
from xueheng.trust.models import Detail
from xueheng.web.tests.test_people_pages import signed_in, words

pytestmark = pytest.mark.django_db
__all__ = ["place", "two_authorities"]
WHY = "a test of the pages looks"


def sent(client: Client, content: bytes, layout: str = PUPILS, name: str = "学籍表.xlsx") -> Any:
    file = SimpleUploadedFile(name, content)
    answer = client.post("/imports/new/", {"file": file, "layout": layout, "day": "2026-03-02"})
    run_one(lambda person, post: True)
    return answer


def newest() -> RegisterImport:
    found: RegisterImport = RegisterImport.objects.for_the_programme(WHY).order_by("-created")[0]
    return found


def test_a_school_office_brings_in_its_register(place: Authority, tmp_path: Path) -> None:
    client = signed_in(place, "school_admin")
    assert "未确认" in client.get("/imports/new/").content.decode()
    before = Person.objects.for_the_programme(WHY).count()
    answer = sent(client, book(tmp_path / "a.xlsx", [{**pupil(901, "示例页一"), "血型": "A型"}]))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/jobs/")
    batch = newest()

    page = words(client.get(f"/imports/{batch.number}/"))
    assert "收到 1 = 新 1 + 相同 0 + 有变化 0 + 退回 0" in page
    assert "这些列不会保存： 血型" in page
    assert "A型" not in page
    assert Person.objects.for_the_programme(WHY).count() == before

    assert client.post(f"/imports/{batch.number}/storings/").status_code == 302
    run_one(lambda person, post: True)
    assert newest().state == "stored"
    assert Person.objects.for_the_programme(WHY).count() == before + 1
    assert "示例页一" in words(client.get(f"/imports/{batch.number}/rows/?outcome=new"))


def test_a_heading_of_ones_own_is_asked_for_once(place: Authority, tmp_path: Path) -> None:
    client = signed_in(place, "school_admin")
    row = pupil(902, "示例页二")
    row["孩子叫什么"] = row.pop("姓名")
    content = book(tmp_path / "a.xlsx", [row])
    sent(client, content)
    page = words(client.get(f"/imports/{newest().number}/"))
    assert "还缺必需的列" in page
    assert "孩子叫什么" in page
    client.post(f"/imports/{newest().number}/headings/", {"heading-0": "name"})
    run_one(lambda person, post: True)
    assert newest().state == "checked"
    sent(client, content)
    assert newest().state == "checked"


def test_the_nearest_meaning_of_a_heading_is_offered_first(place: Authority, tmp_path: Path) -> None:
    client = signed_in(place, "school_admin")
    row = pupil(912, "示例页甲")
    row["学生的姓名"] = row.pop("姓名")
    sent(client, book(tmp_path / "a.xlsx", [row]))
    body = client.get(f"/imports/{newest().number}/").content.decode()
    assert '<option value="name" selected>' in body


def test_one_choice_mends_all_rows_of_a_spelling_and_is_remembered(place: Authority, tmp_path: Path) -> None:
    client = signed_in(place, "school_admin")
    rows = [{**pupil(920 + at, f"示例写法{at}"), "年级": "六年及", "性别": "女" if at else "女孩"} for at in range(3)]
    content = book(tmp_path / "a.xlsx", rows)
    sent(client, content)
    number = newest().number
    assert (newest().new, newest().rejected) == (0, 3)
    page = words(client.get(f"/imports/{number}/"))
    assert "年级：六年及 3 行" in page
    assert "性别：女孩 1 行" in page
    said = {"word": ["grade", "sex"], "spelling": ["六年及", "女孩"], "code": ["16", "female"]}
    client.post(f"/imports/{number}/values/", said)
    run_one(lambda person, post: True)
    assert (newest().new, newest().rejected) == (3, 0)

    sent(client, content)
    again = newest().number
    assert (newest().new, newest().rejected) == (3, 0), "remembered for the unit"
    assert "年级：六年及 已记住" in words(client.get(f"/imports/{again}/"))
    sent(signed_in(place, "nine_admin"), content)
    assert newest().rejected == 3, "another school's spellings are its own"

    client.post(f"/imports/{again}/values/", {"word": "sex", "spelling": "女孩", "code": ""})
    run_one(lambda person, post: True)
    assert RegisterImport.objects.for_the_programme(WHY).get(pk=again).rejected == 1, "taken back"


@pytest.mark.parametrize(
    "wrong",
    [
        {"word": "grade", "spelling": "六年及", "code": "99"},
        {"word": "name", "spelling": "示例", "code": "16"},
        {"word": "grade", "spelling": "长" * 41, "code": "16"},
        {"word": "grade", "spelling": "", "code": "16"},
    ],
)
def test_nothing_else_can_be_said_of_a_spelling(place: Authority, tmp_path: Path, wrong: dict[str, str]) -> None:
    client = signed_in(place, "school_admin")
    sent(client, book(tmp_path / "a.xlsx", [{**pupil(930, "示例写法"), "年级": "六年及"}]))
    assert client.post(f"/imports/{newest().number}/values/", wrong).status_code == 422
    assert not ValueMeaning.objects.for_the_programme(WHY).exists()
    assert client.post(f"/imports/{newest().number}/values/", {"word": "grade"}).status_code == 404


def test_a_file_that_is_no_workbook_is_refused_with_words_and_nothing_is_stored(place: Authority) -> None:
    client = signed_in(place, "school_admin")
    answer = sent(client, b"\x89PNG\r\n\x1a\n" + b"0" * 500)
    page = words(client.get(answer["Location"]))
    assert "既不是 .xlsx" in page
    assert newest().state == "received"


def test_an_import_of_another_school_is_as_one_that_does_not_exist(place: Authority, tmp_path: Path) -> None:
    sent(signed_in(place, "school_admin"), book(tmp_path / "a.xlsx", [pupil(903, "示例页三")]))
    other = signed_in(place, "nine_admin")
    for act in ("", "rows/"):
        assert other.get(f"/imports/{newest().number}/{act}").status_code == 404
    for act in ("checks/", "storings/", "marked/", "withdrawals/", "slips/", "headings/", "values/"):
        assert other.post(f"/imports/{newest().number}/{act}").status_code == 404
    assert signed_in(place, "class_teacher").get("/imports/").status_code == 403


def test_accounts_from_a_list_come_back_once_with_their_first_passwords(place: Authority, tmp_path: Path) -> None:
    client = signed_in(place, "school_admin")
    staff = [{"教师号": "T2026001", "姓名": "示例师甲", "岗位": "体育教师"}]
    sent(client, book(tmp_path / "s.xlsx", staff), STAFF)
    client.post(f"/imports/{newest().number}/storings/")
    run_one(lambda person, post: True)
    assert (newest().state, newest().new) == ("stored", 1)

    asked = [{"姓名": "示例师甲", "教师号": "T2026001", "登录名": "shilijia"}, {"姓名": "别人", "教师号": "T2026001x"}]
    sent(client, book(tmp_path / "a.xlsx", asked), ACCOUNTS)
    client.post(f"/imports/{newest().number}/storings/")
    run_one(lambda person, post: True)
    number = newest().number
    assert (newest().received, newest().new, newest().rejected) == (2, 1, 1)
    given = client.post(f"/imports/{number}/slips/")
    assert given["Content-Type"].endswith("spreadsheetml.sheet")
    assert client.post(f"/imports/{number}/slips/").status_code == 400
    assert "已撤回" not in words(client.get(f"/imports/{number}/"))


def test_a_file_marked_up_comes_back(place: Authority, tmp_path: Path) -> None:
    client = signed_in(place, "school_admin")
    sent(client, book(tmp_path / "a.xlsx", [pupil(904, "示例页四"), {**pupil(905, "示例页五"), "身份证件号": "123"}]))
    assert (newest().new, newest().rejected) == (1, 1)
    answer = client.post(f"/imports/{newest().number}/marked/")
    (tmp_path / "back.xlsx").write_bytes(answer.content)
    assert answer.content.startswith(b"PK")
    [noted] = Detail.objects.filter(entry__stream="reading", entry__verb="export")
    assert json.loads(noted.text) == {"table": "marked_register", "filters": {}, "rows": 2}


def test_a_withdrawn_import_leaves_nothing_to_read(place: Authority, tmp_path: Path) -> None:
    client = signed_in(place, "school_admin")
    sent(client, book(tmp_path / "a.xlsx", [pupil(906, "示例页六")]))
    number = newest().number
    assert client.post(f"/imports/{number}/withdrawals/").status_code == 302
    assert client.get(f"/imports/{number}/rows/").status_code == 404
    assert "示例页六" not in client.get(f"/imports/{number}/").content.decode()
