"""The ledger of erasures: what was erased and when, outside the databases, so that an older backup forgets it again.

One line of canonical JSON for each erasure: the numbers of the subjects, or of single records whose time was over;
nothing else is told of anybody. Each line carries the SHA-256 of the one before it and a signature of this
installation. Lines cut off at the end cannot be noticed in the file itself: keep a second copy elsewhere
(XUEHENG_ERASURES), which is written before anything is destroyed.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from xueheng.errors import XuehengError
from xueheng.trust.canonical import canonical_json
from xueheng.trust.checkpoint_text import installation, signature_holds, signed
from xueheng.trust.clock import now
from xueheng.trust.derived_keys import data_folder
from xueheng.trust.number_ranges import ranges
from xueheng.wording import Text

FORMAT = "xueheng-erasure-1"
START = "0" * 64
"""What the first line names as the one before it."""
_RIGHTS = 0o600


class LedgerBroken(XuehengError):
    """A ledger that cannot be read, was changed, or cannot be written."""


@dataclass(frozen=True, slots=True)
class ErasureLine:
    """One erasure. `number`: of the erasure, so that it is noted once; `records`: single ones as 3-5,7."""

    number: int
    at: int
    subjects: tuple[int, ...]
    records: str
    previous: str
    installation: str


def ledger_file() -> Path:
    """The ledger of this installation. Not a part of the databases; append only."""
    return data_folder() / "erasures" / "ledger.jsonl"


def second_copy() -> Path | None:
    """Where the ledger is written as well, by XUEHENG_ERASURES; None: nowhere."""
    return getattr(settings.PLACES, "erasures", None)


def read_ledger(path: Path) -> tuple[ErasureLine, ...]:
    """The erasures in a ledger, each checked; none where there is no file. Raises LedgerBroken."""
    return tuple(line for line, _ in _checked(path, _whole_lines(path)))


def note_erasure(number: int, subjects: Sequence[int] = (), records: Sequence[int] = ()) -> None:
    """Note an erasure, on the disk when this returns, in both copies; one that is noted already stays as it is. Call it
    before anything is destroyed. Raises LedgerBroken.
    """
    with _alone() as path:
        standing = _checked(path, _whole_lines(path))
        if all(line.number != number for line, _ in standing):
            previous = _digest(standing[-1][1]) if standing else START
            line = ErasureLine(number, now(), tuple(sorted(subjects)), ranges(records), previous, installation())
            _append(path, [_written(line)])
        _second(path)


def take_over(path: Path) -> tuple[ErasureLine, ...]:
    """All erasures of a ledger from elsewhere, noted here as well where they were not: after an older state of the data
    was restored. Raises LedgerBroken, also where the two tell different histories.
    """
    theirs = [text for _, text in _checked(path, _whole_lines(path))]
    with _alone() as own:
        ours = _whole_lines(own)
        same = min(len(ours), len(theirs))
        if ours[:same] != theirs[:same]:
            raise _broken(path, Text("和本机的清除记录对不上", "does not agree with the ledger here"))
        _append(own, theirs[same:])
        _second(own)
        return tuple(line for line, _ in _checked(own, _whole_lines(own)))


def _checked(path: Path, lines: Sequence[str]) -> list[tuple[ErasureLine, str]]:
    previous, found = START, []
    for place, text in enumerate(lines, start=1):
        line = _read(path, place, text)
        if line.previous != previous:
            raise _broken(path, Text(f"第 {place} 行接不上", f"line {place} does not follow the one before it"))
        found.append((line, text))
        previous = _digest(text)
    return found


def _read(path: Path, place: int, text: str) -> ErasureLine:
    changed = _broken(path, Text(f"第 {place} 行被改动过或不是本机签名的", f"line {place} was changed or is not ours"))
    try:
        told: dict[str, Any] = json.loads(text)
        signature = bytes.fromhex(told.pop("signature"))
        if told.pop("format") != FORMAT:
            raise changed
        line = ErasureLine(**{**told, "subjects": tuple(map(int, told["subjects"]))})
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise changed from fault
    if line.installation != installation() or not signature_holds(_said(line), signature, line.installation):
        raise changed
    return line


def _said(line: ErasureLine) -> str:
    return canonical_json({"format": FORMAT, **asdict(line)})


def _written(line: ErasureLine) -> str:
    return canonical_json({"format": FORMAT, **asdict(line), "signature": signed(_said(line)).hex()})


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _whole_lines(path: Path) -> list[str]:
    """The lines that were written to their end; what a power cut left of one was never acted upon."""
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as fault:
        raise _broken(path, Text("读不了", "cannot be read")) from fault
    return text.rpartition("\n")[0].splitlines()


@contextmanager
def _alone() -> Iterator[Path]:
    path = ledger_file()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (path.parent / "lock").open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield path
    except OSError as fault:
        raise _broken(path, Text("写不了", "cannot be written")) from fault


def _append(path: Path, lines: Sequence[str]) -> None:
    if not lines:
        return
    handle = os.open(path, os.O_RDWR | os.O_CREAT, _RIGHTS)
    with os.fdopen(handle, "r+b") as file:
        content = file.read()
        file.truncate(content.rfind(b"\n") + 1)
        file.seek(0, os.SEEK_END)
        file.write("".join(f"{line}\n" for line in lines).encode())
        file.flush()
        os.fsync(file.fileno())


def _second(path: Path) -> None:
    """The other copy brought up to this one; where it holds something else, nothing is written."""
    copy = second_copy()
    if copy is None:
        return
    ours, there = _whole_lines(path), _whole_lines(copy)
    if ours[: len(there)] != there:
        raise _broken(copy, Text("和本机的清除记录对不上", "does not agree with the ledger here"))
    copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _append(copy, ours[len(there) :])


def _broken(path: Path, why: Text) -> LedgerBroken:
    return LedgerBroken(
        Text(f"清除记录 {path} {why.zh}", f"The ledger of erasures {path} {why.en}"),
        Text(
            "没有清除任何东西。请换一份完整的清除记录，或检查文件夹权限和磁盘空间，再办一次。",
            "Nothing was destroyed. Give a whole ledger, or check the folder's rights and the disk, and try again.",
        ),
    )
