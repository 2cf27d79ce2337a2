"""The JSON Schema that editors use says the same as the check, as far as a schema can."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from xueheng.language.reader import read_text
from xueheng.language.schema import DIALECT, json_schema
from xueheng.language.shape import KINDS, check_shape, pack_files
from xueheng.language.tests.broken_files import BROKEN

PACKS = Path(__file__).parent / "packs_on_paper"
SEEN_BY_A_SCHEMA = {"XH-K001", "XH-K002", "XH-K006", "XH-K008", "XH-K009", "XH-K010", "XH-K011", "XH-K014", "XH-K018"}
SEEN_BY_A_SCHEMA |= {"XH-K016", "XH-K019"}


def faults(schema: Any, value: Any, root: Any) -> Iterator[str]:
    """What a validator would find; knows the keywords that the schemas use, and no more."""
    unknown = set(schema) - {"$schema", "$id", "$defs", "title", "description", "examples", *KEYWORDS}
    assert not unknown, unknown
    for keyword in KEYWORDS & schema.keys():
        if not holds(keyword, schema, value, root):
            yield keyword


TYPES: dict[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "number": (int, float),
    "integer": int,
    "boolean": bool,
}


def valid(schema: Any, value: Any, root: Any) -> bool:
    return not list(faults(schema, value, root))


def holds(keyword: str, schema: Any, value: Any, root: Any) -> bool:
    if keyword in OF_ANY:
        return bool(OF_ANY[keyword](schema, value, root))
    if keyword in OF_MAPS:
        return not isinstance(value, dict) or bool(OF_MAPS[keyword](schema, value, root))
    return not isinstance(value, list) or bool(OF_LISTS[keyword](schema, value, root))


def of_type(schema: Any, value: Any, root: Any) -> bool:
    names = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return any((value is None) if name == "null" else isinstance(value, TYPES[name]) for name in names)


def by_pattern(schema: Any, value: Any, root: Any) -> bool:
    return all(
        valid(each, below, root)
        for pattern, each in schema["patternProperties"].items()
        for key, below in value.items()
        if re.search(pattern, key) and key not in schema.get("properties", {})
    )


def no_others(schema: Any, value: Any, root: Any) -> bool:
    known, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
    return all(key in known or any(re.search(pattern, key) for pattern in patterns) for key in value)


def of_items(schema: Any, value: Any, root: Any) -> bool:
    rest = value[len(schema.get("prefixItems", ())) :]
    return not rest if schema["items"] is False else all(valid(schema["items"], item, root) for item in rest)


OF_ANY: dict[str, Any] = {
    "$ref": lambda s, v, r: valid(r["$defs"][s["$ref"].removeprefix("#/$defs/")], v, r),
    "type": of_type,
    "enum": lambda s, v, r: v in s["enum"],
    "pattern": lambda s, v, r: not isinstance(v, str) or re.search(s["pattern"], v) is not None,
    "maxLength": lambda s, v, r: not isinstance(v, str) or len(v) <= s["maxLength"],
    "minimum": lambda s, v, r: not isinstance(v, int | float) or v >= s["minimum"],
    "maximum": lambda s, v, r: not isinstance(v, int | float) or v <= s["maximum"],
    "anyOf": lambda s, v, r: any(valid(each, v, r) for each in s["anyOf"]),
    "oneOf": lambda s, v, r: sum(valid(each, v, r) for each in s["oneOf"]) == 1,
    "allOf": lambda s, v, r: all(valid(each, v, r) for each in s["allOf"]),
    "not": lambda s, v, r: not valid(s["not"], v, r),
    "if": lambda s, v, r: valid(s["then" if valid(s["if"], v, r) else "else"], v, r),
    "then": lambda s, v, r: True,
    "else": lambda s, v, r: True,
}
OF_MAPS: dict[str, Any] = {
    "required": lambda s, v, r: all(key in v for key in s["required"]),
    "properties": lambda s, v, r: all(valid(each, v[key], r) for key, each in s["properties"].items() if key in v),
    "patternProperties": by_pattern,
    "additionalProperties": no_others,
    "dependentSchemas": lambda s, v, r: all(
        valid(each, v, r) for key, each in s["dependentSchemas"].items() if key in v
    ),
}
OF_LISTS: dict[str, Any] = {
    "items": of_items,
    "prefixItems": lambda s, v, r: all(valid(each, item, r) for each, item in zip(s["prefixItems"], v, strict=False)),
    "minItems": lambda s, v, r: len(v) >= s["minItems"],
    "maxItems": lambda s, v, r: len(v) <= s["maxItems"],
}
KEYWORDS = OF_ANY.keys() | OF_MAPS.keys() | OF_LISTS.keys()


def as_text(text: str) -> Any:
    """YAML as the pack language reads it: every scalar a text."""
    return yaml.load(text, Loader=yaml.BaseLoader)


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_whole_and_speaks_both_languages(kind: str) -> None:
    schema = json.loads(json.dumps(json_schema(kind)))
    assert schema["$schema"] == DIALECT
    used = set(re.findall(r'"#/\$defs/(\w+)"', json.dumps(schema)))
    assert used == set(schema["$defs"])
    for form in schema["$defs"].values():
        for key in form["properties"].values():
            assert " / " in key["description"]


@pytest.mark.parametrize("name", sorted(path.name for path in PACKS.iterdir()))
def test_a_pack_on_paper_fits_the_schemas(name: str) -> None:
    for file in pack_files(PACKS / name, name)[0]:
        schema = json_schema(file.kind)
        assert list(faults(schema, as_text(file.path.read_text("utf-8")), schema)) == [], file.shown


@pytest.mark.parametrize(
    "broken",
    [broken for broken in BROKEN if broken.rule in SEEN_BY_A_SCHEMA],
    ids=lambda broken: f"{broken.rule} {broken.text[:30]!r}",
)
def test_what_the_check_refuses_an_editor_underlines(broken: Any) -> None:
    schema = json_schema(broken.kind)
    assert not valid(schema, as_text(broken.text), schema)


def test_an_editor_completes_the_keys_of_a_measure() -> None:
    schema: Any = json_schema("measures")
    measure = schema["$defs"]["measure"]
    assert {"of", "count", "share", "from", "where", "during", "empty", "round"} <= measure["properties"].keys()
    assert measure["required"] == ["of"]
    assert measure["properties"]["records"]["enum"] == ["verified", "any"]
    assert measure["properties"]["of"]["description"] == "谁的值 / whose value"


@pytest.mark.parametrize("number", [5, 5.5, "5.50", "-3"])
def test_a_number_may_be_bare_or_quoted(number: object) -> None:
    schema = json_schema("scales")
    assert valid(schema, {"a": {"bands": [[number, 100]], "else": 0}}, schema)


def test_a_bare_yes_is_a_yes() -> None:
    text = "a: {at: school}\n"
    root, _ = read_text(text, "posts.yaml")
    assert root is not None
    assert [issue for issue in check_shape("posts", root) if issue.severity == "error"] == []
    schema = json_schema("evidence")
    for truth in (True, "yes", "false"):
        assert valid(schema, {"a": {"about": "b", "fields": {"c": {"date": {}, "private": truth}}}}, schema)
    assert not valid(schema, {"a": {"about": "b", "fields": {"c": {"date": {}, "private": "maybe"}}}}, schema)
