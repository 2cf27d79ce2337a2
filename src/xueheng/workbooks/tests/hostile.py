"""Files that nobody's spreadsheet program wrote, or that somebody wrote to do harm."""

import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PARTS: Mapping[str, str] = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{RELS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELS}"><sheets>'
    '<sheet name="一年级" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{RELS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{RELS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
}


def text(address: str, value: str) -> str:
    return f'<c r="{address}" t="inlineStr"><is><t>{value}</t></is></c>'


def number(address: str, value: str) -> str:
    return f'<c r="{address}"><v>{value}</v></c>'


HEADINGS = f'<row r="1">{text("A1", "学籍号")}{text("B1", "身高")}</row>'
PUPIL = f'<row r="2">{text("A2", "G1")}{number("B2", "121.5")}</row>'


def sheet(rows: str) -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def package(path: Path, rows: str, **parts: str | bytes) -> Path:
    """An xlsx of these rows. `parts`: further parts, or others in place of ours, `__` for `/`."""
    contents: dict[str, str | bytes] = {**PARTS, "xl/worksheets/sheet1.xml": sheet(rows)}
    contents.update({name.replace("__", "/").replace("_xml", ".xml"): part for name, part in parts.items()})
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, part in contents.items():
            book.writestr(name, part)
    return path


def zip_bomb(path: Path, megabytes: int) -> Path:
    """A sheet of blanks that packs a thousand times smaller."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, part in PARTS.items():
            book.writestr(name, part)
        with book.open("xl/worksheets/sheet1.xml", "w") as stream:
            for _ in range(megabytes):
                stream.write(b" " * 1024 * 1024)
    return path


def understated(path: Path, megabytes: int) -> Path:
    """A zip bomb whose table of contents claims one kilobyte."""
    zip_bomb(path, megabytes)
    content = bytearray(path.read_bytes())
    true_size = struct.pack("<I", megabytes * 1024 * 1024)
    while (at := content.find(true_size)) >= 0:
        content[at : at + 4] = struct.pack("<I", 1024)
    path.write_bytes(content)
    return path


def compound(path: Path, *names: str) -> Path:
    """An OLE file with entries of these names, as far as anybody looks who has no password."""
    body = b"".join(name.encode("utf-16-le").ljust(128, b"\x00") for name in ("Root Entry", *names))
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504 + body.ljust(2048, b"\x00"))
    return path
