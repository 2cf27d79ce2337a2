"""The form of a record type, made from its definition."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar
from uuid import uuid4

from django import forms

from xueheng.evidence.entry_fields import FilesField, StoredField
from xueheng.evidence.files.incoming import IncomingFile
from xueheng.evidence.recording import DAY, LONGEST_CLIENT
from xueheng.evidence.refusals import EvidenceRejected
from xueheng.evidence.stored_values import Stored
from xueheng.language.public import EvidenceType
from xueheng.shell.public import Form, lazily, said
from xueheng.wording import Text
from xueheng.workbooks.public import default_value, unit_word

CLIENT, REASON = "client_id", "why_corrected"
"""The form's own fields besides the day; no field of a record type is called so."""
LONGEST_REASON = 200


class EntryForm(Form):
    """A form of one record type; `stored()` and `files()` are what to record."""

    type_: ClassVar[EvidenceType]

    def stored(self) -> dict[str, Stored]:
        """The fields in stored units, blanks left out."""
        named = {field.name for field in self.type_.fields if not field.is_file}
        return {name: value for name, value in self.cleaned_data.items() if name in named and value is not None}

    def attached(self) -> dict[str, list[IncomingFile]]:
        """Files by field, where any were chosen."""
        named = {field.name for field in self.type_.fields if field.is_file}
        return {name: files for name, files in self.cleaned_data.items() if name in named and files}

    @property
    def day(self) -> date:
        """The day it happened."""
        found: date = self.cleaned_data[DAY]
        return found

    def refuse_rejected(self, rejected: EvidenceRejected) -> None:
        """Each fault at its field."""
        for fault in rejected.faults:
            words = f"{said(fault.reason)}{said(Text('。', '. '))}{said(fault.remedy)}"
            self.add_error(fault.field if fault.field in self.fields else None, words)


def form_for(type_: EvidenceType, *, correcting: bool = False) -> type[EntryForm]:
    """The form class of a record type: its day, its fields in the order declared, and for a correction the reason."""
    made: dict[str, Any] = {"type_": type_, "units": units_of(type_)}
    made[DAY] = forms.DateField(
        label=lazily("日期", "Day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    for field in type_.fields:
        needed = field.name in type_.needed and default_value(field) is None
        kind = FilesField if field.is_file else StoredField
        made[field.name] = kind(field, needed=needed and not (field.is_file and correcting))
    if correcting:
        made[REASON] = forms.CharField(
            label=lazily("更正原因", "Why it is corrected"), max_length=LONGEST_REASON,
            help_text=lazily("原记录和原因都会留在历史里", "The old record and the reason stay in the history"),
        )  # fmt: skip
    made[CLIENT] = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST_CLIENT)
    return type("EntryFormOf" + type_.name.title().replace(".", "").replace("_", ""), (EntryForm,), made)


def initial_of(type_: EvidenceType, today: date, fields: Mapping[str, Stored] | None = None) -> dict[str, Any]:
    """What a new form opens with: today, the declared defaults (or the fields of a fact), an id of its own."""
    values: dict[str, Any] = {DAY: today, CLIENT: str(uuid4())}
    for field in type_.fields:
        value = default_value(field) if fields is None else fields.get(field.name)
        if value is not None and not field.is_file:
            values[field.name] = value
    return values


def units_of(type_: EvidenceType) -> dict[str, Text]:
    """Field → the unit that stands inside it."""
    found = {field.name: unit_word(field.type.unit) for field in type_.fields if field.type.unit}
    return {name: Text(words.zh.strip(), words.en.strip()) for name, words in found.items()}
