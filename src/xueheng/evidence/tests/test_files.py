"""Files with records: looked into, stripped, sealed, and handed out to whoever may read their field."""

import hashlib
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from xueheng.evidence.actions.open_attachment import open_attachment
from xueheng.evidence.files.incoming import IncomingFile
from xueheng.evidence.files.kept_files import path_of, shown_name, unnamed_files
from xueheng.evidence.files.kinds import KINDS
from xueheng.evidence.files.papers import checked
from xueheng.evidence.files.pictures import redrawn
from xueheng.evidence.files.videos import stripped
from xueheng.evidence.model_records import Attachment
from xueheng.evidence.public import EvidenceRejected, append_record, correct_record, current_fields
from xueheng.evidence.refusals import AttachmentUnknown, FileRefused
from xueheng.evidence.tests.office import EXEMPTION, REFLECTION, record_of
from xueheng.evidence.tests.some_files import (
    PLACE,
    a_paper,
    a_picture,
    a_picture_with_place,
    a_video,
    box,
    packed_paper,
    paper,
)
from xueheng.evidence.tests.test_pages import signed_in
from xueheng.identity.tests.authority import DAY, Authority
from xueheng.trust.models import Entry


def reflected(place: Authority, *files: IncomingFile, word: str = "ann", **more: Any) -> int:
    return append_record(
        place.pupil(word), type=REFLECTION, subject=place.people[word], day=DAY, fields={"on_aspect": "beauty"},
        files={"work_file": files}, **more,
    )  # fmt: skip


def attachments(number: int) -> list[Attachment]:
    return list(Attachment.objects.for_the_programme("test").filter(record=number))


def test_a_picture_loses_place_time_and_camera_and_stands_upright() -> None:
    clean = redrawn("jpg", a_picture_with_place())
    for told in ("示例相机".encode(), b"2026:03:02", b"Exif", b"secret comment"):
        assert told not in clean
    with Image.open(io.BytesIO(clean)) as found:
        assert dict(found.getexif()) == {}
        assert found.size == (30, 40)


def test_a_transparent_picture_stays_so() -> None:
    written = io.BytesIO()
    Image.new("RGBA", (4, 4), (1, 2, 3, 128)).save(written, "PNG")
    with Image.open(io.BytesIO(redrawn("png", written.getvalue()))) as found:
        assert found.mode == "RGBA"
        assert found.getpixel((0, 0)) == (1, 2, 3, 128)


def test_a_small_file_with_very_many_pixels_is_refused() -> None:
    written = io.BytesIO()
    Image.new("1", (12_000, 9_000)).save(written, "PNG")
    assert len(written.getvalue()) < 100_000
    with pytest.raises(FileRefused, match="像素太多"):
        redrawn("png", written.getvalue())


@pytest.mark.parametrize("broken", [a_picture()[:200], b"\xff\xd8\xff" + b"\x00" * 50, a_picture("PNG")])
def test_a_broken_or_disguised_picture_is_refused(broken: bytes) -> None:
    with pytest.raises(FileRefused, match="打不开"):
        redrawn("jpg", broken)


def test_an_animation_is_refused() -> None:
    frames = [Image.new("RGB", (8, 8), (n, 0, 0)) for n in range(6)]
    written = io.BytesIO()
    frames[0].save(written, "PNG", save_all=True, append_images=frames[1:])
    with pytest.raises(FileRefused, match="动图"):
        redrawn("png", written.getvalue())


