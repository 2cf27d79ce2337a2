"""The reader of a column: from a field's declared type to a function over tagged cells."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import pyarrow as pa

from xueheng.language.public import Field, Kind, Table
from xueheng.workbooks.cell_faults import Fault
from xueheng.workbooks.day_cells import read_day, read_month, read_time
from xueheng.workbooks.number_cells import number_reader
from xueheng.workbooks.running_times import running_time_reader
from xueheng.workbooks.word_cells import code_reader, read_subject, read_yes_no, text_reader

Value: TypeAlias = int | str | bool
Reader: TypeAlias = Callable[[str], Value | Fault]

_ARROW = {
    Kind.NUMBER: pa.int64(),
    Kind.YES_NO: pa.bool_(),
    Kind.DATE: pa.int32(),
    Kind.TIME: pa.int32(),
    Kind.CODE: pa.string(),
    Kind.TEXT: pa.string(),
}


def arrow_type(field: Field) -> Any:
    """The Arrow type a field's values are kept in."""
    return _ARROW[field.type.kind]


def field_reader(
    field: Field,
    reading: str,
    words: Mapping[str, Sequence[str]],
    tables: Mapping[str, Table],
    from_1904: bool,
) -> Reader:
    """Reads a cell of the field's column. `reading`: '', 'minutes_seconds', 'month' or 'number' (text with all its
    digits); `words` more words by code.
    """
    kind, declared = field.type.kind, field.type
    if kind is Kind.NUMBER:
        decimals = declared.decimals or 0
        if reading == "minutes_seconds":
            return running_time_reader(decimals, declared.low, declared.high, field.rounding)
        return number_reader(decimals, declared.low, declared.high, field.rounding, declared.unit)
    if kind is Kind.CODE:
        return code_reader(accepted_words(field, words, tables))
    if kind is Kind.YES_NO:
        return read_yes_no
    if reading == "number":
        return read_subject
    if kind is Kind.DATE and reading == "month":
        return lambda cell: read_month(cell, from_1904)
    if kind is Kind.DATE:
        return lambda cell: read_day(cell, from_1904)
    if kind is Kind.TIME:
        return read_time
    return text_reader(field.text_max)


def accepted_words(
    field: Field, words: Mapping[str, Sequence[str]], tables: Mapping[str, Table]
) -> dict[str, tuple[str, ...]]:
    """Code → words: the declared titles, a table's other text columns, and the layout's own words."""
    titles = {code: (title.zh, title.en) for code, title in field.titles}
    accepted: dict[str, tuple[str, ...]] = {code: titles.get(code, ()) for code in field.type.codes or titles}
    table = tables.get(field.type.table or "")
    if table:
        accepted |= _words_of_table(table)
    for code, more in words.items():
        accepted[code] = (*accepted.get(code, ()), *more)
    return {code: tuple(word for word in several if word) for code, several in accepted.items()}


def _words_of_table(table: Table) -> dict[str, tuple[str, ...]]:
    """A code table's first key column is the code; every other text cell of its line is a word for it."""
    names = [column.name for column in table.columns]
    at = names.index(table.key[0])
    others = [i for i, column in enumerate(table.columns) if i != at and column.type.kind is Kind.TEXT]
    found: dict[str, tuple[str, ...]] = {}
    for row in table.rows:
        code = str(row[at])
        found[code] = (*found.get(code, ()), *(str(row[i]) for i in others if row[i] is not None))
    return found


def default_value(field: Field) -> Value | None:
    """The field's declared default as it is stored."""
    default = field.default
    if default is None or isinstance(default, (str, bool)):
        return default
    if field.type.kind is Kind.NUMBER:
        return int(default * 10 ** (field.type.decimals or 0))
    return int(default)
