"""What goes back into a workbook: each row's outcome, and the answers for stored rows."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from xueheng.wording import Language, Text
from xueheng.workbooks.accepted_words import NOTES_SHEET, RESULT_HEADINGS
from xueheng.workbooks.number_cells import shown_number
from xueheng.workbooks.reading import Reading, Rejection, SheetReading
from xueheng.workbooks.worker_process import RawSheet

Value: TypeAlias = str | int | Decimal | Fraction | None
Written: TypeAlias = str | int | Decimal | None
"""What is written in a cell: text, a number, or nothing."""

NOTES_TITLE = Text("学衡：本工作簿的处理说明", "Xueheng: what was done with this workbook")
_STORED = Text("已收", "stored")
_REJECTED = Text("未收", "rejected")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST_CELL = 2_000


@dataclass(frozen=True, slots=True)
class ReturnedColumn:
    """A column of answers. `after`: the field whose column it follows, None for the end of the sheet.
    `values` stand beside the subjects of `Returned`; text is written as text, numbers as numbers.
    """

    heading: str
    after: str | None
    values: Sequence[Value] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Returned:
    """Answers for an evidence type's rows, by subject; rows of subjects not named here stay blank."""

    evidence: str
    subjects: Sequence[str] = field(repr=False)
    columns: tuple[ReturnedColumn, ...]


@dataclass(frozen=True, slots=True)
class NewColumn:
    """A column to be written. `after`: index of the sheet's own column it follows, None: at the end;
    `beside`: that column's heading; `values` stand beside the spreadsheet's `rows`, None for no cell.
    """

    heading: str
    after: int | None
    beside: str
    rows: Sequence[int] = field(repr=False)
    values: Sequence[Written] = field(repr=False)


@dataclass(frozen=True, slots=True)
class SheetMarks:
    """All that is written into one sheet. `heading_row` as the spreadsheet counts; `bad`: (row, column
    from 0) of faulty cells; `bad_rows`: rejected rows; `dropped`: columns of an earlier return.
    """

    name: str
    heading_row: int
    width: int
    answers: tuple[NewColumn, ...]
    outcome: tuple[NewColumn, ...]
    bad: frozenset[tuple[int, int]]
    bad_rows: frozenset[int]
    dropped: frozenset[int]


def printable(text: str) -> str:
    """Text as a workbook can hold it, cut to a readable length."""
    text = _UNPRINTABLE.sub(" ", text)
    return text if len(text) <= _LONGEST_CELL else text[: _LONGEST_CELL - 1] + "…"


def marks_of(reading: Reading, returned: Returned | None, language: Language) -> list[SheetMarks]:
    """The marks of every sheet that was read."""
    raw = {sheet.name: sheet for sheet in reading.raw}
    earlier = came_back(reading)
    return [_sheet_marks(sheet, raw[sheet.name], returned, language, earlier) for sheet in reading.sheets]


def came_back(reading: Reading) -> bool:
    """Whether the workbook is one we returned before: its own columns of ours are then replaced."""
    first = reading.raw[0]
    if first.name != NOTES_SHEET or not first.height or not first.columns:
        return False
    cell = first.column(0)[0].as_py() or ""
    return bool(cell.startswith(f"s{NOTES_TITLE.zh}"))


def _sheet_marks(
    sheet: SheetReading, raw: RawSheet, returned: Returned | None, language: Language, earlier: bool
) -> SheetMarks:
    dropped = {c.index for c in sheet.columns if earlier and c.use and c.use.role == "returned"}
    answers = _answers(sheet, returned) if returned and returned.evidence == sheet.evidence else ()
    return SheetMarks(
        name=sheet.name,
        heading_row=sheet.heading_row,
        width=_used_width(raw),
        answers=answers,
        outcome=_outcome(sheet, language),
        bad=frozenset((each.row, each.column) for each in sheet.rejections if each.column is not None),
        bad_rows=frozenset(each.row for each in sheet.rejections),
        dropped=frozenset(dropped),
    )


