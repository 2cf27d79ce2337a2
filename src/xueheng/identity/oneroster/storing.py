"""The rows of a roster acted upon, at most 500 in a transaction; one that cannot be taken in spoils no other."""

import time
from collections.abc import Sequence

from django.db import IntegrityError, transaction

from xueheng.errors import XuehengError
from xueheng.identity.imports.going_through import BLOCK, PAUSE, STORING, settle_rows
from xueheng.identity.imports.outcomes import Progress, rejected
from xueheng.identity.model_imports import ImportedRow, RegisterImport
from xueheng.identity.oneroster.binding import binding
from xueheng.identity.oneroster.roster_reading import RosterLine
from xueheng.identity.oneroster.roster_rows import RosterRows, shown_name
from xueheng.workbooks.public import RegisterRow

WHY = "a roster is stored"
UNITS = ("orgs", "classes")


def sheets() -> list[str]:
    """The files as an import counts them."""
    return list(binding().files)


def register_row(row: RosterLine) -> RegisterRow:
    """A roster's row as imports go through rows."""
    return RegisterRow(row.file, row.line, dict(row.values))


def store_rows(batch: RegisterImport, rows: RosterRows, progress: Progress) -> None:
    """Act upon the rows that were shown as new or changed and are not done yet, a block in each transaction."""
    waiting = _waiting(batch)
    places = {name: at for at, name in enumerate(sheets())}
    todo = [row for row in rows.plan.in_order() if (places[row.file], row.line) in waiting]
    done = 0
    for block in _blocks(todo):
        if not _stored(batch, rows, block):
            for row in block:
                _stored_alone(batch, rows, row)
        done += len(block)
        progress(done, len(todo), STORING)
        time.sleep(PAUSE)


def _waiting(batch: RegisterImport) -> set[tuple[int, int]]:
    rows = ImportedRow.objects.for_the_programme(WHY).filter(batch=batch, outcome__in=("new", "changed"), done=False)
    return set(rows.values_list("sheet", "row"))


def _blocks(rows: Sequence[RosterLine]) -> list[Sequence[RosterLine]]:
    """Blocks of one file each; units one by one, since each may stand under the one before."""
    found: list[list[RosterLine]] = []
    for row in rows:
        most = 50 if row.file in UNITS else BLOCK
        if not found or found[-1][0].file != row.file or len(found[-1]) >= most:
            found.append([])
        found[-1].append(row)
    return list(found)


def _stored(batch: RegisterImport, rows: RosterRows, block: Sequence[RosterLine]) -> bool:
    try:
        with transaction.atomic():
            _store(batch, rows, block)
    except (XuehengError, IntegrityError):
        _undo(rows, block)
        return False
    return True


def _stored_alone(batch: RegisterImport, rows: RosterRows, row: RosterLine) -> None:
    try:
        with transaction.atomic():
            _store(batch, rows, [row])
    except XuehengError as fault:
        _undo(rows, [row])
        with transaction.atomic():
            settle_rows(batch, sheets(), [rejected(register_row(row), fault, shown_name(row))])


def _store(batch: RegisterImport, rows: RosterRows, block: Sequence[RosterLine]) -> None:
    rows.kept.begin()
    judged = rows.judge([register_row(row) for row in block])
    acting = [each for each in judged if each.outcome in ("new", "changed")]
    finished = rows.act(acting) if acting else []
    settle_rows(batch, sheets(), [*finished, *(each for each in judged if each.outcome not in ("new", "changed"))])


def _undo(rows: RosterRows, block: Sequence[RosterLine]) -> None:
    rows.kept.undo()
    if block[0].file in UNITS:
        rows.units.look_again()
