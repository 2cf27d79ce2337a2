"""Entities: who and what is evaluated, their parents in several hierarchies, their dated attributes."""

from collections.abc import Mapping

from xueheng.language.definitions import Entity
from xueheng.language.meaning.checking import Checking
from xueheng.language.meaning.field_types import fields_of
from xueheng.language.meaning.naming import entity_named
from xueheng.language.meaning.nodes import below, bilingual, scalars, text
from xueheng.language.meaning.shelf import Definition


def settle_entities(checking: Checking) -> None:
    """Fills `checking.entities`. Needs only that tables' names are known."""
    things = checking.shelf.things["entities"]
    parents = {name: _parents(checking, definition) for name, definition in things.items()}
    for name, definition in things.items():
        person = text(below(definition.body, "person"))
        checking.entities[name] = Entity(
            name=name,
            title=bilingual(below(definition.body, "title"), definition.name),
            belongs_to=parents[name],
            ancestors=_ancestors(checking, definition, parents),
            attributes=fields_of(checking, below(definition.body, "attributes"), definition.pack),
            person="minor" if person == "minor" else "adult" if person == "adult" else None,
        )


def _parents(checking: Checking, definition: Definition) -> tuple[str, ...]:
    named = [
        entity_named(checking, written, definition.pack) for written in scalars(below(definition.body, "belongs_to"))
    ]
    return tuple(name for name in named if name)


def _ancestors(checking: Checking, definition: Definition, parents: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Nearest first, breadth by breadth; an entity above itself is reported as a circle."""
    found: list[str] = []
    layer = list(parents[definition.qualified])
    while layer:
        for name in layer:
            if name == definition.qualified:
                checking.report("XH-M018", definition.key.place, chain=f"{definition.name} → … → {definition.name}")
                return tuple(found)
            if name not in found:
                found.append(name)
        layer = [above for name in layer for above in parents[name] if above not in found]
    return tuple(found)
