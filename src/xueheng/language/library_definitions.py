"""A library: everything that a set of packs defines."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from xueheng.language.definitions import (
    Calendar,
    CalendarWindow,
    Entity,
    EvidenceType,
    Layout,
    Measure,
    Population,
    Register,
    RegisterLayout,
    Source,
    Table,
)
from xueheng.language.phrase_definitions import PhraseBank
from xueheng.language.positions import Place
from xueheng.language.post_definitions import Grant, PostKind
from xueheng.language.report_definitions import Report
from xueheng.language.standard_definitions import Overlay, Standard
from xueheng.language.worked_definitions import WorkedExample
from xueheng.wording import Text


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack. `digest_meaning` covers the checked definitions without titles, notes, sources and
    examples; `digest_bytes` the files. Both SHA-256, hexadecimal. `since`, `until`: its first and last day in force,
    None = open.
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
    until: date | None = None
    unit_code: str = ""
    """The code of the unit whose alone the pack is: what it grants holds there; empty: nobody's alone."""
    since: date | None = None


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
    registers: Mapping[str, Register] = field(default_factory=dict)
    overlays: Mapping[str, Overlay] = field(default_factory=dict)
    """By the name of the pack that holds them."""
    register_layouts: Mapping[str, RegisterLayout] = field(default_factory=dict)
    """Layouts of what fills the kernel's own registers."""
    posts: Mapping[str, PostKind] = field(default_factory=dict)
    """By name: a post is declared once over all packs. Decides no result, so no digest covers it."""
    grants: tuple[Grant, ...] = ()
    reports: Mapping[str, Report] = field(default_factory=dict)
    """What is told of one subject over a period. Decides no result, so no digest covers it."""
    phrases: Mapping[str, PhraseBank] = field(default_factory=dict)
    """Sentences to pick from. Decides no result either."""

    def codes_by(self, of: str, by: str) -> tuple[str, ...]:
        """The codes of one more dimension of an entity's grain, in the order declared: all that any measure has."""
        found = (m.by_codes for m in self.measures.values() if m.of == of and m.by == by)
        return tuple(dict.fromkeys(code for codes in found for code in codes))

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
