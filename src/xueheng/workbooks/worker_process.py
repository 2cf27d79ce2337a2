"""Untrusted files are parsed by a process of its own; this side starts it, bounds it and believes nothing it says."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

import xueheng
from xueheng.wording import Text
from xueheng.workbooks.limits import MIB, Limits
from xueheng.workbooks.refusals import REASONS, WorkbookRefused, refuse
from xueheng.workbooks.sniffing import Format, sniff

Progress = Callable[[Text, int, int], None]
"""Told what is being done, how much of it is done and of how much (0: not known)."""

_ROOT = str(Path(xueheng.__file__).parents[1])
_KEPT = ("PATH", "SYSTEMROOT", "TMPDIR")
"""All of our environment that a worker gets to see."""
_LONGEST_MESSAGE = 160 * MIB
_READING = Text("读取工作簿", "reading the workbook")


@dataclass(slots=True)
class RawSheet:
    """A sheet's cells by column, as tagged strings; row 0 is the sheet's first row. `title` is what
    messages call it: a text file's sheet has no name of its own.
    """

    name: str
    title: str = ""
    from_1904: bool = False
    encoding: str = ""
    height: int = 0
    columns: list[list[Any]] = field(default_factory=list, repr=False)

    def column(self, index: int) -> Any:
        """One column as an Arrow array of tagged strings."""
        chunks = self.columns[index]
        return chunks[0] if len(chunks) == 1 else pa.concat_arrays(chunks)

    def first_rows(self, count: int) -> list[list[str | None]]:
        """The first rows, cell by cell."""
        height = min(count, self.height)
        cut = [self.column(index).slice(0, height).to_pylist() for index in range(len(self.columns))]
        return [[column[row] for column in cut] for row in range(height)]

    def settle(self) -> None:
        """Join what came in pieces."""
        self.columns = [[pa.concat_arrays(chunks)] if len(chunks) > 1 else chunks for chunks in self.columns]


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file as it was read: its sheets' cells, its format by content, its SHA-256 and remarks."""

    path: Path
    format: Format
    sha256: str
    sheets: tuple[RawSheet, ...] = field(repr=False)
    notes: tuple[Text, ...] = ()


def read_file(path: Path, limits: Limits, progress: Progress | None = None) -> RawFile:
    """All cells of a file, read by the worker inside limits; `WorkbookRefused` says why not."""
    sniffed = sniff(path, limits)
    before = path.stat()
    job = {
        "path": str(path.resolve()),
        "format": sniffed.format,
        "rows": limits.rows,
        "columns": limits.columns,
        "inflated": limits.inflated,
        "cell_characters": limits.cell_characters,
        "memory": limits.memory,
        "processor": limits.processor,
        "form": limits.form,
        "form_elements": limits.form_elements,
    }
    with closing(ask_worker("xueheng.workbooks.worker", job, path, limits)) as messages:
        sheets = _gather(messages, path, limits, progress)
    after = path.stat()
    if (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, after.st_size):
        raise refuse("changed", str(path))
    return RawFile(path, sniffed.format, sniffed.sha256, tuple(sheets), sniffed.notes)


def ask_worker(module: str, job: dict[str, Any], path: Path, limits: Limits) -> Generator[dict[str, Any]]:
    """The answer of a worker to a job, message by message; a refusal or a death is raised as a refusal."""
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    environment |= {"PYTHONPATH": _ROOT, "PYTHONUTF8": "1", "PYTHONNOUSERSITE": "1"}
    with subprocess.Popen(
        [sys.executable, "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    ) as process:
        expired = threading.Event()
        clock = threading.Timer(limits.wall, _stop, (process, expired))
        clock.start()
        try:
            _give(process, job)
            ready = ended = False
            for message in _messages(process, path, limits):
                if not ready:
                    ready = True
                    continue
                if "refused" in message:
                    raise _refusal(message, path, limits)
                if "failed" in message:
                    raise RuntimeError(f"the worker {module} failed:\n{message['failed']}")
                if message.get("end") is True:
                    ended = True
                    break
                yield message
            if not ready and not expired.is_set():
                raise RuntimeError(f"the worker {module} did not start")
            if not ended:
                raise _death(process.wait(), expired.is_set(), path, limits)
        finally:
            clock.cancel()
            process.kill()


def _stop(process: "subprocess.Popen[bytes]", expired: threading.Event) -> None:
    expired.set()
    process.kill()


def _give(process: "subprocess.Popen[bytes]", job: dict[str, Any]) -> None:
    assert process.stdin is not None
    try:
        process.stdin.write(json.dumps(job).encode() + b"\n")
        process.stdin.close()
    except BrokenPipeError:
        return


def _messages(process: "subprocess.Popen[bytes]", path: Path, limits: Limits) -> Iterator[dict[str, Any]]:
    assert process.stdout is not None
    left = limits.text
    while line := process.stdout.readline(_LONGEST_MESSAGE):
        left -= len(line)
        if left < 0 or not line.endswith(b"\n"):
            if left < 0 or len(line) >= _LONGEST_MESSAGE:
                raise refuse("text", str(path), limit=limits.text // MIB)
            return
        message = json.loads(line)
        if isinstance(message, dict):
            yield message


def _death(status: int, expired: bool, path: Path, limits: Limits) -> WorkbookRefused:
    if expired or status == -24:
        return refuse("time", str(path), limit=limits.wall if expired else limits.processor)
    return refuse("memory", str(path), limit=limits.memory // MIB)


def _refusal(message: dict[str, Any], path: Path, limits: Limits) -> WorkbookRefused:
    code = message.get("refused")
    given = message.get("facts")
    facts: dict[str, object] = {
        "rows": limits.rows,
        "columns": limits.columns,
        "limit": (limits.memory if code == "memory" else limits.inflated) // MIB,
    }
    facts.update({str(k): v for k, v in given.items()} if isinstance(given, dict) else {})
    facts.pop("path", None)
    if code not in REASONS:
        return refuse("damaged", str(path))
    return refuse(str(code), str(path), **facts)


def _gather(
    messages: Iterator[dict[str, Any]], path: Path, limits: Limits, progress: Progress | None
) -> list[RawSheet]:
    sheets: list[RawSheet] = []
    cells = 0
    for message in messages:
        if "sheet" in message:
            name, encoding = str(message["sheet"]), str(message.get("encoding", ""))
            sheets.append(RawSheet(name, name or path.stem, bool(message.get("from_1904")), encoding))
            continue
        sheet, columns, at = sheets[-1], message["columns"], int(message["at"])
        height = len(columns[0]) if columns else 0
        cells += height * len(columns)
        if cells > limits.cells:
            raise refuse("cells", str(path), cells=limits.cells)
        if at + height > limits.rows:
            raise refuse("rows", str(path), rows=limits.rows)
        _append(sheet, columns, at, height)
        if progress:
            progress(_READING, sheet.height, 0)
    for sheet in sheets:
        sheet.settle()
    return sheets


def _append(sheet: RawSheet, columns: list[list[str | None]], at: int, height: int) -> None:
    for index, column in enumerate(columns):
        if index == len(sheet.columns):
            sheet.columns.append([pa.nulls(sheet.height, pa.string())])
        chunks = sheet.columns[index]
        if at > sheet.height:
            chunks.append(pa.nulls(at - sheet.height, pa.string()))
        chunks.append(pa.array(column, pa.string()))
    for chunks in sheet.columns[len(columns) :]:
        chunks.append(pa.nulls(at - sheet.height + height, pa.string()))
    sheet.height = max(at, sheet.height) + height
