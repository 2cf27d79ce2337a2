"""What a file is, by its content, and whether an xlsx is safe to unpack: read in our own process, nothing inflated."""

import os
import stat
import zipfile
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from typing import Literal

from xueheng.wording import Text
from xueheng.workbooks.limits import MIB, Limits
from xueheng.workbooks.refusals import refuse

Format = Literal["xlsx", "xls", "csv", "lrmx"]
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BOOKS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_MARKUP = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta", b"<head")
FORM = ".lrmx"
"""How the files of cadre appointment forms end: one person as XML."""
_BIG_PART = 4 * MIB


@dataclass(frozen=True, slots=True)
class Sniffed:
    """A file that may be read: its format by content, its SHA-256, and what was odd about its name."""

    format: Format
    sha256: str
    notes: tuple[Text, ...] = ()


def sniff(path: Path, limits: Limits) -> Sniffed:
    """The format of the file, or a refusal; reads its beginning and, of a zip, the table of contents."""
    size = _size(path, limits)
    with path.open("rb") as stream:
        head = stream.read(4096)
        stream.seek(0)
        sha256 = file_digest(stream, "sha256").hexdigest()
    found = _format(path, head)
    if found == "xlsx":
        inspect_package(path, size, limits)
    return Sniffed(found, sha256, _name_notes(path, found))


def _size(path: Path, limits: Limits) -> int:
    try:
        state = path.stat()
    except FileNotFoundError as fault:
        raise refuse("not_there", str(path)) from fault
    except PermissionError as fault:
        raise refuse("no_access", str(path)) from fault
    except (OSError, ValueError) as fault:
        raise refuse("not_there", str(path)) from fault
    if not stat.S_ISREG(state.st_mode):
        raise refuse("not_a_file", str(path))
    if state.st_size == 0:
        raise refuse("empty", str(path))
    if state.st_size > limits.file:
        raise refuse("file_size", str(path), megabytes=-(-state.st_size // MIB), limit=limits.file // MIB)
    if not os.access(path, os.R_OK):
        raise refuse("no_access", str(path))
    return state.st_size


def _format(path: Path, head: bytes) -> Format:
    if head.startswith(_OLE):
        return _compound(path)
    if head.startswith(b"PK\x03\x04"):
        return _zipped(path)
    if head.startswith((b"PK", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"PAR1")):
        raise refuse("unknown_format", str(path))
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if path.suffix.lower() == FORM and text.startswith(b"<") and not text.startswith(b"<!doctype"):
        return "lrmx"
    if text.startswith(_MARKUP):
        raise refuse("html", str(path))
    if head[:2] in (b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08"):
        return "xls"
    if not head.strip(b" \t\r\n\xef\xbb\xbf,;"):
        raise refuse("empty", str(path))
    return "csv"


def _compound(path: Path) -> Format:
    """An OLE file: an .xls, or an xlsx behind a password."""
    content = path.read_bytes()
    if _ENCRYPTED in content:
        raise refuse("password", str(path))
    if not any(name in content for name in _BOOKS):
        raise refuse("unknown_format", str(path))
    return "xls"


def _zipped(path: Path) -> Format:
    try:
        with zipfile.ZipFile(path) as parts:
            names = set(parts.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as fault:
        raise refuse("damaged", str(path)) from fault
    if "xl/workbook.bin" in names:
        raise refuse("other_spreadsheet", str(path), kind=".xlsb")
    if "content.xml" in names:
        raise refuse("other_spreadsheet", str(path), kind=".ods")
    if "xl/workbook.xml" not in names:
        raise refuse("unknown_format", str(path))
    return "xlsx"


def inspect_package(path: Path, size: int, limits: Limits) -> None:
    """Refuse an xlsx that would inflate beyond bounds, has parts on top of each other, or encrypted parts."""
    with zipfile.ZipFile(path) as parts:
        contents = parts.infolist()
    if len(contents) > limits.parts:
        raise refuse("parts", str(path), count=len(contents))
    for part in contents:
        if part.flag_bits & 1:
            raise refuse("password", str(path))
        if part.file_size > _BIG_PART and part.file_size > limits.ratio * max(part.compress_size, 1):
            raise refuse("bomb", str(path), part=part.filename)
    if sum(part.file_size for part in contents) > limits.inflated:
        raise refuse("inflated", str(path), limit=limits.inflated // MIB)
    if sum(part.compress_size for part in contents) > size or len({part.filename for part in contents}) < len(contents):
        raise refuse("bomb", str(path), part=contents[0].filename)


def _name_notes(path: Path, found: Format) -> tuple[Text, ...]:
    suffix = path.suffix.lower()
    known = {"xlsx": (".xlsx", ".xlsm"), "xls": (".xls", ".et"), "csv": (".csv", ".txt", ".tsv"), "lrmx": (FORM,)}
    if suffix in known[found]:
        return ()
    return (
        Text(
            f"文件名以“{suffix}”结尾，内容是 {found}，按内容读取。",
            f'the name ends in "{suffix}" but the content is {found}; read by its content.',
        ),
    )
