"""A first look through the parts of an xlsx, before the library that reads it.

The library allocates the whole rectangle between the outermost cells and turns error cells and
formulas without a stored value into blanks. This look finds the outermost cell that holds
anything, and the cells that are not blank although they will look so; and it refuses parts with
a document type or entities, which no spreadsheet program writes.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath
from xml.etree import ElementTree

CHUNK = 1 << 20
LONGEST_ROW = 16 << 20
OVERLAP = 400
SHEETS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"

_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_FAR_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{3,})(\d{1,9})"[^>]*(?<!/)>')
_THREE_LETTERS = re.compile(rb'r="[A-Z]{3}')
_ROW = re.compile(rb'<row [^>]*?\br="(\d{1,9})"[^>]*(?<!/)>')
_PREFIXED_ROW = re.compile(rb'<\w+:row [^>]*?\br="(\d{1,9})"[^>]*(?<!/)>')
_ERROR = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*\bt="e")[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*(?<!/)>(.{0,9000}?)</(?:\w+:)?c>', re.DOTALL
)
_FORMULA = re.compile(
    rb'<(?:\w+:)?c\b(?![^>]*\bt="str")[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*(?<!/)>\s*'
    rb"<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>([^<]{0,9000})</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]{0,40})<")


class Refusal(Exception):
    """The worker refuses the file: a code of the catalogue of refusals and its facts."""

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(slots=True)
class SheetLook:
    """What the first look found on one sheet: row → column → tagged cell, both from 0."""

    hidden: dict[int, dict[int, str]] = field(default_factory=dict)

    def add(self, row: int, column: int, cell: str) -> None:
        """Note a cell that the reading library would show as blank."""
        self.hidden.setdefault(row, {})[column] = cell


def column_number(letters: str) -> int:
    """Column from 0.

    >>> column_number("A"), column_number("XFD")
    (0, 16383)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(number: int) -> str:
    """Letters of a column counted from 0.

    >>> column_letters(0), column_letters(26), column_letters(16383)
    ('A', 'AA', 'XFD')
    """
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def look_through(path: str, rows: int, columns: int, inflated: int) -> tuple[dict[str, SheetLook], bool]:
    """Looks of all sheets by name, and whether the workbook counts days from 1904."""
    with zipfile.ZipFile(path) as parts:
        names = _parts_of_sheets(parts)
        looks: dict[str, SheetLook] = {}
        left = inflated
        for part in parts.infolist():
            sheets = [sheet for sheet, at in names.items() if at == part.filename]
            if not sheets and not part.filename.lower().endswith((".xml", ".rels", ".vml")):
                continue
            look = SheetLook()
            for window in _windows(parts, part, left, bool(sheets)):
                left -= len(window)
                if sheets:
                    _look(window, sheets[0], look, rows, columns)
            for sheet in sheets:
                looks[sheet] = look
        return looks, _counts_from_1904(parts)


def _windows(parts: zipfile.ZipFile, part: zipfile.ZipInfo, left: int, by_row: bool) -> Iterator[bytes]:
    """The part in pieces, of a sheet ending before a row; refuses document types and odd encodings."""
    kept = b""
    with parts.open(part) as stream:
        while chunk := stream.read(CHUNK):
            if not kept:
                _refuse_odd_encoding(chunk[:200], part.filename)
            left -= len(chunk)
            if left < 0:
                raise Refusal("inflated")
            fresh = kept[-16:] + chunk
            if b"<!" in fresh and _DOCTYPE.search(fresh):
                raise Refusal("doctype", part=part.filename)
            kept += chunk
            at = _row_start(kept) if by_row else len(kept) - OVERLAP
            if len(kept) > LONGEST_ROW and at <= 0:
                raise Refusal("long_row", part=part.filename)
            if at > 0:
                yield kept[:at]
                kept = kept[at:]
    yield kept


def _row_start(window: bytes) -> int:
    """Where the last row of a window begins; 0 when there is none."""
    plain = window.rfind(b"<row")
    if plain > 0:
        return plain
    prefixed = window.rfind(b":row ")
    return window.rfind(b"<", 0, prefixed) if prefixed > 0 else 0


def _refuse_odd_encoding(head: bytes, part: str) -> None:
    """Other encodings than UTF-8 would hide a document type from the search for it."""
    declared = re.search(rb"""encoding=["']([^"']+)""", head)
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in head:
        raise Refusal("doctype", part=part)
    if declared and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii", b"ascii"):
        raise Refusal("doctype", part=part)


def _look(window: bytes, sheet: str, look: SheetLook, rows: int, columns: int) -> None:
    if _THREE_LETTERS.search(window):
        for found in _FAR_CELL.finditer(window):
            if column_number(found[1].decode()) >= columns:
                raise Refusal("far", sheet=sheet, cell=(found[1] + found[2]).decode())
    for pattern in (_ROW, _PREFIXED_ROW) if b":row " in window else (_ROW,):
        for found in pattern.finditer(window):
            if int(found[1]) > rows:
                raise Refusal("far", sheet=sheet, cell=f"A{int(found[1])}")
    if b't="e"' in window:
        for found in _ERROR.finditer(window):
            value = _VALUE.search(found[3])
            look.add(*_address(found), "e" + (value[1].decode("utf-8", "replace") if value else "#ERROR"))
    if b"<f" in window or b":f" in window:
        for found in _FORMULA.finditer(window):
            look.add(*_address(found), "f" + (found[3] or b"").decode("utf-8", "replace"))


def _address(found: "re.Match[bytes]") -> tuple[int, int]:
    return int(found[2]) - 1, column_number(found[1].decode())


def _tree(parts: zipfile.ZipFile, name: str) -> ElementTree.Element | None:
    """A small part as a tree; never expands entities because document types are refused first."""
    try:
        data = parts.read(name)
    except KeyError:
        return None
    if len(data) > 16 * CHUNK or _DOCTYPE.search(data):
        raise Refusal("doctype", part=name)
    _refuse_odd_encoding(data[:200], name)
    return ElementTree.fromstring(data)  # noqa: S314 - document types and entities are refused above


def _parts_of_sheets(parts: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → name of its part."""
    book = "xl/workbook.xml"
    tree = _tree(parts, book)
    rels = _tree(parts, join(dirname(book), "_rels", "workbook.xml.rels"))
    if tree is None or rels is None:
        return {}
    targets = {}
    for rel in rels:
        target = rel.get("Target", "")
        targets[rel.get("Id", "")] = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
    found = {}
    for sheet in tree.iter():
        if sheet.tag in (SHEETS + "sheet", STRICT + "sheet"):
            key = next((v for k, v in sheet.attrib.items() if k.endswith("}id")), "")
            found[sheet.get("name", "")] = targets.get(key, "")
    return found


def _counts_from_1904(parts: zipfile.ZipFile) -> bool:
    tree = _tree(parts, "xl/workbook.xml")
    if tree is None:
        return False
    settings = [e for e in tree.iter() if e.tag in (SHEETS + "workbookPr", STRICT + "workbookPr")]
    return any(e.get("date1904") in ("1", "true") for e in settings)
