"""Hostile and broken files: a clear message, bounded memory and time, nothing half done, nothing left behind."""

import os
import resource
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from xueheng.workbooks.limits import MIB, Limits
from xueheng.workbooks.refusals import REASONS, WorkbookRefused
from xueheng.workbooks.tests.hostile import (
    HEADINGS,
    PARTS,
    PUPIL,
    compound,
    number,
    package,
    sheet,
    text,
    understated,
    zip_bomb,
)
from xueheng.workbooks.tests.one_school import pupil_row, read, text_file, workbook

SMALL = Limits(memory=400 * MIB)


@pytest.fixture(autouse=True)
def _nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    before = set(Path("/dev/fd").iterdir())
    yield
    assert list(scratch.iterdir()) == []
    assert len(list(Path("/dev/fd").iterdir())) <= len(before)


def refused(path: Path, limits: Limits = SMALL) -> WorkbookRefused:
    """The refusal of a file: in both languages, with a remedy, within seconds, our own memory untouched."""
    memory, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    with pytest.raises(WorkbookRefused) as caught:
        read(path, limits=limits)
    found = caught.value
    assert time.monotonic() - start < 15
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) / 1024 < 200
    assert found.text.zh
    assert found.text.en
    assert "{" not in found.say()
    assert "Traceback" not in found.say()
    return found


def test_the_plain_package_of_these_tests_is_read(tmp_path: Path) -> None:
    assert read(package(tmp_path / "a.xlsx", HEADINGS + PUPIL)).stored == 1


def test_far_cells(tmp_path: Path) -> None:
    far = f'<row r="1048576">{number("XFD1048576", "1")}</row>'
    found = refused(package(tmp_path / "a.xlsx", HEADINGS + PUPIL + far))
    assert found.code == "far"
    assert "XFD1048576" in found.text.zh
    assert found.remedy is not None
    assert "Ctrl+End" in found.remedy.zh


def test_far_cells_within_the_columns_allowed(tmp_path: Path) -> None:
    far = f'<row r="1048576">{number("ZZ1048576", "1")}</row>'
    found = refused(package(tmp_path / "a.xlsx", HEADINGS + PUPIL + far))
    assert found.code == "memory"
    assert "400 MB" in found.text.zh


def test_rows_that_do_not_exist(tmp_path: Path) -> None:
    far = f'<row r="99999999">{number("A99999999", "1")}</row>'
    assert refused(package(tmp_path / "a.xlsx", HEADINGS + far)).code == "far"


def test_formats_far_away_do_no_harm(tmp_path: Path) -> None:
    formats = '<row r="3"><c r="XFD3"/></row><row r="1048576"/>'
    assert read(package(tmp_path / "a.xlsx", HEADINGS + PUPIL + formats), limits=SMALL).stored == 1


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = zip_bomb(tmp_path / "a.xlsx", 300)
    assert path.stat().st_size < MIB
    assert refused(path).code == "bomb"


def test_many_parts_that_inflate_together(tmp_path: Path) -> None:
    filler = os.urandom(40_000).hex()
    parts = {f"xl__media__{n}_xml": f"<x>{filler * 3}</x>" for n in range(20)}
    path = package(tmp_path / "a.xlsx", HEADINGS, **parts)
    assert refused(path, Limits(inflated=2 * MIB)).code == "inflated"


def test_a_zip_that_understates_its_size(tmp_path: Path) -> None:
    assert refused(understated(tmp_path / "a.xlsx", 50)).code == "damaged"


def test_a_zip_of_countless_parts(tmp_path: Path) -> None:
    path = package(tmp_path / "a.xlsx", HEADINGS, **{f"p{n}": "" for n in range(6_000)})
    assert refused(path).code == "parts"


