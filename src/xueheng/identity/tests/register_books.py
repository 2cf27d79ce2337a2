"""Workbooks of registers for the tests: written as an office would, brought, checked and stored."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import xlsxwriter

from xueheng.identity.actions.check_register import check_register
from xueheng.identity.actions.receive_register import receive_register
from xueheng.identity.actions.store_register import store_register
from xueheng.identity.imports.given_back import RowTold, rows_told
from xueheng.identity.model_imports import ImportedRow, RegisterImport
from xueheng.identity.viewer import Viewer

PUPILS = "common.pupil_register"
STAFF = "common.teacher_register"
UNITS = "common.school_statistics"
GUARDIANS = "common.guardian_list"
CADRES = "common.cadre_form"
ACCOUNTS = "common.account_list"
WHY = "a test looks at an import"


def book(path: Path, rows: Sequence[Mapping[str, object]], headings: Sequence[str] = (), title: str = "") -> bytes:
    """A workbook of one sheet with these headings (those of the rows), all cells as text; its content."""
    heads = list(headings) or list(dict.fromkeys(head for row in rows for head in row))
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as made:
        sheet = made.add_worksheet("名册")
        top = 0
        if title:
            sheet.write_string(0, 0, title)
            top = 1
        for at, head in enumerate(heads):
            sheet.write_string(top, at, head)
        for line, row in enumerate(rows, top + 1):
            for at, head in enumerate(heads):
                if head in row:
                    sheet.write_string(line, at, str(row[head]))
    return path.read_bytes()


def brought(by: Viewer, layout: str, content: bytes, day: date, name: str = "名册.xlsx") -> RegisterImport:
    """The import of a file, checked."""
    number = receive_register(by, layout, name, content, day)
    check_register(by, number)
    return again(number)


def stored(by: Viewer, layout: str, content: bytes, day: date, name: str = "名册.xlsx") -> RegisterImport:
    """The import of a file, checked and stored."""
    return store_register(by, brought(by, layout, content, day, name).number)


def again(number: int) -> RegisterImport:
    """The import as it stands."""
    found: RegisterImport = RegisterImport.objects.for_the_programme(WHY).get(pk=number)
    return found


def told(batch: RegisterImport, outcome: str = "") -> list[RowTold]:
    """What the import says of its rows."""
    rows = ImportedRow.objects.for_the_programme(WHY).filter(batch=batch).order_by("sheet", "row")
    return rows_told(batch, list(rows.filter(outcome=outcome) if outcome else rows))


def counts(batch: RegisterImport) -> tuple[int, int, int, int, int]:
    """Received, new, same, changed, rejected."""
    return batch.received, batch.new, batch.same, batch.changed, batch.rejected
