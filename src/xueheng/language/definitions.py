"""Typed definitions: a library of packs after reading, with every name resolved.

This is what the other rooms read: frozen, complete, free of YAML. Names are qualified
("pack.name"); codes of nodes are as the author wrote them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal, TypeAlias

from xueheng.language.positions import Place
from xueheng.language.typed import Expression, Type
from xueheng.wording import Text

Cell: TypeAlias = Fraction | str | bool | int | None
"""A value in a table: number, text or code, yes/no, date as days since 1970-01-01, or nothing."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where something was decided. `status` as in the pack language; 'decided' by its owner when absent."""

    doc: str = ""
    no: str = ""
    url: str = ""
    status: str = "decided"
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an evidence type or an attribute of an entity.

    `rounding`: what entry does with more decimals than declared. `titles`: code → title for `one_of`.
    `worth`: code → number. `text_max`, `text_check`, `file_kinds` as declared,
    `file_max`: how many files at most. `sensitive`: what it tells of a person that no evaluation may read ('health',
    'religion' …), '' for nothing of that kind.
    """

    name: str
    title: Text
    type: Type
    titles: tuple[tuple[str, Text], ...] = ()
    worth: tuple[tuple[str, Fraction], ...] = ()
    rounding: Literal["refuse", "half_up", "up"] = "refuse"
    private: bool = False
    optional: bool = False
    default: Cell = None
    is_file: bool = False
    text_max: int | None = None
    text_check: str | None = None
    place: Place | None = None
    sensitive: str = ""
    file_kinds: tuple[str, ...] = ()
    file_max: int | None = None

    @property
    def only_looked_at(self) -> bool:
        """Whether it can decide no number: a private file that may be left out, which no expression may name."""
        return self.is_file and self.private and self.optional


@dataclass(frozen=True, slots=True)
class Entity:
    """A kind of subject. `ancestors`: every entity above it, nearest first, all hierarchies."""

    name: str
    title: Text
    belongs_to: tuple[str, ...]
    ancestors: tuple[str, ...]
    attributes: tuple[Field, ...]
    person: Literal["minor", "adult"] | None = None


@dataclass(frozen=True, slots=True)
class CalendarWindow:
    """A named window: label ('2025-2026') → first and last day, both included; `within` another window."""

    name: str
    title: Text
    within: str | None
    spans: Mapping[str, tuple[date, date]]


@dataclass(frozen=True, slots=True)
class Calendar:
    windows: Mapping[str, CalendarWindow] = field(default_factory=dict)
    terms: tuple[str, ...] = ()
    days: Mapping[str, Mapping[str, date]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KeptFor:
    """How long a record is kept: so many years after the day it is of (`recorded`), the end of that day's school year,
    or the day on which its subject left (`leaves`).
    """

    years: int
    after: Literal["recorded", "school_year_end", "leaves"]
    source: Source


@dataclass(frozen=True, slots=True)
class EvidenceType:
    """A record type. `verified_by_anyone`: some post verifies it; a type nobody verifies counts as verified.

    `sensitive`: as of a field, for every record of the type.
    """

    name: str
    title: Text
    about: str
    fields: tuple[Field, ...]
    needed: tuple[str, ...]
    once_per: tuple[str, ...]
    check: Expression | None
    verified_by_anyone: bool
    source: Source
    place: Place
    sensitive: str = ""
    kept_for: KeptFor | None = None
    """None: until somebody is erased."""
    minutes: Fraction | None = None
    """How long one record takes whoever enters it, as the pack estimates; None: it does not say."""


@dataclass(frozen=True, slots=True)
class Population:
    """A set of subjects on a day; its `where` must be decided for everybody (XH-R001)."""

    name: str
    title: Text
    of: str
    on: str
    where: Expression | None
    place: Place


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A table's column. `titles`: code → the word that people read, for a `one_of`."""

    name: str
    type: Type
    titles: tuple[tuple[str, Text], ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A national table, read and split: one tuple of cells a line, in the order of `columns`."""

    name: str
    key: tuple[str, ...]
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    source: Source


@dataclass(frozen=True, slots=True)
class During:
    """A window as asked for: 'period', 'named' (name), 'previous' (name), 'last' (count, unit) or 'ever'."""

    kind: Literal["period", "named", "previous", "last", "ever"]
    name: str = ""
    count: int = 0
    unit: Literal["", "days", "weeks", "months", "years"] = ""


@dataclass(frozen=True, slots=True)
class EvidenceRows:
    """Records of one or several types (their union)."""

    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PopulationRows:
    """Members of a population: one row a member, standing on the population's day."""

    population: str


@dataclass(frozen=True, slots=True)
class WindowRows:
    """The whole weeks, months, quarters or terms inside the outer window and the subject's existence."""

    each: Literal["weeks", "months", "quarters", "terms"]


@dataclass(frozen=True, slots=True)
class TableRows:
    table: str


@dataclass(frozen=True, slots=True)
class StandardRows:
    """Leaves of a standard's results: one row a leaf that applies to the subject, with its points, value, weight and
    code; a standard `by` something also gives that column.
    """

    standard: str


@dataclass(frozen=True, slots=True)
class RegisterRows:
    """Entries of a register that hold on a day: since ≤ day ≤ until, an open end holding for ever."""

    register: str


@dataclass(frozen=True, slots=True)
class UnusedRows:
    """Rows whose kind (activity, process, duty) is read but not used yet."""

    kind: str
    name: str


RowSource: TypeAlias = EvidenceRows | PopulationRows | WindowRows | TableRows | StandardRows | RegisterRows | UnusedRows
FoldKind: TypeAlias = Literal[
    "count", "share", "sum", "mean", "min", "max", "best", "first", "latest", "distinct", "variation", "pick"
]


@dataclass(frozen=True, slots=True)
class Fold:
    """Rows folded into one value of a subject.

    `condition` for count and share (None = all); `expression` for the other folds. `better`: the
    better end of `expression`, None where it has none. `empty`: the value of a fold of no rows.
    `through`: the row's column that leads to the subject, None for the entity itself or its parents.
    """

    kind: FoldKind
    rows: RowSource
    condition: Expression | None
    expression: Expression | None
    where: Expression | None
    during: During
    on: str
    records: Literal["verified", "any"]
    through: str | None
    weighed_by: Expression | None
    ties: Literal["best", "last"]
    empty: Literal["zero", "missing"]
    better: Literal["high", "low"] | None


@dataclass(frozen=True, slots=True)
class Cases:
    """The first case whose condition is true; else `otherwise` (None: missing)."""

    cases: tuple[tuple[Expression, Expression], ...]
    otherwise: Expression | None


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure at one grain: a fold of rows, or derived from values of the same subject.

    `round`: decimals the value itself is rounded to, half up, away from zero; None = exact.
    `by`: one more dimension of the grain; `by_codes`: its codes, as this measure's rows declare them (empty where the
    measure is derived, and takes them from what it reads).
    `unused`: why this measure cannot be computed yet (it rests on a kind that is not used yet), else ''.
    """

    name: str
    of: str
    by: str | None
    fold: Fold | None
    value: Expression | None
    cases: Cases | None
    round: int | None
    type: Type
    title: Text
    source: Source
    place: Place
    unused: str = ""
    by_codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Register:
    """A list whose entries hold from a day to a day. `of`: the entity an entry is about."""

    name: str
    title: Text
    of: str
    fields: tuple[Field, ...]
    source: Source
    place: Place


@dataclass(frozen=True, slots=True)
class LayoutColumn:
    """A workbook column: the field (or attribute) it fills, headings it may bear, how cells are read
    ('' by the field's type, 'minutes_seconds' as a running time in seconds).
    """

    field: str
    heads: tuple[str, ...]
    reading: str


@dataclass(frozen=True, slots=True)
class RegisterColumn:
    """A column of a register's layout: what it fills, headings it may bear, how cells are read ('' by the field's
    type, 'number' as text that must have kept all its digits, 'month' as a year and month), more words: code → words.
    """

    field: Field
    heads: tuple[str, ...]
    reading: str
    words: tuple[tuple[str, tuple[str, ...]], ...]
    needed: bool


@dataclass(frozen=True, slots=True)
class RegisterLayout:
    """A workbook's (or form's) headings → one of the kernel's registers.

    `version`: which edition of the office's own form it follows. `confirmed`: somebody has held it against an original
    file. `never_store`: headings whose columns are dropped unread, and told to whoever brings the file.
    """

    name: str
    title: Text
    version: str
    confirmed: bool
    register: str
    entity: str
    file: str
    columns: tuple[RegisterColumn, ...]
    ignore: tuple[str, ...]
    never_store: tuple[str, ...]
    source: Source
    place: Place


@dataclass(frozen=True, slots=True)
class Layout:
    """A workbook's headings → an evidence type, and what is written back.

    `find_by`: heading of the subject's number; `find_check`: headings that must not contradict.
    `attributes`: columns that describe the subject (sex, grade). `reads`: heading → code → words
    accepted for it. `returns_each`: heading → 'points' | 'level', written after each measured column;
    `returns_end`: heading → node code or 'total' / 'level', written at the end.
    """

    name: str
    title: Text
    into: str
    row: str
    asks_day: bool
    day_heads: tuple[str, ...]
    find_by: str
    find_check: tuple[str, ...]
    columns: tuple[LayoutColumn, ...]
    attributes: tuple[LayoutColumn, ...]
    reads: tuple[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], ...]
    ignore: tuple[str, ...]
    never_store: tuple[str, ...]
    returns_standard: str | None
    returns_each: tuple[tuple[str, str], ...]
    returns_end: tuple[tuple[str, str], ...]
    source: Source
    place: Place
