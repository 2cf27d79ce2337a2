"""What the packs of one library define, before its meaning: each named thing with its pack, kind and place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from xueheng.language.meaning.nodes import below, entries, scalar, scalars
from xueheng.language.positions import Mapping as MappingNode
from xueheng.language.positions import Node, Scalar

KINDS = (
    "pack", "entities", "calendar", "populations", "evidence", "activities", "registers", "tables", "measures",
    "duties", "scales", "standards", "overlay", "decisions", "processes", "layouts", "figures", "reports", "phrases",
    "posts",
)  # fmt: skip
"""The files of a pack, without `.yaml`; `worked/*.yaml` come on top."""

NAMED = (
    "entities", "populations", "evidence", "activities", "registers", "tables", "measures", "duties", "scales",
    "standards", "decisions", "processes", "layouts", "figures", "reports", "phrases", "posts",
)  # fmt: skip
"""Kinds whose file is a map of names to definitions."""

SHARED = frozenset({"entities", "tables", "posts"})
"""Words that a pack may use unqualified from the packs it uses; other things are written `pack.name`."""


@dataclass(frozen=True, slots=True)
class PackFiles:
    """One pack as read: its files by kind (and worked examples), where it lies, how its paths are shown."""

    name: str
    folder: Path
    shown: str
    files: Mapping[str, MappingNode]
    worked: tuple[MappingNode, ...]
    uses: tuple[tuple[str, int], ...]

    @property
    def used(self) -> tuple[str, ...]:
        """Names of the packs it lists in `uses`."""
        return tuple(name for name, _ in self.uses)


@dataclass(frozen=True, slots=True)
class Definition:
    """One named thing of a pack, as written."""

    pack: str
    kind: str
    name: str
    key: Scalar
    body: Node

    @property
    def qualified(self) -> str:
        """`pack.name`."""
        return f"{self.pack}.{self.name}"


@dataclass(frozen=True, slots=True)
class Shelf:
    """All packs of a library in order of use (used packs first), and what they define.

    `things`: kind → qualified name → definition. `given`: name of rows that an activity gives
    (qualified) → its definition and the part that gives them. `known_packs`: every pack that could
    be listed in `uses`.
    """

    packs: Mapping[str, PackFiles]
    things: Mapping[str, Mapping[str, Definition]]
    given: Mapping[str, tuple[Definition, str]]
    known_packs: frozenset[str] = frozenset()
    reference: Path = field(default=Path())

    def of_pack(self, kind: str, pack: str) -> Iterable[Definition]:
        """A pack's own things of one kind, as written."""
        return (found for found in self.things[kind].values() if found.pack == pack)

    def find(self, kind: str, written: str, pack: str) -> Definition | None:
        """The thing that `written` names in `pack`: its own; of a used pack when qualified or a shared word."""
        things = self.things[kind]
        own = things.get(f"{pack}.{written}")
        if own:
            return own
        used = self.packs[pack].used
        if "." in written:
            return things.get(written) if written.partition(".")[0] in (pack, *used) else None
        if kind in SHARED:
            for name in used:
                if f"{name}.{written}" in things:
                    return things[f"{name}.{written}"]
        return None

    def names(self, kind: str, pack: str) -> list[str]:
        """How the things of a kind may be written in `pack`: for `Did you mean`."""
        used = self.packs[pack].used
        found: list[str] = []
        for definition in self.things[kind].values():
            if definition.pack == pack or (kind in SHARED and definition.pack in used):
                found.append(definition.name)
            if definition.pack in used:
                found.append(definition.qualified)
        return found


def shelved(packs: Mapping[str, PackFiles], known_packs: frozenset[str], reference: Path) -> Shelf:
    """The shelf of these packs. A name written twice in one file was refused by the reader."""
    things: dict[str, dict[str, Definition]] = {kind: {} for kind in NAMED}
    given: dict[str, tuple[Definition, str]] = {}
    for pack in packs.values():
        for kind in NAMED:
            for entry in entries(pack.files.get(kind)):
                definition = Definition(pack.name, kind, entry.key.text, entry.key, entry.value)
                if kind != "posts" or below(entry.value, "at") is not None:
                    things[kind][definition.qualified] = definition
                if kind == "activities":
                    for part in ("session", "placing", "attendance"):
                        gives = scalar(below(below(entry.value, part), "gives"))
                        if gives:
                            given[f"{pack.name}.{gives.text}"] = (definition, part)
    return Shelf(packs, things, given, known_packs, reference)


def grants(pack: PackFiles) -> Iterable[tuple[Scalar, str, Scalar]]:
    """What posts.yaml grants: post, act (`records`, `sees` …), and the thing as written."""
    for entry in entries(pack.files.get("posts")):
        for act in entries(entry.value):
            if act.key.text not in ("at", "title", "note", "source"):
                for thing in scalars(act.value):
                    yield entry.key, act.key.text, thing
