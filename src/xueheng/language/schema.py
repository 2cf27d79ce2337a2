"""The table of the language's keys as JSON Schema (2020-12), so that an editor completes and underlines.

Scalars of a pack are texts whose place says how they are read, but an editor reads YAML by its own
rules: where a number is wanted, `5` and `'5'` are both accepted, and so on. What a schema cannot
say (expressions, names of other things) is left to `xueheng check`.
"""

from typing import TypeAlias

from xueheng.language.parser import LONGEST
from xueheng.language.scalars import LONGEST_NAME
from xueheng.language.shape.kinds import FORMS, KINDS
from xueheng.language.shape.shapes import (
    AnyShape,
    Choice,
    DayShape,
    EitherShape,
    ExpressionShape,
    Form,
    FormShape,
    Key,
    ListShape,
    MapShape,
    NameShape,
    NumberShape,
    PatternShape,
    PlainShape,
    ReferenceShape,
    RowShape,
    Shape,
    SpanShape,
    StatusShape,
    TitleShape,
    TruthShape,
    UnitShape,
    WordShape,
)
from xueheng.language.shape.units import STATUSES, UNITS
from xueheng.wording import Text

Schema: TypeAlias = dict[str, object]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_NAME = f"[a-z][a-z0-9_]{{0,{LONGEST_NAME - 1}}}"
_SCALARS = ["string", "number", "boolean", "null"]
_DAY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


def json_schema(kind: str) -> Schema:
    """The schema of a kind of file; `kind` is a key of `KINDS`.

    >>> json_schema("measures")["title"]
    '统计项 / measures'
    """
    file_kind = KINDS[kind]
    return {
        "$schema": DIALECT,
        "$id": f"urn:xueheng:pack:1:{kind}",
        "title": file_kind.said.say("both"),
        **_schema(file_kind.shape),
        "$defs": {name: _form(FORMS[name]) for name in sorted(_reached(file_kind.shape))},
    }


def _reached(shape: Shape) -> set[str]:
    """Names of all forms that a file of this shape can hold."""
    found: set[str] = set()
    waiting = [shape]
    while waiting:
        here = waiting.pop()
        for name in _forms_of(here) - found:
            found.add(name)
            form = FORMS[name]
            waiting.extend(key.shape for key in form.keys)
            waiting.extend(form.others or ())
        waiting.extend(_inside(here))
    return found


def _forms_of(shape: Shape) -> set[str]:
    return {name for name in (shape.form, shape.use) if name} if isinstance(shape, FormShape) else set()


def _inside(shape: Shape) -> tuple[Shape, ...]:
    """Shapes directly inside another."""
    if isinstance(shape, ListShape):
        return (shape.item,)
    if isinstance(shape, RowShape):
        return shape.items
    if isinstance(shape, MapShape):
        return (shape.key, shape.value)
    if isinstance(shape, EitherShape):
        return tuple(found for found in (shape.scalar, shape.sequence, shape.mapping) if found)
    return ()


def _form(form: Form) -> Schema:
    """A map with known keys."""
    schema: Schema = {
        "type": "object",
        "title": form.said.say("both"),
        "properties": {key.name: _key(key) for key in form.keys},
        "additionalProperties": False,
    }
    if form.others:
        schema["patternProperties"] = {_key_pattern(form.others[0]): _schema(form.others[1])}
    required = [key.name for key in form.keys if key.required and not key.unless]
    if required:
        schema["required"] = required
    beside = {key.name: _any_of(key.only_with) for key in form.keys if key.only_with}
    if beside:
        schema["dependentSchemas"] = beside
    either = [_any_of((key.name, key.unless)) for key in form.keys if key.required and key.unless]
    conditions = either + [_choice(choice) for choice in form.choices]
    if conditions:
        schema["allOf"] = conditions
    return schema


def _any_of(keys: tuple[str, ...]) -> Schema:
    """At least one of these keys stands."""
    return {"anyOf": [{"required": [key]} for key in keys]}


def _choice(choice: Choice) -> Schema:
    """Keys that exclude each other."""
    rows: list[Schema] = []
    for key in choice.keys:
        row: Schema = {"required": [key]}
        if choice.beside and choice.beside[0] == key:
            row["not"] = {"required": [choice.beside[1]]}
        rows.append(row)
    if choice.least == 0:
        rows.append({"not": _any_of(choice.keys)})
    return {"oneOf": rows}


def _key(key: Key) -> Schema:
    return {**_schema(key.shape), "description": key.note.say("both")}


