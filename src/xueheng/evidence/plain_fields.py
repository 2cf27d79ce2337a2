"""A fact's fields as other systems write them, in JSON: to stored units and back, exactly.

A number is a decimal in the field's own unit, as text or as a JSON number (never read through floating point); a day is
2025-11-03, a time 08:05, yes/no true or false, a code or text a string.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from xueheng.evidence.catalogue import tables
from xueheng.evidence.refusals import FieldFault
from xueheng.evidence.stored_values import EPOCH, Fields, Stored
from xueheng.evidence.type_shapes import shape_of
from xueheng.language.public import EvidenceType, Field, Kind
from xueheng.wording import Text
from xueheng.workbooks.public import Fault, field_reader

Plain: TypeAlias = str | int | bool | Decimal
_NUMBER = re.compile(r"-?[0-9]{1,40}(\.[0-9]{1,40})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_MOST_KNOWN = 5_000


@dataclass(frozen=True, slots=True)
class _Reader:
    """How a field is read. `known`: what was read before; other systems send the same few thousand again and again."""

    read: Callable[[Plain], Stored | FieldFault]
    known: dict[Plain, int] = field(default_factory=dict)


_READERS: dict[int, tuple[EvidenceType, dict[str, _Reader]]] = {}


def stored_from_plain(
    type_: EvidenceType, given: Mapping[str, Plain | None]
) -> tuple[dict[str, object], list[FieldFault]]:
    """The fields in stored units, and those that cannot be read. Blanks are left out; names that the type does not know
    stay as they are, for recording says so.
    """
    readers = _readers(type_)
    stored: dict[str, object] = {}
    faults: list[FieldFault] = []
    for name, value in given.items():
        reader = readers.get(name)
        if value is None or reader is None:
            if value is not None:
                stored[name] = value
            continue
        found = reader.known.get(value) if type(value) is str else None
        if found is None:
            read = reader.read(value)
            if isinstance(read, FieldFault):
                faults.append(read)
                continue
            stored[name] = read
            if type(value) is str and type(read) is int and len(reader.known) < _MOST_KNOWN:
                reader.known[value] = read
        else:
            stored[name] = found
    return stored, faults


def plain_from_stored(type_: EvidenceType, fields: Fields) -> dict[str, str | bool]:
    """The fields as other systems read them: numbers as decimal text with all the decimals that the field keeps."""
    known = {each.name: each.definition for each in shape_of(type_).fields}
    return {name: plain_value(known[name], value) for name, value in fields.items() if name in known}


def plain_value(of: Field, value: Stored) -> str | bool:
    """One stored value.

    >>> plain_number(-5, 1), plain_number(1320, 1), plain_number(7, 0)
    ('-0.5', '132.0', '7')
    """
    kind = of.type.kind
    if kind is Kind.NUMBER:
        return plain_number(int(value), of.type.decimals or 0)
    if kind is Kind.DATE:
        return date.fromordinal(EPOCH.toordinal() + int(value)).isoformat()
    if kind is Kind.TIME:
        return f"{int(value) // 60:02}:{int(value) % 60:02}"
    return value if isinstance(value, bool) else str(value)


def plain_number(units: int, decimals: int) -> str:
    """A number kept in units of 10**-decimals, as it is written."""
    if not decimals:
        return str(units)
    whole, part = divmod(abs(units), 10**decimals)
    return f"{'-' if units < 0 else ''}{whole}.{part:0{decimals}}"


def _readers(type_: EvidenceType) -> dict[str, _Reader]:
    known = _READERS.get(id(type_))
    if known is None or known[0] is not type_:
        known = _READERS[id(type_)] = (type_, {each.name: _Reader(_reader(each)) for each in type_.fields})
    return known[1]


def _reader(of: Field) -> Callable[[Plain], Stored | FieldFault]:
    kind = of.type.kind
    if kind is Kind.NUMBER:
        return _number_reader(of)
    if kind is Kind.DATE:
        return lambda value: _day(of, value)
    if kind is Kind.TIME:
        return lambda value: _time(of, value)
    if kind is Kind.YES_NO:
        return lambda value: value if isinstance(value, bool) else _not(of, "true 或 false", "true or false")
    return lambda value: value if isinstance(value, str) else _not(of, "字符串", "a string")


def _number_reader(of: Field) -> Callable[[Plain], Stored | FieldFault]:
    read = field_reader(of, "", {}, tables(), from_1904=False)

    def read_number(value: Plain) -> Stored | FieldFault:
        if isinstance(value, bool) or (isinstance(value, str) and not _NUMBER.fullmatch(value)):
            return _not(of, '数字，如 "8.2"', 'a number such as "8.2"')
        found = read(f"n{value}")
        if isinstance(found, Fault):
            title = of.title
            return FieldFault(
                of.name,
                Text(f"“{title.zh}”{found.reason.zh}", f'"{title.en or title.zh}": {found.reason.en}'),
                found.remedy,
            )
        return found

    return read_number


def _day(of: Field, value: Plain) -> Stored | FieldFault:
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return (date.fromisoformat(value) - EPOCH).days
        except ValueError:
            pass
    return _not(of, "日期，如 2025-11-03", "a day such as 2025-11-03")


def _time(of: Field, value: Plain) -> Stored | FieldFault:
    found = _TIME.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return _not(of, "时刻，如 08:05", "a time of day such as 08:05")
    return int(found.group(1)) * 60 + int(found.group(2))


def _not(of: Field, zh: str, en: str) -> FieldFault:
    return FieldFault(
        of.name,
        Text(f"“{of.title.zh}”要写{zh}", f'"{of.title.en or of.title.zh}" takes {en}'),
        Text("请改正后再发。", "Correct it and send it again."),
    )
