"""Checking a workbook that was read: whom each row is about, whether it may be recorded, whether it is known already.

By the same code as recording: what is new here is stored by `append_many` unless something changes in between.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import msgspec

from xueheng.evidence.facts import NewFact, Recorded, Refused
from xueheng.evidence.intake.finding import CONTRADICTS, Known, Register, register_of
from xueheng.evidence.intake.layouts import UploadLayout
from xueheng.evidence.intake.outcomes import (
    DIFFERS,
    NEW,
    REPEATED,
    SAME,
    UNKNOWN,
    WHOLE,
    RowOutcome,
    RowProblem,
    problem,
    problem_of,
    rejected,
)
from xueheng.evidence.intake.sheet_rows import ATTRIBUTE, CHECK, SheetRow, column_of, rows_of
from xueheng.evidence.model_records import RecordState
from xueheng.evidence.recording import DAY, Draft, Origin, prepare
from xueheng.evidence.refusals import FieldFault
from xueheng.evidence.states import FACTS, STANDING
from xueheng.evidence.stored_values import Stored
from xueheng.evidence.twins import standing_twins
from xueheng.identity.public import Viewer
from xueheng.trust.public import many_values
from xueheng.wording import Text
from xueheng.workbooks.public import Reading, SheetReading

PROVENANCE = "upload"
CHECKED_AT_ONCE = 2_000
"""Rows that are held against the record together: nothing is written, so nobody waits for them."""
_WHY = "whether an earlier workbook said otherwise"
Told = Callable[[int, int], None]
"""Told how many rows are checked, of how many."""


class CheckedRow(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A row that can be stored. `sheet`: the sheet's place among those read, `name` its name; `unit`: where the subject
    belonged when it was checked; `corrects`: the record that it would correct; None: a new fact.
    """

    sheet: int
    name: str
    row: int
    subject: int
    day: date
    fields: dict[str, Stored]
    stream: str
    unit: int | None
    fingerprint: bytes
    once: bytes | None
    corrects: int | None = None


@dataclass
class Checked:
    """All rows of a workbook: outcomes, and those that can be stored, school by school."""

    outcomes: list[RowOutcome] = field(default_factory=list)
    rows: list[CheckedRow] = field(default_factory=list)

    def count(self, outcome: str) -> int:
        """How many rows came to this."""
        return sum(1 for each in self.outcomes if each.outcome == outcome)


@dataclass
class _Seen:
    """Facts of this workbook by what makes them alike, each with the place of its first row."""

    said: dict[bytes, tuple[str, int]] = field(default_factory=dict)

    def before(self, draft: Draft, place: tuple[str, int]) -> tuple[str, int] | None:
        """Where the same fact, or one for the same window, stands above."""
        keys = [bytes(draft.record.fingerprint), *([bytes(draft.record.once)] if draft.record.once else [])]
        found = next((self.said[key] for key in keys if key in self.said), None)
        if found is None:
            self.said.update(dict.fromkeys(keys, place))
        return found


def check_reading(by: Viewer, batch: int, layout: UploadLayout, reading: Reading, told: Told) -> Checked:
    """Every received row has one outcome: new, same or rejected. Stored rows come school by school."""
    checked = Checked()
    for sheet in reading.sheets:
        checked.outcomes.extend(_rejected_while_reading(sheet))
    rows = list(rows_of(reading, layout.type_))
    register = register_of(by, layout, rows)
    origin, seen = Origin(by, PROVENANCE, batch), _Seen()
    for start in range(0, len(rows), CHECKED_AT_ONCE):
        some = list(_known_rows(register, reading, rows[start : start + CHECKED_AT_ONCE], checked))
        _check_portion(origin, register, reading, some, seen, checked)
        told(min(start + CHECKED_AT_ONCE, len(rows)), len(rows))
    checked.rows.sort(key=lambda each: (each.stream, each.sheet, each.row))
    if len(checked.outcomes) != reading.received:
        raise AssertionError("received = new + same + rejected does not hold")
    return checked


def _rejected_while_reading(sheet: SheetReading) -> Iterator[RowOutcome]:
    by_row: dict[int, list[RowProblem]] = {}
    for each in sheet.rejections:
        by_row.setdefault(each.row, []).append(problem_of(each))
    for row, problems in by_row.items():
        heading = next((each.heading for each in problems if each.heading), "")
        yield rejected(sheet.name, row, heading or WHOLE, *problems)


