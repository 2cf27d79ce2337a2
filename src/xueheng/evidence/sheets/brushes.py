"""Which record types a sheet is offered for, and what its brushes are: read off the type's own fields."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from xueheng.evidence.catalogue import is_about_minor, is_sensitive
from xueheng.evidence.choosing import types_to_record
from xueheng.evidence.entry_fields import choices_of
from xueheng.evidence.files.kinds import ALSO_CALLED
from xueheng.identity.public import Viewer
from xueheng.language.public import EvidenceType, Field, Kind
from xueheng.wording import Text
from xueheng.workbooks.public import default_value, shown_number

MOST_BRUSHES = 9
"""Brushes that digits choose; 0 wipes."""
MOST_VALUES = 40
"""Of a measured number with more values than these no brush paints two pupils alike: it is filled in row by row."""
_PICTURES = ("jpg", "png")
_PAINTED = (Kind.CODE, Kind.YES_NO, Kind.NUMBER)


@dataclass(frozen=True, slots=True)
class Brush:
    """What a tap says: the value as it is typed into a form, and in words."""

    code: str
    title: Text


@dataclass(frozen=True, slots=True)
class SheetShape:
    """How a type is filled in for a whole class: `field` differs by pupil, `heads` are said once for all that are
    tapped, `more` likewise and may be left out, `note` is a text for all,
    `photo` the field that takes a picture for all. `brushes` is empty where any number may
    stand; `by_row`: what is measured of each pupil differs so much that a table serves better than brushes.
    """

    type_: EvidenceType
    field: Field
    brushes: tuple[Brush, ...]
    heads: tuple[Field, ...]
    more: tuple[Field, ...]
    note: Field | None
    photo: Field | None
    paintable: tuple[Field, ...]
    by_row: bool


def sheets_for(viewer: Viewer) -> list[EvidenceType]:
    """The types that the viewer's post records for a class, in the order of the packs; none without a post."""
    if viewer.post is None:
        return []
    return [type_ for type_ in types_to_record(viewer) if sheet_of(type_) is not None]


def sheet_of(type_: EvidenceType, field: str = "") -> SheetShape | None:
    """The sheet of a type, painting the `field` asked for or the one that follows from the type.

    None where it has no sheet: not about pupils, or every record needs a text, a day or a file of its own.
    """
    if not is_about_minor(type_) or type_.sensitive:
        return None
    paintable = tuple(each for each in type_.fields if _paintable(type_, each))
    by_hand = [f for f in type_.fields if f.name in type_.needed and default_value(f) is None and f not in paintable]
    if not paintable or by_hand:
        return None
    painted = next((each for each in paintable if each.name == field), None) or _that_differs(type_, paintable)
    rest = [each for each in paintable if each is not painted]
    needed = tuple(each for each in rest if _must_stand(type_, each))
    note = note_of(type_)
    brushes = _brushes(painted)
    wide = painted.type.kind is Kind.NUMBER and not 0 < _span(painted) <= MOST_VALUES
    by_row = len(brushes) > MOST_BRUSHES or (wide and not _must_stand(type_, painted))
    more = tuple(each for each in rest if each not in needed)
    return SheetShape(type_, painted, brushes, needed, more, note, photo_of(type_), paintable, by_row)


def note_of(type_: EvidenceType) -> Field | None:
    """The text of a type in which a teacher writes what she saw; None where there is none, or it is sensitive."""
    texts = (field for field in type_.fields if field.type.kind is Kind.TEXT and not field.is_file)
    return next((field for field in texts if not is_sensitive(type_, field) and not field.text_check), None)


def photo_of(type_: EvidenceType) -> Field | None:
    """The field of a type that may take a picture, for one picture; None where there is none, or it is sensitive."""
    for field in type_.fields:
        pictures = (
            tuple(k for k in (ALSO_CALLED.get(n, n) for n in field.file_kinds) if k in _PICTURES)
            if field.is_file
            else ()
        )
        if pictures and not is_sensitive(type_, field):
            return replace(field, file_kinds=pictures, file_max=1)
    return None


def _paintable(type_: EvidenceType, field: Field) -> bool:
    return field.type.kind in _PAINTED and not field.is_file and not is_sensitive(type_, field)


def _must_stand(type_: EvidenceType, field: Field) -> bool:
    return field.name in type_.needed or default_value(field) is not None


def _that_differs(type_: EvidenceType, paintable: Sequence[Field]) -> Field:
    """Of the fields that stand in every record the last choice, else the last number. Where defaults would fill all of
    them, the first of the others: a record of defaults alone says nothing.
    """
    stand = [each for each in paintable if _must_stand(type_, each)]
    if all(default_value(each) is not None for each in stand):
        return next((each for each in paintable if each not in stand), paintable[-1])
    choices = [each for each in stand if each.type.kind is not Kind.NUMBER]
    return (choices or stand)[-1]


def _brushes(field: Field) -> tuple[Brush, ...]:
    if field.type.kind is not Kind.NUMBER:
        return tuple(Brush(code, words) for code, words in choices_of(field))
    if not 0 < _span(field) <= MOST_BRUSHES or field.type.low is None:
        return ()
    step = 10 ** (field.type.decimals or 0)
    values = [shown_number(field.type.low + Fraction(at, step)) for at in range(_span(field))]
    return tuple(Brush(value, Text(value)) for value in values)


def _span(field: Field) -> int:
    """How many values a number field has; 0 where it has no bounds."""
    low, high = field.type.low, field.type.high
    if low is None or high is None:
        return 0
    return int((high - low) * 10 ** (field.type.decimals or 0)) + 1
