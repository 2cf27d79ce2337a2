"""Record types for other systems: the JSON Schema of what is sent in `fields`."""

from fractions import Fraction
from typing import Any

from xueheng.evidence.public import MOST_FILES, evidence_type, plain_number
from xueheng.identity.public import Viewer, library, policy
from xueheng.language.public import EvidenceType, Field, Kind

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_VERBS = ("records", "sees", "verifies", "decides", "objects", "keeps")
_LONGEST_TEXT = 2_000


def types_for(viewer: Viewer) -> list[EvidenceType]:
    """The record types that the viewer's post may do anything with, in the order of the packs."""
    rights = policy()
    allowed = {right.thing for verb in _VERBS for right in rights.rights_to(viewer.role, verb, "evidence")}
    return [type_ for name, type_ in library().evidence.items() if name in allowed]


def type_shown(type_: EvidenceType) -> dict[str, Any]:
    """A record type with the schema of its fields."""
    return {
        "name": type_.name,
        "title": {"zh": type_.title.zh, "en": type_.title.en or type_.title.zh},
        "version": library().packs[type_.name.partition(".")[0]].version,
        "about": type_.about,
        "verified": type_.verified_by_anyone,
        "once_per": list(type_.once_per),
        "fields_schema": fields_schema(type_),
        "files": [_file(field, needed=field.name in type_.needed) for field in type_.fields if field.is_file],
    }


def fields_schema(type_: EvidenceType) -> dict[str, Any]:
    """JSON Schema of a record's `fields`; files come beside them."""
    sent = [field for field in type_.fields if not field.is_file]
    return {
        "$schema": _DIALECT,
        "type": "object",
        "properties": {field.name: _field(field) for field in sent},
        "required": [field.name for field in sent if field.name in type_.needed and field.default is None],
        "additionalProperties": False,
    }


def _file(field: Field, *, needed: bool) -> dict[str, Any]:
    return {
        "name": field.name,
        "title": {"zh": field.title.zh, "en": field.title.en or field.title.zh},
        "kinds": list(field.file_kinds),
        "most": field.file_max or MOST_FILES,
        "needed": needed,
        "private": field.private or bool(field.sensitive),
    }


def _field(field: Field) -> dict[str, Any]:
    told: dict[str, Any] = {"title": field.title.zh, "description": field.title.en or field.title.zh, **_kind(field)}
    if field.type.unit:
        told["x-unit"] = field.type.unit
    if field.private or field.sensitive:
        told["x-private"] = True
    return told


def _kind(field: Field) -> dict[str, Any]:
    kind = field.type.kind
    if kind is Kind.NUMBER:
        return _number(field)
    if kind is Kind.CODE:
        return {"type": "string", **_codes(field)}
    if kind is Kind.YES_NO:
        return {"type": "boolean"}
    if kind is Kind.DATE:
        return {"type": "string", "format": "date"}
    if kind is Kind.TIME:
        return {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}
    return {"type": "string", "maxLength": field.text_max or _LONGEST_TEXT}


def _number(field: Field) -> dict[str, Any]:
    """A decimal as text, or a JSON number; the bounds are exact text too, in the field's own unit."""
    decimals = field.type.decimals or 0
    part = f"(\\.[0-9]{{1,{decimals}}})?" if decimals else ""
    told: dict[str, Any] = {"type": ["string", "number"], "pattern": f"^-?[0-9]+{part}$", "x-decimals": decimals}
    for name, bound in (("x-minimum", field.type.low), ("x-maximum", field.type.high)):
        if bound is not None:
            told[name] = plain_number(int(Fraction(bound) * 10**decimals), decimals)
    return told


def _codes(field: Field) -> dict[str, Any]:
    if field.type.table:
        return {"x-table": field.type.table}
    titles = {code: {"zh": title.zh, "en": title.en or title.zh} for code, title in field.titles}
    return {"enum": list(field.type.codes) or list(titles), "x-titles": titles}


def type_named(name: str) -> dict[str, Any]:
    """One record type. Raises TypeUnknown."""
    return type_shown(evidence_type(name))
