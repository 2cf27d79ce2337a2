"""Workbooks in the old format, as WPS still saves them."""

from pathlib import Path

import openpyxl
import pytest

from xueheng.workbooks.mark_workbook import write_marked
from xueheng.workbooks.old_workbook import look_through_old, workbook_stream
from xueheng.workbooks.refusals import WorkbookRefused
from xueheng.workbooks.sheet_xml import Refusal
from xueheng.workbooks.tests.one_school import column, read

SAVED = Path(__file__).parent / "data" / "体测.xls"
TEST = "fit.fitness_test"
BEGINNING = b"\x09\x08\x10\x00"
"""The first record of the workbook stream, 16 bytes of it following."""


def with_first_record(content: bytes, kind: int) -> bytes:
    """The workbook with the record after its beginning made one of another kind."""
    changed = bytearray(content)
    at = changed.index(BEGINNING) + 20
    changed[at : at + 2] = kind.to_bytes(2, "little")
    return bytes(changed)


def test_an_old_workbook_is_read_under_its_merged_title() -> None:
    reading = read(SAVED)
    assert reading.format == "xls"
    assert (reading.received, reading.stored, reading.rejected) == (3, 2, 1)
    assert column(reading, TEST, "height") == [1215, 1192]
    assert column(reading, TEST, "shuttle") == [118, 119]
    assert column(reading, TEST, "day") == [20381, 20381]


def test_error_cells_of_old_workbooks_are_no_blanks() -> None:
    assert [(each.cell, each.reason.zh) for each in read(SAVED).rejections] == [
        ("C6", "单元格是错误值 #DIV/0!"),
        ("D6", "这里要数字，单元格是是/否（TRUE）"),
    ]


def test_it_comes_back_as_an_xlsx(tmp_path: Path) -> None:
    out = write_marked(read(SAVED), tmp_path / "体测.xls", language="zh")
    assert out.name == "体测.xlsx"
    page = openpyxl.load_workbook(out)["三年级"]
    assert page["A3"].value == "学籍号"
    assert [page.cell(row, 8).value for row in (3, 4, 5, 6)] == ["处理结果", "已收", "已收", "未收"]
    assert page["C6"].value == "#DIV/0!"


def test_a_password(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_bytes(with_first_record(SAVED.read_bytes(), 0x2F))
    with pytest.raises(WorkbookRefused) as caught:
        read(tmp_path / "a.xls")
    assert caught.value.code == "password"


def test_the_calendar_from_1904() -> None:
    content = bytearray(with_first_record(SAVED.read_bytes(), 0x22))
    at = content.index(BEGINNING) + 20
    content[at + 4 : at + 6] = b"\x01\x00"
    assert look_through_old(bytes(content))[1] is True
    assert look_through_old(SAVED.read_bytes())[1] is False


@pytest.mark.parametrize("cut", [100, 512, 600, 1_000, 3_000, 5_000])
def test_truncated_old_workbooks(tmp_path: Path, cut: int) -> None:
    (tmp_path / "a.xls").write_bytes(SAVED.read_bytes()[:cut])
    with pytest.raises(WorkbookRefused) as caught:
        read(tmp_path / "a.xls")
    assert caught.value.code in ("damaged", "unknown_format")


def test_chains_that_run_in_circles_end() -> None:
    content = bytearray(SAVED.read_bytes())
    table = int.from_bytes(content[76:80], "little")
    for sector in range(8):
        at = (table + 1) * 512 + sector * 4
        content[at : at + 4] = (1).to_bytes(4, "little")
    workbook_stream(bytes(content))


@pytest.mark.parametrize("content", [b"", b"\xd0\xcf\x11\xe0" * 10])
def test_what_is_no_old_workbook(content: bytes) -> None:
    with pytest.raises(Refusal, match="damaged"):
        look_through_old(content)
