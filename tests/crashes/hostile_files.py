"""Files made to do harm, as they are sent through the pages: workbooks, texts, pictures, papers."""

import io
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from xueheng.evidence.tests.some_files import a_picture, packed_paper, paper
from xueheng.workbooks.tests.hostile import HEADINGS, compound, package, sheet, text, understated, zip_bomb

SCRIPT = b"<script>alert(document.cookie)</script>"
ENTITY = '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY l0 "ha">'
    + "".join(f'<!ENTITY l{n} "&l{n - 1};&l{n - 1};">' for n in range(1, 30))
    + "]><x>&l29;</x>"
)


def made(write: Callable[[Path], object]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made"
        write(path)
        return path.read_bytes()


def slipping(path: Path) -> None:
    """A workbook whose zip has parts that would lie outside any folder it were unpacked into."""
    package(path, f'<row r="1">{text("A1", "别的表")}</row>')
    with zipfile.ZipFile(path, "a") as book:
        book.writestr("../../../../tmp/xueheng-slipped", "x")
        book.writestr("/etc/cron.d/xueheng-slipped", "* * * * * root id")


def zip_in_zip(path: Path) -> None:
    inner = made(lambda place: zip_bomb(place, 200))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for number in range(50):
            book.writestr(f"{number}.xlsx", inner)


def png(width: int, height: int, packed: bytes = b"") -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", packed or zlib.compress(bytes(100_000))), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in parts
    )


def giant_jpeg() -> bytes:
    """A small picture whose head claims sixty thousand dots each way."""
    content = bytearray(a_picture())
    at = content.index(b"\xff\xc0")
    content[at + 5 : at + 9] = struct.pack(">HH", 60_000, 60_000)
    return bytes(content)


def large_jpeg() -> bytes:
    """As many dots as are let in; plain, so that it takes a few hundred kilobytes."""
    written = io.BytesIO()
    Image.new("RGB", (8_000, 6_200), (10, 120, 60)).save(written, "JPEG")
    return written.getvalue()


HEAD = "学籍号,姓名,身高\n".encode()
WORKBOOKS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "zip bomb": ("a.xlsx", lambda: made(lambda path: zip_bomb(path, 700))),
    "zip that understates itself": ("a.xlsx", lambda: made(lambda path: understated(path, 50))),
    "zips in a zip": ("a.xlsx", lambda: made(zip_in_zip)),
    "zip slip": ("a.xlsx", lambda: made(slipping)),
    "external entity": (
        "a.xlsx",
        lambda: made(lambda path: package(path, HEADINGS, xl__worksheets__sheet1_xml=ENTITY + sheet(HEADINGS))),
    ),
    "billion laughs": ("a.xlsx", lambda: made(lambda path: package(path, HEADINGS, xl__sharedStrings_xml=LAUGHS))),
    "far cell": (
        "a.xlsx",
        lambda: made(lambda path: package(path, HEADINGS + f'<row r="1048576">{text("XFD1048576", "x")}</row>')),
    ),
    "old macro file": ("a.xls", lambda: made(lambda path: compound(path, "Workbook", "_VBA_PROJECT_CUR"))),
    "password": ("a.xlsx", lambda: made(lambda path: compound(path, "EncryptionInfo", "EncryptedPackage"))),
    "picture as a workbook": ("a.xlsx", lambda: png(40_000, 40_000)),
    "page as a workbook": ("a.xls", lambda: b"<html><table><tr><td>x</td></tr></table>" + SCRIPT + b"</html>"),
    "NUL in a text": ("a.csv", lambda: HEAD + b"G1\x00,a\x00b,150\n" * 50),
    "wide text without its mark": ("a.csv", lambda: "学籍号,姓名\nG1,甲\n".encode("utf-16-le") * 40),
    "bytes of no encoding": ("a.csv", lambda: bytes(range(128, 256)) * 400),
    "endless quote": ("a.csv", lambda: HEAD + b'"' + b"x" * 300_000),
    "endless row": ("a.csv", lambda: HEAD + b"," * 3_000_000),
    "nothing": ("a.xlsx", lambda: b" "),
    "name that is a path": ("../../../etc/passwd.xlsx", lambda: made(lambda path: path.write_bytes(b"PK\x03\x04"))),
}
"""All of them are refused as a whole."""

ATTACHED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "giant picture": ("a.jpg", giant_jpeg),
    "unpacking picture": ("a.jpg", lambda: png(40_000, 40_000)),
    "picture cut off": ("a.jpg", lambda: a_picture(size=(900, 900))[:700]),
    "drawing with a script": ("a.jpg", lambda: b'<svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>"),
    "page": ("a.jpg", lambda: b"<!doctype html>" + SCRIPT),
    "page behind a picture's first bytes": ("a.jpg", lambda: b"\xff\xd8\xff" + SCRIPT * 50),
    "programme": ("a.pdf", lambda: b"MZ\x90\x00" + bytes(5_000)),
    "zip": ("a.pdf", lambda: made(slipping)),
    "paper with a script": ("a.pdf", lambda: paper(b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>")),
    "paper that starts a programme": ("a.pdf", lambda: packed_paper(b"<< /S /Launch /F (cmd.exe) >>")),
    "paper that unpacks without end": ("a.pdf", lambda: packed_paper(bytes(300 * 1024 * 1024))),
}
"""All of them are refused at their field."""
