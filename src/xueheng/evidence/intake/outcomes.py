"""What became of each row of an upload, and why: kept with the upload, the reasons sealed."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from xueheng.evidence.model_batches import BatchRow
from xueheng.evidence.quick_rows import new_row
from xueheng.evidence.refusals import FieldFault
from xueheng.trust.public import PROGRAMME, seal_many, unseal_many
from xueheng.wording import Text
from xueheng.workbooks.public import Rejection

NEW, SAME, REJECTED = "new", "same", "rejected"
UNKNOWN, CONTRADICTS, DIFFERS, REPEATED, WHOLE = "unknown", "contradicts", "differs", "repeated", "row"
KINDS = {
    UNKNOWN: Text("编号不在名册里", "Number not in the register"),
    CONTRADICTS: Text("与名册不一致", "Contradicts the register"),
    DIFFERS: Text("与已存的不同，可按表更正", "Differs from what is stored: may be corrected"),
    REPEATED: Text("表内重复", "Repeated in the workbook"),
    WHOLE: Text("整行的问题", "The row as a whole"),
}
"""Kinds of problem that are not of one column."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One thing wrong with a row: the column (None: the whole row), its heading, what stood there, why, what to do."""

    column: int | None
    heading: str
    value: str
    reason: Text
    remedy: Text


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """A row's outcome. `sheet`: the sheet's name; `record`: the stored record that says the same, or stands in the
    way.
    """

    sheet: str
    row: int
    outcome: str
    kind: str = ""
    record: int | None = None
    problems: tuple[RowProblem, ...] = field(default=(), repr=False)


def problem_of(rejection: Rejection) -> RowProblem:
    """A fault found while reading."""
    return RowProblem(rejection.column, rejection.heading, rejection.value[:200], rejection.reason, rejection.remedy)


def rejected(sheet: str, row: int, kind: str, *problems: RowProblem, record: int | None = None) -> RowOutcome:
    """A row that is not stored."""
    return RowOutcome(sheet, row, REJECTED, kind[:40], record, problems)


def problem(fault: FieldFault, column: int | None = None, heading: str = "", value: str = "") -> RowProblem:
    """A fault of the record's own checks."""
    return RowProblem(column, heading, value, fault.reason, fault.remedy)


def batch_rows(batch: int, outcomes: Sequence[RowOutcome]) -> list[BatchRow]:
    """As they are stored."""
    with_reasons = [each for each in outcomes if each.problems]
    sealed = seal_many([(PROGRAMME, _label(batch, each.sheet, each.row), _written(each)) for each in with_reasons])
    reasons = {(each.sheet, each.row): text for each, text in zip(with_reasons, sealed, strict=True)}
    return [
        new_row(
            BatchRow,
            batch_id=batch,
            sheet=each.sheet,
            row=each.row,
            outcome=each.outcome,
            kind=each.kind,
            record=each.record,
            reasons=reasons.get((each.sheet, each.row)),
        )
        for each in outcomes
    ]


def opened_outcomes(rows: Iterable[BatchRow]) -> list[RowOutcome]:
    """Stored outcomes with their reasons, in order."""
    found = list(rows)
    told = [row for row in found if row.reasons is not None]
    opened = unseal_many([(PROGRAMME, _label(r.batch_id, r.sheet, r.row), bytes(r.reasons or b"")) for r in told])
    reasons = {row.pk: text for row, text in zip(told, opened, strict=True)}
    return [RowOutcome(r.sheet, r.row, r.outcome, r.kind, r.record, _read(reasons.get(r.pk) or b"[]")) for r in found]


def _label(batch: int, sheet: str, row: int) -> str:
    return f"upload row|{batch}|{sheet}|{row}"


def _written(outcome: RowOutcome) -> bytes:
    told = [
        [p.column, p.heading, p.value, p.reason.zh, p.reason.en, p.remedy.zh, p.remedy.en] for p in outcome.problems
    ]
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")


def _read(text: bytes) -> tuple[RowProblem, ...]:
    return tuple(RowProblem(c, h, v, Text(a, b), Text(d, e)) for c, h, v, a, b, d, e in json.loads(text))
