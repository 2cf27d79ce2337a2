"""The form around a sheet: the day, and what is said once for all whom a brush touches."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from xueheng.evidence.entry_fields import FilesField, StoredField, choices_of, spoken_choices
from xueheng.evidence.entry_form import units_of
from xueheng.evidence.facts import MOST_AT_ONCE, NewFact
from xueheng.evidence.files.incoming import IncomingFile
from xueheng.evidence.files.kinds import sniffed
from xueheng.evidence.recording import DAY, LONGEST_CLIENT
from xueheng.evidence.sheets.brushes import SheetShape
from xueheng.evidence.stored_values import Stored
from xueheng.language.public import Field, Kind
from xueheng.shell.public import Form, lazily, said
from xueheng.wording import Text
from xueheng.workbooks.public import default_value

VALUE, CLIENT = "value-", "client-"
"""What the fields of a pupil's row are called, before the pupil's number."""


class PhotoField(FilesField):
    """One picture; whatever else is chosen is refused before anybody's record is made."""

    def validate(self, value: list[IncomingFile]) -> None:
        """Raises ValidationError for a second file, and for what is no picture."""
        super().validate(value)
        kinds = [sniffed(file.content) for file in value]
        if len(kinds) > 1:
            raise ValidationError(said(Text("只能附一张照片。", "One photo only.")))
        if any(kind is None or kind.name not in self.entry.file_kinds for kind in kinds):
            raise ValidationError(
                said(
                    Text(
                        "这不是可收的照片；改扩展名没有用，请另存为 JPEG。",
                        "This is no picture that is kept here; renaming does not help: save it as JPEG.",
                    )
                )
            )


class SheetForm(Form):
    """The head of a sheet; `said()` is what it says of all."""

    keeps_drafts = False
    shape: ClassVar[SheetShape]

    def said(self) -> dict[str, Stored]:
        """The fields in stored units, blanks left out."""
        named = {field.name for field in self.shape.type_.fields if not field.is_file}
        return {name: value for name, value in self.cleaned_data.items() if name in named and value is not None}

    def photo(self) -> dict[str, list[IncomingFile]]:
        """The picture for all, by its field; empty where none was chosen."""
        field = self.shape.photo
        files = self.cleaned_data.get(field.name) if field is not None else None
        return {field.name: files} if field is not None and files else {}

    @property
    def day(self) -> date:
        """The day it happened."""
        found: date = self.cleaned_data[DAY]
        return found

    @property
    def heads(self) -> list[forms.BoundField]:
        """What must stand, shown above the pupils."""
        return [self[field.name] for field in self.shape.heads]

    @property
    def extras(self) -> list[forms.BoundField]:
        """What may be left out, shown below."""
        extra = (*self.shape.more, self.shape.note, self.shape.photo)
        return [self[field.name] for field in extra if field is not None]

    @property
    def extra_problem(self) -> bool:
        """Whether something below is wrong, so that it must be seen."""
        return any(field.errors for field in self.extras)


def sheet_form(shape: SheetShape) -> type[SheetForm]:
    """The form class of a sheet: its day, what must stand, what may, and a note."""
    made: dict[str, Any] = {"shape": shape, "units": units_of(shape.type_)}
    made[DAY] = forms.DateField(label=lazily("日期", "Day"), widget=forms.HiddenInput)
    for field in shape.heads:
        made[field.name] = _head(field)
    for field in (*shape.more, *([shape.note] if shape.note else [])):
        made[field.name] = StoredField(field, needed=False)
    if shape.photo is not None:
        made[shape.photo.name] = PhotoField(shape.photo, needed=False)
    return type("SheetFormOf" + shape.type_.name.title().replace(".", "").replace("_", ""), (SheetForm,), made)


def _head(field: Field) -> StoredField:
    """A field said once for all: choices in a list, which takes one line of a phone."""
    found = StoredField(field, needed=True)
    if field.type.kind is not Kind.NUMBER:
        known = bool(field.titles) or default_value(field) is not None
        found.widget = forms.Select(choices=spoken_choices(choices_of(field), needed=known))
        found.widget.is_required = True
    return found


def opened_with(shape: SheetShape, day: date, last: Mapping[str, Stored]) -> dict[str, Any]:
    """What the head opens with: the day, what was said the last time, else the declared default, else the first choice
    where there is one.
    """
    values: dict[str, Any] = {DAY: day}
    for field in shape.heads:
        value = last.get(field.name, default_value(field))
        first = field.titles[0][0] if field.titles else None
        values[field.name] = first if value is None else value
    return values


@dataclass(frozen=True, slots=True)
class Tap:
    """A pupil whom a brush touched: its value in stored units or why it cannot be read, and the sender's own id."""

    pupil: int
    typed: str
    value: Stored | None
    problem: str
    client: str | None


def taps_in(sent: QueryDict, shape: SheetShape) -> list[Tap]:
    """The rows that were filled in, at most as many as are stored at once."""
    reads = StoredField(shape.field, needed=False)
    found = []
    for name in sent:
        pupil, typed = name.removeprefix(VALUE), str(sent.get(name, "")).strip()
        if name.startswith(VALUE) and pupil.isascii() and pupil.isdigit() and len(pupil) < LONGEST_NUMBER and typed:
            client = str(sent.get(f"{CLIENT}{pupil}", ""))[:LONGEST_CLIENT] or None
            value, problem = _read(reads, typed)
            found.append(Tap(int(pupil), typed, value, problem, client))
    return found[:MOST_AT_ONCE]


LONGEST_NUMBER = 19
"""Digits: a person's number has 63 bits."""


def _read(reads: StoredField, typed: str) -> tuple[Stored | None, str]:
    try:
        return reads.clean(typed), ""
    except ValidationError as fault:
        return None, " ".join(str(words) for words in fault.messages)


def facts_of(
    shape: SheetShape, day: date, said: Mapping[str, Stored], taps: list[Tap], photo: Mapping[str, list[IncomingFile]]
) -> list[NewFact]:
    """A fact for each tap that could be read; the same picture with each, sealed for each pupil by herself."""
    painted = shape.field.name
    return [
        NewFact(shape.type_.name, tap.pupil, day, {**said, painted: tap.value}, tap.client, photo)
        for tap in taps
        if tap.value is not None
    ]
