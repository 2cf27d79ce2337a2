"""What a register's cells hold that stands for none of a column's codes: said once, it holds for every such row."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from xueheng.language.public import Kind, RegisterColumn, RegisterLayout, Table
from xueheng.workbooks.accepted_words import plain
from xueheng.workbooks.field_readers import accepted_words
from xueheng.workbooks.read_register import RegisterReading

LONGEST = 40
MOST = 20
NEAR = 0.5
ERROR = "#"
"""How the error values of a spreadsheet begin: nobody meant to write them."""


@dataclass(frozen=True, slots=True)
class UnreadValue:
    """A spelling in a column of codes, the rows that bear it, and the code whose word is nearest ('' for none)."""

    word: str
    value: str
    rows: int
    guess: str


def unread_values(reading: RegisterReading, tables: Mapping[str, Table]) -> tuple[UnreadValue, ...]:
    """The spellings that were not read, the most frequent first; at most MOST."""
    coded = {column.field.name: column for column in coded_columns(reading.layout)}
    found: Counter[tuple[str, str]] = Counter()
    for sheet in reading.sheets:
        words = {column.index: column.use.name for column in sheet.columns if column.use and column.use.role == "field"}
        for fault in sheet.rejections:
            word = words.get(-1 if fault.column is None else fault.column)
            if word in coded and 0 < len(fault.value) <= LONGEST and not fault.value.startswith(ERROR):
                found[word, fault.value] += 1
    return tuple(
        UnreadValue(word, value, rows, _nearest(value, coded[word], tables))
        for (word, value), rows in found.most_common(MOST)
    )


def coded_columns(layout: RegisterLayout) -> tuple[RegisterColumn, ...]:
    """The columns whose cells stand for codes."""
    return tuple(column for column in layout.columns if column.field.type.kind is Kind.CODE)


def choices_of(column: RegisterColumn, tables: Mapping[str, Table]) -> dict[str, str]:
    """Code → the word by which it is offered."""
    return {code: (*words, code)[0] for code, words in _accepted(column, tables).items()}


def _nearest(value: str, column: RegisterColumn, tables: Mapping[str, Table]) -> str:
    words = {plain(word): code for code, several in _accepted(column, tables).items() for word in several}
    near = get_close_matches(plain(value), words, 1, NEAR)
    return words[near[0]] if near else ""


def _accepted(column: RegisterColumn, tables: Mapping[str, Table]) -> dict[str, tuple[str, ...]]:
    return accepted_words(column.field, dict(column.words), tables)
