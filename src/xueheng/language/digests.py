"""Digests of a pack: of its bytes, and of its meaning.

The digest of meaning covers the checked definitions that decide results: entities, calendar,
evidence, populations, tables, measures, scales and standards, and the meaning of the packs used. Titles, notes,
sources, places and examples are left out, and so are layouts and posts: they say how workbooks are
read and who may act, not what comes out. A mended typo in a title changes nothing; a threshold does.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from pathlib import Path

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


def _write(thing: object, found: list[str]) -> None:
    if isinstance(thing, str | Fraction) or thing is None:
        found.append(_plain(thing))
    elif isinstance(thing, tuple | list):
        found.append("[")
        for item in thing:
            _write(item, found)
            found.append(";")
        found.append("]")
    elif isinstance(thing, Mapping):
        found.append("{")
        for key in sorted(thing, key=str):
            found.append(f"{_plain(key)}:")
            _write(thing[key], found)
            found.append(";")
        found.append("}")
    elif is_dataclass(thing) and not isinstance(thing, type):
        found.append(f"{type(thing).__name__}(")
        for member in fields(thing):
            if member.name not in LEFT_OUT:
                found.append(f"{member.name}:")
                _write(getattr(thing, member.name), found)
                found.append(";")
        found.append(")")
    else:
        found.append(f"={thing.value}" if isinstance(thing, Enum) else _plain(thing))


def _plain(thing: object) -> str:
    """A value as text, with its kind: the text 1 is not the number 1. Texts carry their length, so nothing can hide."""
    if isinstance(thing, str):
        return f"{len(thing)}'{thing}"
    if thing is None:
        return "~"
    if isinstance(thing, Fraction):
        return f"#{thing.numerator}/{thing.denominator}"
    if isinstance(thing, bool):
        return "true" if thing else "false"
    if isinstance(thing, int):
        return f"#{thing}/1"
    if isinstance(thing, date):
        return thing.isoformat()
    raise TypeError(f"a definition cannot hold a {type(thing).__name__}")