def test_parts_on_top_of_each_other(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as book:
        for name, part in PARTS.items():
            book.writestr(name, part)
        with pytest.warns(UserWarning, match="Duplicate"):
            book.writestr("xl/workbook.xml", "<workbook/>")
    assert refused(path).code == "bomb"


def test_a_text_repeated_beyond_reason(tmp_path: Path) -> None:
    """One long shared text in 60,000 cells: two gigabytes of answer from a small file."""
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(2, 60_000))
    strings = (
        f"<sst xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><si><t>{'长' * 32_000}</t></si></sst>"
    )
    path = package(tmp_path / "a.xlsx", HEADINGS + rows, xl__sharedStrings_xml=strings)
    assert path.stat().st_size < MIB
    assert refused(path, Limits(memory=400 * MIB, text=100 * MIB)).code in ("memory", "text")


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!doctype x SYSTEM "http://example.org/x.dtd">',
    ],
)
@pytest.mark.parametrize("part", ["xl__worksheets__sheet1_xml", "xl__sharedStrings_xml", "xl__workbook_xml"])
def test_document_types_and_entities(tmp_path: Path, declaration: str, part: str) -> None:
    own = {"xl__workbook_xml": PARTS["xl/workbook.xml"], "xl__worksheets__sheet1_xml": sheet(HEADINGS + PUPIL)}
    found = refused(package(tmp_path / "a.xlsx", HEADINGS, **{part: declaration + own.get(part, "<sst/>")}))
    assert found.code == "doctype"
    assert "外部实体" in found.text.zh


def test_a_document_type_hidden_in_another_encoding(tmp_path: Path) -> None:
    hidden = ('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x>' + sheet(HEADINGS)).encode("utf-16")
    assert refused(package(tmp_path / "a.xlsx", HEADINGS, xl__worksheets__sheet1_xml=hidden)).code == "doctype"


def test_a_document_type_across_two_pieces(tmp_path: Path) -> None:
    late = "<x>" + " " * (MIB - 8) + "<!DOCTYPE x>" + "</x>"
    assert refused(package(tmp_path / "a.xlsx", HEADINGS, xl__other_xml=late)).code == "doctype"


def test_an_endless_row(tmp_path: Path) -> None:
    cells = "".join(number(f"A{n}", "1") for n in range(2_000_000))
    assert refused(package(tmp_path / "a.xlsx", f'{HEADINGS}<row r="2">{cells}</row>')).code in ("long_row", "bomb")


def test_a_password(tmp_path: Path) -> None:
    found = refused(compound(tmp_path / "a.xlsx", "EncryptionInfo", "EncryptedPackage"))
    assert found.code == "password"
    assert found.text.zh == f"{tmp_path / 'a.xlsx'} 有打开密码"


def test_other_compound_files(tmp_path: Path) -> None:
    assert refused(compound(tmp_path / "a.doc", "WordDocument")).code == "unknown_format"
    assert refused(compound(tmp_path / "a.xls", "Workbook")).code == "damaged"


def test_three_hundred_megabytes_are_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with path.open("wb") as stream:
        stream.truncate(300 * MIB)
    start = time.monotonic()
    found = refused(path)
    assert time.monotonic() - start < 1
    assert found.text.zh == f"{path} 有 300 MB，最大 100 MB"


def test_what_is_no_file(tmp_path: Path) -> None:
    assert refused(tmp_path / "nobody.xlsx").code == "not_there"
    assert refused(tmp_path).code == "not_a_file"
    os.mkfifo(tmp_path / "pipe.csv")
    assert refused(tmp_path / "pipe.csv").code == "not_a_file"


def test_empty_files(tmp_path: Path) -> None:
    assert refused(text_file(tmp_path / "a.xlsx", "")).code == "empty"
    assert refused(text_file(tmp_path / "a.csv", " \n,,\n")).code == "empty"


