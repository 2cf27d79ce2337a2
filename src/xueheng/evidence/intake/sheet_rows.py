"""The rows of a workbook that was read: number of the subject, day, fields in stored units, and cells to check."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from xueheng.evidence.stored_values import EPOCH, Stored
from xueheng.language.public import EvidenceType
from xueheng.workbooks.public import Reading, SheetReading

ATTRIBUTE, CHECK = "attribute", "check"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row. `sheet`: the sheet's place among those read; `row` as the spreadsheet counts; `attributes`: what it
    says of the subject; `checks`: heading → text that must not contradict what is known.
    """

    sheet: int
    row: int
    subject: str
    day: date
    fields: dict[str, Stored] = field(repr=False)
    attributes: dict[str, Any] = field(repr=False)
    checks: dict[str, str] = field(repr=False)


def rows_of(reading: Reading, type_: EvidenceType) -> Iterator[SheetRow]:
    """Every row that reading found nothing wrong with."""
    table = reading.records.get(type_.name)
    if table is None:
        return
    sightings = reading.sightings[type_.about]
    start = 0
    for place, sheet in enumerate(reading.sheets):
        if sheet.evidence != type_.name:
            continue
        records, seen = table.slice(start, sheet.stored), sightings.slice(start, sheet.stored)
        start += sheet.stored
        yield from _rows(place, sheet, type_, records, seen, _check_cells(reading, sheet))


def _rows(
    place: int, sheet: SheetReading, type_: EvidenceType, records: Any, seen: Any, checks: dict[str, list[str | None]]
) -> Iterator[SheetRow]:
    names = [each.name for each in type_.fields]
    said = [name for name in seen.column_names if name not in ("subject", "day")]
    subjects, days = records["subject"].to_pylist(), records["day"].to_pylist()
    values = list(zip(*(records[name].to_pylist() for name in names), strict=True))
    told = list(zip(*(seen[name].to_pylist() for name in said), strict=True)) if said else [()] * len(subjects)
    headings, cells = list(checks), list(checks.values())
    moments = {number: EPOCH + timedelta(days=number) for number in set(days)}
    for at, row in enumerate(sheet.stored_rows):
        yield SheetRow(
            place,
            row,
            subjects[at],
            moments[days[at]],
            {name: value for name, value in zip(names, values[at], strict=True) if value is not None},
            {name: value for name, value in zip(said, told[at], strict=True) if value is not None},
            {h: text for h, column in zip(headings, cells, strict=True) if (text := column[row - 1]) is not None},
        )


def _check_cells(reading: Reading, sheet: SheetReading) -> dict[str, list[str | None]]:
    """Heading → the column's cells as text, by the sheet's rows from 0."""
    raw = next(each for each in reading.raw if each.name == sheet.name)
    columns = [each for each in sheet.columns if each.use is not None and each.use.role == CHECK]
    return {
        each.heading: [None if cell is None else cell[1:].strip() for cell in raw.column(each.index).to_pylist()]
        for each in columns
    }


def column_of(sheet: SheetReading, role: str, name: str = "") -> tuple[int | None, str]:
    """Index and heading of the sheet's column of this role (and name); (None, '') where it has none."""
    for each in sheet.columns:
        if each.use is not None and each.use.role == role and name in ("", each.use.name, each.heading):
            return each.index, each.heading
    return None, ""
