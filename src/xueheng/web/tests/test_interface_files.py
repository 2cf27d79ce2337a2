"""Records with files over the interface: looked at, stripped and sealed as from a page, and sent twice stored once."""

from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image

from xueheng.evidence.model_records import Attachment, Record
from xueheng.evidence.public import open_attachment
from xueheng.evidence.tests.some_files import a_picture, a_picture_with_place, paper
from xueheng.identity.tests.authority import Authority
from xueheng.identity.tests.conftest import place, two_authorities
from xueheng.web.tests.other_system import File, observed, system_of

pytestmark = pytest.mark.django_db
__all__ = ["place", "two_authorities"]
WHY = "a test looks"
ADDRESS = "/records/with-files"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings: SimpleNamespace) -> Path:
    settings.PLACES = SimpleNamespace(
        secrets=settings.PLACES.secrets, attachments=tmp_path, api_per_token=600, api_per_address=1_200
    )
    return tmp_path


def exempted(place: Authority, word: str = "ann", **more: Any) -> dict[str, Any]:
    return {
        "type": "fitness.exemption", "subject": str(place.people[word]), "day": "2026-03-02",
        "fields": {"kind": "illness"}, **more,
    }  # fmt: skip


def certificate(content: bytes = paper(), name: str = "证明.pdf") -> dict[str, list[File]]:
    return {"certificate": [(name, content)]}


def attachments() -> list[Any]:
    return list(Attachment.objects.for_the_programme(WHY).order_by("pk"))


def records() -> int:
    return int(Record.objects.for_the_programme(WHY).count())


def test_a_file_is_kept_with_its_record_and_opened_by_whom_may(place: Authority, own_folder: Path) -> None:
    answer = system_of(place, "class_teacher").post_parts(ADDRESS, exempted(place), certificate())
    assert answer.status_code == 201, answer.content
    (kept,) = attachments()
    assert (str(kept.record_id), kept.field, kept.kind) == (answer.json()["record"], "certificate", "pdf")
    found = open_attachment(place.viewer("class_teacher"), kept.number)
    assert (found.name, b"".join(found.pieces)) == ("证明.pdf", paper())
    assert not [path for path in own_folder.rglob("*") if path.is_file() and b"%PDF" in path.read_bytes()]
    record = Record.objects.for_the_programme(WHY).get()
    assert (record.provenance, record.recorder) == ("api", place.people["class_teacher"])


def test_a_picture_loses_its_place_and_camera(place: Authority) -> None:
    content = a_picture_with_place()
    assert len(Image.open(BytesIO(content)).getexif()) == 4
    answer = system_of(place, "class_teacher").post_parts(ADDRESS, exempted(place), certificate(content, "x.pdf"))
    assert answer.status_code == 201, "told by its content, whatever its name"
    (kept,) = attachments()
    found = b"".join(open_attachment(place.viewer("class_teacher"), kept.number).pieces)
    assert (kept.kind, dict(Image.open(BytesIO(found)).getexif())) == ("jpg", {})


@pytest.mark.parametrize(
    ("files", "field", "said", "said_en"),
    [
        (certificate(b"MZ no paper"), "certificate", "不是可收的格式", "not a kind of file that is kept here"),
        (certificate(a_picture("PNG")), "certificate", "不是可收的格式", "not a kind"),
        (certificate(paper(b"/OpenAction << /S /JavaScript /JS (x) >>")), "certificate", "", "PDF"),
        ({"photo": [("a.pdf", paper())]}, "photo", "“photo”不收文件", "takes no file"),
        ({"certificate": [("a.pdf", paper())] * 21}, "certificate", "最多 20", "20"),
        ({}, "certificate", "", ""),
    ],
)
def test_what_is_no_such_file_is_said_by_field_and_nothing_is_kept(
    place: Authority, own_folder: Path, files: dict[str, list[File]], field: str, said: str, said_en: str
) -> None:
    answer = system_of(place, "class_teacher").post_parts(ADDRESS, exempted(place), files)
    assert (answer.status_code, answer.headers["Content-Type"]) == (422, "application/problem+json")
    error = next(each for each in answer.json()["errors"] if each["field"] == field)
    assert error["pointer"] == f"/fields/{field}"
    assert said in error["reason"]
    assert said_en in error["reason_en"]
    assert all(each["reason"] and each["reason_en"] for each in answer.json()["errors"])
    assert (records(), attachments(), [path for path in own_folder.rglob("*") if path.is_file()]) == (0, [], [])


def test_the_same_sending_stores_once_and_another_file_under_its_key_is_refused(place: Authority) -> None:
    system = system_of(place, "class_teacher")
    first, again = (system.post_parts(ADDRESS, exempted(place), certificate(), Idempotency_Key="k") for _ in range(2))
    assert (first.content, again.headers["Idempotency-Replayed"]) == (again.content, "true")
    other = system.post_parts(ADDRESS, exempted(place), certificate(paper(b"/Title (x)")), Idempotency_Key="k")
    assert (other.status_code, other.json()["code"]) == (409, "key_reused")
    assert (records(), len(attachments())) == (1, 1)
    own = exempted(place, "ben", client="device-1")
    told = [system.post_parts(ADDRESS, own, certificate()).json()["outcome"] for _ in range(2)]
    assert told == ["stored", "stored_before"]
    assert (records(), len(attachments())) == (2, 2)


