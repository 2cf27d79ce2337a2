"""Typed definitions of worked examples: what is given, what must come out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from xueheng.language.definitions import Cell
from xueheng.language.positions import Node, Place
from xueheng.wording import Text


@dataclass(frozen=True, slots=True)
class WorkedSubject:
    """A subject given in an example: attributes (by name) and parents (by qualified entity) as spans
    (value, first day, last day; None = open).
    """

    entity: str
    id: str
    values: Mapping[str, tuple[tuple[Cell, date | None, date | None], ...]]


@dataclass(frozen=True, slots=True)
class WorkedRecord:
    """A record given in an example. `fields` by name; `columns` are the built-in ones that were given."""

    type: str
    about: str
    day: date | None
    verified: bool
    recorder: str | None
    org: str | None
    id: str
    fields: Mapping[str, Cell]
    place: Place


@dataclass(frozen=True, slots=True)
class WorkedEntry:
    """A register's entry given in an example; it holds from `since` to `until` (None = open)."""

    register: str
    about: str
    since: date | None
    until: date | None
    fields: Mapping[str, Cell]
    place: Place


@dataclass(frozen=True, slots=True)
class WorkedResult:
    """A value given in an example instead of being computed: of a measure ('pack.name'), or of a node of another
    standard ('pack.standard' and its code). `value`: a number, a level, or None for missing; a coefficient of
    variation as its square. `by`: the code of one more dimension it is for, '' where there is none.
    """

    subject: str
    name: str
    code: str
    what: Literal["measure", "points", "value", "level"]
    value: Cell
    place: Place
    by: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """An example that must be refused: a layer's `changes` (as written) and the id of the error."""

    changes: Node
    error: str


@dataclass(frozen=True, slots=True)
class Expected:
    """One expected answer: code of a node or measure (may carry '.level'), and the answer as written.

    `by`: the code of one more dimension the answer is for ('cv6.primary'), '' where there is none. `layer`: whose
    result, 'base' or 'own', '' where the run has no layer.
    """

    subject: str
    code: str
    answer: str
    place: Place
    by: str = ""
    layer: Literal["", "base", "own"] = ""


@dataclass(frozen=True, slots=True)
class WorkedExample:
    """A worked example: records in, answer out. `unused`: why it cannot run yet, else ''.

    `overlay`: the layer it runs with (the pack's own), '' for none. `refusal`: what must be refused instead.
    """

    name: str
    title: Text
    standard: str | None
    measures: tuple[str, ...]
    period: str
    subjects: tuple[WorkedSubject, ...]
    records: tuple[WorkedRecord, ...]
    expected: tuple[Expected, ...]
    sum: str
    place: Place
    unused: str = ""
    entries: tuple[WorkedEntry, ...] = ()
    results: tuple[WorkedResult, ...] = ()
    overlay: str = ""
    refusal: Refusal | None = None
