"""Kinds that come in later steps: read, listed as not used yet, their rows known by name and columns."""

from xueheng.language.library_definitions import NotUsedYet
from xueheng.language.meaning.checking import Checking, Column, LaterRows
from xueheng.language.meaning.field_types import columns_of, fields_of
from xueheng.language.meaning.naming import entity_named
from xueheng.language.meaning.nodes import below, entries, scalar, text, words
from xueheng.language.meaning.scope import RECORD_COLUMNS, SPAN_COLUMNS, TEXT, YES_NO
from xueheng.language.meaning.shelf import Definition
from xueheng.language.positions import Node
from xueheng.language.typed import Kind, Type

LATER = ("activities", "duties", "decisions", "processes", "figures")


def settle_later_kinds(checking: Checking) -> None:
    """Lists what is not used yet and fills `checking.later_rows`."""
    for kind in LATER:
        for definition in checking.shelf.things[kind].values():
            checking.not_used_yet.append(NotUsedYet(kind, definition.qualified, definition.key.place))
    for name, (definition, part) in checking.shelf.given.items():
        checking.later_rows[name] = _activity_rows(checking, name, definition, part)
    for name in checking.shelf.things["processes"]:
        checking.later_rows[name] = LaterRows("process", name, None, None)


def _entity(checking: Checking, definition: Definition, key: str) -> str | None:
    written = scalar(below(definition.body, key))
    if written is None:
        return None
    return entity_named(checking, written, definition.pack)


def _fields(checking: Checking, definition: Definition, node: Node | None) -> dict[str, Column]:
    return columns_of(fields_of(checking, below(node, "fields"), definition.pack))


def _activity_rows(checking: Checking, name: str, definition: Definition, part: str) -> LaterRows:
    body = definition.body
    holder = text(below(body, "held_by"))
    columns = {**RECORD_COLUMNS, **_fields(checking, definition, body)}
    session = {**_fields(checking, definition, body), **_fields(checking, definition, below(body, "session"))}
    columns.update(_fields(checking, definition, below(body, part)))
    if part == "session":
        staff = text(below(below(body, "session"), "staff"))
        columns.update({"staff": Column(TEXT)} if staff else {})
        return LaterRows("activity", name, _entity(checking, definition, "held_by"), columns)
    columns.update({holder: Column(TEXT), "session": Column(TEXT)})
    if part == "placing":
        columns.update(SPAN_COLUMNS)
        return LaterRows("activity", name, _entity(checking, definition, "for"), columns, holds=True)
    attendance = below(body, "attendance")
    columns.update({copied: session[copied] for copied in words(below(attendance, "copies")) if copied in session})
    marks = tuple(entry.key.text for entry in entries(below(attendance, "marks")))
    columns.update({"mark": Column(Type(Kind.CODE, codes=marks)), "attended": Column(YES_NO)})
    return LaterRows("activity", name, _entity(checking, definition, "for"), columns)
