"""Digests of a pack: of its bytes, and of its meaning.

The digest of meaning covers the checked definitions that decide results: entities, calendar,
evidence, populations, tables, measures, scales and standards, and the meaning of the packs used. Titles, notes,
sources, places and examples are left out, and so are layouts and posts: they say how workbooks are
read and who may act, not what comes out. A mended typo in a title changes nothing; a threshold does.
A field that is only looked at (a private file, optional) is left out whole: a photo may be allowed without adopting
anew.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, Literal

LEFT_OUT = frozenset(
    {
        "title",
        "titles",
        "note",
        "source",
        "scale_source",
        "place",
        "unused",
        "version",
        "owner",
        "sensitive",
        "file_kinds",
        "file_max",
        "kept_for",
        "minutes",
        "digest_meaning",
        "changed",
    }
)
"""Members of definitions that say something to people and decide no number."""


def digest_of_meaning(parts: Iterable[tuple[str, object]], used: Iterable[str]) -> str:
    """SHA-256 of the definitions of one pack, each with its kind, over the digests of the packs it uses."""
    found = hashlib.sha256()
    for digest in used:
        found.update(digest.encode("ascii"))
    for kind, definition in parts:
        found.update(f"{kind}\n{canonical(definition)}\n".encode())
    return found.hexdigest()


def digest_of_bytes(files: Mapping[str, Path]) -> str:
    """SHA-256 of the files, each under its name inside the pack, in order of names."""
    return digest_of_contents({name: path.read_bytes() for name, path in files.items()})


def digest_of_contents(files: Mapping[str, bytes]) -> str:
    """The same of contents that are here already."""
    found = hashlib.sha256()
    for name in sorted(files):
        content = files[name]
        found.update(f"{name}\n{len(content)}\n".encode())
        found.update(content)
    return found.hexdigest()


def canonical(thing: object) -> str:
    """A definition as text that says all of its meaning once: members by name, maps by key, numbers as fractions."""
    found: list[str] = []
    _write(thing, found)
    return "".join(found)


def _write(thing: Any, found: list[str]) -> None:
    kind: Any = type(thing)
    shape, members = _shape(kind)
    if shape == "value":
        found.append(_plain(thing))
    elif shape == "list":
        found.append("[")
        for item in thing:
            if not getattr(item, "only_looked_at", False):
                _write(item, found)
                found.append(";")
        found.append("]")
    elif shape == "map":
        found.append("{")
        for key in sorted(thing, key=str):
            found.append(f"{_plain(key)}:")
            _write(thing[key], found)
            found.append(";")
        found.append("}")
    else:
        found.append(f"{type(thing).__name__}(")
        for member, said in members:
            found.append(said)
            _write(getattr(thing, member), found)
            found.append(";")
        found.append(")")


@cache
def _shape(kind: type) -> tuple[Literal["value", "list", "map", "definition"], tuple[tuple[str, str], ...]]:
    """How things of a type are written, and a definition's members that are. Asked once a type: packs hold hundreds of
    thousands of things of a few dozen types.
    """
    if issubclass(kind, str | Fraction):
        return "value", ()
    if issubclass(kind, tuple | list):
        return "list", ()
    if issubclass(kind, Mapping):
        return "map", ()
    if is_dataclass(kind):
        return "definition", tuple((one.name, f"{one.name}:") for one in fields(kind) if one.name not in LEFT_OUT)
    return "value", ()


def _plain(thing: object) -> str:
    """A value as text, with its kind: the text 1 is not the number 1. Texts carry their length, so nothing can hide."""
    if isinstance(thing, str):
        return f"{len(thing)}'{thing}"
    if thing is None:
        return "~"
    if isinstance(thing, Fraction):
        return f"#{thing.numerator}/{thing.denominator}"
    if isinstance(thing, Enum):
        return f"={thing.value}"
    if isinstance(thing, bool):
        return "true" if thing else "false"
    if isinstance(thing, int):
        return f"#{thing}/1"
    if isinstance(thing, date):
        return thing.isoformat()
    raise TypeError(f"a definition cannot hold a {type(thing).__name__}")
