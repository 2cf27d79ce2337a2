"""What became of a roster's rows, for pages and commands; the units that commands name by code."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xueheng.identity.imports.given_back import RowTold, rows_told
from xueheng.identity.imports.going_through import NAME_LABEL, TOLD_LABEL
from xueheng.identity.imports.units_known import ADMINISTRATIVE
from xueheng.identity.model_imports import ImportedRow, RegisterImport
from xueheng.identity.model_organisations import Organisation, OrganisationLink
from xueheng.identity.oneroster.csv_reading import csv_text
from xueheng.identity.unit_refusals import UnitUnknown
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import unseal_many
from xueheng.wording import Text

WHY = "what became of the rows of a roster; a unit that a command names"
MARKS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""
HEADINGS = ("文件 file", "行 line", "名称 name", "原因", "办法", "reason", "remedy")


def roster_rows(batch: RegisterImport, outcome: str = "") -> list[RowTold]:
    """The rows of an import that are not simply the same, of one outcome or all."""
    rows = ImportedRow.objects.for_the_programme(WHY).filter(batch=batch).order_by("sheet", "row")
    return rows_told(batch, list(rows.filter(outcome=outcome) if outcome else rows))


def rejected_rows(rows: Sequence[RowTold]) -> bytes:
    """Rejected rows with their reasons as CSV for a spreadsheet; what looks like a formula is text."""
    lines = [
        (row.sheet, str(row.row), row.name, row.reason.zh, row.remedy.zh, row.reason.en, row.remedy.en) for row in rows
    ]
    return b"\xef\xbb\xbf" + csv_text([HEADINGS, *([_plain(cell) for cell in line] for line in lines)])


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(MARKS) else cell


def unit_of_code(code: str) -> int:
    """The number of the unit of a code. Raises UnitUnknown."""
    found = Organisation.objects.for_the_programme(WHY).filter(code=code).values_list("number", flat=True).first()
    if found is None:
        raise UnitUnknown
    return int(found)


def only_authority() -> int | None:
    """The unit at the top of the administrative hierarchy, where there is one alone."""
    rows = OrganisationLink.objects.for_the_programme(WHY).filter(hierarchy=ADMINISTRATIVE, parent=None)
    tops = set(rows.filter(child__closed=None).values_list("child", flat=True))
    return int(tops.pop()) if len(tops) == 1 else None


@dataclass(frozen=True, slots=True)
class RosterTold:
    """An import of a roster for its page. `files`: name, bulk or delta, rows; `forgotten`: its zip was destroyed."""

    batch: RegisterImport
    file_name: str
    source: str
    files: tuple[tuple[str, str, int], ...]
    remarks: tuple[Text, ...]
    forgotten: bool

    def own(self, viewer: Viewer) -> bool:
        """Whether the viewer brought it in, under the same post: nobody else goes on with it."""
        return self.batch.person == viewer.person and self.batch.post == viewer.post

    def may_store(self, viewer: Viewer) -> bool:
        """Whether there is something that the viewer may store now."""
        changes = self.batch.new or self.batch.changed or self.batch.gone
        return self.own(viewer) and self.batch.state in ("checked", "storing") and bool(changes)

    def may_leave(self, viewer: Viewer) -> bool:
        """Whether the viewer may still give it up."""
        return self.own(viewer) and self.batch.state in ("received", "checked")


def rosters_told(batches: Sequence[RegisterImport]) -> list[RosterTold]:
    """Imports opened for a page, in the same order; a fixed number of queries."""
    names = unseal_many([(batch.number, NAME_LABEL, bytes(batch.file_name)) for batch in batches])
    told = unseal_many([(batch.number, TOLD_LABEL, bytes(batch.told or b"")) for batch in batches])
    return [
        _told(batch, name, json.loads(said) if said else {})
        for batch, name, said in zip(batches, names, told, strict=True)
    ]


def _told(batch: RegisterImport, name: bytes | None, said: Mapping[str, Any]) -> RosterTold:
    return RosterTold(
        batch, (name or b"").decode(), str(said.get("source", "")),
        tuple((file, mode, rows) for file, (mode, rows) in said.get("files", {}).items()),
        tuple(Text(zh, en) for zh, en in said.get("remarks", ())), name is None,
    )  # fmt: skip
