"""What checking the journal can find, said so that an office knows which entry and when."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from xueheng.wording import Text

Kind = Literal[
    "entry_changed",
    "entry_replaced",
    "entry_reordered",
    "entry_deleted",
    "entry_added",
    "time_backwards",
    "detail_changed",
    "detail_gone",
    "about_changed",
    "stream_changed",
    "rolled_back",
    "differs_from_checkpoint",
    "checkpoint_changed",
    "checkpoint_foreign",
    "checkpoint_gone",
    "guard_missing",
    "stray_rows",
]
_MICROSECONDS = 1_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was written. `sequence` (to `last`, where several) is the entry in the stream;
    `at` its time, or that of the last entry or checkpoint known before it.
    """

    kind: Kind
    text: Text
    stream: str = ""
    sequence: int | None = None
    last: int | None = None
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """What checking the whole journal came to."""

    streams: int
    entries: int
    checkpoints: int
    erased: int
    """Details that were erased by an act which the journal tells of: no fault."""
    erased_first: tuple[tuple[str, int], ...]
    findings: tuple[Finding, ...]
    unlisted: int
    """Findings beyond those listed."""
    compared_with: int | None
    """When the checkpoint kept elsewhere was made; None where none was given."""

    @property
    def whole(self) -> bool:
        """Nothing was found."""
        return not self.findings


class FindingList:
    """Findings as they come up; beyond the first thousand they are only counted."""

    MOST = 1_000

    def __init__(self) -> None:
        self.listed: list[Finding] = []
        self.unlisted = 0

    def add(self, finding: Finding) -> None:
        """Take one down."""
        if len(self.listed) < self.MOST:
            self.listed.append(finding)
        else:
            self.unlisted += 1

    def __len__(self) -> int:
        return len(self.listed) + self.unlisted


def said_time(at: object) -> str:
    """A time for people, in this machine's zone; whatever a changed database holds is shown as it stands."""
    if not isinstance(at, int):
        return str(at)
    try:
        return f"{datetime.fromtimestamp(at / _MICROSECONDS, UTC).astimezone():%Y-%m-%d %H:%M:%S}"
    except (OverflowError, OSError, ValueError):
        return str(at)
