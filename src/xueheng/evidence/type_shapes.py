"""What recording asks of a type for every single fact, looked up once."""

from dataclasses import dataclass, field

from xueheng.language.public import EvidenceType, Field, Kind
from xueheng.workbooks.public import default_value


@dataclass(frozen=True, slots=True)
class FieldShape:
    """A field, what stands for a blank (None: nothing), and whether there must be something; `good`: whole numbers that
    were found to be right for it. A workbook says the same few thousand again and again.
    """

    definition: Field
    name: str
    default: int | str | bool | None
    needed: bool
    good: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class TypeShape:
    """What a type asks of every fact. `differ_by_source`: fields in which two sources never agree to the letter."""

    type_: EvidenceType
    fields: tuple[FieldShape, ...]
    names: frozenset[str]
    dates: tuple[Field, ...]
    takes_files: bool
    differ_by_source: frozenset[str]


_KNOWN: dict[int, TypeShape] = {}


def shape_of(type_: EvidenceType) -> TypeShape:
    """The shape of a type as it is declared now."""
    found = _KNOWN.get(id(type_))
    if found is None or found.type_ is not type_:
        found = _KNOWN[id(type_)] = TypeShape(
            type_,
            tuple(FieldShape(f, f.name, default_value(f), f.name in type_.needed) for f in type_.fields),
            frozenset(f.name for f in type_.fields),
            tuple(f for f in type_.fields if f.type.kind is Kind.DATE),
            any(f.is_file for f in type_.fields),
            frozenset(f.name for f in type_.fields if f.is_file or (f.private and f.type.kind is Kind.TEXT)),
        )
    return found
