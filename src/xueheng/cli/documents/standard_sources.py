"""The sources a standard rests on: its own, its nodes', and those of the measures, tables and records they read."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from xueheng.cli.documents.source_words import SURE
from xueheng.language.public import Library, Source, Standard


def sources_of(library: Library, standard: Standard) -> tuple[Source, ...]:
    """Every different source, those that need care first."""
    found: dict[tuple[str, str, str], Source] = {}
    for source in (standard.source, *_reached(library, standard)):
        if source.doc or source.no or source.status not in SURE:
            found.setdefault((source.doc, source.no, source.status), source)
    return tuple(sorted(found.values(), key=lambda source: source.status in SURE))


def _reached(library: Library, standard: Standard) -> Iterator[Source]:
    waiting: list[object] = [standard.root, standard.applies]
    seen: set[tuple[str, str]] = set()
    while waiting:
        thing = waiting.pop()
        candidates = (thing, getattr(thing, "source", None), getattr(thing, "scale_source", None))
        yield from (source for source in candidates if isinstance(source, Source))
        for kind, name in _named(thing, standard.of):
            if (kind, name) not in seen:
                seen.add((kind, name))
                waiting.append(_definition(library, kind, name))
        waiting.extend(_inside(thing))


def _named(thing: object, of: str) -> Iterator[tuple[str, str]]:
    """Definitions that a thing names: a table, record types, a measure at its grain (a node's: the standard's)."""
    table = getattr(thing, "table", None)
    if isinstance(table, str):
        yield "table", table
    types = getattr(thing, "types", None)
    if isinstance(types, tuple):
        yield from (("evidence", name) for name in types)
    measure = getattr(thing, "measure", None)
    if isinstance(measure, str):
        yield "measure", f"{measure} {getattr(thing, 'entity', of)}"


def _definition(library: Library, kind: str, name: str) -> object:
    if kind == "table":
        found = library.tables.get(name)
        return found.source if found else None
    if kind == "evidence":
        record_type = library.evidence.get(name)
        return record_type.source if record_type else None
    measure, _, entity = name.partition(" ")
    return library.measures.get((measure, entity))


def _inside(thing: object) -> Iterator[object]:
    """The parts of a definition or expression, tables and record types excepted: those are looked up by name."""
    if isinstance(thing, tuple):
        yield from thing
    elif is_dataclass(thing) and not isinstance(thing, type):
        for field in fields(thing):
            if field.name not in ("place", "source", "scale_source", "title"):
                value = getattr(thing, field.name)
                if isinstance(value, tuple) or is_dataclass(value):
                    yield value
