"""What an import gives back: the sender's own workbook with the reasons, and the first passwords, once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from xueheng.identity.actions.check_register import own_import
from xueheng.identity.imports.going_through import file_name, file_read, told_of
from xueheng.identity.imports.kept_file import forget
from xueheng.identity.imports.refusals import ImportRefused
from xueheng.identity.model_imports import ImportedRow, RegisterImport
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import KeyDestroyed, write_journal
from xueheng.wording import Language, Text
from xueheng.workbooks.public import RegisterReading, Rejection, write_marked

WHY = "what became of the rows of an import"
AFTER_CHECK = ("checked", "storing", "stored")


@dataclass(frozen=True, slots=True)
class Slip:
    """Name, login name and first password of an account made from a list."""

    name: str
    login: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RowTold:
    """A row as a page shows it. `row` as the spreadsheet counts, 0 for what is gone from the file."""

    number: int
    sheet: str
    row: int
    outcome: str
    name: str
    changes: tuple[Text, ...]
    remarks: tuple[Text, ...]
    reason: Text
    remedy: Text


def rows_told(batch: RegisterImport, rows: Sequence[ImportedRow]) -> list[RowTold]:
    """Rows opened for a page, in the same order."""
    return [_row_told(row, told_of(batch, row)) for row in rows]


def _row_told(row: ImportedRow, told: dict[str, Any]) -> RowTold:
    def texts(key: str) -> tuple[Text, ...]:
        return tuple(Text(zh, en) for zh, en in told[key])

    return RowTold(
        row.pk, str(told["sheet"]), row.row if row.sheet >= 0 else 0, row.outcome, str(told["name"]),
        texts("changes"), texts("remarks"), Text(*told["reason"]), Text(*told["remedy"]),
    )  # fmt: skip


def marked_register(by: Viewer, number: int, language: Language) -> tuple[str, bytes]:
    """The sender's own workbook with each row's outcome, faulty cells marked, reasons and remedies; its name.

    Raises ImportNotReady, KeyDestroyed after 30 days, WorkbookRefused.
    """
    batch = own_import(by, number, AFTER_CHECK)
    with file_read(batch) as reading:
        marked = reading.marked(_further(batch, reading))
        out = write_marked(marked, reading.path.with_name("marked.xlsx"), language=language)
        return f"{Path(file_name(batch)).stem}.xlsx", out.read_bytes()


def _further(batch: RegisterImport, reading: RegisterReading) -> list[Rejection]:
    """Rejections that the file itself does not show."""
    rejected = ImportedRow.objects.for_the_programme(WHY).filter(batch=batch, outcome="rejected")
    own = {(each.sheet, each.row) for each in reading.rejections}
    told = [(row, told_of(batch, row)) for row in rejected]
    return [_rejection(reading.sheets, row, one) for row, one in told if (one["sheet"], row.row) not in own]


def _rejection(sheets: Sequence[Any], row: ImportedRow, told: dict[str, Any]) -> Rejection:
    """A rejection that the file itself did not show, at the cell of the word it is about."""
    columns = {c.use.name: c for c in sheets[row.sheet].columns if c.use and c.use.role == "field"}
    column = columns.get(str(told["word"]))
    return Rejection(
        str(told["sheet"]), row.row, column.index if column else None, column.heading if column else "", "",
        Text(*told["reason"]), Text(*told["remedy"]),
    )  # fmt: skip


def take_slips(by: Viewer, number: int) -> tuple[Slip, ...]:
    """The logins and first passwords of accounts made from a list: given once, then destroyed with the file.

    Raises ImportNotReady, or ImportRefused where they were taken before.
    """
    batch = own_import(by, number, ("stored",))
    kept = ImportedRow.objects.for_the_programme(WHY).filter(batch=batch, outcome="new", done=True)
    try:
        told = [told_of(batch, row) for row in kept.order_by("sheet", "row")]
    except KeyDestroyed as fault:
        raise ImportRefused(
            Text("首次密码已经取走，学衡没有保存", "the first passwords were taken already and are not kept"),
            Text("谁没有拿到，请在账号页给他重设。", "Reset the password of whoever lacks one, on the accounts' page."),
        ) from fault
    slips = [Slip(str(one["name"]), *_pair(one["slip"])) for one in told if one["slip"]]
    with transaction.atomic():
        about = [("import", batch.number), ("organisation", batch.organisation)]
        detail = {"slips": len(slips)}
        write_journal("security", "take_slips", actor=by.person or None, post=by.post, about=about, detail=detail)
    forget(number)
    return tuple(slips)


def _pair(slip: Any) -> tuple[str, str]:
    login, password = slip
    return str(login), str(password)
