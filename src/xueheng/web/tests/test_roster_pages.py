"""Another program's roster through the pages: uploaded, its difference seen, stored; and one taken out."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from xueheng.identity.models import Person, RegisterImport
from xueheng.identity.public import ROSTER
from xueheng.identity.tests.authority import Authority
from xueheng.identity.tests.conftest import place, two_authorities
from xueheng.identity.tests.roster_zips import changed, zipped
from xueheng.shell.public import run_one
from xueheng.web.tests.test_people_pages import signed_in, words

pytestmark = pytest.mark.django_db
__all__ = ["place", "two_authorities"]
WHY = "a test of the pages looks"


def sent(client: Client, content: bytes) -> RegisterImport:
    file = SimpleUploadedFile("roster.zip", content)
    assert client.post("/rosters/new/", {"file": file, "day": "2026-03-02"}).status_code == 302
    run_one(lambda person, post: True)
    found: RegisterImport = RegisterImport.objects.for_the_programme(WHY).filter(layout=ROSTER).order_by("-created")[0]
    return found


def test_a_school_office_sees_the_difference_before_it_stores_a_roster(place: Authority) -> None:
    client = signed_in(place, "school_admin")
    before = Person.objects.for_the_programme(WHY).count()
    batch = sent(client, zipped(changed("orgs", "RV-01", "91-first")))
    page = words(client.get(f"/rosters/{batch.number}/"))
    assert "收到 29 = 新 29 + 相同 0 + 有变化 0 + 退回 0" in page
    assert "users.csv · bulk · 5 行" in page
    assert Person.objects.for_the_programme(WHY).count() == before
    assert "登记为新的人员" in words(client.get(f"/rosters/{batch.number}/rows/?outcome=new"))
    assert client.post(f"/rosters/{batch.number}/storings/").status_code == 302
    run_one(lambda person, post: True)
    assert Person.objects.for_the_programme(WHY).count() == before + 4
    assert "roster.zip" in words(client.get("/rosters/"))
    assert "roster.zip" not in words(client.get("/imports/"))
    assert client.get(f"/imports/{batch.number}/").status_code == 404


def test_rejected_rows_are_given_back_with_reasons(place: Authority) -> None:
    client = signed_in(place, "school_admin")
    batch = sent(client, zipped(changed("users", "u-2,,,true", "u-2,,,maybe")))
    text = client.post(f"/rosters/{batch.number}/rejected/").content.decode("utf-8-sig")
    assert "users,3,users · ming,enabledUser 应为 true 或 false" in text


def test_a_zip_that_cannot_be_read_is_told_in_words(place: Authority) -> None:
    client = signed_in(place, "school_admin")
    batch = sent(client, b"PK nonsense")
    assert batch.state == "received"


def test_a_roster_is_taken_out_as_a_zip(place: Authority) -> None:
    answer = signed_in(place, "nine_admin").post("/rosters/exports/", {"since": "", "purpose": ""})
    assert answer["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        assert "manifest.csv" in packed.namelist()
    assert signed_in(place, "class_teacher").get("/rosters/exports/").status_code == 403
