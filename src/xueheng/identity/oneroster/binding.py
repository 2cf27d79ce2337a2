"""The published binding as data: which files there are, their columns in order, and what each column may hold."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).resolve().parents[2] / "reference" / "oneroster_csv_1p2.yaml"
SOURCED_ID, STATUS, MODIFIED = "sourcedId", "status", "dateLastModified"
"""The three columns that every file begins with."""
ACTIVE, TO_BE_DELETED = "active", "tobedeleted"
ABSENT, BULK, DELTA = "absent", "bulk", "delta"


@dataclass(frozen=True, slots=True)
class RosterColumn:
    """A column: its type; `refers`: the file whose sourcedIds it names; `several`: it is a list."""

    name: str
    type: str
    required: bool
    refers: str = ""
    several: bool = False


@dataclass(frozen=True, slots=True)
class ValueList:
    """The values of a column; an open list takes others that begin with `ext:`."""

    of: tuple[str, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class RosterFile:
    """One data file: `users` is written users.csv. `formerly`: columns of an earlier level, read and not written."""

    name: str
    columns: tuple[RosterColumn, ...]
    formerly: tuple[RosterColumn, ...] = ()

    @property
    def csv(self) -> str:
        """The file's name in the zip."""
        return f"{self.name}.csv"

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings in the binding's order."""
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True, slots=True)
class Binding:
    """The whole of it. `files` stand in the order in which the manifest names them."""

    version: str
    manifest_version: str
    oneroster_version: str
    modes: tuple[str, ...]
    source: tuple[str, ...]
    metadata_prefix: str
    extension_prefix: str
    guid: re.Pattern[str]
    values: Mapping[str, ValueList]
    files: Mapping[str, RosterFile]


@cache
def binding() -> Binding:
    """The binding, read once.

    >>> binding().files["orgs"].headings[3:]
    ('name', 'type', 'identifier', 'parentSourcedId')
    """
    read: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    lists = {name: ValueList(tuple(said["of"]), bool(said["open"])) for name, said in read["values"].items()}
    of_list = frozenset(name for name, said in read["values"].items() if said.get("list"))
    lists[STATUS] = ValueList(tuple(read["lifecycle"]["status"]), open=False)
    before = read["formerly"]
    return Binding(
        version=str(read["document"]["version"]),
        manifest_version=read["manifest"]["version"],
        oneroster_version=read["manifest"]["oneroster"],
        modes=tuple(read["manifest"]["modes"]),
        source=tuple(read["manifest"]["source"]),
        metadata_prefix=read["metadata_prefix"],
        extension_prefix=read["extension_prefix"],
        guid=re.compile(read["guid"]["pattern"]),
        values=lists,
        files={
            name: RosterFile(name, _columns(said["columns"], of_list), _columns(before.get(name, {}), of_list))
            for name, said in read["files"].items()
        },
    )


def _columns(written: Mapping[str, str], of_list: frozenset[str]) -> tuple[RosterColumn, ...]:
    return tuple(_column(name, said, of_list) for name, said in written.items())


def _column(name: str, said: str, of_list: frozenset[str]) -> RosterColumn:
    words = said.split()
    kind, _, refers = words[0].partition(":")
    several = kind in {"strings", "references", "user_ids"} | of_list
    return RosterColumn(name, kind, "required" in words[1:], refers, several)
