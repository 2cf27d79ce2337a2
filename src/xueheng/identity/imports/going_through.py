"""A file gone through from beginning to end: read by a worker, judged in blocks, and acted upon in blocks."""

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from django.db import IntegrityError, transaction

from xueheng.errors import XuehengError
from xueheng.identity.heading_meanings import heading_meanings
from xueheng.identity.imports.kept_file import opened
from xueheng.identity.imports.outcomes import Bringing, Judged, Progress, rejected, told_bytes
from xueheng.identity.imports.registers import Rows, layout_named, rows_of
from xueheng.identity.model_imports import ImportedRow, RegisterImport
from xueheng.identity.packs_in_force import library
from xueheng.identity.value_meanings import value_meanings
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import seal, seal_many, unseal
from xueheng.wording import Text
from xueheng.workbooks.public import RegisterReading, RegisterRow, Rejection, read_register

WHY = "an import goes on with its own rows"
BLOCK = 500
"""Rows of one transaction."""
PAUSE = 0.02
"""Seconds between two transactions, in which others may write."""
NAME_LABEL, TOLD_LABEL, ROW_LABEL = "file name", "import", "imported row"
READING = Text("正在读取文件", "Reading the file")
JUDGING = Text("正在核对各行", "Checking the rows")
STORING = Text("正在入库", "Storing")


@dataclass(frozen=True, slots=True)
class Through:
    """What going through a file gave: every row that could be read, judged, and what the layout itself rejected."""

    reading: RegisterReading
    rows: Rows
    judged: tuple[Judged, ...]


def bringing_of(by: Viewer, batch: RegisterImport) -> Bringing:
    """How this import goes on under this viewer."""
    entity = layout_named(batch.layout).entity.rpartition(".")[2]
    return Bringing(replace(by, memo={}), batch.day, batch.organisation, entity)


def read_again(batch: RegisterImport, progress: Progress | None = None) -> RegisterReading:
    """The file as it came, read by its layout and what the school said of its headings. Raises WorkbookRefused."""
    with file_read(batch, progress) as reading:
        return reading


@contextmanager
def file_read(batch: RegisterImport, progress: Progress | None = None) -> Iterator[RegisterReading]:
    """As `read_again`; the plain file is there as long as the block runs, to be marked up."""
    mapped = heading_meanings(batch.organisation, batch.layout)
    with opened(batch.number, file_name(batch)) as path:
        yield read_register(
            path, layout_named(batch.layout), entities=library().entities, tables=library().tables,
            mapped=mapped, said=value_meanings(batch.organisation, batch.layout),
            progress=(lambda said, done, total: progress(done, total, said)) if progress else None,
        )  # fmt: skip


def file_name(batch: RegisterImport) -> str:
    """What the file was called."""
    return unseal(batch.number, NAME_LABEL, bytes(batch.file_name)).decode()


def judge_all(by: Viewer, batch: RegisterImport, reading: RegisterReading, progress: Progress) -> Through:
    """Every row judged against what is stored now; nothing is written."""
    rows = rows_of(reading.layout.register, bringing_of(by, batch))
    judged: list[Judged] = []
    for block in _blocks(reading.rows):
        judged += rows.judge(block)
        progress(len(judged), len(reading.rows), JUDGING)
    return Through(reading, rows, tuple(judged))


def _blocks(rows: Sequence[RegisterRow]) -> Iterator[Sequence[RegisterRow]]:
    for start in range(0, len(rows), BLOCK):
        yield rows[start : start + BLOCK]


def noted(batch: RegisterImport, sheets: Sequence[str], judged: Sequence[Judged]) -> list[ImportedRow]:
    """Rows as they are kept, sealed."""
    sealed = seal_many([(batch.number, ROW_LABEL, told_bytes(each)) for each in judged])
    return [
        ImportedRow(batch=batch, sheet=sheets.index(each.row.sheet), row=each.row.row, outcome=each.outcome, told=told)
        for each, told in zip(judged, sealed, strict=True)
    ]


def file_faults(reading: RegisterReading) -> list[Judged]:
    """Rows that the file itself spoils, their cells' faults put together."""
    by_row: dict[tuple[str, int], list[Rejection]] = {}
    for rejection in reading.rejections:
        by_row.setdefault((rejection.sheet, rejection.row), []).append(rejection)
    return [_spoilt(sheet, row, faults) for (sheet, row), faults in by_row.items()]


