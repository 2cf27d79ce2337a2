"""Giving a workbook back: the sender's own, each row with its outcome, why, and what to do."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from xueheng.evidence.intake.kept_workbooks import BOOK, RETURN, forget, has, keep, pieces, place_of, room_for
from xueheng.evidence.intake.outcomes import NEW, REJECTED, SAME, RowOutcome, opened_outcomes
from xueheng.evidence.intake.read_workbook import opened_workbook
from xueheng.evidence.intake.refusals import file_gone, not_now
from xueheng.evidence.intake.uploads import STATES, Progress, batch_of, name_of, say_nothing
from xueheng.evidence.model_batches import Batch, BatchRow
from xueheng.identity.public import Viewer
from xueheng.wording import Language, Text
from xueheng.workbooks.public import Reading, Rejection, SheetReading, write_marked

CHECKED = ("checked", "storing", "visible")
STATE_SAID = {
    NEW: {False: Text("可入库", "can be stored"), True: Text("已入库", "stored")},
    SAME: {False: Text("已有相同，不重复入库", "stored before: not stored again")},
    REJECTED: {False: Text("退回", "sent back")},
}
_WHY = "the rows of one's own upload go back into its workbook"


def make_return(by: Viewer, number: int, progress: Progress = say_nothing, language: Language = "zh") -> None:
    """Make the marked workbook, kept sealed with the upload. Raises UploadUnknown, UploadRefused, WorkbookRefused."""
    batch = _returnable(by, number)
    with opened_workbook(batch, name_of(batch), progress) as (_, reading):
        marked = with_outcomes(reading, outcomes_of(batch), stored=batch.state == "visible")
        with room_for(place_of(number, BOOK).stat().st_size) as place:
            path = write_marked(marked, place / "marked.xlsx", language=language)
            forget(number, (RETURN,))
            with path.open("rb") as source:
                keep(number, RETURN, source)


def open_return(by: Viewer, number: int) -> tuple[str, Iterator[bytes]]:
    """The file's name and content, once it is made. Raises UploadUnknown,
    UploadRefused.
    """
    batch = _returnable(by, number)
    if not has(number, RETURN):
        raise file_gone()
    stem = Path(name_of(batch)).stem
    return f"{stem}_核对结果.xlsx", pieces(number, RETURN)


def is_returned(by: Viewer, number: int) -> bool:
    """Whether the marked workbook lies there."""
    return bool(batch_of(by, number)) and has(number, RETURN)


def _returnable(by: Viewer, number: int) -> Batch:
    batch = batch_of(by, number)
    if batch.state not in CHECKED:
        raise not_now(STATES[batch.state], Text("取回", "given back"))
    if not has(number, BOOK):
        raise file_gone()
    return batch


def outcomes_of(batch: Batch) -> list[RowOutcome]:
    """Every row's outcome."""
    rows = BatchRow.objects.for_the_programme(_WHY).filter(batch=batch.pk).order_by("pk")
    return opened_outcomes(rows)


def with_outcomes(reading: Reading, outcomes: list[RowOutcome], *, stored: bool) -> Reading:
    """The reading with what became of its rows beyond reading: its own account adds up again."""
    by_sheet: dict[str, list[RowOutcome]] = defaultdict(list)
    for each in outcomes:
        by_sheet[each.sheet].append(each)
    return replace(reading, sheets=tuple(_sheet(each, by_sheet[each.name], stored) for each in reading.sheets))


def _sheet(sheet: SheetReading, outcomes: list[RowOutcome], stored: bool) -> SheetReading:
    back = [each for each in outcomes if each.outcome == REJECTED]
    kept = {each.row: "" for each in outcomes if each.outcome != REJECTED}
    rejections = tuple(
        Rejection(sheet.name, each.row, p.column, p.heading, p.value, p.reason, p.remedy)
        for each in back
        for p in each.problems
    )
    said = {each.row: _said(each.outcome, stored) for each in outcomes}
    return replace(sheet, stored=len(kept), rejected=len(back), rejections=rejections, stored_rows=kept, outcomes=said)


def _said(outcome: str, stored: bool) -> Text:
    words = STATE_SAID[outcome]
    return words.get(stored, words[False])
