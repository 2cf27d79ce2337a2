"""A roster written as the binding has it: the manifest, each file with its headings in order, byte for byte alike."""

import io
import zipfile
from collections.abc import Sequence

from xueheng.identity.oneroster.binding import (
    ABSENT,
    ACTIVE,
    BULK,
    DELTA,
    MODIFIED,
    STATUS,
    TO_BE_DELETED,
    binding,
)
from xueheng.identity.oneroster.cell_checks import moment_text
from xueheng.identity.oneroster.csv_reading import csv_text
from xueheng.identity.oneroster.manifest import manifest_text
from xueheng.identity.oneroster.outgoing import Outgoing, OutRow
from xueheng.identity.oneroster.words import roster_words
from xueheng.identity.oneroster.zip_reading import MANIFEST

SYSTEM_NAME = "学衡 Xueheng"
MOMENT = (1980, 1, 1, 0, 0, 0)
"""Every file of every zip bears this time, so that the same roster is the same file."""


def zip_of(out: Outgoing, system_code: str) -> bytes:
    """The zip: bulk, or the changes since the moment that was asked for."""
    whole = out.since is None
    tables = {name: _rows(out, name) for name in binding().files}
    modes = {}
    for name, rows in tables.items():
        sent = rows or (whole and (name in roster_words().always_sent or name in out.sent))
        modes[name] = (BULK if whole else DELTA) if sent else ABSENT
    if not out.sensitive:
        modes["demographics"] = ABSENT
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        _write(packed, MANIFEST, manifest_text(modes, SYSTEM_NAME, system_code))
        for name, file in binding().files.items():
            if modes[name] != ABSENT:
                _write(packed, file.csv, _csv(out, name, tables[name]))
    return written.getvalue()


def _rows(out: Outgoing, name: str) -> list[OutRow]:
    rows = out.rows[name]
    if out.since is None:
        return [row for row in rows if not row.gone]
    return [row for row in rows if row.modified > out.since]


def _csv(out: Outgoing, name: str, rows: Sequence[OutRow]) -> bytes:
    headings = [*binding().files[name].headings, *out.headings.get(name, ())]
    lines = [headings]
    for row in rows:
        cells = {**row.values, STATUS: "", MODIFIED: ""}
        if out.since is not None:
            cells |= {STATUS: TO_BE_DELETED if row.gone else ACTIVE, MODIFIED: moment_text(row.modified)}
        lines.append([cells.get(heading, "") for heading in headings])
    return csv_text(lines)


def _write(packed: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, MOMENT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    packed.writestr(entry, content)