def test_a_truncated_workbook(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "a.xlsx", [pupil_row()]).read_bytes()
    (tmp_path / "b.xlsx").write_bytes(whole[: len(whole) // 2])
    assert refused(tmp_path / "b.xlsx").code == "damaged"


def test_a_workbook_with_a_flipped_byte(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [pupil_row(f"G{n}") for n in range(50)])
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as book:
        at = book.getinfo("xl/worksheets/sheet1.xml").header_offset + 200
    content[at] ^= 0xFF
    path.write_bytes(content)
    assert refused(path).code == "damaged"


@pytest.mark.parametrize("rows", ["<row", '<row r="1"><c r="A1"', "<<<>>>", '<row r="-1"><c r="?1"><v>x</v></c></row>'])
def test_sheets_that_are_no_xml(tmp_path: Path, rows: str) -> None:
    assert refused(package(tmp_path / "a.xlsx", rows)).code in ("damaged", "no_sheet")


def test_a_package_of_something_else(tmp_path: Path) -> None:
    for name, code in (("word/document.xml", "unknown_format"), ("content.xml", "other_spreadsheet")):
        with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as book:
            book.writestr(name, "<x/>")
        assert refused(tmp_path / "a.xlsx").code == code


@pytest.mark.parametrize(
    "start", ["<html><table>", "<!DOCTYPE html>", '<?xml version="1.0"?><Workbook>', "\ufeff<table>"]
)
def test_a_web_page_saved_as_a_workbook(tmp_path: Path, start: str) -> None:
    found = refused(text_file(tmp_path / "a.xls", start + "<tr><td>学籍号</td></tr>"))
    assert found.code == "html"
    assert found.remedy is not None
    assert "另存为 .xlsx" in found.remedy.zh


def test_pictures_and_archives(tmp_path: Path) -> None:
    for start in (b"\x89PNG\r\n", b"%PDF-1.7", b"Rar!\x1a\x07", b"\x1f\x8b\x08"):
        (tmp_path / "a.xlsx").write_bytes(start + b"\x00" * 100)
        assert refused(tmp_path / "a.xlsx").code == "unknown_format"


def test_the_content_counts_not_the_name(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx", [pupil_row()]).rename(tmp_path / "a.xls")
    reading = read(tmp_path / "a.xls")
    assert (reading.format, reading.stored) == ("xlsx", 1)
    assert reading.notes[0].zh == "文件名以“.xls”结尾，内容是 xlsx，按内容读取。"
    text_file(tmp_path / "b.xlsx", "学籍号,身高\nG1,121.5\n")
    assert read(tmp_path / "b.xlsx").format == "csv"


def test_a_line_of_ninety_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("学籍号,身高\n".encode() + b"x" * 90 * MIB)
    assert refused(path).code == "line_long"


def test_a_million_columns(tmp_path: Path) -> None:
    assert refused(text_file(tmp_path / "a.csv", "学籍号,身高\n" + "," * 1_000_000)).code == "columns"


def test_a_quote_that_never_closes(tmp_path: Path) -> None:
    rows = "".join(f"G{n},121.5\n" for n in range(20_000))
    found = refused(text_file(tmp_path / "a.csv", '学籍号,身高\nG0,"121.5\n' + rows))
    assert found.code == "cell_long"
    assert found.remedy is not None
    assert "引号" in found.remedy.zh


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("学籍号,身高\n".encode() + b"G1,\x00\n")
    assert refused(tmp_path / "a.csv").code == "nul"
    (tmp_path / "b.csv").write_bytes("学籍号,身高\n".encode() + b"G1,\xff\xff\xff\n")
    assert refused(tmp_path / "b.csv").code == "encoding"


def test_more_cells_than_a_school_has(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", "学籍号,身高\n" + "G1,121.5\n" * 9_000)
    assert refused(path, Limits(cells=10_000)).code == "cells"
    assert refused(path, Limits(rows=5_000)).code == "rows"


def test_a_worker_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [pupil_row(f"G{n}") for n in range(200)])
    found = refused(path, Limits(wall=0))
    assert found.code == "time"


def test_a_workers_memory_is_bounded(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", "学籍号,身高\n" + "G1,121.5\n" * 9_000)
    assert refused(path, Limits(memory=20 * MIB)).code == "memory"


def test_every_reason_is_written_in_both_languages() -> None:
    for reason, remedy in REASONS.values():
        assert reason.zh
        assert reason.en
        assert remedy is not None
        assert remedy.zh
        assert remedy.en


def test_text_that_looks_like_markup_is_text(tmp_path: Path) -> None:
    rows = f'{HEADINGS}<row r="2">{text("A2", "&lt;!DOCTYPE x&gt;")}{number("B2", "121.5")}</row>'
    assert read(package(tmp_path / "a.xlsx", rows)).records["fit.fitness_test"]["subject"].to_pylist() == [
        "<!DOCTYPEx>"
    ]


def test_a_sheet_written_with_prefixes(tmp_path: Path) -> None:
    """Some programs write every element with a prefix; nothing is overlooked for it."""
    rows = (
        HEADINGS
        + PUPIL
        + '<row r="3"><c r="A3" t="inlineStr"><is><t>G2</t></is></c><c r="B3" t="e"><v>#N/A</v></c></row>'
    )
    prefixed = (
        sheet(rows).replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:").replace("xmlns=", "xmlns:x=")
    )
    path = package(tmp_path / "a.xlsx", "", xl__worksheets__sheet1_xml=prefixed)
    reading = read(path)
    assert (reading.stored, reading.rejected) == (1, 1)
    assert reading.rejections[0].reason.zh == "单元格是错误值 #N/A"
    far = prefixed.replace('r="3"', 'r="99999999"')
    assert refused(package(path, "", xl__worksheets__sheet1_xml=far)).code == "far"