def _spoilt(sheet: str, row: int, faults: Sequence[Rejection]) -> Judged:
    reason = Text("；".join(f"{f.heading} {f.reason.zh}".strip() for f in faults),
                  "; ".join(f"{f.heading} {f.reason.en}".strip() for f in faults))  # fmt: skip
    remedy = Text("".join(f.remedy.zh for f in faults), " ".join(f.remedy.en for f in faults))
    return Judged(RegisterRow(sheet, row, {}), "rejected", reason=reason, remedy=remedy)


def store_all(by: Viewer, batch: RegisterImport, reading: RegisterReading, progress: Progress) -> None:
    """Act upon the rows that were shown as new or changed and are not done yet, a block in each transaction.

    Every block is judged again inside its transaction: what another import stored meanwhile is the same by then.
    """
    rows = rows_of(reading.layout.register, bringing_of(by, batch))
    sheets = [sheet.name for sheet in reading.sheets]
    waiting = _waiting(batch)
    todo = [row for row in reading.rows if (sheets.index(row.sheet), row.row) in waiting]
    for block in _blocks(todo):
        rows.judge(block)
    rows.prepare()
    done = 0
    for block in _blocks(todo):
        for part in _stored(batch, rows, sheets, block):
            _one_by_one(batch, rows, sheets, part)
        done += len(block)
        progress(done, len(todo), STORING)
        time.sleep(PAUSE)


def _waiting(batch: RegisterImport) -> set[tuple[int, int]]:
    rows = ImportedRow.objects.for_the_programme(WHY).filter(batch=batch, outcome__in=("new", "changed"), done=False)
    return set(rows.values_list("sheet", "row"))


def _stored(
    batch: RegisterImport, rows: Rows, sheets: Sequence[str], block: Sequence[RegisterRow]
) -> list[Sequence[RegisterRow]]:
    """Store a block whole. What could not be stored so comes back, to be tried row by row."""
    try:
        with transaction.atomic():
            _store(batch, rows, sheets, block)
    except (XuehengError, IntegrityError):
        return [block]
    return []


def _one_by_one(batch: RegisterImport, rows: Rows, sheets: Sequence[str], block: Sequence[RegisterRow]) -> None:
    """Each row in a transaction of its own, so that a faulty one spoils no other."""
    for row in block:
        try:
            with transaction.atomic():
                _store(batch, rows, sheets, [row])
        except XuehengError as fault:
            with transaction.atomic():
                settle_rows(batch, sheets, [rejected(row, fault, str(row.values.get("name", "")))])


def _store(batch: RegisterImport, rows: Rows, sheets: Sequence[str], block: Sequence[RegisterRow]) -> None:
    judged = rows.judge(block)
    acting = [each for each in judged if each.outcome in ("new", "changed")]
    finished = rows.act(acting) if acting else []
    settle_rows(batch, sheets, [*finished, *(each for each in judged if each.outcome not in ("new", "changed"))])


def settle_rows(batch: RegisterImport, sheets: Sequence[str], judged: Sequence[Judged]) -> None:
    """Note what became of rows: done, the same by now, or rejected after all."""
    kept = ImportedRow.objects.for_the_programme(WHY).filter(batch=batch)
    for outcome in ("new", "changed", "same"):
        for sheet, name in enumerate(sheets):
            rows = [each.row.row for each in judged if each.outcome == outcome and each.row.sheet == name]
            if rows:
                kept.filter(sheet=sheet, row__in=rows).update(outcome=outcome, done=True)
    for each in judged:
        if each.outcome == "rejected" or each.slip is not None:
            told = seal(batch.number, ROW_LABEL, told_bytes(each))
            row = kept.filter(sheet=sheets.index(each.row.sheet), row=each.row.row)
            row.update(outcome=each.outcome, done=each.slip is not None, told=told)


def told_of(batch: RegisterImport, row: ImportedRow) -> dict[str, object]:
    """What a page shows of a row, opened."""
    found: dict[str, object] = json.loads(unseal(batch.number, ROW_LABEL, bytes(row.told)))
    return found
