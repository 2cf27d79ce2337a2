"""The CSV files as RFC 4180 has them: UTF-8, with or without a byte order mark, every fault with its line."""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence

from xueheng.identity.oneroster.refusals import file_refused

MOST_ROWS = 500_000
LONGEST_CELL = 10_000
MARK = "\ufeff"
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def csv_rows(file: str, content: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    """(line, cells) of a file's rows, the headings first. Raises RosterRefused at the first place it cannot be read."""
    text = _decoded(file, content)
    nul = text.find("\0")
    if nul >= 0:
        raise file_refused(file, "有 NUL 字符", "holds a NUL character", text.count("\n", 0, nul) + 1)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    ended = 0
    try:
        for at, cells in enumerate(reader):
            line, ended = ended + 1, reader.line_num
            if reader.line_num > line and any("\n" in cell or "\r" in cell for cell in cells):
                raise file_refused(file, "单元格里有换行", "a line break inside a cell", line)
            if at > MOST_ROWS:
                raise file_refused(
                    file,
                    f"超过 {MOST_ROWS:,} 行，请按学校分开导出",
                    f"over {MOST_ROWS:,} rows: export school by school",
                )
            if cells:
                yield line, cells
    except csv.Error as fault:
        raise file_refused(
            file, f"引号或分隔不合 CSV 格式（{fault}）", f"quotes or commas are not as in CSV ({fault})", ended + 1
        ) from fault


def _decoded(file: str, content: bytes) -> str:
    if content.startswith(UTF_16):
        raise file_refused(file, "是 UTF-16 编码，应为 UTF-8", "is encoded in UTF-16, not UTF-8", 1)
    try:
        return content.decode("utf-8").removeprefix(MARK)
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        raise file_refused(
            file, "不是 UTF-8 编码，可能是 GBK", "is not encoded in UTF-8, perhaps in GBK", line
        ) from fault


def csv_text(rows: Sequence[Sequence[str]]) -> bytes:
    r"""Rows as the binding wants them: UTF-8 without a mark, CRLF, quotes only where they are needed.

    >>> csv_text([["a", "b"], ["x,y", "z"]])
    b'a,b\r\n"x,y",z\r\n'
    """
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode("utf-8")
