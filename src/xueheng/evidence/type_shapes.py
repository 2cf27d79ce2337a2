"""What recording asks of a type for every single fact, looked up once."""

from dataclasses import dataclass

from xueheng.language.public import EvidenceType, Field, Kind


@dataclass(frozen=True, slots=True)
class TypeShape:
    """A type's field names, its fields of days, and whether it takes files."""

    type_: EvidenceType
    names: frozenset[str]
    dates: tuple[Field, ...]
    takes_files: bool


_KNOWN: dict[int, TypeShape] = {}


def shape_of(type_: EvidenceType) -> TypeShape:
    """The shape of a type as it is declared now."""
    found = _KNOWN.get(id(type_))
    if found is None or found.type_ is not type_:
        found = _KNOWN[id(type_)] = TypeShape(
            type_,
            frozenset(field.name for field in type_.fields),
            tuple(field for field in type_.fields if field.type.kind is Kind.DATE),
            any(field.is_file for field in type_.fields),
        )
    return found
