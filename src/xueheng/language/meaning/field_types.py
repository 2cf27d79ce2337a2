"""Fields and their types: of evidence, of entities (dated attributes), of rows that come in later steps."""

from dataclasses import replace
from fractions import Fraction
from typing import Literal

from xueheng.language.definitions import Cell, Field
from xueheng.language.excerpts import excerpt
from xueheng.language.meaning.checking import Checking, Column
from xueheng.language.meaning.days import day_from, day_number, minutes_from
from xueheng.language.meaning.naming import thing
from xueheng.language.meaning.nodes import (
    below,
    bilingual,
    decimals_written,
    entries,
    high_or_low,
    number,
    number_from,
    scalar,
    scalars,
    text,
    truth,
    whole,
)  # fmt: skip
from xueheng.language.nearest import did_you_mean
from xueheng.language.positions import Entry, Node, Scalar
from xueheng.language.shape import UNITS
from xueheng.language.typed import Kind, Type
from xueheng.wording import Text

TYPE_KEYS = ("integer", "number", "money", "one_of", "code", "text", "yes_no", "date", "time", "file")
PLAIN = {"yes_no": Kind.YES_NO, "date": Kind.DATE, "time": Kind.TIME, "text": Kind.TEXT, "file": Kind.TEXT}


def declared_unit(node: Node | None) -> str | None:
    """The unit a field or measure declares."""
    found = text(below(node, "unit"))
    return found if found in UNITS else None


def field_of(checking: Checking, entry: Entry, pack: str) -> Field:
    """One field as declared. What is broken in it was or is reported; the field stands all the same."""
    body = entry.value
    kind = next((key for key in TYPE_KEYS if below(body, key) is not None), "text")
    said = below(body, kind)
    found = _type(checking, kind, said, body, pack)
    return Field(
        name=entry.key.text,
        title=bilingual(below(body, "title"), entry.key.text),
        type=found,
        titles=titles_of(said) if kind == "one_of" else (),
        worth=_worth(checking, body, found),
        rounding=_rounding(said),
        private=truth(below(body, "private")) or False,
        optional=truth(below(body, "optional")) or False,
        default=_default(checking, below(body, "default"), found, entry.key.text),
        is_file=kind == "file",
        text_max=whole(below(said, "max")) if kind == "text" else None,
        text_check=text(below(said, "check")) or None if kind == "text" else None,
        place=entry.key.place,
        sensitive=text(below(body, "sensitive")),
        file_kinds=tuple(each.text for each in scalars(below(said, "kinds"))) if kind == "file" else (),
        file_max=whole(below(said, "max")) if kind == "file" else None,
    )


def fields_of(checking: Checking, node: Node | None, pack: str) -> tuple[Field, ...]:
    """All fields of a `fields` or `attributes` map."""
    return tuple(field_of(checking, entry, pack) for entry in entries(node))


def columns_of(fields: tuple[Field, ...]) -> dict[str, Column]:
    """Fields as columns of a row; what is only looked at is none."""
    return {field.name: Column(field.type, field) for field in fields if not field.only_looked_at}


def type_of(checking: Checking, body: Node | None, pack: str) -> Type:
    """The type alone, for a table's column."""
    kind = next((key for key in TYPE_KEYS if below(body, key) is not None), "text")
    found = _type(checking, kind, below(body, kind), body, pack)
    # A field's numbers begin at 0 unless it says otherwise; a printed table's may be negative.
    return found if below(below(body, kind), "min") is not None else replace(found, low=None)


def titles_of(said: Node | None) -> tuple[tuple[str, Text], ...]:
    """Code → title of a `one_of`."""
    return tuple((entry.key.text, bilingual(entry.value, entry.key.text)) for entry in entries(said))


def _type(checking: Checking, kind: str, said: Node | None, body: Node | None, pack: str) -> Type:
    unit = declared_unit(body)
    if kind in ("integer", "number", "money"):
        low = number(below(said, "min"))
        return Type(
            Kind.NUMBER,
            unit=unit or ("CNY" if kind == "money" else None),
            decimals={"integer": 0, "money": 2}.get(kind, whole(below(said, "decimals")) or 0),
            low=Fraction(0) if low is None else low,
            high=number(below(said, "max")),
            better=high_or_low(below(body, "better")) or "high",
        )
    if kind == "one_of":
        return Type(Kind.CODE, codes=tuple(entry.key.text for entry in entries(said)))
    if kind == "code":
        named = scalar(said)
        table = thing(checking, "tables", named, pack) if named else None
        return Type(Kind.CODE, table=table.qualified if table else None)
    return Type(PLAIN[kind])


