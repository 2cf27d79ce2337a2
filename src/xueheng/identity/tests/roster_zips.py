"""Rosters as another program would send them, written out by hand; its people are made up."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from xueheng.identity.actions.check_roster import check_roster
from xueheng.identity.actions.receive_roster import receive_roster
from xueheng.identity.actions.store_roster import store_roster
from xueheng.identity.imports.given_back import RowTold, rows_told
from xueheng.identity.model_imports import ImportedRow, RegisterImport
from xueheng.identity.oneroster.binding import binding
from xueheng.identity.oneroster.manifest import manifest_text
from xueheng.identity.tests.authority import DAY
from xueheng.identity.viewer import Viewer

WHY = "a test looks at an import"
FOLDER = Path(__file__).with_name("other_roster")
FILES: Mapping[str, str] = {file.stem: file.read_text("utf-8") for file in sorted(FOLDER.glob("*.csv"))}
"""Its files by name, as they lie beside this one."""


def rows_in(text: str) -> list[dict[str, str]]:
    """The rows of a CSV text."""
    return list(csv.DictReader(io.StringIO(text)))


def zipped(
    files: Mapping[str, str | bytes] = FILES, *, mode: str = "bulk", name: str = "Other SIS", code: str = "OSIS",
    bom: bool = True, manifest: bytes | None = None,
) -> bytes:  # fmt: skip
    """A zip of these files, CRLF and a byte order mark as spreadsheets write them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        modes = {file: mode for file in files if file in binding().files}
        packed.writestr("manifest.csv", manifest or manifest_text(modes, name, code))
        for file, text in files.items():
            content = text if isinstance(text, bytes) else ("\ufeff" * bom + text.replace("\n", "\r\n")).encode()
            packed.writestr(f"{file}.csv", content)
    return out.getvalue()


def changed(file: str, old: str, new: str, files: Mapping[str, str] = FILES) -> dict[str, str]:
    """The files with one thing in one of them written otherwise."""
    assert old in files[file]
    return {**files, file: files[file].replace(old, new)}


def unzipped(content: bytes) -> dict[str, list[dict[str, str]]]:
    """The rows of every file of a zip."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name.removesuffix(".csv"): rows_in(packed.read(name).decode("utf-8")) for name in packed.namelist()}


def brought(by: Viewer, content: bytes, organisation: int | None = None, day: object = DAY) -> RegisterImport:
    """The import of a roster, checked."""
    number = receive_roster(by, "roster.zip", content, day, organisation)  # type: ignore[arg-type]
    return check_roster(by, number)


def stored(by: Viewer, content: bytes, organisation: int | None = None, day: object = DAY) -> RegisterImport:
    """The import of a roster, checked and stored."""
    return store_roster(by, brought(by, content, organisation, day).number)


def told(batch: RegisterImport, outcome: str = "") -> list[RowTold]:
    """What the import says of its rows."""
    rows = ImportedRow.objects.for_the_programme(WHY).filter(batch=batch).order_by("sheet", "row")
    return rows_told(batch, list(rows.filter(outcome=outcome) if outcome else rows))


def counts(batch: RegisterImport) -> tuple[int, int, int, int, int]:
    """Received, new, same, changed, rejected."""
    return batch.received, batch.new, batch.same, batch.changed, batch.rejected


def said(rows: Sequence[RowTold]) -> list[str]:
    """Reasons, with the row's place."""
    return [f"{row.sheet}:{row.row} {row.reason.en}" for row in rows]
