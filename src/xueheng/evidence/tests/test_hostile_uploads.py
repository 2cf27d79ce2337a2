"""Files that were made to do harm, uploaded: each ends in a sentence, leaves nothing behind, and the next one works."""

import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from xueheng.evidence.intake import kept_workbooks
from xueheng.evidence.model_batches import Batch, BatchRow
from xueheng.evidence.public import check_upload, store_upload
from xueheng.evidence.tests.office import count_of_records
from xueheng.evidence.tests.workbooks_to_upload import checked, counts, pupil_number, received, row_of, workbook
from xueheng.identity.tests.authority import Authority
from xueheng.workbooks.public import WorkbookRefused
from xueheng.workbooks.tests.hostile import HEADINGS, PARTS, package, text, zip_bomb

pytestmark = pytest.mark.django_db
ENTITY = '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]><x>&secret;</x>'
LAUGH = "".join(f'<!ENTITY l{n} "&l{n - 1};&l{n - 1};">' for n in range(1, 30))
LAUGHS = f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGH}]><x>&l29;</x>'


def far_cell(path: Path) -> None:
    package(path, HEADINGS + f'<row r="1048576">{text("XFD1048576", "x")}</row>')


def truncated(path: Path) -> None:
    path.write_bytes(workbook([["1"] * 8])[:-200])


def image_bomb(path: Path) -> None:
    """A picture of forty thousand by forty thousand dots in a few bytes."""
    head = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\x00" * 100_000)), (b"IEND", b"")]
    chunks = [struct.pack(">I", len(b)) + a + b + struct.pack(">I", zlib.crc32(a + b)) for a, b in parts]
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(chunks))


def shared_strings(path: Path) -> None:
    many = "<sst>" + "<si><t>" + "x" * 30_000 + "</t></si>" * 1 + "</sst>"
    package(path, HEADINGS, xl__sharedStrings_xml=many * 2_000)


HARMFUL: dict[str, Callable[[Path], object]] = {
    "zip bomb": lambda path: zip_bomb(path, 700),
    "far cell": far_cell,
    "external entity": lambda path: package(path, HEADINGS, xl__sharedStrings_xml=ENTITY),
    "billion laughs": lambda path: package(path, HEADINGS, xl__worksheets__sheet1_xml=LAUGHS),
    "truncated": truncated,
    "shared strings": shared_strings,
    "image": image_bomb,
    "web page": lambda path: path.write_text("<html><table><tr><td>学籍号</td></tr></table></html>", "utf-8"),
    "another format": lambda path: path.write_bytes(b"%PDF-1.7\n" + b"\x00" * 100),
    "bytes": lambda path: path.write_bytes(bytes(range(1, 256)) * 400),
    "no sheet": lambda path: package(path, f'<row r="1">{text("A1", "别的表")}</row>'),
    "endless quote": lambda path: path.write_text('学籍号,身高\n"' + "x" * 200_000, "utf-8"),
}


@pytest.mark.parametrize("kind", HARMFUL)
def test_harm_ends_in_a_sentence(place: Authority, tmp_path: Path, kind: str) -> None:
    by, path = place.viewer("pe_teacher"), tmp_path / "made.xlsx"
    HARMFUL[kind](path)
    batch = received(by, path.read_bytes(), "体质.xlsx")
    with pytest.raises(WorkbookRefused) as refused:
        check_upload(by, int(batch.pk))
    for words in (refused.value.text.zh, refused.value.text.en):
        assert "体质.xlsx" in words
        assert str(kept_workbooks.folder()) not in words
        assert "shm" not in words
    assert refused.value.remedy is not None
    batch.refresh_from_db()
    assert batch.state == "failed"
    assert BatchRow.objects.for_the_programme("test").filter(batch=batch.pk).count() == count_of_records() == 0
    assert not list((kept_workbooks.folder()).glob("arriving-*"))
    after = store_upload(by, int(checked(by, workbook([row_of(place, "ann")])).pk))
    assert counts(after) == (1, 1, 0, 0)


def test_what_only_looks_harmful_is_read_as_it_stands(place: Authority, tmp_path: Path) -> None:
    """Formulas without a value are said by the row, macros are left alone, a wrong name is no hindrance."""
    by = place.viewer("pe_teacher")
    content = workbook([row_of(place, "ann", "=1+1"), row_of(place, "ben"), row_of(place, "cai", "=cmd|' /C calc'!A0")])
    batch = checked(by, content, "体质.csv")
    assert counts(batch) == (3, 1, 0, 2)
    path = tmp_path / "macro.xlsm"
    number, name = pupil_number(place, "dan"), place.names[place.people["dan"]]
    rows = (
        f'<row r="1">{text("A1", "学籍号")}{text("B1", "姓名")}{text("C1", "身高")}</row>'
        f'<row r="2">{text("A2", number)}{text("B2", name)}{text("C2", "150")}</row>'
    )
    package(path, rows, xl__vbaProject_bin=b"\xd0\xcf\x11\xe0" * 100)
    assert counts(checked(by, path.read_bytes(), "macro.xlsm")) == (1, 1, 0, 0)
    assert "xl/workbook.xml" in PARTS


def test_nobody_is_kept_waiting_by_an_upload_that_failed(place: Authority) -> None:
    by = place.viewer("pe_teacher")
    batch = received(by, b"PK\x03\x04", "x.xlsx")
    for _ in range(2):  # it may be tried again as often as one likes
        with pytest.raises(WorkbookRefused):
            check_upload(by, int(batch.pk))
    assert Batch.objects.for_the_programme("test").get(pk=batch.pk).state == "failed"
