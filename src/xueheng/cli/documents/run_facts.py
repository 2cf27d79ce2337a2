"""What a document says about the run besides its results: what was received, and how to run it again."""

import shlex
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from xueheng.wording import Text

Progress = Callable[[Text, int, int], None]
"""Told what is being done, how many are done, and of how many."""


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """One file as read: received = stored + rejected. `returned`: name of the marked-up copy, '' without one."""

    name: str
    received: int
    stored: int
    rejected: int
    returned: str = ""


@dataclass(frozen=True, slots=True)
class RunFacts:
    """The run around an evaluation.

    `command`: the words of the command that explains a subject, without the subject itself; a
    document adds `--subject ID`. `notes`: what the reader must know (a day that was assumed, say).
    `workbook`: path of the results workbook from the folder of pages, '' without one.
    """

    command: tuple[str, ...] = ()
    files: tuple[ReceivedFile, ...] = ()
    notes: tuple[Text, ...] = ()
    workbook: str = ""

    def command_for(self, subject: object) -> str:
        """The whole command line for one subject, quoted for a shell; '' when the run has none."""
        return shlex.join((*self.command, "--subject", str(subject))) if self.command else ""


@dataclass(frozen=True, slots=True)
class RowCounts:
    """Rows of all files together."""

    received: int
    stored: int
    rejected: int


def count_rows(files: Iterable[ReceivedFile]) -> RowCounts:
    """The rows of all files together."""
    listed = tuple(files)
    return RowCounts(
        sum(file.received for file in listed),
        sum(file.stored for file in listed),
        sum(file.rejected for file in listed),
    )
