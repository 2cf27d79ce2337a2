"""Fields of a record's form: what is typed is read as a workbook's cell is, into stored units."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from xueheng.evidence.catalogue import tables
from xueheng.evidence.files.incoming import IncomingFile
from xueheng.evidence.files.kinds import ALSO_CALLED, KINDS
from xueheng.evidence.stored_values import EPOCH, LONGEST_TEXT, Stored
from xueheng.language.public import Field, Kind, Table
from xueheng.shell.public import lazily, said
from xueheng.wording import Text
from xueheng.workbooks.public import Fault, field_reader, shown_number

MOST_BUTTONS = 8
"""Choices that are shown side by side; more are chosen from a list."""
LONG_TEXT = 100
"""Characters from which a text has several lines."""
_YES_NO = (("true", Text("是", "Yes")), ("false", Text("否", "No")))
_NOTHING = Text("（不填）", "(none)")


class StoredField(forms.Field):
    """One field of a record type. Its cleaned value is stored units, or None for a blank."""

    def __init__(self, field: Field, *, needed: bool) -> None:
        self.entry = field
        self._read = field_reader(field, "", {}, tables(), from_1904=False)
        super().__init__(
            required=needed, label=_label(field), widget=widget_of(field, needed=needed), help_text=_help(field)
        )

    def to_python(self, value: Any) -> Stored | None:
        """What was typed, in stored units. Raises ValidationError with what to write instead."""
        typed = str(value or "").replace("\r\n", "\n").strip()
        if not typed:
            return None
        if self.entry.type.kind is Kind.TEXT:
            return self._short_enough(typed)
        read = self._read(f"s{typed}")
        if isinstance(read, Fault):
            raise forms.ValidationError(f"{said(read.reason)}{_gap()}{said(read.remedy)}")
        return read

    def _short_enough(self, text: str) -> str:
        longest = self.entry.text_max or LONGEST_TEXT
        if len(text) > longest:
            too_long = Text(
                f"“{self.label}”最多 {longest} 个字，现在有 {len(text)} 个，请缩短。",
                f"“{self.label}” takes at most {longest} characters and has {len(text)}; shorten it.",
            )
            raise forms.ValidationError(said(too_long))
        return text

    def prepare_value(self, value: Any) -> Any:
        """A stored value as it is typed; what was typed stays as it is."""
        return typed_value(self.entry, value) if isinstance(value, (int, bool)) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compared as they are typed, for two who edit the same."""
        return str(self.prepare_value(initial) or "") != str(data or "")


class FilesInput(forms.FileInput):
    """Several files at once, as they arrived."""

    allow_multiple_selected = True

    def value_from_datadict(
        self, data: Mapping[str, Any], files: "MultiValueDict[str, UploadedFile[bytes]]", name: str
    ) -> "list[UploadedFile[bytes]]":
        """All files of the field."""
        return list(files.getlist(name)) if hasattr(files, "getlist") else []


class FilesField(forms.Field):
    """A file field of a record type. Its cleaned value is the files as they arrived; the record looks into them."""

    widget = FilesInput

    def __init__(self, field: Field, *, needed: bool) -> None:
        self.entry = field
        kinds = [KINDS[name] for name in (ALSO_CALLED.get(n, n) for n in field.file_kinds) if name in KINDS]
        accept = ",".join(kind.media_type for kind in kinds or KINDS.values())
        super().__init__(
            required=needed, label=_label(field),
            widget=FilesInput(attrs={"accept": accept, "multiple": field.file_max != 1}),
            help_text=_files_help(field),
        )  # fmt: skip

    def to_python(self, value: Any) -> list[IncomingFile]:
        """The files, read into memory: the upload handler keeps no more than a file may have."""
        return [IncomingFile(file.name or "", file.read()) for file in value or []]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """New files are a change."""
        return bool(data)


def widget_of(field: Field, *, needed: bool) -> forms.Widget:
    """How a field is filled in: by its type and by how many choices there are."""
    kind = field.type.kind
    if kind is Kind.CODE or kind is Kind.YES_NO:
        choices = choices_of(field)
        if len(choices) <= MOST_BUTTONS:
            return forms.RadioSelect(choices=spoken_choices(choices, needed=needed))
        return forms.Select(choices=spoken_choices(choices, needed=False))
    if kind is Kind.NUMBER:
        return forms.TextInput(
            attrs={"inputmode": "decimal" if field.type.decimals else "numeric", "autocomplete": "off"}
        )
    if kind is Kind.DATE:
        return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    if kind is Kind.TIME:
        return forms.TimeInput(attrs={"type": "time"})
    longest = field.text_max or LONGEST_TEXT
    if longest > LONG_TEXT:
        return forms.Textarea(attrs={"rows": 4, "maxlength": longest})
    return forms.TextInput(attrs={"maxlength": longest})


