"""The rows that can be stored, from the check to the storing: sealed beside the workbook."""

from collections.abc import Sequence

import msgspec

from xueheng.evidence.facts import Checked, NewFact
from xueheng.evidence.intake.checking import CheckedRow
from xueheng.evidence.intake.kept_workbooks import ROWS, content, keep_bytes
from xueheng.evidence.intake.refusals import check_again


class CheckedRows(msgspec.Struct, frozen=True, array_like=True):
    """Rows of one upload in the order in which they are stored. `type_`: the record type they are facts of; `meaning`:
    of its pack when they were checked.
    """

    type_: str
    meaning: str
    rows: Sequence[CheckedRow]


_READ = msgspec.msgpack.Decoder(CheckedRows)


def keep_rows(batch: int, rows: CheckedRows) -> None:
    """Seal them."""
    keep_bytes(batch, ROWS, msgspec.msgpack.encode(rows))


def kept_rows(batch: int) -> CheckedRows:
    """The same again. Raises UploadRefused where they are gone or were kept by another version, SealBroken."""
    try:
        return _READ.decode(content(batch, ROWS))
    except msgspec.MsgspecError as fault:
        raise check_again() from fault


def fact_of(batch: int, rows: CheckedRows, row: CheckedRow) -> NewFact:
    """A row as it is recorded; what its check came to goes with it."""
    checked = Checked(row.fields, row.unit, rows.meaning, row.fingerprint, row.once)
    return NewFact(rows.type_, row.subject, row.day, row.fields, client_of(batch, row), checked=checked)


def client_of(batch: int, row: CheckedRow) -> str:
    """The sender's id of a row: the same whenever the row is stored again."""
    return f"u{batch:x}-{row.sheet}-{row.row}"
