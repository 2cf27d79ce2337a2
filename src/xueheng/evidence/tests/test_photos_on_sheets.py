"""One photo for all whom a class sheet marks: in each record by itself, sealed for each pupil, looked at once."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from xueheng.evidence.files import kept_files
from xueheng.evidence.files.kept_files import content_of, path_of
from xueheng.evidence.files.pictures import redrawn
from xueheng.evidence.model_records import Attachment, Record
from xueheng.evidence.tests.office import ATTENDANCE, OBSERVATION
from xueheng.evidence.tests.some_files import a_picture_with_place, paper
from xueheng.evidence.tests.test_pages import signed_in
from xueheng.evidence.tests.test_sheets import SCRIPT, address, marks, told
from xueheng.identity.tests.authority import Authority

pytestmark = pytest.mark.django_db
WHY = "a test looks"
PHOTO = "seen_photo"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_files, "folder", lambda: tmp_path)


@pytest.fixture
def teacher(place: Authority) -> Client:
    return signed_in(place, "class_teacher")


def a_photo(content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("板报.jpg", content or a_picture_with_place(), "image/jpeg")


def sent_with(place: Authority, teacher: Client, photo: SimpleUploadedFile, **more: str) -> dict[str, Any]:
    sent = marks(place, {"ann": "steady", "ben": "growing"}, **more)
    return told(teacher.post(address(place), {**sent, PHOTO: photo}, **SCRIPT))


def attachments(place: Authority, word: str) -> list[Attachment]:
    rows = Attachment.objects.for_the_programme(WHY).filter(record__subject=place.people[word])
    return list(rows.select_related("record"))


def test_each_pupil_marked_gets_the_photo_sealed_for_herself(place: Authority, teacher: Client) -> None:
    assert sent_with(place, teacher, a_photo())["stored"] == 2
    (hers,), (his,) = attachments(place, "ann"), attachments(place, "ben")
    assert attachments(place, "cai") == []
    assert (hers.field, his.field) == (PHOTO, PHOTO)
    assert hers.digest != his.digest, "one key for each pupil: hers is erased without his"
    plain = [b"".join(content_of(each.record.subject, each)) for each in (hers, his)]
    assert plain[0] == plain[1]
    assert plain[0].startswith(b"\xff\xd8")
    assert "示例相机".encode() not in plain[0]
    assert all(path_of(each.digest).is_file() for each in (hers, his))


def test_the_photo_is_drawn_anew_once_however_many_are_marked(
    place: Authority, teacher: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[int] = []
    before = redrawn

    def counting(kind: str, content: bytes) -> bytes:
        drawn.append(len(content))
        return before(kind, content)

    monkeypatch.setattr(kept_files, "redrawn", counting)
    sent_with(place, teacher, a_photo())
    assert len(drawn) == 1


def test_sent_twice_it_is_stored_once(place: Authority, teacher: Client) -> None:
    for _ in range(2):
        assert sent_with(place, teacher, a_photo())["stored"] == 2
    assert [len(attachments(place, word)) for word in ("ann", "ben")] == [1, 1]
    assert len(_files()) == 2


def _files() -> list[Path]:
    return [path for path in kept_files.folder().rglob("*") if path.is_file()]


def test_a_device_that_lost_the_photo_hears_what_is_stored_and_stores_nothing(
    place: Authority, teacher: Client
) -> None:
    sent_with(place, teacher, a_photo())
    again = {**marks(place, {"ann": "steady", "ben": "growing", "cai": "steady"}), "delivered": "1"}
    answer = told(teacher.post(address(place), again, **SCRIPT))
    assert sorted(answer["rows"]) == sorted(str(place.people[word]) for word in ("ann", "ben"))
    assert {row["state"] for row in answer["rows"].values()} == {"stored"}
    assert Record.objects.for_the_programme(WHY).filter(type=OBSERVATION).count() == 2
    stranger = signed_in(place, "subject_teacher")
    assert told(stranger.post(address(place), again, **SCRIPT))["rows"] == {}


def test_what_is_no_picture_is_refused_and_nothing_is_stored(place: Authority, teacher: Client) -> None:
    answer = sent_with(place, teacher, a_photo(paper()))
    assert "这不是可收的照片" in answer["said"]
    two = {**marks(place, {"ann": "steady"}), PHOTO: [a_photo(), a_photo()]}
    assert "只能附一张照片" in told(teacher.post(address(place), two, **SCRIPT))["said"]
    assert not Record.objects.for_the_programme(WHY).filter(type=OBSERVATION).exists()
    assert _files() == []


def test_who_does_not_record_in_the_class_stores_no_photo(place: Authority) -> None:
    other = signed_in(place, "other_class_teacher")
    sent = {**marks(place, {"ann": "steady"}), PHOTO: a_photo()}
    assert other.post(address(place), sent, **SCRIPT).status_code == 404
    assert _files() == []


def test_the_sheet_asks_for_one_picture_only_where_the_type_takes_one(place: Authority, teacher: Client) -> None:
    page = teacher.get(address(place)).content.decode()
    assert f'data-photo="{PHOTO}"' in page
    assert 'enctype="multipart/form-data" data-photo' in page
    assert 'accept="image/jpeg"' in page
    assert "附一张照片" in page
    without = teacher.get(address(place, type_=ATTENDANCE)).content.decode()
    assert "data-photo" not in without
    assert "附一张照片" not in without


def test_the_photo_is_shown_to_the_mother_and_not_to_the_head(place: Authority, teacher: Client) -> None:
    sent_with(place, teacher, a_photo())
    (hers,) = attachments(place, "ann")
    page = reverse("record", args=[hers.record_id])
    assert "板报.jpg" in signed_in(place, "mother").get(page).content.decode()
    assert signed_in(place, "head").get(page).status_code == 404