def _used_width(raw: RawSheet) -> int:
    """Columns up to the last that holds anything."""
    used = [i for i in range(len(raw.columns)) if raw.column(i).null_count < raw.height]
    return max(used, default=-1) + 1


def _answers(sheet: SheetReading, returned: Returned) -> tuple[NewColumn, ...]:
    at = {subject: index for index, subject in enumerate(returned.subjects)}
    answered = [(row, at[subject]) for row, subject in sheet.stored_rows.items() if subject in at]
    rows = [row for row, _ in answered]
    places = {c.use.name: c for c in sheet.columns if c.use and c.use.role == "field"}
    found = []
    for column in returned.columns:
        own = places.get(column.after or "")
        if column.after is not None and own is None:
            continue
        written = _written_values(column.values)
        values = [written[index] for _, index in answered]
        found.append(NewColumn(column.heading, own.index if own else None, own.heading if own else "", rows, values))
    return tuple(found)


def _written_values(values: Sequence[Value]) -> list[Written]:
    """Values as cells hold them: fractions as decimals, text printable."""
    known: dict[Value, Written] = {None: None}
    for value in set(values):
        if isinstance(value, Fraction):
            known[value] = Decimal(shown_number(value))
        elif isinstance(value, str):
            known[value] = printable(value)
        else:
            known[value] = value
    return [known[value] for value in values]


def _outcome(sheet: SheetReading, language: Language) -> tuple[NewColumn, ...]:
    faults: dict[int, list[Rejection]] = {}
    for rejection in sheet.rejections:
        faults.setdefault(rejection.row, []).append(rejection)
    stored, rejected = _STORED.say(language), _REJECTED.say(language)
    result: dict[int, Written] = dict.fromkeys(sheet.stored_rows, stored)
    result.update(dict.fromkeys(faults, rejected))
    result.update((row, told.say(language)) for row, told in sheet.outcomes.items())
    reasons = {row: _joined([_said(r.heading, r.reason, language) for r in rs]) for row, rs in faults.items()}
    remedies = {row: _joined([_said(r.heading, r.remedy, language) for r in rs]) for row, rs in faults.items()}
    columns: Sequence[Mapping[int, Written]] = (result, reasons, remedies)
    return tuple(
        NewColumn(heading, None, "", list(cells), list(cells.values()))
        for heading, cells in zip(RESULT_HEADINGS, columns, strict=True)
    )


def _said(heading: str, text: Text, language: Language) -> str:
    return f"{heading}：{text.say(language)}" if heading else text.say(language)


def _joined(sentences: Sequence[str]) -> str:
    return printable("\n".join(sentences))


def notes_page(reading: Reading, language: Language, more: Sequence[Text] = ()) -> list[list[str | int]]:
    """The rows of the first sheet: what was received, stored and rejected, and what to know."""

    def say(zh: str, en: str) -> str:
        return Text(zh, en).say(language)

    rows: list[list[str | int]] = [[f"{NOTES_TITLE.zh} / {NOTES_TITLE.en}"]]
    rows.append([say("文件", "file"), reading.path.name])
    rows.append(["SHA-256", reading.sha256])
    heads = (("工作表", "sheet"), ("当作", "read as"), ("收到", "received"), ("已收", "stored"), ("未收", "rejected"))
    rows.append([say(zh, en) for zh, en in heads])
    for sheet in reading.sheets:
        counts = (sheet.received, sheet.stored, sheet.rejected)
        rows.append([sheet.name or reading.path.stem, sheet.title.say(language), *counts])
    rows.append([say("合计", "total"), "", reading.received, reading.stored, reading.rejected])
    rows.append([say("收到 = 已收 + 未收", "received = stored + rejected")])
    unread = say("没有读取：", "not read: ")
    rows += [[passed.name, unread + passed.reason.say(language)] for passed in reading.passed_over]
    notes = (*reading.notes, *(note for sheet in reading.sheets for note in sheet.notes), *more)
    rows += [[note.say(language)] for note in notes]
    return [[printable(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
