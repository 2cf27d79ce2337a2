"""Files made of reports, on the disk: always sealed, for so many days, and made again when they are wanted again."""

import os
import tempfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from xueheng.publication.model_reports import ReportFile
from xueheng.trust.public import PROGRAMME, data_folder, now, seal_file, unseal_file

KEPT_DAYS = 14
DAY = 86_400_000_000
"""Microseconds."""
_WHY = "files of reports whose time is over"


def folder() -> Path:
    """Where they lie."""
    return data_folder() / "reports"


def path_of(number: int) -> Path:
    """Where one lies."""
    return folder() / str(number)


def _label(number: int) -> str:
    return f"report file|{number}"


def keep_file(number: int, content: bytes) -> None:
    """Seal a file onto the disk: complete under its name, or not there at all."""
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, temporary = tempfile.mkstemp(dir=folder(), prefix="arriving-")
    try:
        with os.fdopen(handle, "wb") as target:
            seal_file(PROGRAMME, _label(number), BytesIO(content), target)
            target.flush()
            os.fsync(target.fileno())
        Path(temporary).replace(path_of(number))
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def pieces_of(number: int) -> Iterator[bytes]:
    """The plain content piece by piece, each checked. Raises FileNotFoundError, SealBroken."""
    with path_of(number).open("rb") as source:
        yield from unseal_file(PROGRAMME, _label(number), source)


def forget_files(numbers: Iterable[int]) -> int:
    """Take files away, from the disk first: broken off in between, the rows still tell which are left."""
    wanted = sorted(set(numbers))
    for number in wanted:
        path_of(number).unlink(missing_ok=True)
    count, _ = ReportFile.objects.for_the_programme(_WHY).filter(pk__in=wanted).delete()
    return int(count)


def drop_old_files() -> int:
    """Take away those whose time is over, and what was never finished; how many."""
    rows = ReportFile.objects.for_the_programme(_WHY)
    gone = forget_files(rows.filter(until__lte=now()).values_list("pk", flat=True))
    known = {str(number) for number in rows.values_list("pk", flat=True)}
    for path in folder().iterdir() if folder().is_dir() else ():
        old = path.stat().st_mtime * 1_000_000 < now() - DAY
        if path.name not in known and old:
            path.unlink(missing_ok=True)
    return gone
