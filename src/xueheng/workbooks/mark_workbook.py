"""The marked-up return: the user's own workbook where it is small enough, else one built anew."""

import os
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

from xueheng.wording import Language, Text
from xueheng.workbooks.limits import Limits
from xueheng.workbooks.marking import NewColumn, Returned, SheetMarks, Written, came_back, marks_of, notes_page
from xueheng.workbooks.reading import Reading
from xueheng.workbooks.rebuilt_workbook import write_rebuilt
from xueheng.workbooks.refusals import WorkbookRefused, refuse
from xueheng.workbooks.sniffing import sniff
from xueheng.workbooks.worker_process import Progress, ask_worker

_WRITING = Text("写回工作簿", "writing the workbook back")
_REBUILT = Text(
    "这份工作簿是按内容重建的，没有带上原来的格式。",
    "This workbook was built anew from its content, without its formats.",
)
_NO_DRAWINGS = Text("原来的图片和图表没有带回。", "Pictures and charts are not carried over.")


def write_marked(
    reading: Reading,
    out: Path,
    returned: Returned | None = None,
    *,
    language: Language = "both",
    progress: Progress | None = None,
    limits: Limits | None = None,
) -> Path:
    """Write the workbook back with every row's outcome and the answers; always an .xlsx.

    Up to `limits.own_workbook_rows` rows an .xlsx comes back as the user's own, its faulty cells
    coloured; otherwise a new one is built. Returns the path written; it appears whole or not at all.
    """
    limits = limits or Limits()
    out = out.with_suffix(".xlsx")
    marks = marks_of(reading, returned, language)
    rows = sum(sheet.height for sheet in reading.raw)
    with _whole_or_nothing(out) as draft:
        if progress:
            progress(_WRITING, 0, rows)
        own = reading.format == "xlsx" and rows <= limits.own_workbook_rows
        if not own or not _mark_own(draft, reading, marks, language, limits):
            write_rebuilt(draft, reading, marks, notes_page(reading, language, [_REBUILT]))
        if progress:
            progress(_WRITING, rows, rows)
    return out


@contextmanager
def _whole_or_nothing(out: Path) -> Iterator[Path]:
    """A draft beside `out` that takes its place when all went well, and is gone when not."""
    try:
        handle, name = tempfile.mkstemp(prefix=".xueheng-", suffix=".xlsx", dir=out.parent)
    except OSError as fault:
        raise refuse("output", str(out), detail=fault.strerror or str(fault)) from fault
    os.close(handle)
    draft = Path(name)
    try:
        yield draft
        draft.chmod(0o666 & ~_umask())
        draft.replace(out)
    except OSError as fault:
        raise refuse("output", str(out), detail=fault.strerror or str(fault)) from fault
    finally:
        draft.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _mark_own(draft: Path, reading: Reading, marks: Sequence[SheetMarks], language: Language, limits: Limits) -> bool:
    """Mark the user's own workbook in a worker; False where the marking library cannot open it."""
    if sniff(reading.path, limits).sha256 != reading.sha256:
        raise refuse("changed", str(reading.path))
    more = [_NO_DRAWINGS] if _has_drawings(reading.path) else []
    job = {
        "path": str(reading.path.resolve()),
        "out": str(draft),
        "memory": limits.memory,
        "processor": limits.processor,
        "written": limits.inflated,
        "came_back": came_back(reading),
        "notes": notes_page(reading, language, more),
        "sheets": [_as_job(each) for each in marks],
    }
    try:
        messages = list(ask_worker("xueheng.workbooks.marking_worker", job, reading.path, limits))
    except WorkbookRefused as refusal:
        if refusal.code in ("damaged", "memory"):
            return False
        raise
    return {"marked": True} in messages


def _has_drawings(path: Path) -> bool:
    with zipfile.ZipFile(path) as parts:
        return any(name.startswith(("xl/charts/", "xl/media/")) for name in parts.namelist())


def _as_job(marks: SheetMarks) -> dict[str, Any]:
    def column(new: NewColumn) -> dict[str, Any]:
        written = [(row, _plain(value)) for row, value in zip(new.rows, new.values, strict=True) if value is not None]
        rows, values = [row for row, _ in written], [value for _, value in written]
        return {"heading": new.heading, "after": new.after, "beside": new.beside, "rows": rows, "values": values}

    return {
        "name": marks.name,
        "heading_row": marks.heading_row,
        "width": marks.width,
        "answers": [column(each) for each in marks.answers],
        "outcome": [column(each) for each in marks.outcome],
        "bad": sorted(marks.bad),
        "bad_rows": sorted(marks.bad_rows),
        "dropped": sorted(marks.dropped),
    }


def _plain(value: Written) -> Any:
    """A value as JSON carries it: decimals as {"n": text}."""
    return {"n": str(value)} if isinstance(value, (int, Decimal)) else value
