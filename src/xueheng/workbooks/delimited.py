"""Text files with delimiters, read line by line within bounds; encoding and delimiter are found by trying."""

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from xueheng.workbooks.sheet_xml import Refusal

CHUNK = 1 << 20
LONGEST_LINE = 4 << 20
DELIMITERS = ",\t;"
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def encoding_of(path: str) -> str:
    """'utf-8-sig', 'utf-16', 'utf-8' or 'gb18030', whichever reads the whole file without a fault."""
    with Path(path).open("rb") as stream:
        head = stream.read(4)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            if _reads_as(path, encoding):
                return encoding
            raise Refusal("encoding")
    if _has_nul(path):
        raise Refusal("nul")
    for encoding in ("utf-8", "gb18030"):
        if _reads_as(path, encoding):
            return encoding
    raise Refusal("encoding")


def _has_nul(path: str) -> bool:
    with Path(path).open("rb") as stream:
        return any(b"\x00" in chunk for chunk in iter(lambda: stream.read(CHUNK), b""))


def _reads_as(path: str, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        with Path(path).open("rb") as stream:
            while chunk := stream.read(CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def rows_of(path: str, encoding: str, columns: int, cell_characters: int) -> Iterator[list[str]]:
    """The file's rows as text; refuses lines, cells and rows beyond the bounds."""
    csv.field_size_limit(cell_characters)
    delimiter = delimiter_of(path, encoding)
    with Path(path).open(encoding=encoding, newline="") as stream:
        reader = csv.reader(_bounded_lines(stream), delimiter=delimiter)
        try:
            for row in reader:
                if len(row) > columns:
                    raise Refusal("columns", row=reader.line_num, columns=columns)
                yield row
        except csv.Error as fault:
            code = "nul" if "NUL" in str(fault) else "cell_long"
            raise Refusal(code, row=reader.line_num) from fault


def _bounded_lines(stream: TextIO) -> Iterator[str]:
    number = 0
    while line := stream.readline(LONGEST_LINE):
        number += 1
        if len(line) >= LONGEST_LINE and not line.endswith("\n"):
            raise Refusal("line_long", row=number)
        if "\x00" in line:
            raise Refusal("nul", row=number)
        yield line


def delimiter_of(path: str, encoding: str) -> str:
    """The delimiter that cuts most of the first lines into equally many cells, at least two; else a comma."""
    with Path(path).open(encoding=encoding, newline="") as stream:
        lines = [line for line, _ in zip(_bounded_lines(stream), range(50), strict=False)]
    best, best_score = ",", 0
    for delimiter in DELIMITERS:
        score = _agreement(lines, delimiter)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _agreement(lines: list[str], delimiter: str) -> int:
    try:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
    except csv.Error:
        return 0
    wide = [width for width in widths if width > 1]
    return max((wide.count(width) * min(width, 50) for width in set(wide)), default=0)
