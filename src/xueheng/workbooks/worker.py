"""The worker: reads one untrusted file inside limits and writes its cells as JSON lines.

Started by `worker_process` with the job as one JSON line on standard input. Every line of the
answer is an object: {"ready": true} comes first, {"sheet": …} opens a sheet, {"at": first row,
"columns": […]} gives rows of it column by column as tagged cells, {"refused": code, "facts": …} or
{"failed": traceback} ends it badly, {"end": true} ends it well.
"""

import json
import sys
import traceback
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any, NoReturn
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

import python_calamine

from xueheng.workbooks.appointment_form import form_columns
from xueheng.workbooks.delimited import encoding_of, rows_of
from xueheng.workbooks.old_workbook import look_through_old
from xueheng.workbooks.raw_cells import tagged
from xueheng.workbooks.sheet_xml import Refusal, SheetLook, look_through

if sys.platform != "win32":
    import resource

ROWS_A_BATCH = 2_000


def main() -> NoReturn:
    """Read the job, answer it, leave."""
    say({"ready": True})
    job = json.loads(sys.stdin.readline())
    bound_process(job["memory"], job["processor"], 0)
    answered(answer, job)


def answered(work: Callable[[dict[str, Any]], None], job: dict[str, Any]) -> NoReturn:
    """Do the work and say how it ended; a fault of ours is said as such, never as the file's."""
    try:
        work(job)
        say({"end": True})
    except Refusal as refusal:
        say({"refused": refusal.code, "facts": refusal.facts})
    except MemoryError:
        say({"refused": "memory", "facts": {}})
    except Exception:
        say({"failed": traceback.format_exc()})
    sys.exit(0)


def bound_process(memory: int, processor: int, written: int) -> None:
    """Bound this process: bytes of address space, seconds of processor, bytes of any file it writes."""
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (processor, processor))
        resource.setrlimit(resource.RLIMIT_FSIZE, (written, written))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def say(message: dict[str, Any]) -> None:
    """One line of the answer."""
    line = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
    sys.stdout.buffer.write(line.encode(errors="replace") + b"\n")
    sys.stdout.buffer.flush()


def answer(job: dict[str, Any]) -> None:
    if job["format"] == "csv":
        _answer_text(job)
    elif job["format"] == "lrmx":
        say({"sheet": "", "from_1904": False})
        say({"at": 0, "columns": form_columns(job["path"], job["form"], job["form_elements"])})
    else:
        _answer_workbook(job)


def _answer_text(job: dict[str, Any]) -> None:
    encoding = encoding_of(job["path"])
    say({"sheet": "", "encoding": encoding, "from_1904": False})
    rows = rows_of(job["path"], encoding, job["columns"], job["cell_characters"])
    at = 0
    while batch := list(islice(rows, ROWS_A_BATCH)):
        columns = zip_longest(*batch, fillvalue="")
        say({"at": at, "columns": [[tagged(cell) for cell in column] for column in columns]})
        at += len(batch)


def _answer_workbook(job: dict[str, Any]) -> None:
    looks: dict[str, SheetLook] = {}
    from_1904 = False
    if job["format"] == "xlsx":
        try:
            looks, from_1904 = look_through(job["path"], job["rows"], job["columns"], job["inflated"])
        except (BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ParseError) as fault:
            raise Refusal("damaged", detail=str(fault)[:200]) from fault
    content = Path(job["path"]).read_bytes()
    if job["format"] == "xls":
        looks, from_1904 = look_through_old(content)
    with _damage_refused():
        book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content))  # by content, not by name
    for sheet in book.sheets_metadata:
        if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet:
            say({"sheet": sheet.name, "from_1904": from_1904})
            _answer_sheet(book, sheet.name, looks.get(sheet.name, SheetLook()), job)


@contextmanager
def _damage_refused() -> Iterator[None]:
    """Whatever the library says of a file it cannot read is damage; it also panics on some."""
    try:
        yield
    except python_calamine.PasswordError as fault:
        raise Refusal("password") from fault
    except (python_calamine.CalamineError, OSError, ValueError) as fault:
        raise Refusal("damaged", detail=str(fault)[:200]) from fault
    except BaseException as fault:
        if type(fault).__name__ != "PanicException":
            raise
        raise Refusal("damaged", detail=str(fault)[:200]) from fault


def _answer_sheet(book: python_calamine.CalamineWorkbook, name: str, look: SheetLook, job: dict[str, Any]) -> None:
    with _damage_refused():
        sheet = book.get_sheet_by_name(name)
    if sheet.start is None or sheet.end is None:
        _answer_hidden(look)
        return
    (_, first_column), (last_row, last_column) = sheet.start, sheet.end
    if last_column >= job["columns"] or last_row >= job["rows"]:
        raise Refusal("far", sheet=name, cell=f"R{last_row + 1}C{last_column + 1}")
    at = 0
    rows = sheet.iter_rows()
    for batch in iter(lambda: list(islice(rows, ROWS_A_BATCH)), []):
        columns: list[list[str | None]] = [[None] * len(batch) for _ in range(first_column)]
        columns += [[tagged(cell) for cell in column] for column in zip(*batch, strict=True)]
        _restore_hidden(columns, at, len(batch), look)
        say({"at": at, "columns": columns})
        at += len(batch)
    _answer_hidden(look)


def _restore_hidden(columns: list[list[str | None]], at: int, height: int, look: SheetLook) -> None:
    """Put back the error cells and unvalued formulas that the library shows as blanks."""
    for row in range(at, at + height) if look.hidden else ():
        for column, cell in look.hidden.pop(row, {}).items():
            while column >= len(columns):
                columns.append([None] * height)
            if columns[column][row - at] is None:
                columns[column][row - at] = cell


def _answer_hidden(look: SheetLook) -> None:
    """Hidden cells below everything that the library shows."""
    for row in sorted(look.hidden):
        cells = look.hidden[row]
        say({"at": row, "columns": [[cells.get(column)] for column in range(max(cells) + 1)]})


if __name__ == "__main__":
    main()
