"""Reading a table's CSV file: bounded, UTF-8, by headings, exactly."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from xueheng.wording import Text

LARGEST = 32 * 1024 * 1024
"""Bytes. The national tables have 0.3 MB; a larger one belongs into the records, not into a pack."""
MOST_ROWS = 200_000
LONGEST_CELL = 2_000


@dataclass(frozen=True, slots=True)
class Printed:
    """A table as printed: headings, and each line's cells with the line's number in the file."""

    headings: tuple[str, ...]
    lines: tuple[tuple[int, tuple[str, ...]], ...]


class TableFileBroken(Exception):
    """The file is there but cannot be read as a table; `what` says why, `line` where."""

    def __init__(self, what: Text, line: int = 1) -> None:
        super().__init__(what.say())
        self.what = what
        self.line = line


def read_table_file(path: Path) -> Printed:
    """The file's headings and lines; blank lines are left out. Raises `TableFileBroken`."""
    if path.stat().st_size > LARGEST:
        raise TableFileBroken(Text("大于 32 MiB", "it is larger than 32 MiB"))
    try:
        content = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TableFileBroken(Text("不是 UTF-8 编码", "it is not UTF-8")) from None
    reader = csv.reader(io.StringIO(content, newline=""), strict=True)
    lines: list[tuple[int, tuple[str, ...]]] = []
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                lines.append((reader.line_num, tuple(cell.strip() for cell in row)))
            if len(lines) > MOST_ROWS + 1:
                raise TableFileBroken(Text("超过 20 万行", "it has more than 200,000 lines"), reader.line_num)
    except csv.Error as fault:
        raise TableFileBroken(Text("CSV 写法有误", f"broken CSV ({fault})"), reader.line_num) from None
    if not lines:
        raise TableFileBroken(Text("是空的", "it is empty"))
    return Printed(lines[0][1], tuple(lines[1:]))
