"""A register's file is read and held against what is stored; what would be done is noted, and nothing done."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from xueheng.identity.imports.going_through import (
    BLOCK,
    READING,
    TOLD_LABEL,
    Through,
    file_faults,
    judge_all,
    noted,
    read_again,
)
from xueheng.identity.imports.gone_told import gone_rows
from xueheng.identity.imports.outcomes import Judged, Progress, counted
from xueheng.identity.imports.refusals import ImportNotReady
from xueheng.identity.imports.registers import layout_named, require_bringing
from xueheng.identity.model_imports import ImportedRow, RegisterImport
from xueheng.identity.packs_in_force import library
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import seal
from xueheng.wording import Text
from xueheng.workbooks.public import RegisterReading, unread_values

WHY = "an import is checked"
OPEN_STATES = ("received", "columns", "checked")


def silent(done: int, total: int, said: Text) -> None:
    """Nobody is told how far it is."""


def check_register(by: Viewer, number: int, progress: Progress = silent) -> str:
    """Read the file and note what would be done with each row; the import's state then: "checked", or "columns" where
    headings are to be settled first. May be done again as long as nothing is stored.

    Raises PermissionRefused, ImportNotReady or WorkbookRefused.
    """
    batch = own_import(by, number, OPEN_STATES)
    require_bringing(by, layout_named(batch.layout))
    progress(0, 0, READING)
    return check_reading(by, batch, read_again(batch, progress), progress)


def check_reading(by: Viewer, batch: RegisterImport, reading: RegisterReading, progress: Progress) -> str:
    """The check of a file that was read already; the import's state then. For the actions of this room."""
    _begin_anew(batch)
    if reading.lacking or reading.of_role("unknown"):
        _finish(batch, "columns", told=_told(reading, ()))
        return "columns"
    through = judge_all(by, batch, reading, progress)
    faults = file_faults(reading)
    gone = through.rows.gone()
    _note_rows(batch, reading, [*faults, *through.judged])
    for start in range(0, len(rows := gone_rows(by, batch, gone)), BLOCK):
        _insert(rows[start : start + BLOCK])
    counts: dict[str, int] = {str(outcome): count for outcome, count in counted([*faults, *through.judged]).items()}
    if sum(counts.values()) != reading.received:
        raise AssertionError("received = new + same + changed + rejected does not hold")
    told = _told(reading, (*_moves(through), *through.rows.remarks()))
    _finish(batch, "checked", told=told, received=reading.received, gone=len(gone), **counts)
    return "checked"


def own_import(by: Viewer, number: int, states: Sequence[str]) -> RegisterImport:
    """The import of a number, brought by this viewer under this post, in one of these states. Raises ImportNotReady."""
    rows = RegisterImport.objects.visible_to(by, act="manage")
    found: RegisterImport | None = rows.filter(pk=number, state__in=states).first()
    if found is None:
        raise ImportNotReady
    return found


@transaction.atomic
def _begin_anew(batch: RegisterImport) -> None:
    ImportedRow.objects.for_the_programme(WHY).filter(batch=batch).delete()


def _note_rows(batch: RegisterImport, reading: RegisterReading, judged: Sequence[Judged]) -> None:
    sheets = [sheet.name for sheet in reading.sheets]
    kept = [each for each in judged if each.outcome != "same"]
    for start in range(0, len(kept), BLOCK):
        _insert(noted(batch, sheets, kept[start : start + BLOCK]))


@transaction.atomic
def _insert(rows: Sequence[ImportedRow]) -> None:
    ImportedRow.objects.bulk_create(rows)


def _finish(batch: RegisterImport, state: str, told: dict[str, Any], **counts: int) -> None:
    """The one change by which the check is seen. Raises ImportNotReady where another went on meanwhile."""
    sealed = seal(batch.number, TOLD_LABEL, json.dumps(told, ensure_ascii=False).encode())
    rows = RegisterImport.objects.for_the_programme(WHY).filter(pk=batch.pk, state__in=OPEN_STATES)
    if not rows.update(state=state, told=sealed, **counts):
        raise ImportNotReady


def _told(reading: RegisterReading, remarks: Sequence[Text]) -> dict[str, Any]:
    """What the pages show of the file: its headings with two samples each, and remarks."""
    return {
        "headings": [
            {
                "sheet": seen.sheet, "heading": seen.heading, "role": seen.role, "fills": seen.fills,
                "guess": seen.guess, "samples": list(seen.samples),
            }
            for seen in reading.headings
        ],
        "lacking": list(reading.lacking),
        "remarks": [(text.zh, text.en) for text in (*reading.notes, *remarks)],
        "passed_over": [passed.name for passed in reading.passed_over],
        "values": [[one.word, one.value, one.rows, one.guess] for one in unread_values(reading, library().tables)],
    }  # fmt: skip


def _moves(through: Through) -> list[Text]:
    """A whole register that moves is a new school year not yet begun here."""
    moving = sum(bool(getattr(each.plan, "moves", False)) for each in through.judged)
    if moving * 2 <= len(through.judged) or moving < 20:
        return []
    return [
        Text(
            f"{moving} 名学生换班：如果是新学年，请先办理升级，再导入。",
            f"{moving} pupils change class: in a new school year, promote the classes first, then import.",
        )
    ]