def test_a_plain_paper_is_kept_as_it_is() -> None:
    assert checked(paper()) == paper()
    assert checked(packed_paper(b"<< /Type /Font >>")) == packed_paper(b"<< /Type /Font >>")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (paper(b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), "运行"),
        (paper(b"/OpenAction << /S /J#61vaScript /JS (x) >>"), "运行"),
        (paper(b"/AA << /O << /S /Launch /F (a.exe) >> >>"), "运行"),
        (paper(b"/Names << /EmbeddedFiles 5 0 R >>"), "夹带"),
        (paper(b"/Encrypt 9 0 R"), "加了密"),
        (packed_paper(b"<< /S /JavaScript /JS (x) >>"), "运行"),
        (packed_paper(b"<< /Type /EmbeddedFile >>"), "夹带"),
        (paper().replace(b"%%EOF", b""), "不完整"),
        (packed_paper(b"x").replace(b"/FlateDecode", b"[/ASCII85Decode /FlateDecode]"), "压缩方式"),
    ],
)
def test_a_paper_that_could_do_something_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(FileRefused, match=said):
        checked(content)


def test_a_paper_that_unpacks_without_end_is_refused() -> None:
    with pytest.raises(FileRefused, match="压缩方式"):
        checked(packed_paper(bytes(201 * 1024 * 1024)))


def test_a_video_loses_the_place_and_nothing_else_moves() -> None:
    film = a_video(box(b"uuid", b"vendor" * 5))
    clean = stripped(film)
    assert len(clean) == len(film)
    assert PLACE in film
    assert PLACE not in clean
    assert b"vendor" not in clean
    assert clean.index(b"pictures and sound") == film.index(b"pictures and sound")


def test_a_video_with_a_track_of_positions_is_refused() -> None:
    with pytest.raises(FileRefused, match="位置或传感器"):
        stripped(a_video(tracks=(b"vide", b"meta")))


@pytest.mark.parametrize(
    "broken",
    [
        a_video()[:60],
        box(b"ftyp", b"isom"),
        a_video(b"\x00\x00\x00\x03abcd"),
        a_video(b"\xff\xff\xff\xffmdat"),
        box(b"ftyp", b"isom") + box(b"moov", box(b"trak", b"\x00" * 20)),
        a_video(tracks=(b"soun",)),
    ],
)
def test_a_broken_video_is_refused(broken: bytes) -> None:
    with pytest.raises(FileRefused, match="打不开"):
        stripped(broken)


def test_a_nest_of_boxes_ends() -> None:
    nest = b""
    for _ in range(500):
        nest = box(b"moov", nest)
    with pytest.raises(FileRefused):
        stripped(box(b"ftyp", b"isom") + nest)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\图片\\春游.PNG", "春游.jpg"),
        ('a"b\r\nSet-Cookie: x.jpg', "abSet-Cookie x.jpg"),
        ("", "file.jpg"),
        ("长" * 300, "长" * 120 + ".jpg"),
    ],
)
def test_a_name_is_only_shown(name: str, shown: str) -> None:
    assert shown_name(name, KINDS["jpg"]) == shown


@pytest.mark.django_db
def test_a_work_is_kept_sealed_under_the_digest_of_what_is_stored(place: Authority) -> None:
    number = reflected(place, IncomingFile("我的画.jpg", a_picture_with_place()))
    (found,) = attachments(number)
    stored = path_of(found.digest).read_bytes()
    assert hashlib.sha256(stored).hexdigest() == found.digest
    assert b"\xff\xd8\xff" not in stored[:200]
    assert "我的画".encode() not in bytes(found.name)
    opened = open_attachment(place.pupil("ann"), found.number)
    content = b"".join(opened.pieces)
    assert (opened.name, opened.media_type, opened.size) == ("我的画.jpg", "image/jpeg", len(content))
    fields = current_fields(place.pupil("ann"), record_of(number))
    assert fields["work_file"] == hashlib.sha256(content).hexdigest()


