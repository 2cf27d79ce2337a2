"""What the packs in use say of records: types, fields, windows, tables."""

from collections.abc import Mapping

from xueheng.evidence.refusals import TypeUnknown
from xueheng.identity.public import library
from xueheng.language.public import Calendar, Entity, EvidenceType, Field, Table


def evidence_type(name: str) -> EvidenceType:
    """The record type of a qualified name. Raises TypeUnknown."""
    found = library().evidence.get(name)
    if found is None:
        raise TypeUnknown(name)
    return found


def types_known() -> Mapping[str, EvidenceType]:
    """Every record type by its qualified name."""
    return library().evidence


def version_of(name: str) -> str:
    """The version of the pack that declares a type."""
    return library().packs[name.partition(".")[0]].version


def meaning_of(name: str) -> str:
    """The digest of all that the type's pack defines: while it is the same, a fact is judged alike."""
    return library().packs[name.partition(".")[0]].digest_meaning


def calendar_of(name: str) -> Calendar:
    """The calendar that a type's pack reads."""
    return library().calendar_for(name.partition(".")[0])


def tables() -> Mapping[str, Table]:
    """National tables that codes come from."""
    return library().tables


def is_about_person(type_: EvidenceType) -> bool:
    """Whether the type's records are about people, not units."""
    return library().entities[type_.about].person is not None


def is_about_minor(type_: EvidenceType) -> bool:
    """Whether the type's records are about children."""
    return library().entities[type_.about].person == "minor"


def types_about_minors() -> list[str]:
    """The record types whose records are about children."""
    return [name for name, type_ in types_known().items() if is_about_minor(type_)]


def private_fields(type_: EvidenceType) -> frozenset[str]:
    """Fields that only the subject, her guardians, the recorder and the verifier read."""
    return frozenset(field.name for field in type_.fields if field.private or is_sensitive(type_, field))


def is_sensitive(type_: EvidenceType, field: Field) -> bool:
    """Whether a field tells what no evaluation may read, or belongs to a type of such records."""
    return bool(field.sensitive or type_.sensitive)


def codes_of(field: Field) -> frozenset[str]:
    """The codes a field takes: its own, or those of its table."""
    if field.type.table:
        return table_codes(field.type.table)
    return frozenset(field.type.codes)


_TABLE_CODES: dict[tuple[int, str], frozenset[str]] = {}


def table_codes(name: str) -> frozenset[str]:
    """The codes of a table; kept, for it is asked for every row."""
    table = tables()[name]
    key = (id(table), name)
    if key not in _TABLE_CODES:
        at = [column.name for column in table.columns].index(table.key[0])
        _TABLE_CODES[key] = frozenset(str(row[at]) for row in table.rows)
    return _TABLE_CODES[key]


def entity_of(type_: EvidenceType) -> Entity:
    """The kind of subject that a type's records are about."""
    return library().entities[type_.about]
