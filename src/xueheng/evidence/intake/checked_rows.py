"""The rows that can be stored, from the check to the storing: sealed beside the workbook."""

import json
from collections.abc import Iterable, Iterator
from datetime import date

from xueheng.evidence.intake.checking import CheckedRow
from xueheng.evidence.intake.kept_workbooks import ROWS, content, keep_bytes


def keep_rows(batch: int, rows: Iterable[CheckedRow]) -> None:
    """Seal them, in order."""
    lines = [
        json.dumps(
            [
                each.sheet,
                each.name,
                each.row,
                each.subject,
                each.day.toordinal(),
                each.fields,
                each.stream,
                each.corrects,
            ],
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for each in rows
    ]
    keep_bytes(batch, ROWS, "\n".join(lines).encode())


def kept_rows(batch: int) -> Iterator[CheckedRow]:
    """The same again, in order. Raises UploadRefused where they are gone, SealBroken."""
    for line in filter(None, content(batch, ROWS).decode().split("\n")):
        sheet, name, row, subject, day, fields, stream, corrects = json.loads(line)
        yield CheckedRow(sheet, name, row, subject, date.fromordinal(day), fields, stream, corrects)


def client_of(batch: int, row: CheckedRow) -> str:
    """The sender's id of a row: the same whenever the row is stored again."""
    return f"u{batch:x}-{row.sheet}-{row.row}"
