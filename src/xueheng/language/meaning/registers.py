"""Registers: lists whose entries hold from a day to a day."""

from xueheng.language.definitions import Register
from xueheng.language.library_definitions import NotUsedYet
from xueheng.language.meaning.checking import Checking
from xueheng.language.meaning.field_types import fields_of
from xueheng.language.meaning.naming import entity_named
from xueheng.language.meaning.nodes import below, bilingual, entries, scalar
from xueheng.language.meaning.scope import RECORD_COLUMNS, SPAN_COLUMNS
from xueheng.language.meaning.shelf import Definition
from xueheng.language.meaning.sources import source_of
from xueheng.language.positions import Mapping

LATER_PARTS = ("enters", "leaves", "opens")
"""How entries come and go by rule: proposed by processes and decisions, which come later."""


def settle_registers(checking: Checking) -> None:
    """Fills `checking.registers`."""
    for definition in checking.shelf.things["registers"].values():
        of = scalar(below(definition.body, "of"))
        entity = entity_named(checking, of, definition.pack) if of else None
        if entity is None:
            continue
        _reserved(checking, definition)
        checking.registers[definition.qualified] = Register(
            name=definition.qualified,
            title=bilingual(below(definition.body, "title"), definition.name),
            of=entity,
            fields=fields_of(checking, below(definition.body, "fields"), definition.pack),
            source=source_of(checking, definition.body, checking.sources[definition.pack]),
            place=definition.key.place,
        )
        _list_later_parts(checking, definition)


def _reserved(checking: Checking, definition: Definition) -> None:
    """XH-N006 for a field with the name of a column that every entry has."""
    for entry in entries(below(definition.body, "fields")):
        if entry.key.text in RECORD_COLUMNS or entry.key.text in SPAN_COLUMNS:
            checking.report("XH-N006", entry.key.place, name=entry.key.text)


def _list_later_parts(checking: Checking, definition: Definition) -> None:
    for part in LATER_PARTS:
        key = definition.body.key(part) if isinstance(definition.body, Mapping) else None
        if key:
            checking.not_used_yet.append(NotUsedYet(part, definition.qualified, key.place))
