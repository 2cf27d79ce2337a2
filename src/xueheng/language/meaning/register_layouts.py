"""Layouts that fill the kernel's own registers: pupils, staff, units, guardians, accounts."""

from collections.abc import Mapping

from xueheng.language.definitions import Field, RegisterColumn, RegisterLayout
from xueheng.language.meaning.checking import Checking
from xueheng.language.meaning.field_types import code_fits, report_code
from xueheng.language.meaning.naming import short, thing
from xueheng.language.meaning.nodes import below, bilingual, entries, scalar, text, words
from xueheng.language.meaning.shelf import Definition
from xueheng.language.meaning.sources import source_of
from xueheng.language.nearest import did_you_mean
from xueheng.language.positions import Entry
from xueheng.language.register_words import FILES, REGISTERS, RegisterWord
from xueheng.language.typed import Kind

POST = "post"
"""The word whose codes are declared posts."""


def settle_register_layouts(checking: Checking) -> None:
    """Fills `checking.register_layouts`."""
    for definition in checking.shelf.things["layouts"].values():
        register = text(below(definition.body, "register"))
        row = scalar(below(definition.body, "row"))
        entity = thing(checking, "entities", row, definition.pack) if row and register in REGISTERS else None
        if entity is not None:
            checking.register_layouts[definition.qualified] = _layout(checking, definition, register, entity.qualified)


def _layout(checking: Checking, definition: Definition, register: str, entity: str) -> RegisterLayout:
    body = definition.body
    return RegisterLayout(
        name=definition.qualified,
        title=bilingual(below(body, "title"), definition.name),
        version=text(below(body, "version")),
        confirmed=text(below(body, "status")) == "confirmed",
        register=register,
        entity=entity,
        file=text(below(body, "file")) or FILES[0],
        columns=_columns(checking, definition, register, entity),
        ignore=words(below(body, "ignore")),
        never_store=words(below(body, "never_store")),
        source=source_of(checking, body, checking.sources[definition.pack]),
        place=definition.key.place,
    )


def _columns(checking: Checking, definition: Definition, register: str, entity: str) -> tuple[RegisterColumn, ...]:
    own = {word.name: word for word in REGISTERS[register]}
    attributes = {field.name: field for field in checking.entities[entity].attributes}
    reads = {entry.key.text: entry for entry in entries(below(definition.body, "reads"))}
    found: list[RegisterColumn] = []
    for entry in entries(below(definition.body, "fills")):
        heads = words(below(entry.value, "heads"))
        read = next((reads.pop(head) for head in heads if head in reads), None)
        column = _column(checking, definition, entry, read, own, attributes)
        if column is None:
            hint = did_you_mean(entry.key.text, [*own, *attributes])
            facts = {"name": entry.key.text, "rows": register, "entity": short(entity), "hint": hint}
            checking.report("XH-M014", entry.key.place, **facts)
        else:
            found.append(column)
    for heading, entry in reads.items():
        known = [head for column in found for head in column.heads]
        checking.report("XH-L001", entry.key.place, heading=heading, hint=did_you_mean(heading, known))
    return tuple(found)


def _column(
    checking: Checking,
    definition: Definition,
    entry: Entry,
    read: Entry | None,
    own: Mapping[str, RegisterWord],
    attributes: Mapping[str, Field],
) -> RegisterColumn | None:
    """The entity's attribute comes before the register's own word of that name: its codes are declared."""
    name, codes = entry.key.text, entries(read.value) if read else ()
    field = attributes.get(name)
    word = own.get(name)
    if field is None and word is None:
        return None
    if field is None and word is not None:
        field = word.field(tuple(code.key.text for code in codes))
        if name == POST:
            for code in codes:
                thing(checking, "posts", code.key, definition.pack)
    elif field is not None and field.type.kind is Kind.CODE:
        for code in codes:
            if not code_fits(checking, code.key.text, field.type):
                report_code(checking, code.key, field.name, field.type)
    assert field is not None
    plainly = word.kind if word is not None and word.kind == "number" else ""
    heads, reading = words(below(entry.value, "heads")), text(below(entry.value, "as")) or plainly
    accepted = tuple((code.key.text, words(code.value)) for code in codes)
    return RegisterColumn(field, heads, reading, accepted, word is not None and word.needed)