def _known_rows(
    register: Register, reading: Reading, rows: Sequence[SheetRow], checked: Checked
) -> Iterator[tuple[SheetRow, Known]]:
    """The rows whose subject is known and fits what they say of her; the others are rejected."""
    for row in rows:
        sheet = reading.sheets[row.sheet]
        found = register.subject_of(row)
        if isinstance(found, FieldFault):
            told = problem(found, *column_of(sheet, "subject"), row.subject)
            checked.outcomes.append(rejected(sheet.name, row.row, UNKNOWN, told))
            continue
        contradiction = register.contradiction(row, found)
        if contradiction is None:
            yield row, found
            continue
        name, fault = contradiction
        column = column_of(sheet, CHECK, name) if name in row.checks else column_of(sheet, ATTRIBUTE, name)
        value = row.checks.get(name, "")
        checked.outcomes.append(rejected(sheet.name, row.row, CONTRADICTS, problem(fault, *column, value)))


def _check_portion(
    origin: Origin,
    register: Register,
    reading: Reading,
    rows: Sequence[tuple[SheetRow, Known]],
    seen: _Seen,
    checked: Checked,
) -> None:
    layout = register.layout
    facts = [NewFact(layout.type_.name, known.number, row.day, row.fields) for row, known in rows]
    prepared = prepare(origin, facts, to_store=False, known=register.places)
    for index, refusal in prepared.refused.items():
        row = rows[index][0]
        checked.outcomes.append(_refused(reading.sheets[row.sheet], row, refusal))
    standing = standing_twins(prepared.drafts)
    earlier = _said_before(layout, prepared.drafts)
    for draft in prepared.drafts:
        row = rows[draft.index][0]
        sheet = reading.sheets[row.sheet].name
        above = seen.before(draft, (sheet, row.row))
        if above is not None:
            checked.outcomes.append(_repeated(sheet, row.row, above))
            continue
        outcome = standing.settle(draft)
        other = outcome.by_record if isinstance(outcome, Refused) else None
        if isinstance(outcome, Recorded) and not outcome.is_new:
            checked.outcomes.append(RowOutcome(sheet, row.row, SAME, record=outcome.number))
            continue
        other = other or earlier.get((draft.record.subject, draft.record.day))
        if other is not None:
            checked.outcomes.append(_differs(sheet, row.row, other))
        else:
            checked.outcomes.append(RowOutcome(sheet, row.row, NEW))
        checked.rows.append(_kept(draft, row, sheet, prepared.streams[draft.record.organisation], other))


def _kept(draft: Draft, row: SheetRow, sheet: str, stream: str, corrects: int | None) -> CheckedRow:
    record, fields = draft.record, dict(draft.payload.fields)
    return CheckedRow(
        row.sheet,
        sheet,
        row.row,
        record.subject,
        row.day,
        fields,
        stream,
        record.organisation,
        bytes(record.fingerprint),
        None if record.once is None else bytes(record.once),
        corrects,
    )


def _said_before(layout: UploadLayout, drafts: Sequence[Draft]) -> dict[tuple[int, date], int]:
    """In a workbook of one row a subject: what an earlier workbook said of the subject on that day; one query."""
    if not layout.one_row_each or layout.type_.once_per or not drafts:
        return {}
    states = RecordState.objects.for_the_programme(_WHY).filter(
        STANDING,
        record__type=layout.type_.name,
        record__subject__in=many_values({draft.record.subject for draft in drafts}),
        record__day__in={draft.record.day for draft in drafts},
        record__provenance=PROVENANCE,
        record__act__in=FACTS,
    )
    rows = states.order_by("record_id").values_list("record__subject", "record__day", "record_id")
    return {(subject, day): number for subject, day, number in rows}


def _refused(sheet: SheetReading, row: SheetRow, refusal: Refused) -> RowOutcome:
    problems = []
    for fault in refusal.faults:
        role = (DAY,) if fault.field == DAY else ("field", fault.field)
        column, heading = column_of(sheet, *role) if fault.field else (None, "")
        problems.append(problem(fault, column, heading))
    kind = next((each.heading for each in problems if each.heading), WHOLE)
    return rejected(sheet.name, row.row, kind, *problems)


def _repeated(sheet: str, row: int, above: tuple[str, int]) -> RowOutcome:
    other, first = above
    where = Text(f"第 {first} 行", f"row {first}") if other == sheet else Text(
        f"工作表“{other}”第 {first} 行", f'row {first} of sheet "{other}"'
    )  # fmt: skip
    fault = FieldFault(
        "",
        Text(f"与{where.zh}说的是同一件事", f"says what {where.en} says"),
        Text("请核对两行，只留正确的。", "Compare the two rows and keep what is right."),
    )
    return rejected(sheet, row, REPEATED, problem(fault))


def _differs(sheet: str, row: int, other: int) -> RowOutcome:
    fault = FieldFault(
        "",
        Text(f"已存过一条不同的（记录 {other}）", f"another is stored that says otherwise (record {other})"),
        Text(
            "如果这一行是对的，入库时选“按表更正”；否则请改这一行。",
            'If this row is right, choose "correct by the workbook" when storing; else mend the row.',
        ),
    )
    return rejected(sheet, row, DIFFERS, problem(fault), record=other)