def _worth(checking: Checking, body: Node | None, type: Type) -> tuple[tuple[str, Fraction], ...]:
    found = []
    for entry in entries(below(body, "worth")):
        if entry.key.text not in type.codes:
            report_code(checking, entry.key, "worth", type)
        worth = number(entry.value)
        if worth is not None:
            found.append((entry.key.text, worth))
    return tuple(found)


def worth_type(worth: tuple[tuple[str, Fraction], ...], body_decimals: int = 0) -> Type:
    """The type of `field.worth`: a number of as many decimals as the worths need."""
    decimals = body_decimals
    for _, value in worth:
        while decimals < 18 and (value * 10**decimals).denominator != 1:
            decimals += 1
    values = [value for _, value in worth]
    return Type(
        Kind.NUMBER, decimals=decimals, low=min(values, default=None), high=max(values, default=None), better="high"
    )


def _rounding(said: Node | None) -> Literal["refuse", "half_up", "up"]:
    found = text(below(said, "round"))
    if found == "up":
        return "up"
    return "half_up" if found == "half_up" else "refuse"


def _default(checking: Checking, node: Node | None, type: Type, name: str) -> Cell:
    written = scalar(node)
    return cell_of(checking, written, type, name) if written else None


def cell_of(checking: Checking, written: Scalar, type: Type, name: str) -> Cell:
    """A value written in a pack, as its field's type says; reports one that does not fit."""
    value = cell_from(written.text, type)
    if value is None:
        report_misfit(checking, written, type, name)
        return None
    if type.kind is Kind.CODE and not code_fits(checking, str(value), type):
        report_code(checking, written, name, type)
    if isinstance(value, Fraction) and type.decimals is not None and decimals_written(written.text) > type.decimals:
        report_misfit(checking, written, type, name)
    return value


def cell_from(written: str, type: Type) -> Cell:
    """The value of a text under a type; None where it is none of that type."""
    if type.kind is Kind.NUMBER:
        return number_from(written)
    if type.kind is Kind.YES_NO:
        return {"true": True, "yes": True, "false": False, "no": False}.get(written)
    if type.kind is Kind.DATE:
        day = day_from(written)
        return day_number(day) if day else None
    if type.kind is Kind.TIME:
        return minutes_from(written)
    return written


def code_fits(checking: Checking, code: str, type: Type) -> bool:
    """Whether a code is one of its `one_of` or stands in its table; True where nothing is known."""
    known = codes_of(checking, type)
    return known is None or code in known


def codes_of(checking: Checking, type: Type) -> tuple[str, ...] | None:
    """The codes a type allows, None where they are not known."""
    if type.codes:
        return type.codes
    if type.table in checking.tables:
        return checking.table_codes(type.table)
    return None


def report_code(checking: Checking, written: Scalar, name: str, type: Type) -> None:
    """Reports a code that is none of its field's."""
    known = list(codes_of(checking, type) or ())
    said = ", ".join(known[:12]) + (", …" if len(known) > 12 else "")
    checking.report(
        "XH-E003",
        written.place,
        name=called(name),
        codes=said,
        code=written.text,
        hint=did_you_mean(written.text, known),
    )


def report_misfit(checking: Checking, written: Scalar, type: Type, name: str) -> None:
    """Reports a written value that is not of its field's type."""
    checking.report("XH-E008", written.place, found=excerpt(written.text), name=called(name), kind=KIND_SAID[type.kind])


def called(name: str) -> Text:
    """A value by its name where it has one."""
    return Text(f"“{name}”", name) if name else Text("此处", "this value")


KIND_SAID = {
    Kind.NUMBER: Text("数", "a number"),
    Kind.YES_NO: Text("条件（是或否）", "a condition"),
    Kind.CODE: Text("代码", "a code"),
    Kind.TEXT: Text("文字", "a text"),
    Kind.DATE: Text("日期", "a date"),
    Kind.TIME: Text("时间", "a time of day"),
    Kind.VARIATION: Text("差异系数", "a coefficient of variation"),
}
"""How a kind of value is called in messages."""
