"""One import as its pages show it: the file, the layout, its headings and remarks, opened."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from xueheng.identity.imports.going_through import NAME_LABEL, TOLD_LABEL
from xueheng.identity.imports.registers import layout_named
from xueheng.identity.model_imports import RegisterImport
from xueheng.language.public import RegisterLayout
from xueheng.trust.public import unseal_many
from xueheng.wording import Text


@dataclass(frozen=True, slots=True)
class HeadingTold:
    """A column of the file: what it fills ('' for none), the nearest guess, and two of its values."""

    sheet: str
    heading: str
    role: str
    fills: str
    guess: str
    samples: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class ValueTold:
    """A spelling in a column of codes that was not read (`rows` bear it), or of which it was said what it means."""

    word: str
    value: str
    rows: int
    code: str
    """What is offered first: the nearest code, or what was said; '' for none."""


@dataclass(frozen=True, slots=True)
class ImportTold:
    """`forgotten`: the file and what it told of people were destroyed; the counts are left."""

    batch: RegisterImport
    layout: RegisterLayout
    file_name: str
    headings: tuple[HeadingTold, ...]
    lacking: tuple[str, ...]
    remarks: tuple[Text, ...]
    values: tuple[ValueTold, ...]
    forgotten: bool

    def of_role(self, role: str) -> tuple[str, ...]:
        """The headings of a role, each once."""
        return tuple(dict.fromkeys(each.heading for each in self.headings if each.role == role))


def import_told(batches: Sequence[RegisterImport]) -> list[ImportTold]:
    """Imports opened for a page, in the same order; a fixed number of queries."""
    names = unseal_many([(batch.number, NAME_LABEL, bytes(batch.file_name)) for batch in batches])
    having = [(batch.number, TOLD_LABEL, bytes(batch.told)) for batch in batches if batch.told is not None]
    told = unseal_many(having)
    opened = {sealed[0]: json.loads(one) for sealed, one in zip(having, told, strict=True) if one is not None}
    return [_told(batch, name, opened.get(batch.number, {})) for batch, name in zip(batches, names, strict=True)]


def _told(batch: RegisterImport, name: bytes | None, told: dict[str, Any]) -> ImportTold:
    return ImportTold(
        batch=batch,
        layout=layout_named(batch.layout),
        file_name=(name or b"").decode(),
        headings=tuple(
            HeadingTold(one["sheet"], one["heading"], one["role"], one["fills"], one["guess"], tuple(one["samples"]))
            for one in told.get("headings", ())
        ),
        lacking=tuple(told.get("lacking", ())),
        remarks=tuple(Text(zh, en) for zh, en in told.get("remarks", ())),
        values=tuple(ValueTold(*one) for one in told.get("values", ())),
        forgotten=name is None,
    )
