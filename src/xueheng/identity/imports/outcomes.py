"""What is to be done with each row of a register: new, same, changed, or rejected with reasons."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from xueheng.errors import XuehengError
from xueheng.identity.viewer import Viewer
from xueheng.wording import Text
from xueheng.workbooks.public import RegisterRow

Outcome = Literal["new", "same", "changed", "rejected", "gone"]
OUTCOMES: tuple[Outcome, ...] = ("new", "same", "changed", "rejected")
"""received is their sum."""
Progress = Callable[[int, int, Text], None]
"""Told how many are done of how many, and what is being done."""

NOTHING_TO_DO = Text("请改正后再交。", "Correct it and send it again.")


NOTHING = Text("")


@dataclass(frozen=True, slots=True)
class Judged:
    """A row and what is to be done with it. `name` is what the file calls the person or unit; `changes` and `remarks`
    never tell what is stored, only what the file says or that it differs. `plan` is the register's own, to act by.
    """

    row: RegisterRow
    outcome: Outcome
    name: str = field(default="", repr=False)
    changes: tuple[Text, ...] = ()
    remarks: tuple[Text, ...] = ()
    reason: Text = NOTHING
    remedy: Text = NOTHING
    word: str = ""
    plan: Any = field(default=None, repr=False)
    slip: tuple[str, str] | None = field(default=None, repr=False)
    """Login name and first password, of an account made: sealed with the row until it is handed out once."""

    @property
    def key(self) -> tuple[str, int]:
        """Where the row stands in the file."""
        return self.row.sheet, self.row.row


@dataclass(frozen=True, slots=True)
class Gone:
    """Somebody or something known here that the file does not name."""

    number: int


@dataclass(slots=True)
class Bringing:
    """One going through of a file: who brings it, the day from which it holds, and what earlier rows have taken."""

    by: Viewer
    day: date
    organisation: int
    row_entity: str
    taken: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)
    """(kind, number) → the row that had it first."""
    met: set[int] = field(default_factory=set)
    """People and units that rows were matched with."""

    def look_anew(self) -> None:
        """Forget what was looked up for the viewer: units were founded meanwhile."""
        self.by = replace(self.by, memo={})

    def take(self, row: RegisterRow, kind: str, value: str) -> bool:
        """Whether this row is the first with this number."""
        return self.taken.setdefault((kind, value), (row.sheet, row.row)) == (row.sheet, row.row)


def rejected(row: RegisterRow, fault: XuehengError, name: str = "") -> Judged:
    """A row that is not taken in, in the words of the fault."""
    word = str(getattr(fault, "word", ""))
    remedy = fault.remedy or NOTHING_TO_DO
    return Judged(row, "rejected", name, reason=fault.text, remedy=remedy, word=word)


def told_bytes(judged: Judged) -> bytes:
    """What a page shows of a row, as it is sealed."""
    pairs = {
        "changes": [(text.zh, text.en) for text in judged.changes],
        "remarks": [(text.zh, text.en) for text in judged.remarks],
        "reason": (judged.reason.zh, judged.reason.en),
        "remedy": (judged.remedy.zh, judged.remedy.en),
    }
    said = {"name": judged.name, "sheet": judged.row.sheet, "word": judged.word, "slip": judged.slip, **pairs}
    return json.dumps(said, ensure_ascii=False).encode()


def counted(rows: Sequence[Judged]) -> dict[Outcome, int]:
    """How many of each outcome."""
    return {outcome: sum(row.outcome == outcome for row in rows) for outcome in OUTCOMES}
