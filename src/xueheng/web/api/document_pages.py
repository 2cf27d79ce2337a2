"""The document as a person reads it: operation by operation, with what each takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Taken:
    """Something that an operation takes: a parameter, or a part of what is sent."""

    name: str
    place: str
    needed: bool
    form: str
    about: str


@dataclass(frozen=True, slots=True)
class OperationTold:
    """One operation."""

    method: str
    address: str
    title: str
    about: str
    scope: str
    takes: tuple[Taken, ...]
    answers: str


def operations_told(document: Mapping[str, Any]) -> dict[str, list[OperationTold]]:
    """Operations by their group."""
    groups: dict[str, list[OperationTold]] = {}
    for address, operations in document["paths"].items():
        for method, operation in operations.items():
            told = _told(document, method, address, operation)
            groups.setdefault(operation["tags"][0], []).append(told)
    return groups


def _told(document: Mapping[str, Any], method: str, address: str, operation: Mapping[str, Any]) -> OperationTold:
    takes = [_parameter(each) for each in operation.get("parameters", ())]
    sent = operation.get("requestBody")
    if sent is not None:
        takes += _parts(document, next(iter(sent["content"].values()))["schema"])
    about = operation["description"] if operation["description"] != operation["summary"] else ""
    scopes = operation["security"][0]["token"]
    return OperationTold(
        method.upper(), address, operation["summary"], about, "".join(scopes), tuple(takes),
        " ".join(sorted(operation["responses"])),
    )  # fmt: skip


def _parameter(told: Mapping[str, Any]) -> Taken:
    form = _form(told["schema"])
    return Taken(told["name"], told["in"], bool(told.get("required")), form, told.get("description", ""))


def _parts(document: Mapping[str, Any], schema: Mapping[str, Any]) -> list[Taken]:
    found = _resolved(document, schema)
    needed = found.get("required", ())
    return [
        Taken(name, "body", name in needed, _form(part), part.get("description", ""))
        for name, part in found.get("properties", {}).items()
    ]


def _resolved(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    found: Mapping[str, Any] = document["components"]["schemas"][name] if name else schema
    return found


def _form(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " | ".join(_form(each) for each in schema["anyOf"] if each.get("type") != "null")
    if schema.get("type") == "array":
        return f"[{_form(schema['items'])}]"
    kind = schema.get("type", "")
    said = "/".join(kind) if isinstance(kind, list) else str(kind)
    return f"{said} {schema.get('format', '') or schema.get('pattern', '')}".strip()
