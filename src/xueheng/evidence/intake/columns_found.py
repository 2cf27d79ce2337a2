"""What was found in a workbook: its columns with two sample values each, the sheets passed over, and remarks."""

from typing import Any

from xueheng.workbooks.public import Reading, SheetReading, WorkbookRefused

SAMPLES = 2
LONGEST_SAMPLE = 30
_DROPPED = "never_store"


def columns_found(reading: Reading) -> dict[str, Any]:
    """As it is kept sealed with the upload, and shown on its page: lists of texts only."""
    return {
        "sheets": [_sheet(reading, sheet) for sheet in reading.sheets],
        "passed_over": [[each.name, each.reason.zh, each.reason.en] for each in reading.passed_over],
        "notes": [[note.zh, note.en] for note in reading.notes],
    }


def columns_not_known(refused: WorkbookRefused) -> dict[str, Any]:
    """The same of a workbook that was refused for a missing heading: those of its headings that nobody knows."""
    columns: list[list[object]] = [[heading, "", "", []] for heading in refused.unknown]
    return {"sheets": [{"name": "", "columns": columns, "notes": []}] if columns else []}


def _sheet(reading: Reading, sheet: SheetReading) -> dict[str, Any]:
    raw = next(each for each in reading.raw if each.name == sheet.name)
    columns = []
    for each in sheet.columns:
        role = each.use.role if each.use else ""
        below = raw.column(each.index).slice(sheet.heading_row).to_pylist()[:200] if role != _DROPPED else []
        samples = list(dict.fromkeys(cell[1:][:LONGEST_SAMPLE] for cell in below if cell))[:SAMPLES]
        columns.append([each.heading, role, each.use.heading if each.use else "", samples])
    # What is not known comes first: it is what a person has to look at.
    columns.sort(key=lambda column: column[1] != "")
    return {"name": sheet.name, "columns": columns, "notes": [[note.zh, note.en] for note in sheet.notes]}
