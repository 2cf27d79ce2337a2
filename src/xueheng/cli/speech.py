"""How a command speaks on the terminal: sentences and tables on the output, remarks and faults beside it."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

from rich import box
from rich.console import Console
from rich.table import Table

from xueheng.errors import XuehengError
from xueheng.wording import Language, Text, reader_language

_WIDE = 140
"""Columns of an output that is no terminal."""


@dataclass(frozen=True, slots=True)
class Speech:
    """A command's voice in the reader's language. With `aside`, remarks leave the output free for data."""

    language: Language
    aside: bool = False

    def label(self, text: Text) -> str:
        """A few words, on one line."""
        return text.say(self.language)

    def sentence(self, text: Text) -> str:
        """A sentence; in both languages on two lines."""
        return text.say(self.language, "\n")

    def say(self, text: Text) -> None:
        """A sentence for the reader."""
        self.line(self.sentence(text))

    def line(self, text: str = "") -> None:
        """Words as they stand."""
        print(text, file=sys.stderr if self.aside else sys.stdout)

    def heading(self, text: Text) -> None:
        """The heading of a part of what is printed."""
        self.line()
        self.line(self.label(text))

    def table(self, headings: Sequence[Text], rows: Sequence[Sequence[str]], numbers_from: int = 1) -> None:
        """A small table; columns from `numbers_from` on are set to the right."""
        stream = sys.stderr if self.aside else sys.stdout
        console = Console(
            file=stream, highlight=False, markup=False, emoji=False, width=None if stream.isatty() else _WIDE
        )
        table = Table(box=box.SIMPLE, pad_edge=False)
        for place, heading in enumerate(headings):
            table.add_column(
                heading.say(self.language, "\n"), justify="right" if place >= numbers_from else "left", overflow="fold"
            )
        for row in rows:
            table.add_row(*row)
        console.print(table)


def speech(*, aside: bool = False) -> Speech:
    """The voice for whoever reads this terminal."""
    return Speech(reader_language(), aside)


def say_fault(fault: XuehengError, language: Language) -> None:
    """A refusal and what to do about it, on the error output."""
    print(fault.text.say(language, "\n"), file=sys.stderr)
    if fault.remedy is not None:
        print(fault.remedy.say(language, "\n"), file=sys.stderr)
