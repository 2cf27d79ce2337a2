"""What an example gives: subjects with dated attributes and parents, records, entries of registers, results."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from xueheng.language.definitions import Cell, EvidenceType, Field, Register
from xueheng.language.meaning.checking import Checking
from xueheng.language.meaning.closure import Thing
from xueheng.language.meaning.days import day_from
from xueheng.language.meaning.field_types import cell_of
from xueheng.language.meaning.naming import short, suggestion
from xueheng.language.meaning.nodes import entries, items, scalar, scalars, text, truth, whole
from xueheng.language.meaning.row_sources import later_name
from xueheng.language.meaning.worked_results import results_of
from xueheng.language.positions import Entry, Mapping, Node, Scalar, Sequence
from xueheng.language.worked_definitions import WorkedEntry, WorkedRecord, WorkedResult, WorkedSubject

Span = tuple[Cell, date | None, date | None]
MOST_TIMES = 10_000
_OWN_KEYS = ("id", "day", "recorder", "org", "verified", "times", "each_month_of", "except")


@dataclass
class Given:
    """What was given. `known`: every subject that is named in it; `strangers`: subjects of records that were
    not given; `later`: what in it comes with a later step; `computed_not`: what need not be computed, its values
    being given; `named`: subjects that results are about, with their entity.
    """

    subjects: tuple[WorkedSubject, ...] = ()
    records: tuple[WorkedRecord, ...] = ()
    entries: tuple[WorkedEntry, ...] = ()
    results: tuple[WorkedResult, ...] = ()
    computed_not: frozenset[Thing] = frozenset()
    named: tuple[tuple[str, str], ...] = ()
    known: set[str] = field(default_factory=set)
    strangers: list[Scalar] = field(default_factory=list)
    later: str = ""


def given_of(checking: Checking, pack: str, node: Node | None, then: Node | None, key: Scalar) -> Given:
    """Reads `given`; `then` may name a parent of all by its kind (`district`), which all then belong to."""
    reading = _Reading(checking, pack, key)
    for source in entries(node):
        reading.take(source)
    reading.belong_to(then)
    return reading.found()


def with_named(subjects: tuple[WorkedSubject, ...], named: list[tuple[str, str]]) -> tuple[WorkedSubject, ...]:
    """The subjects given, and of each kind that was not given those `named` (entity, id) or belonged to.

    A kind of which nobody is named stays as it is: its subjects are those that others belong to.
    """
    given = {subject.entity for subject in subjects}
    belonged = {
        (entity, str(cell)): None
        for subject in subjects
        for entity, spans in subject.values.items()
        for cell, _, _ in spans
        if cell is not None
    }
    lacking = {entity for entity, id in named if entity not in given and (entity, id) not in belonged}
    also = dict.fromkeys(one for one in (*belonged, *named) if one[0] in lacking)
    return (*subjects, *(WorkedSubject(entity, id, {}) for entity, id in also))


class _Reading:
    """Reads the rows of one example."""

    def __init__(self, checking: Checking, pack: str, key: Scalar) -> None:
        self.checking = checking
        self.pack = pack
        self.key = key
        self.subjects: list[WorkedSubject] = []
        self.records: list[WorkedRecord] = []
        self.entries: list[WorkedEntry] = []
        self.given = Given()
        self.about: list[tuple[Scalar, str]] = []

    def take(self, source: Entry) -> None:
        """The rows of one source: an entity, an evidence type, a register, `results`, or a kind that comes later."""
        shelf, name = self.checking.shelf, source.key.text
        entity = shelf.find("entities", name, self.pack)
        evidence = shelf.find("evidence", name, self.pack)
        register = shelf.find("registers", name, self.pack)
        if evidence and evidence.qualified in self.checking.evidence:
            for row in items(source.value):
                self._record(self.checking.evidence[evidence.qualified], row)
        elif entity:
            for subject in entries(source.value):
                self._subject(entity.qualified, subject)
        elif register and register.qualified in self.checking.registers:
            for row in items(source.value):
                self._entry(self.checking.registers[register.qualified], row)
        elif name == "results":
            self._results(source.value)
        elif name == "counts" or later_name(shelf, name, self.pack):
            self.given.later = self.given.later or name
        else:
            kinds = ("entities", "evidence", "registers")
            names = ["results", *(known for kind in kinds for known in shelf.names(kind, self.pack))]
            self.checking.report("XH-M013", source.key.place, name=name, hint=suggestion(name, names))

    def found(self) -> Given:
        """Everything read, with the subjects of records that were not given."""
        given = self.given
        given.subjects, given.records, given.entries = tuple(self.subjects), tuple(self.records), tuple(self.entries)
        for subject in self.subjects:
            given.known.add(subject.id)
            for spans in subject.values.values():
                given.known.update(str(cell) for cell, _, _ in spans if cell is not None)
        kinds = {subject.entity for subject in self.subjects}
        given.strangers = [
            written for written, entity in self.about if entity in kinds and written.text not in given.known
        ]
        given.known.update(written.text for written, entity in self.about if entity not in kinds)
        given.known.update(record.recorder for record in self.records if record.recorder)
        given.known.update(record.org for record in self.records if record.org)
        return given

    def belong_to(self, then: Node | None) -> None:
        """Answers for `district`: one district, that everybody belongs to who names none."""
        for answer in entries(then):
            named = self.checking.shelf.find("entities", answer.key.text, self.pack)
            if named is None:
                continue
            self.given.known.add(answer.key.text)
            self.subjects = [self._under(subject, named.qualified, answer.key.text) for subject in self.subjects]

    def _under(self, subject: WorkedSubject, parent: str, id: str) -> WorkedSubject:
        ancestors = self.checking.entities[subject.entity].ancestors
        if parent not in ancestors or parent in subject.values:
            return subject
        return WorkedSubject(subject.entity, subject.id, {**subject.values, parent: ((id, None, None),)})

    def _subject(self, entity: str, subject: Entry) -> None:
        attributes = {attribute.name: attribute for attribute in self.checking.entities[entity].attributes}
        parents = {short(above): above for above in self.checking.entities[entity].ancestors}
        values: dict[str, tuple[Span, ...]] = {}
        for entry in entries(subject.value):
            name = entry.key.text
            if name in attributes:
                values[name] = tuple(self._spans(entry.value, attributes[name]))
            elif name in parents:
                values[parents[name]] = tuple(self._spans(entry.value, None))
            else:
                hint = suggestion(name, [*attributes, *parents])
                self.checking.report(
                    "XH-M014", entry.key.place, name=name, rows=short(entity), entity=short(entity), hint=hint
                )
        self.subjects.append(WorkedSubject(entity, subject.key.text, values))

    def _spans(self, node: Node, attribute: Field | None) -> Iterator[Span]:
        """One value for ever, or [[value, from, to], …]."""
        if isinstance(node, Scalar):
            yield self._cell(node, attribute), None, None
            return
        for item in node.items if isinstance(node, Sequence) else ():
            parts = items(item)
            if parts and isinstance(parts[0], Scalar):
                ends = [day_from(text(part)) for part in parts[1:3]] + [None, None]
                yield self._cell(parts[0], attribute), ends[0], ends[1]

    def _cell(self, written: Scalar, attribute: Field | None) -> Cell:
        if written.null:
            return None
        return cell_of(self.checking, written, attribute.type, attribute.name) if attribute else written.text

    def _record(self, type: EvidenceType, row: Node) -> None:
        if not isinstance(row, Mapping):
            return
        about, org = self._about(type, row)
        if about is None:
            self._not_said(row, short(type.about))
            return
        self.about.append((about, type.about))
        said = truth(row.get("verified"))
        verified = (not type.verified_by_anyone) if said is None else said
        above = (short(entity) for entity in self.checking.entities[type.about].ancestors)
        own_keys = ("about", short(type.about), *above, *_OWN_KEYS)
        cells = self._cells(type.name, type.about, type.fields, row, own_keys)
        recorder = text(row.get("recorder")) or None
        for number, day in enumerate(self._days(row)):
            named = text(row.get("id"))
            id = named if named and number == 0 else f"{named or short(type.name)}-{len(self.records) + 1}"
            self.records.append(WorkedRecord(type.name, about.text, day, verified, recorder, org, id, cells, row.place))

    def _results(self, node: Node) -> None:
        found = results_of(self.checking, self.pack, node)
        self.given.results, self.given.computed_not = found.results, found.things
        self.given.named = tuple((entity, written.text) for written, entity in found.about if entity)
        self.given.known.update(written.text for written, entity in found.about if entity is None)
        self.about += [(written, entity) for written, entity in found.about if entity]

    def _entry(self, register: Register, row: Node) -> None:
        """An entry of a register; `day` is another word for `since`."""
        if not isinstance(row, Mapping):
            return
        about = scalar(row.get(short(register.of))) or scalar(row.get("about"))
        if about is None:
            self._not_said(row, short(register.of))
            return
        self.about.append((about, register.of))
        since = day_from(text(row.get("since")) or text(row.get("day")))
        until = day_from(text(row.get("until")))
        own_keys = (short(register.of), "about", "since", "until", "day", "id")
        cells = self._cells(register.name, register.of, register.fields, row, own_keys)
        self.entries.append(WorkedEntry(register.name, about.text, since, until, cells, row.place))

    def _not_said(self, row: Mapping, kind: str) -> None:
        self.checking.report("XH-W004", row.place, example=self.key.text, name=kind, hint=suggestion(kind, []))

    def _about(self, type: EvidenceType, row: Mapping) -> tuple[Scalar | None, str | None]:
        """Whom the record is about, and the organisation it was made in: `org`, or a parent named by its kind."""
        org = text(row.get("org")) or None
        for above in self.checking.entities[type.about].ancestors:
            org = org or text(row.get(short(above))) or None
        return scalar(row.get(short(type.about))) or scalar(row.get("about")), org

    def _days(self, row: Mapping) -> list[date | None]:
        """The record's day, so many `times`; or one day of each month of a year."""
        year = whole(row.get("each_month_of"))
        if year is None:
            times = min(whole(row.get("times")) or 1, MOST_TIMES)
            return [day_from(text(row.get("day")))] * times
        left_out = {whole(month) for month in scalars(row.get("except"))}
        day = whole(row.get("day")) or 1
        found = (day_from(f"{year:04}-{month:02}-{day:02}") for month in range(1, 13) if month not in left_out)
        return [one for one in found if one]

    def _cells(
        self, name: str, about: str, declared: tuple[Field, ...], row: Mapping, own_keys: tuple[str, ...]
    ) -> dict[str, Cell]:
        """The fields of a record or entry, defaults where nothing is given."""
        fields = {known.name: known for known in declared}
        cells: dict[str, Cell] = {known.name: known.default for known in declared if known.default is not None}
        for entry in row.entries:
            key = entry.key.text
            if key in fields:
                cells[key] = self._cell(entry.value, fields[key]) if isinstance(entry.value, Scalar) else None
            elif key not in own_keys:
                self.checking.report(
                    "XH-M014", entry.key.place, name=key, rows=short(name), entity=short(about),
                    hint=suggestion(key, [*fields, *own_keys]),
                )  # fmt: skip
        return cells
