"""The state of one check: what was settled so far, what was found, and measures settled when first asked for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from xueheng.language.definitions import (
    Calendar,
    CalendarWindow,
    Entity,
    EvidenceType,
    Field,
    Layout,
    Measure,
    Population,
    Register,
    RegisterLayout,
    Source,
    Table,
)
from xueheng.language.issues import Issue, issue
from xueheng.language.library_definitions import NotUsedYet
from xueheng.language.meaning.nodes import below, scalars
from xueheng.language.meaning.shelf import Definition, Shelf
from xueheng.language.phrase_definitions import PhraseBank
from xueheng.language.positions import Place, Scalar
from xueheng.language.report_definitions import Report
from xueheng.language.standard_definitions import Overlay, Standard
from xueheng.language.syntax import Syntax
from xueheng.language.typed import Type
from xueheng.wording import Text

Key = tuple[str, str]
"""A measure at one grain: (qualified name, entity); a population or standard: (qualified name, '')."""

MOST_STEPS = 30
"""Measures and standards that rest on each other in a row. Keeps all walks far below Python's own limit of depth."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a row: its type and, where it is a declared field, the field."""

    type: Type
    field: Field | None = None


@dataclass
class Checking:
    """Everything settled so far, and the issues. Maps are filled in the order of `whole.check_packs`.

    `make_measure`, `make_population` and `make_standard` settle one definition; they are called once for
    each, when a name first needs it, so that types flow whatever the order of writing. `open` is the chain
    of what is being settled: meeting one of them again is a circle. `standards` holds those that are
    sound, `tried_standards` all that were settled, None where something in one was reported.
    """

    shelf: Shelf
    make_measure: Callable[["Checking", Definition, str], Measure | None]
    make_population: Callable[["Checking", Definition], Population | None]
    make_standard: Callable[["Checking", Definition], Standard | None]
    issues: list[Issue] = field(default_factory=list)
    sources: dict[str, Source] = field(default_factory=dict)
    heads: dict[str, "Head"] = field(default_factory=dict)
    calendars: dict[str, Calendar] = field(default_factory=dict)
    entities: dict[str, Entity] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)
    table_columns: dict[str, Mapping[str, Column]] = field(default_factory=dict)
    table_keys: dict[str, tuple[str, ...]] = field(default_factory=dict)
    table_only: dict[str, frozenset[str]] = field(default_factory=dict)
    evidence: dict[str, EvidenceType] = field(default_factory=dict)
    registers: dict[str, Register] = field(default_factory=dict)
    later_rows: dict[str, "LaterRows"] = field(default_factory=dict)
    measures: dict[Key, Measure | None] = field(default_factory=dict)
    populations: dict[str, Population | None] = field(default_factory=dict)
    standards: dict[str, Standard] = field(default_factory=dict)
    tried_standards: dict[str, Standard | None] = field(default_factory=dict)
    overlays: dict[str, Overlay] = field(default_factory=dict)
    layouts: dict[str, Layout] = field(default_factory=dict)
    register_layouts: dict[str, RegisterLayout] = field(default_factory=dict)
    reports: dict[str, Report] = field(default_factory=dict)
    phrases: dict[str, PhraseBank] = field(default_factory=dict)
    not_used_yet: list[NotUsedYet] = field(default_factory=list)
    parsed: dict[Place, Syntax | None] = field(default_factory=dict)
    codes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    of: dict[str, tuple[str, ...]] = field(default_factory=dict)
    open: list[tuple[Key, Scalar | None]] = field(default_factory=list)

    def report(self, rule: str, place: Place, **facts: object) -> None:
        """Adds an issue; the check goes on."""
        self.issues.append(issue(rule, place, **facts))

    def calendar_for(self, pack: str) -> Calendar:
        """The calendar a pack reads: its own windows over those of the packs it uses."""
        windows: dict[str, CalendarWindow] = {}
        days: dict[str, Mapping[str, date]] = {}
        terms: tuple[str, ...] = ()
        for name in (*self.shelf.packs[pack].used, pack):
            calendar = self.calendars.get(name, Calendar())
            windows.update(calendar.windows)
            days.update(calendar.days)
            terms = calendar.terms or terms
        return Calendar(windows, terms, days)

    def grains(self, definition: Definition) -> tuple[str, ...]:
        """The entities a measure is of, each a grain; names that mean nothing are reported where it is settled."""
        if definition.qualified not in self.of:
            written = [found.text for found in scalars(below(definition.body, "of"))]
            found = [self.shelf.find("entities", name, definition.pack) for name in written]
            self.of[definition.qualified] = tuple(entity.qualified for entity in found if entity)
        return self.of[definition.qualified]

    def table_codes(self, table: str) -> tuple[str, ...]:
        """The codes of a table that a field's `code` names: the values of its one key column."""
        if table not in self.codes:
            found, key = self.tables[table], self.table_keys[table]
            names = [column.name for column in found.columns]
            at = names.index(key[0]) if len(key) == 1 and key[0] in names else None
            cells = [row[at] for row in found.rows] if at is not None else []
            self.codes[table] = tuple(dict.fromkeys(str(cell) for cell in cells))
        return self.codes[table]

    def measure(self, definition: Definition, entity: str, place: Place) -> Measure | None:
        """A measure at one grain; None when it is broken (reported where it stands) or asks for itself."""
        key = (definition.qualified, entity)
        if key not in self.measures:
            if self._circle(key, place) or self._too_far(key, place):
                return None
            self.open.append((key, definition.key))
            made = self.make_measure(self, definition, entity)
            self.open.pop()
            self.measures[key] = made
        return self.measures[key]

    def population(self, definition: Definition, place: Place) -> Population | None:
        """A population; None when it is broken or asks for itself."""
        if definition.qualified not in self.populations:
            key = (definition.qualified, "")
            if self._circle(key, place) or self._too_far(key, place):
                return None
            self.open.append((key, definition.key))
            made = self.make_population(self, definition)
            self.open.pop()
            self.populations[definition.qualified] = made
        return self.populations[definition.qualified]

    def standard(self, definition: Definition, place: Place) -> Standard | None:
        """A standard; None when something in it was reported, or it rests on its own results."""
        name = definition.qualified
        if name not in self.tried_standards:
            key = (name, "")
            if self._circle(key, place) or self._too_far(key, place):
                return None
            self.open.append((key, definition.key))
            made = self.make_standard(self, definition)
            self.open.pop()
            self.tried_standards[name] = made
            if made:
                self.standards[name] = made
        return self.tried_standards[name]

    def _too_far(self, key: Key, place: Place) -> bool:
        """XH-M037 where so much is open already that nobody could follow it; see `floors.check_steps`."""
        standards = self.shelf.things["standards"]
        if sum(1 for (name, entity), _ in self.open if entity or name in standards) < MOST_STEPS:
            return False
        self.report("XH-M037", place, name=key[0].partition(".")[2], most=MOST_STEPS)
        return True

    def _circle(self, key: Key, place: Place) -> bool:
        chain = [asked for asked, _ in self.open]
        if key not in chain:
            return False
        names = [name.partition(".")[2] for name, _ in (*chain[chain.index(key) :], key)]
        self.report("XH-M018", place, chain=" → ".join(names))
        return True


@dataclass(frozen=True, slots=True)
class Head:
    """What pack.yaml says of the pack itself. `since`, `until`: the first and last day it is in force, None = open.
    `unit_code`: of the unit whose alone it is, '' = nobody's alone.
    """

    name: str
    title: Text
    version: str
    owner: str
    source: Source
    until: date | None = None
    unit_code: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True)
class LaterRows:
    """Rows of a kind that is read but not used yet.

    `about`: the entity a row stands for, None where not known. `columns` None: any name is taken as
    it is, because the kind does not declare its columns. `holds`: taken `on` a day, not `during`.
    """

    kind: str
    name: str
    about: str | None
    columns: Mapping[str, Column] | None
    holds: bool = False
