"""A first look through an .xls: its error cells, its password and its calendar, which the reading library hides.

An .xls is a small file system (OLE) with a stream of records (BIFF8) inside. Only what is needed is
followed, every step bounded by the file's own length.
"""

import struct
from collections.abc import Iterator

from xueheng.workbooks.sheet_xml import Refusal, SheetLook

_END = 0xFFFFFFFA
"""Sector numbers from here on are marks, not sectors."""
_FORMULA, _END_OF_SHEET, _DATE_1904, _PASSWORD, _SHEET, _ERROR = 0x06, 0x0A, 0x22, 0x2F, 0x85, 0x205
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip
_BIFF8 = 0x0600


def look_through_old(content: bytes) -> tuple[dict[str, SheetLook], bool]:
    """Looks of all sheets by name, and whether the workbook counts days from 1904; refuses a password."""
    try:
        stream = workbook_stream(content)
        if len(stream) < 8 or struct.unpack_from("<H", stream, 4)[0] != _BIFF8:
            return {}, False
        return _looks(stream)
    except (struct.error, IndexError) as fault:
        raise Refusal("damaged", detail=str(fault)) from fault


def _looks(stream: bytes) -> tuple[dict[str, SheetLook], bool]:
    looks: dict[str, SheetLook] = {}
    from_1904 = False
    for kind, data in _records(stream, 0):
        if kind == _PASSWORD:
            raise Refusal("password")
        if kind == _DATE_1904:
            from_1904 = from_1904 or data[:2] == b"\x01\x00"
        if kind == _SHEET:
            (at,) = struct.unpack_from("<I", data)
            wide = data[7] & 1
            name = data[8 : 8 + data[6] * (1 + wide)].decode("utf-16-le" if wide else "latin-1", "replace")
            looks[name] = _sheet_look(stream, at)
    return looks, from_1904


def _sheet_look(stream: bytes, at: int) -> SheetLook:
    look = SheetLook()
    for kind, data in _records(stream, at):
        if kind == _ERROR and len(data) >= 8 and data[7] == 1:
            row, column = struct.unpack_from("<HH", data)
            look.add(row, column, "e" + _ERRORS.get(data[6], "#ERROR"))
        elif kind == _FORMULA and data[12:14] == b"\xff\xff" and data[6] == 2:
            row, column = struct.unpack_from("<HH", data)
            look.add(row, column, "e" + _ERRORS.get(data[8], "#ERROR"))
    return look


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Records of one part of the stream, up to its end mark; charts inside a sheet are passed through."""
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind == _END_OF_SHEET:
            return
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def workbook_stream(content: bytes) -> bytes:
    """The stream called Workbook of an OLE file; empty where there is none."""
    sector = 1 << min(struct.unpack_from("<H", content, 30)[0], 20)
    small = 1 << min(struct.unpack_from("<H", content, 32)[0], 20)
    directory_at, cutoff, small_at, more_at = (struct.unpack_from("<I", content, at)[0] for at in (48, 56, 60, 68))
    table = _allocation_table(content, sector, more_at)
    directory = _chain(content, table, directory_at, sector, 1)
    entries = [directory[at : at + 128] for at in range(0, len(directory) - 127, 128)]
    found = next((entry for entry in entries if _entry_name(entry) == "Workbook"), None)
    if found is None:
        return b""
    first, size = struct.unpack_from("<II", found, 116)
    if size >= cutoff:
        return _chain(content, table, first, sector, 1)[:size]
    (root_first,) = struct.unpack_from("<I", entries[0], 116)
    inner = _chain(content, table, root_first, sector, 1)
    inner_table = _numbers(_chain(content, table, small_at, sector, 1))
    return _chain(inner, inner_table, first, small, 0)[:size]


def _entry_name(entry: bytes) -> str:
    (length,) = struct.unpack_from("<H", entry, 64)
    return entry[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")


def _allocation_table(content: bytes, sector: int, more_at: int) -> list[int]:
    """Which sector follows which: 109 places of the table stand in the header, the rest in a chain."""
    places = list(struct.unpack_from("<109I", content, 76))
    for _ in range(len(content) // sector + 1):
        if more_at >= _END:
            break
        further = _numbers(_sector(content, more_at, sector))
        places += further[:-1]
        more_at = further[-1]
    return [number for place in places if place < _END for number in _numbers(_sector(content, place, sector))]


def _sector(content: bytes, number: int, size: int) -> bytes:
    return content[(number + 1) * size : (number + 2) * size]


def _numbers(data: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))


def _chain(content: bytes, table: list[int], first: int, size: int, header: int) -> bytes:
    """The sectors of a chain joined; `header` sectors stand before the first one."""
    pieces = []
    at = first
    for _ in range(len(table) + 1):
        if at >= _END or at >= len(table):
            break
        pieces.append(content[(at + header) * size : (at + header + 1) * size])
        at = table[at]
    return b"".join(pieces)