def test_a_record_without_files_may_come_so_too(place: Authority) -> None:
    assert system_of(place, "class_teacher").post_parts(ADDRESS, observed(place), {}).status_code == 201


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        (b"{", 400, "unreadable"), (b'{"type": 1, "type": 2}', 400, "unreadable"), (b"[]", 422, "invalid"),
        (b"\xff", 400, "unreadable"), (b'{"type": "fitness.exemption"}', 422, "invalid"),
    ],
)  # fmt: skip
def test_the_json_part_is_read_as_strictly_as_any(place: Authority, sent: bytes, status: int, code: str) -> None:
    answer = system_of(place, "class_teacher").post_parts(ADDRESS, sent, certificate())
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["detail"] != answer.json()["detail_en"]
    if sent.startswith(b'{"type": "'):
        assert {each["pointer"] for each in answer.json()["errors"]} == {"/subject", "/day", "/fields"}


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"{}", "application/json", 415), (b"", "text/plain", 415), (b"x", "multipart/form-data", 400),
        (b"--cut--\r\n", "multipart/form-data; boundary=cut", 422),
        (b'--cut\r\nContent-Disposition: form-data; name="other"\r\n\r\n1\r\n--cut--\r\n',
         "multipart/form-data; boundary=cut", 422),
    ],
)  # fmt: skip
def test_other_parts_are_refused_with_what_to_send(
    place: Authority, body: bytes, content_type: str, status: int
) -> None:
    answer = system_of(place, "class_teacher").post(ADDRESS, body, content_type=content_type)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json"), answer.content


def test_more_than_a_page_takes_is_not_read(place: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xueheng.web.api.parts.LARGEST", 1_000)
    answer = system_of(place, "class_teacher").post_parts(ADDRESS, exempted(place), certificate(paper(b"%" * 2_000)))
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_who_may_not_record_it_or_whose_token_may_not_write_is_refused(place: Authority) -> None:
    far = system_of(place, "class_teacher").post_parts(ADDRESS, exempted(place, "dan"), certificate())
    assert (far.status_code, far.json()["code"]) == (403, "not_allowed")
    reads = system_of(place, "class_teacher", ["records:read"]).post_parts(ADDRESS, exempted(place), certificate())
    assert (reads.status_code, reads.json()["code"]) == (403, "scope_missing")
    assert (records(), attachments()) == (0, [])


def test_a_record_type_says_which_files_it_takes(place: Authority) -> None:
    told = system_of(place, "class_teacher").get("/evidence-types/fitness.exemption").json()["files"]
    assert told == [{
        "name": "certificate", "title": {"zh": "医疗证明", "en": "Medical certificate"}, "kinds": ["pdf", "jpg"],
        "most": 20, "needed": True, "private": True,
    }]  # fmt: skip


class TestSentBack:
    def test_a_fact_goes_back_to_its_recorder_with_the_reason(self, place: Authority) -> None:
        number = system_of(place, "class_teacher").post("/records", observed(place)).json()["record"]
        served = system_of(place, "pe_teacher").post("/records", {
            "type": "fitness.fitness_test", "subject": str(place.people["ann"]), "day": "2025-10-20",
            "fields": {"height": "132.0"},
        }).json()["record"]  # fmt: skip
        verifier = system_of(place, "school_admin")
        sent = {"reason": "身高少写了一位"}
        first, again = (verifier.post(f"/records/{served}/refusals", sent, Idempotency_Key="k") for _ in range(2))
        assert (first.status_code, first.content) == (201, again.content)
        told = system_of(place, "pe_teacher").get(f"/records/{served}").json()
        assert told["state"]["refused_by"] == first.json()["record"]
        assert not told["state"]["to_verify"]
        refusal = verifier.get(f"/records/{first.json()['record']}").json()
        assert (refusal["act"], refusal["target"], refusal["words"]) == ("refusal", served, "身高少写了一位")
        nothing = verifier.post(f"/records/{number}/refusals", sent)
        assert nothing.status_code in (403, 404, 409), "nobody verifies observations"

    def test_a_reason_is_needed_and_the_scope_is_that_of_verifying(self, place: Authority) -> None:
        number = system_of(place, "pe_teacher").post("/records", {
            "type": "fitness.fitness_test", "subject": str(place.people["ann"]), "day": "2025-10-20",
            "fields": {"height": "132.0"},
        }).json()["record"]  # fmt: skip
        address = f"/records/{number}/refusals"
        blank, missing = (system_of(place, "school_admin").post(address, sent) for sent in ({"reason": " "}, {}))
        assert (blank.status_code, missing.status_code) == (422, 422)
        assert missing.json()["errors"][0]["pointer"] == "/reason"
        other = system_of(place, "school_admin", ["records:read", "records:write"]).post(address, {"reason": "x"})
        assert (other.status_code, other.json()["code"]) == (403, "scope_missing")
        own = system_of(place, "pe_teacher", ["records:verify"]).post(address, {"reason": "x"})
        assert own.status_code == 403