def _schema(shape: Shape) -> Schema:
    """One shape; scalars apart, in `_scalar`."""
    if isinstance(shape, FormShape):
        return _reference_to(shape)
    if isinstance(shape, ListShape):
        listed: Schema = {"type": "array", "items": _schema(shape.item)}
        return {**listed, "minItems": shape.least} if shape.least else listed
    if isinstance(shape, RowShape):
        return _row(shape.said, tuple(_schema(item) for item in shape.items))
    if isinstance(shape, SpanShape):
        return _row(Text("[首日, 末日]", "[first day, last day]"), (_schema(DayShape()), _schema(DayShape())))
    if isinstance(shape, MapShape):
        pattern = _key_pattern(shape.key)
        return {"type": "object", "patternProperties": {pattern: _schema(shape.value)}, "additionalProperties": False}
    if isinstance(shape, EitherShape):
        return {"anyOf": [_schema(found) for found in (shape.scalar, shape.sequence, shape.mapping) if found]}
    if isinstance(shape, TitleShape):
        return _title()
    return _scalar(shape)


def _reference_to(shape: FormShape) -> Schema:
    plain: Schema = {"$ref": f"#/$defs/{shape.form}"}
    if not shape.use:
        return plain
    use: Schema = {"$ref": f"#/$defs/{shape.use}"}
    return {"if": {"type": "object", "required": ["use"]}, "then": use, "else": plain}


def _row(said: Text, items: tuple[Schema, ...]) -> Schema:
    length = len(items)
    return {
        "type": "array",
        "title": said.say("both"),
        "prefixItems": list(items),
        "items": False,
        "minItems": length,
        "maxItems": length,
    }


def _title() -> Schema:
    languages = {"zh": {"type": _SCALARS[:3]}, "en": {"type": _SCALARS[:3]}}
    both = {"type": "object", "properties": languages, "required": ["zh"], "additionalProperties": False}
    return {"anyOf": [{"type": _SCALARS[:3]}, both]}


def _scalar(shape: Shape) -> Schema:
    """How an editor's YAML reader may see a scalar of this shape."""
    if isinstance(shape, WordShape):
        return {"enum": list(shape.words)}
    if isinstance(shape, UnitShape):
        return {"enum": list(UNITS)}
    if isinstance(shape, StatusShape):
        return {"enum": list(STATUSES)}
    if isinstance(shape, TruthShape):
        return {"enum": [True, False, "yes", "no", "true", "false"]}
    if isinstance(shape, NumberShape):
        return _number(shape)
    if isinstance(shape, DayShape):
        return {"type": "string", "pattern": _DAY}
    if isinstance(shape, PatternShape):
        return {"type": _SCALARS[:3], "pattern": f"^({shape.regex})$", "examples": [shape.example]}
    if isinstance(shape, NameShape | ReferenceShape):
        return {"type": "string", "pattern": _key_pattern(shape)}
    if isinstance(shape, ExpressionShape):
        return {"type": _SCALARS[:3], "maxLength": LONGEST}
    return {} if isinstance(shape, AnyShape) else {"type": _SCALARS if _may_be_empty(shape) else _SCALARS[:3]}


def _may_be_empty(shape: Shape) -> bool:
    return isinstance(shape, PlainShape) and shape.empty


def _number(shape: NumberShape) -> Schema:
    """A number, or a quoted text of one."""
    pattern = "^-?[0-9]{1,30}$" if shape.whole else "^-?[0-9]{1,30}([.][0-9]{1,30})?$"
    schema: Schema = {"type": ["integer" if shape.whole else "number", "string"], "pattern": pattern}
    if shape.low is not None:
        schema["minimum"] = _plain(shape.low.numerator, shape.low.denominator)
    if shape.high is not None:
        schema["maximum"] = _plain(shape.high.numerator, shape.high.denominator)
    return schema


def _plain(numerator: int, denominator: int) -> int | float:
    """A bound of the table as JSON writes it; all bounds are whole or short decimals."""
    return numerator if denominator == 1 else numerator / denominator


def _key_pattern(shape: Shape) -> str:
    """The regular expression of a map's keys."""
    if isinstance(shape, NameShape):
        return f"^{_NAME}$"
    if isinstance(shape, ReferenceShape):
        return f"^{_NAME}([.]{_NAME}){{0,3}}$"
    return f"^({shape.regex})$" if isinstance(shape, PatternShape) else "^.+$"
