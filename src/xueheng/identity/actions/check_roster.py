"""A roster is read and held against what is stored; what would be done with each row is noted, and nothing done."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from xueheng.identity.actions.check_register import OPEN_STATES, own_import, silent
from xueheng.identity.imports.going_through import BLOCK, JUDGING, READING, ROW_LABEL, TOLD_LABEL, noted
from xueheng.identity.imports.gone_told import MOST_TOLD, NO_SHEET
from xueheng.identity.imports.kept_file import opened
from xueheng.identity.imports.outcomes import Bringing, Judged, Progress, counted, told_bytes
from xueheng.identity.imports.refusals import ImportNotReady
from xueheng.identity.model_imports import ImportedRow, RegisterImport
from xueheng.identity.model_rosters import RosterRow
from xueheng.identity.oneroster.kept_rows import UNNAMED, KeptRows, opened_rows, source_of
from xueheng.identity.oneroster.manifest import read_manifest
from xueheng.identity.oneroster.refusals import RosterFault
from xueheng.identity.oneroster.rights import ROSTER, require_importing
from xueheng.identity.oneroster.roster_plan import gone_by_file, planned
from xueheng.identity.oneroster.roster_reading import Roster, RosterLine, read_roster
from xueheng.identity.oneroster.roster_rows import RosterRows, shown_name
from xueheng.identity.oneroster.storing import register_row, sheets
from xueheng.identity.oneroster.zip_reading import MANIFEST, unpacked
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import seal, seal_many
from xueheng.wording import Text
from xueheng.workbooks.public import RegisterRow

WHY = "a roster is checked"
GONE = Text("来源不再有；未删除任何人", "the source no longer has it; nobody is deleted")


def check_roster(by: Viewer, number: int, progress: Progress = silent) -> RegisterImport:
    """Read the zip and note what would be done with each row; the import, in the state "checked" then.

    May be done again as long as nothing is stored. Raises PermissionRefused, ImportNotReady or RosterRefused.
    """
    batch = roster_import(by, number, OPEN_STATES)
    require_importing(by)
    progress(0, 0, READING)
    rows = rows_of(by, batch)
    judged = [*_faults(rows.plan.roster), *_judged(rows, progress)]
    gone = [key for keys in gone_by_file(rows.plan).values() for key in keys]
    _note(batch, judged, gone)
    counts = {str(outcome): count for outcome, count in counted(judged).items()}
    if sum(counts.values()) != rows.plan.roster.received:
        raise AssertionError("received = new + same + changed + rejected does not hold")
    told = {
        "remarks": [(text.zh, text.en) for text in rows.remarks()],
        "source": rows.plan.roster.manifest.system_name or rows.plan.roster.manifest.system_code,
        "files": {name: [table.mode, len(table.rows)] for name, table in rows.plan.roster.tables.items()},
    }
    _finish(batch, told, received=rows.plan.roster.received, gone=len(gone), **counts)
    return roster_import(by, number, ("checked",))


def rows_of(by: Viewer, batch: RegisterImport) -> RosterRows:
    """The roster of an import, read and looked through. Raises RosterRefused. For the actions of this room."""
    with opened(batch.number, "roster.zip") as path:
        content = path.read_bytes()
    manifest = read_manifest(unpacked(content)[MANIFEST])
    code = source_code(manifest.system_code, manifest.system_name)
    kept = KeptRows(source_of(batch.organisation, code, anywhere=by.is_programme), batch.created)
    roster = read_roster(content, kept.stands)
    bringing = Bringing(by, batch.day, batch.organisation, "")
    bringing.look_anew()
    return RosterRows(bringing, planned(roster, kept, batch.day), kept)


def source_code(code: str, name: str) -> str:
    """What a program is known by: its code, else its name."""
    return code or name or UNNAMED


def roster_import(by: Viewer, number: int, states: Sequence[str]) -> RegisterImport:
    """The roster's import of a number, brought by this viewer. Raises ImportNotReady."""
    if by.is_programme:
        rows = RegisterImport.objects.for_the_programme(WHY).filter(pk=number, post=None)
        batch: RegisterImport | None = rows.filter(state__in=states).first()
    else:
        batch = own_import(by, number, states)
    if batch is None or batch.layout != ROSTER:
        raise ImportNotReady
    return batch


def _judged(rows: RosterRows, progress: Progress) -> list[Judged]:
    found: list[Judged] = []
    lines = rows.plan.in_order()
    for start in range(0, len(lines), BLOCK):
        found += rows.judge([register_row(line) for line in lines[start : start + BLOCK]])
        progress(len(found), len(lines), JUDGING)
    return found


def _faults(roster: Roster) -> list[Judged]:
    """The rows that the file itself spoils."""
    lines = {(row.file, row.line): row for table in roster.tables.values() for row in table.rows}
    return [_spoilt(lines[key], faults) for key, faults in sorted(roster.faults.items())]


def _spoilt(row: RosterLine, faults: Sequence[RosterFault]) -> Judged:
    said = list(
        dict.fromkeys(
            (f"{one.column} {one.reason.zh}".strip(), f"{one.column} {one.reason.en}".strip()) for one in faults
        )
    )
    reason = Text("；".join(zh for zh, _ in said), "; ".join(en for _, en in said))
    return Judged(
        RegisterRow(row.file, row.line, {}), "rejected", shown_name(row), reason=reason, remedy=faults[0].remedy,
        word=faults[0].column,
    )  # fmt: skip


def _note(batch: RegisterImport, judged: Sequence[Judged], gone: Sequence[int]) -> None:
    with transaction.atomic():
        ImportedRow.objects.for_the_programme(WHY).filter(batch=batch).delete()
    kept = [each for each in judged if each.outcome != "same"]
    for start in range(0, len(kept), BLOCK):
        with transaction.atomic():
            ImportedRow.objects.bulk_create(noted(batch, sheets(), kept[start : start + BLOCK]))
    with transaction.atomic():
        ImportedRow.objects.bulk_create(_gone_rows(batch, gone[:MOST_TOLD]), batch_size=BLOCK)


def _gone_rows(batch: RegisterImport, keys: Sequence[int]) -> list[ImportedRow]:
    """The first of those gone, by name: whoever brings the roster brought them before."""
    rows: list[RosterRow] = []
    for start in range(0, len(keys), BLOCK):
        rows += RosterRow.objects.for_the_programme(WHY).filter(pk__in=keys[start : start + BLOCK])
    lines = [
        RosterLine(row.file, 0, opened[0] if opened else {})
        for row, opened in zip(rows, opened_rows(rows), strict=True)
    ]
    told = [Judged(RegisterRow(line.file, at, {}), "gone", shown_name(line), (GONE,)) for at, line in enumerate(lines)]
    sealed = seal_many([(batch.number, ROW_LABEL, told_bytes(each)) for each in told])
    return [ImportedRow(batch=batch, sheet=NO_SHEET, row=at, outcome="gone", told=one) for at, one in enumerate(sealed)]


def _finish(batch: RegisterImport, told: dict[str, Any], **counts: int) -> None:
    sealed = seal(batch.number, TOLD_LABEL, json.dumps(told, ensure_ascii=False).encode())
    rows = RegisterImport.objects.for_the_programme(WHY).filter(pk=batch.pk, state__in=OPEN_STATES)
    if not rows.update(state="checked", told=sealed, **counts):
        raise ImportNotReady
