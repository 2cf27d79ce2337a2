"""A fact's fields in stored units, checked against its record type's definition.

Stored: a number is an integer in units of 10**-decimals, a date the days since 1970-01-01, a time the minutes since
midnight, yes/no a boolean, a code or a text a string; a file field the digests of its files, parted by spaces. A field
without a value is left out.
"""

import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from xueheng.evidence.catalogue import codes_of
from xueheng.evidence.refusals import FieldFault
from xueheng.evidence.type_shapes import FieldShape, shape_of
from xueheng.language.public import EvidenceType, Field, Kind, did_you_mean
from xueheng.wording import Text, sign_class
from xueheng.workbooks.public import breaks, decidable, shown_number, unit_word

Stored: TypeAlias = int | str | bool
Fields: TypeAlias = Mapping[str, Stored]

LONGEST_TEXT = 2_000
"""Characters of a text whose field says no greatest length."""
LARGEST = 2**63 - 1
EPOCH = date(1970, 1, 1)
_FIRST_DAY, _LAST_DAY = (date(1900, 1, 1) - EPOCH).days, (date(2200, 12, 31) - EPOCH).days
_CHECK_SOURCE = Text("请核对原始记录后改正。", "Check the original record and correct it.")
_TURNED = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of what follows: they can make a line read as something else."""


def stored_fields(type_: EvidenceType, given: Mapping[str, object]) -> tuple[dict[str, Stored], list[FieldFault]]:
    """The fields in the order declared, blanks left out and defaults put in; and everything that is wrong with them."""
    faults = _unknown(type_, given)
    stored: dict[str, Stored] = {}
    for each in shape_of(type_).fields:
        value = given.get(each.name)
        if value is None or value == "":
            value = each.default
        if value is None:
            if each.needed:
                faults.append(_blank(each.definition))
            continue
        found = _stored(each, value)
        if isinstance(found, FieldFault):
            faults.append(found)
        else:
            stored[each.name] = found
    return stored, faults


def rule_fault(type_: EvidenceType, fields: Fields, row: Mapping[str, int | str | None]) -> FieldFault | None:
    """Why the fields contradict the type's `check`, None where they do not (or the check asks more than one record).

    `row`: what the check may read besides the fields: day, recorder, org, attributes of the subject.
    """
    if type_.check is None or not decidable(type_.check):
        return None
    units = {f.name: 10 ** (f.type.decimals or 0) for f in type_.fields if f.type.kind is Kind.NUMBER}
    exact: dict[str, Fraction | Stored] = {
        name: Fraction(int(v), units[name]) if name in units else v for name, v in fields.items()
    }
    if not breaks(type_.check, {**row, **exact}):
        return None
    title = type_.title
    return FieldFault(
        "",
        Text(
            f"各项数据自相矛盾，不符合“{title.zh}”的要求",
            f"the values contradict each other by the rule of {title.en or title.zh}",
        ),
        Text("请把各项对照着核对一遍。", "Check the values against each other."),
    )


def _unknown(type_: EvidenceType, given: Mapping[str, object]) -> list[FieldFault]:
    if given.keys() <= shape_of(type_).names:
        return []
    names = [field.name for field in type_.fields]
    return [
        FieldFault(
            str(name)[:40],
            Text(f"没有“{str(name)[:40]}”这一项", f'there is no field "{str(name)[:40]}"'),
            did_you_mean(str(name)[:40], names),
        )
        for name in given
        if name not in names
    ]


def _blank(field: Field) -> FieldFault:
    return FieldFault(
        field.name,
        Text(f"“{field.title.zh}”没有填", f"{_en(field)} is missing"),
        Text(f"请填写“{field.title.zh}”。", f"Fill in {_en(field)}."),
    )


_MOST_GOOD = 5_000


def _stored(each: FieldShape, value: object) -> Stored | FieldFault:
    whole = type(value) is int
    if isinstance(value, int) and whole and value in each.good:
        return value
    found = _BY_KIND[each.definition.type.kind](each.definition, value)
    if isinstance(found, int) and whole:
        if len(each.good) >= _MOST_GOOD:
            each.good.clear()
        each.good.add(found)
    return found


def _number(field: Field, value: object) -> Stored | FieldFault:
    if type(value) is not int:
        return _not(field, "数字", "a number")
    units = 10 ** (field.type.decimals or 0)
    low, high = field.type.low, field.type.high
    # Multiplied out: making and comparing fractions would take half the time of recording a workbook.
    under = low is not None and value * low.denominator < low.numerator * units
    over = high is not None and value * high.denominator > high.numerator * units
    if abs(value) > LARGEST or under or over:
        return _outside(field, Fraction(value, units))
    return value


def _outside(field: Field, exact: Fraction) -> FieldFault:
    low, high, unit = field.type.low, field.type.high, unit_word(field.type.unit)
    shown = shown_number(exact)
    if low is not None and high is not None:
        span = f"{shown_number(low)}–{shown_number(high)}"
    else:
        span = f"≥ {shown_number(low)}" if low is not None else f"≤ {shown_number(high or Fraction(LARGEST))}"
    reason = Text(
        f"“{field.title.zh}”填的是 {shown}{unit.zh}，应在 {span} 之间" if "–" in span else
        f"“{field.title.zh}”填的是 {shown}{unit.zh}，应 {span}",
        f"{_en(field)} is {shown}{unit.en}, it should be {'within ' if '–' in span else ''}{span}",
    )  # fmt: skip
    return FieldFault(field.name, reason, _CHECK_SOURCE)


def _code(field: Field, value: object) -> Stored | FieldFault:
    if not isinstance(value, str) or value not in codes_of(field):
        shown = "、".join(title.zh for _, title in field.titles[:12])
        en = ", ".join(title.en or title.zh for _, title in field.titles[:12])
        return FieldFault(
            field.name,
            Text(f"“{field.title.zh}”选的不在可选范围内", f"{_en(field)} is none of the choices"),
            Text(
                f"可选：{shown}。" if shown else "请从代码表里选。",
                f"Choices: {en}." if en else "Choose one of its table.",
            ),
        )
    return value


def _text(field: Field, value: object) -> Stored | FieldFault:
    if not isinstance(value, str):
        return _not(field, "文字", "a text")
    text = unicodedata.normalize("NFC", value).replace("\r\n", "\n").strip()
    longest = field.text_max or LONGEST_TEXT
    if field.is_file:
        longest = 65 * (field.file_max or 20)
    if not text:
        return _not(field, "文字", "a text")
    if len(text) > longest:
        return FieldFault(
            field.name,
            Text(
                f"“{field.title.zh}”有 {len(text)} 字，最多 {longest} 字",
                f"{_en(field)} has {len(text)} characters, at most {longest} are kept",
            ),
            Text("请缩短。", "Shorten it."),
        )
    if any(_is_control(sign) for sign in text):
        return FieldFault(
            field.name,
            Text(f"“{field.title.zh}”里有看不见的控制字符", f"{_en(field)} holds invisible control characters"),
            Text("请重新输入这一段文字，不要整段粘贴。", "Type the text again instead of pasting it."),
        )
    return text


def _is_control(sign: str) -> bool:
    return (sign_class(sign) in ("Cc", "Cs", "Co", "Cn") and sign not in "\n\t") or sign in _TURNED


def _yes_no(field: Field, value: object) -> Stored | FieldFault:
    return value if isinstance(value, bool) else _not(field, "“是”或“否”", "yes or no")


def _day(field: Field, value: object) -> Stored | FieldFault:
    fits = type(value) is int and _FIRST_DAY <= value <= _LAST_DAY
    return (
        value
        if fits and isinstance(value, int)
        else _not(field, "1900–2200 年间的日期", "a date between 1900 and 2200")
    )


def _time(field: Field, value: object) -> Stored | FieldFault:
    fits = type(value) is int and 0 <= value < 24 * 60
    return value if fits and isinstance(value, int) else _not(field, "一天之内的时刻", "a time of day")


_BY_KIND: Mapping[Kind, Callable[[Field, object], Stored | FieldFault]] = {
    Kind.NUMBER: _number,
    Kind.CODE: _code,
    Kind.TEXT: _text,
    Kind.YES_NO: _yes_no,
    Kind.DATE: _day,
    Kind.TIME: _time,
}


def _not(field: Field, zh: str, en: str) -> FieldFault:
    return FieldFault(
        field.name,
        Text(f"“{field.title.zh}”不是{zh}", f"{_en(field)} is not {en}"),
        Text("请改正后再存。", "Correct it and save again."),
    )


def _en(field: Field) -> str:
    return f'"{field.title.en or field.title.zh}"'
