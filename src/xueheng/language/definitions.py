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
    `worth`: code → number. `text_max`, `text_check`, `file_kinds` as declared.
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
class EvidenceType:
    """A record type. `verified_by_anyone`: some post verifies it; a type nobody verifies counts as verified."""

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
class UnusedRows:
    """Rows whose kind (activity, register, process, standard, duty) is read but not used yet."""

    kind: str
    name: str


RowSource: TypeAlias = EvidenceRows | PopulationRows | WindowRows | TableRows | UnusedRows
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


@dataclass(frozen=True, slots=True)
class BandScale:
    """Points of the first band reached: value ≥ bound (better high) or ≤ bound (low); else `otherwise`.
    `bands` stand as written, best first.
    """

    bands: tuple[tuple[Fraction, Fraction], ...]
    otherwise: Fraction
    better: Literal["high", "low"]


@dataclass(frozen=True, slots=True)
class LineScale:
    """Straight between the points, flat outside; rounded half up to a millionth of a point."""

    points: tuple[tuple[Fraction, Fraction], ...]


@dataclass(frozen=True, slots=True)
class TableScale:
    """Points from a table's lines.

    `where` may name the table's columns (RowColumn) and the asked subject's values; its equalities
    decide one line (`pick`) or one ladder (`reach`). `reach`: column of thresholds, best points
    whose threshold is reached, in the direction `better` ('high', 'low' or the column that says
    so per line); `between`: columns of the lowest and highest value of a line, an empty cell being
    open. `points` is read on the line found. `level`: column with the line's own level, or None.
    No line's ladder at all: missing. A ladder but nothing reached: `below`.
    """

    table: str
    where: Expression | None
    mode: Literal["reach", "between", "pick"]
    reach: str | None
    between: tuple[str, str] | None
    better: Literal["high", "low"]
    better_column: str | None
    points: Expression
    level: str | None
    below: Fraction


@dataclass(frozen=True, slots=True)
class PassScale:
    """100 where the condition holds, 0 where it does not, missing where it is unknown."""

    condition: Expression


@dataclass(frozen=True, slots=True)
class PercentileScale:
    """Mid-rank percentile of the value among the population's known values: 100 × (below + equal/2) / n."""

    population: str


@dataclass(frozen=True, slots=True)
class PointsScale:
    """Points are the expression, exactly."""

    expression: Expression


Scale: TypeAlias = BandScale | LineScale | TableScale | PassScale | PercentileScale | PointsScale


@dataclass(frozen=True, slots=True)
class WeightRow:
    """A row of weights that applies when `when` does; parts it does not name do not apply."""

    when: Expression | None
    weigh: tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A veto, cap or bonus on a node's exact points; the first whose condition is true applies."""

    when: Expression
    act: Literal["at_most", "at_least", "times", "plus"]
    amount: Fraction
    title: Text
    place: Place


@dataclass(frozen=True, slots=True)
class Level:
    code: str
    at_least: Fraction
    title: Text


@dataclass(frozen=True, slots=True)
class StandardNode:
    """A node of a standard's tree; a leaf has `measure`, an inner node has `parts`.

    `if_missing` is settled for this node as a part of its parent (own word on a leaf, else the
    nearest above). `needs` likewise is settled: per cent of the applying weight that must be known.
    A leaf without `scale` shows its value and has no points. `measure` is the qualified name, read at
    the standard's entity. `scale_source`: where the leaf's scale was decided.
    """

    code: str
    title: Text
    weight: Fraction
    when: Expression | None
    parts: tuple["StandardNode", ...]
    weights: tuple[WeightRow, ...]
    combine: Literal["weighted", "sum", "least", "profile"]
    if_missing: Literal["zero", "leave_out", "block"]
    needs: Fraction
    rules: tuple[Rule, ...]
    levels: tuple[Level, ...]
    decimals: int | None
    measure: str | None
    scale: Scale | None
    source: Source
    place: Place
    scale_source: Source | None = None


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard: whose results, over which period, and the tree. `unused`: why it cannot run yet, else ''."""

    name: str
    title: Text
    of: str
    by: str | None
    period: str
    applies: Expression | None
    root: StandardNode
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    version: str
    owner: str
    source: Source
    place: Place
    unused: str = ""


@dataclass(frozen=True, slots=True)
class LayoutColumn:
    """A workbook column: the field (or attribute) it fills, headings it may bear, how cells are read
    ('' by the field's type, 'minutes_seconds' as a running time in seconds).
    """

    field: str
    heads: tuple[str, ...]
    reading: str


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
class Expected:
    """One expected answer: code of a node or measure (may carry '.level'), and the answer as written."""

    subject: str
    code: str
    answer: str
    place: Place


@dataclass(frozen=True, slots=True)
class WorkedExample:
    """A worked example: records in, answer out. `unused`: why it cannot run yet, else ''."""

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


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack. `digest_meaning` covers the checked definitions without titles, notes, sources and
    examples; `digest_bytes` the files. Both SHA-256, hexadecimal.
    """

    name: str
    title: Text
    version: str
    owner: str
    folder: str
    uses: tuple[tuple[str, int], ...]
    source: Source
    digest_meaning: str
    digest_bytes: str
    standards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotUsedYet:
    """A definition that is read and checked for shape but belongs to a later step."""

    kind: str
    name: str
    place: Place


@dataclass(frozen=True, slots=True)
class Library:
    """Everything that a set of packs defines. Measures are keyed by (qualified name, entity)."""

    packs: Mapping[str, Pack]
    entities: Mapping[str, Entity]
    calendars: Mapping[str, Calendar]
    evidence: Mapping[str, EvidenceType]
    populations: Mapping[str, Population]
    tables: Mapping[str, Table]
    measures: Mapping[tuple[str, str], Measure]
    standards: Mapping[str, Standard]
    layouts: Mapping[str, Layout]
    examples: tuple[WorkedExample, ...]
    not_used_yet: tuple[NotUsedYet, ...] = ()

    def calendar_for(self, pack: str) -> Calendar:
        """The calendar a pack reads: its own windows over those of the packs it uses."""
        own = self.calendars.get(pack, Calendar())
        used = [self.calendars.get(name, Calendar()) for name, _ in self.packs[pack].uses]
        windows: dict[str, CalendarWindow] = {}
        days: dict[str, Mapping[str, date]] = {}
        terms: tuple[str, ...] = ()
        for calendar in (*used, own):
            windows.update(calendar.windows)
            days.update(calendar.days)
            terms = calendar.terms or terms
        return Calendar(windows, terms, days)