def choices_of(field: Field) -> Sequence[tuple[str, Text]]:
    """Codes with the words that people read."""
    if field.type.kind is Kind.YES_NO:
        return _YES_NO
    if field.type.table:
        return _table_choices(tables()[field.type.table])
    return field.titles


def _table_choices(table: Table) -> list[tuple[str, Text]]:
    """A code table's first key column is the code; its first other text is the word."""
    at = [column.name for column in table.columns].index(table.key[0])
    others = [i for i, c in enumerate(table.columns) if i != at and c.type.kind is Kind.TEXT]
    return [
        (str(row[at]), Text(" ".join([str(row[at]), *(str(row[i]) for i in others[:1] if row[i])])))
        for row in table.rows
    ]


class _Spoken:
    """Choices said anew for each reader: a widget asks for them when it is shown."""

    def __init__(self, choices: Sequence[tuple[str, Text]], *, needed: bool) -> None:
        self._choices, self._needed = choices, needed

    def __call__(self) -> list[tuple[str, str]]:
        blank = [] if self._needed else [("", said(_NOTHING))]
        return [*blank, *((code, said(words)) for code, words in self._choices)]


def spoken_choices(choices: Sequence[tuple[str, Text]], *, needed: bool) -> Any:
    """The choices of a widget. Django takes a callable here, which its stubs do not say."""
    return _Spoken(choices, needed=needed)


def typed_value(field: Field, value: Stored | None) -> str:
    """A stored value as a form takes it."""
    if value is None:
        return ""
    kind = field.type.kind
    if kind is Kind.NUMBER:
        return shown_number(Fraction(int(value), 10 ** (field.type.decimals or 0)))
    if kind is Kind.YES_NO:
        return "true" if value else "false"
    if kind is Kind.DATE:
        return EPOCH.fromordinal(EPOCH.toordinal() + int(value)).isoformat()
    if kind is Kind.TIME:
        return f"{int(value) // 60:02}:{int(value) % 60:02}"
    return str(value)


def shown_value(field: Field, value: Stored) -> Text:
    """A stored value in words, with its unit left to the caller."""
    kind = field.type.kind
    if kind is Kind.CODE or kind is Kind.YES_NO:
        code = typed_value(field, value) if kind is Kind.YES_NO else str(value)
        return dict(choices_of(field)).get(code, Text(code))
    if field.is_file:
        count = len(str(value).split())
        return Text(f"{count} 个文件", f"{count} file{'s' if count != 1 else ''}")
    return Text(typed_value(field, value))


def _label(field: Field) -> Any:
    return lazily(field.title.zh, field.title.en or field.title.zh)


def _help(field: Field) -> Any:
    parts = []
    if field.type.kind is Kind.NUMBER and field.type.high is not None:
        low, high = shown_number(field.type.low or Fraction(0)), shown_number(field.type.high)
        parts.append(_span(low, high, field.type.decimals or 0))
    if field.private or field.sensitive:
        parts.append(
            Text(
                "只给本人、家长、记录人、审核人和班主任看",
                "Shown to the pupil, guardians, recorder, verifier and class teacher only",
            )
        )
    return lazily("。".join(p.zh for p in parts), ". ".join(p.en for p in parts)) if parts else ""


def _span(low: str, high: str, places: int) -> Text:
    if not places:
        return Text(f"{low}–{high}，整数", f"{low}–{high}, whole number")
    return Text(f"{low}–{high}，最多 {places} 位小数", f"{low}–{high}, at most {places} decimals")


def _files_help(field: Field) -> Any:
    kinds = [KINDS[name].title for name in (ALSO_CALLED.get(n, n) for n in field.file_kinds) if name in KINDS]
    most = f"，最多 {field.file_max} 个" if field.file_max else ""
    en = f", at most {field.file_max}" if field.file_max else ""
    zh_private = "。图片里的拍摄地点和时间会去掉"
    return lazily(
        f"{'、'.join(k.zh for k in kinds)}{most}{zh_private}",
        f"{', '.join(k.en for k in kinds)}{en}. Where and when a picture was taken is removed",
    )


def _gap() -> str:
    return said(Text("。", ". "))
