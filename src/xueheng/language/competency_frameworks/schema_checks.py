"""A JSON value against our schema of CASE packages: each fault with its place in the file."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from xueheng.wording import Text

FILE = Path(__file__).resolve().parents[2] / "reference" / "case_v1p0_cfpackage.schema.json"
ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
TYPES: Mapping[str, tuple[type, ...]] = {
    "object": (dict,), "array": (list,), "string": (str,), "integer": (int,), "number": (int, float),
}  # fmt: skip


@cache
def case_schema() -> dict[str, Any]:
    """The schema, read once."""
    found: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
    return found


def faults(value: Any) -> Iterator[tuple[str, Text]]:
    """(place, what is wrong) for a whole package; members that the schema does not know are no fault."""
    yield from _faults(case_schema(), value, "$")


def unknown_members(value: Any) -> Iterator[str]:
    """The places of members that CASE 1.0 does not have."""
    yield from _unknown(case_schema(), value, "$")


def _resolved(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" in schema:
        found: Mapping[str, Any] = case_schema()["definitions"][schema["$ref"].rpartition("/")[2]]
        return found
    return schema


def _faults(schema: Mapping[str, Any], given: Any, place: str) -> Iterator[tuple[str, Text]]:
    schema = _resolved(schema)
    wanted = schema.get("type", "object")
    if not isinstance(given, TYPES[wanted]) or isinstance(given, bool):
        yield place, Text(f"应为 {wanted}", f"should be of type {wanted}")
        return
    value: Any = given
    if wanted == "object":
        for key in schema.get("required", ()):
            if key not in value:
                yield f"{place}.{key}", Text("缺少", "is missing")
        for key, part in schema.get("properties", {}).items():
            if key in value:
                yield from _faults(part, value[key], f"{place}.{key}")
    elif wanted == "array":
        for at, one in enumerate(value):
            yield from _faults(schema["items"], one, f"{place}[{at}]")
    elif isinstance(value, str):
        yield from _of_text(schema, value, place)


def _of_text(schema: Mapping[str, Any], value: str, place: str) -> Iterator[tuple[str, Text]]:
    if "enum" in schema and value not in schema["enum"]:
        allowed = " / ".join(schema["enum"])
        yield place, Text(f"“{value[:40]}”应为 {allowed} 之一", f'"{value[:40]}" should be one of {allowed}')
    if "pattern" in schema and not re.fullmatch(schema["pattern"], value):
        yield place, Text("不是小写的 UUID", "is no UUID in small letters")
    check = FORMATS.get(schema.get("format", ""))
    if check is not None and not check(value):
        said = schema["format"]
        yield place, Text(f"不是合格的 {said}", f"is no {said}")


def _unknown(schema: Mapping[str, Any], value: Any, place: str) -> Iterator[str]:
    schema = _resolved(schema)
    if isinstance(value, dict):
        known = schema.get("properties", {})
        for key, one in value.items():
            if key not in known:
                yield f"{place}.{key}"
            else:
                yield from _unknown(known[key], one, f"{place}.{key}")
    elif isinstance(value, list) and "items" in schema:
        for at, one in enumerate(value):
            yield from _unknown(schema["items"], one, f"{place}[{at}]")


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_moment(value: str) -> bool:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return "T" in value


FORMATS: Mapping[str, Callable[[str], bool]] = {
    "uri": lambda value: ADDRESS.fullmatch(value) is not None,
    "date": _is_day,
    "date-time": _is_moment,
}