@pytest.mark.django_db
def test_the_same_file_is_kept_once_for_one_pupil_and_again_for_another(place: Authority) -> None:
    file = IncomingFile("a.jpg", a_picture())
    first, again = attachments(reflected(place, file))[0], attachments(reflected(place, file))[0]
    other = attachments(reflected(place, file, word="ben"))[0]
    assert first.digest == again.digest != other.digest
    assert bytes(first.content) != bytes(other.content)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([IncomingFile("a.jpg", b"MZ\x90\x00 a programme")], "不是可收的格式"),
        ([IncomingFile("a.pdf", a_picture("PNG"))], ""),
        ([IncomingFile("a.jpg", a_picture()[:100])], "打不开"),
        ([IncomingFile("a.jpg", b"\xff\xd8\xff" + bytes(21 * 1024 * 1024))], "超过 20 MB"),
        ([IncomingFile(f"{n}.jpg", a_picture(size=(n + 1, 2))) for n in range(6)], "最多 5 个"),
    ],
)
def test_files_are_judged_by_what_they_are(place: Authority, files: list[IncomingFile], said: str) -> None:
    """A PNG called .pdf is a PNG, which the pack's kinds (pdf, jpg, mp4) do not name."""
    before = set(unnamed_files())
    with pytest.raises(EvidenceRejected) as refused:
        reflected(place, *files)
    assert {fault.field for fault in refused.value.faults} == {"work_file"}
    assert said in refused.value.text.zh
    assert set(unnamed_files()) == before


@pytest.mark.django_db
def test_nobody_names_a_stored_file_by_its_digest(place: Authority) -> None:
    with pytest.raises(EvidenceRejected):
        append_record(
            place.pupil("ben"), type=REFLECTION, subject=place.people["ben"], day=DAY,
            fields={"on_aspect": "beauty", "work_file": "0" * 64},
        )  # fmt: skip


@pytest.mark.django_db
def test_a_correction_keeps_the_files_or_brings_others(place: Authority) -> None:
    pupil = place.pupil("ann")
    number = reflected(place, IncomingFile("我的画.jpg", a_picture()))
    kept = correct_record(pupil, number, fields={"on_aspect": "doing"}, reason="选错了方面")
    assert [found.digest for found in attachments(kept)] == [found.digest for found in attachments(number)]
    assert open_attachment(pupil, attachments(kept)[0].number).name == "我的画.jpg"
    other = {"work_file": [IncomingFile("新画.jpg", a_picture(size=(9, 9)))]}
    changed = correct_record(pupil, kept, fields={"on_aspect": "doing"}, reason="换一张", files=other)
    assert [found.digest for found in attachments(changed)] != [found.digest for found in attachments(kept)]
    assert len(attachments(changed)) == 1


@pytest.mark.django_db
def test_a_certificate_is_opened_by_duty_and_noted_and_by_nobody_else(place: Authority, elsewhere: Authority) -> None:
    number = append_record(
        place.viewer("class_teacher"), type=EXEMPTION, subject=place.people["ann"], day=DAY,
        fields={"kind": "illness"}, files={"certificate": [a_paper()]},
    )  # fmt: skip
    (found,) = attachments(number)
    for reader in ("subject_teacher", "other_class_teacher", "head", "pe_teacher", "system_admin", "data_officer"):
        with pytest.raises(AttachmentUnknown):
            open_attachment(place.viewer(reader), found.number)
    for outside in (place.pupil("ben"), place.guardian("mother_of_dan"), elsewhere.viewer("school_admin")):
        with pytest.raises(AttachmentUnknown):
            open_attachment(outside, found.number)
    assert Entry.objects.filter(stream="reading").count() == 0
    b"".join(open_attachment(place.viewer("school_admin"), found.number).pieces)
    assert Entry.objects.filter(stream="reading").count() == 1


@pytest.mark.django_db
def test_a_file_is_handed_out_to_be_kept_and_never_shown_in_our_pages(place: Authority) -> None:
    (found,) = attachments(reflected(place, IncomingFile("我的画.jpg", a_picture())))
    client: Client = signed_in(place, "ann")
    answer = client.get(reverse("attachment", args=[found.number]))
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert "%E6%88%91%E7%9A%84%E7%94%BB.jpg" in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert b"".join(answer.streaming_content)[:3] == b"\xff\xd8\xff"  # type: ignore[attr-defined]
    assert signed_in(place, "ben").get(reverse("attachment", args=[found.number])).status_code == 404
