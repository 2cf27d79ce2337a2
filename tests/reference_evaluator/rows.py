"""What the data says: spans of subjects, records, lines of tables, each as a plain row."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

import pyarrow as pa
import pyarrow.parquet as pq

from tests.reference_evaluator.values import RunRefusedError, Value, day_number
from tests.reference_evaluator.windows import BEGINNING, END, Window
from xueheng.evaluation.core.dataset import Dataset, Period, Records
from xueheng.language.definitions import EvidenceType, Field, Register, Table
from xueheng.language.library_definitions import Library
from xueheng.language.typed import Kind, Type

Id = str | int
BUILT_IN = ("id", "day", "recorder", "org", "verified", "recorded")


def decoded(cell: object, kind: Type) -> Value:
    """A stored cell as the value it stands for: 1234 of a field with two decimals is 12.34."""
    if cell is None or isinstance(cell, (bool, str)):
        return cell
    if not isinstance(cell, int):
        raise TypeError(f"a stored cell is a whole number, text or yes/no, not {cell!r}")
    if kind.kind is Kind.NUMBER:
        return Fraction(cell, 10 ** (kind.decimals or 0))
    return cell


@dataclass(frozen=True)
class Span:
    """What holds of a subject from one day to another: attributes, and ancestors by their entity's name."""

    first: int
    last: int
    values: Mapping[str, Value]

    def holds(self, day: int) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Row:
    """One row to be folded. `subject` is whom it is about, `span` what holds of her where the row stands."""

    columns: Mapping[str, Value]
    entity: str | None = None
    subject: Id | None = None
    span: Span | None = None
    on: int = 0
    day: int = 0
    recorded: int = 0
    id: int = 0
    window: Window | None = field(default=None)


class World:
    """The dataset read into dictionaries: spans by entity and subject, records by type."""

    def __init__(self, library: Library, dataset: Dataset, period: Period) -> None:
        self.library = library
        self.end = day_number(period.end)
        self._merged = {entity: merged_by(table, self.end) for entity, table in dataset.subjects.items()}
        self.spans = {entity: self._read_spans(entity, table) for entity, table in dataset.subjects.items()}
        self._dataset = dataset
        self._records: dict[str, list[Row]] = {}
        self._subjects: dict[str, list[Id]] = {}

    def _read_spans(self, entity: str, table: pa.Table) -> dict[Id, list[Span]]:
        definition = self.library.entities[entity]
        types = {f.name: f.type for f in definition.attributes}
        spans: dict[Id, list[Span]] = {}
        for line in table.to_pylist():
            values: dict[str, Value] = {name: decoded(line.get(name), kind) for name, kind in types.items()}
            values |= {ancestor: self.successor(ancestor, line.get(ancestor)) for ancestor in definition.ancestors}
            spans.setdefault(line["subject"], []).append(Span(line["from_day"], line["to_day"], values))
        return {subject: sorted(held, key=lambda span: span.first) for subject, held in spans.items()}

    def successor(self, entity: str, subject: Value) -> Value:
        """The organisation that stands for this one: itself, unless it is no more and was merged into another."""
        return self._merged.get(entity, {}).get(subject, subject) if isinstance(subject, (str, int)) else subject

    def subjects(self, entity: str) -> list[Id]:
        """All subjects of an entity; where it has no table, those that others belong to on the period's last day."""
        if entity not in self._subjects:
            self._subjects[entity] = self._all_subjects(entity)
        return self._subjects[entity]

    def _all_subjects(self, entity: str) -> list[Id]:
        if entity in self.spans:
            return sorted(self.spans[entity], key=str)
        named = {
            span.values[entity]
            for below in self.spans.values()
            for held in below.values()
            for span in held
            if span.holds(self.end) and span.values.get(entity) is not None
        }
        return sorted((name for name in named if isinstance(name, (str, int))), key=str)

    def span(self, entity: str, subject: Value, day: int) -> Span | None:
        """What holds of a subject on a day. One of an entity that has no table is there for ever; nothing else is
        known of it.
        """
        if not isinstance(subject, (str, int)):
            return None
        if entity not in self.spans:
            return Span(BEGINNING, END, {}) if subject in self.subjects(entity) else None
        return next((span for span in self.spans[entity].get(subject, []) if span.holds(day)), None)

    def existence(self, entity: str, subject: Id) -> Window | None:
        """From the first day to the last that is known of a subject; None where nothing limits it."""
        held = self.spans.get(entity, {}).get(subject)
        return Window(held[0].first, max(span.last for span in held)) if held else None

    def climb(self, span: Span | None, via: tuple[str, ...], day: int) -> tuple[Value, Span | None]:
        """The ancestor reached by walking up `via`, and what holds of it on that day."""
        subject: Value = None
        for above in via:
            subject = span.values.get(above) if span else None
            span = self.span(above, subject, day)
        return subject, span

    def records(self, type_name: str) -> list[Row]:
        """The records of a type; whose they are is asked by `owner`."""
        if type_name not in self._records:
            definition = self.library.evidence[type_name]
            held = self._dataset.records.get(type_name)
            lines = lines_of(held) if held else []
            self._records[type_name] = [self._record(definition, line) for line in lines]
        return self._records[type_name]

    def _record(self, definition: EvidenceType, line: Mapping[str, object]) -> Row:
        verified = line.get("verified") is True or not definition.verified_by_anyone
        return self._row(definition.about, definition.fields, line, verified=verified)

    def _row(self, about: str, fields: tuple[Field, ...], line: Mapping[str, object], *, verified: bool) -> Row:
        """A record, or a register's entry, standing on its day."""
        columns = {f.name: decoded(line.get(f.name), f.type) for f in fields}
        plain = {name: decoded(line.get(name), Type(Kind.TEXT)) for name in BUILT_IN}
        subject, day, recorded = line["subject"], line["day"], line.get("recorded") or 0
        id_ = plain["id"]
        assert isinstance(subject, (str, int))
        assert isinstance(day, int)
        assert isinstance(recorded, int)
        assert isinstance(id_, int)
        return Row(
            plain | {"about": subject, "verified": verified} | columns,
            entity=about,
            subject=subject,
            span=self.span(about, subject, day),
            on=day,
            day=day,
            recorded=recorded,
            id=id_,
        )

    def entries(self, register: Register, on: int) -> list[Row]:
        """The entries of a register that hold on a day; an entry's own day is the one it holds from."""
        held = self._dataset.registers.get(register.name)
        rows = []
        for line in lines_of(held) if held else []:
            since, until = line["since"], line.get("until")
            assert isinstance(since, int)
            if on < since or (isinstance(until, int) and until < on):
                continue
            row = self._row(register.of, register.fields, {"recorded": 0, **line, "day": since}, verified=True)
            days: dict[str, Value] = {"since": since, "until": until if isinstance(until, int) else None}
            span = self.span(register.of, row.subject, on)
            rows.append(replace(row, columns={**row.columns, **days}, span=span, on=on))
        return rows

    def owner(self, row: Row, entity: str, through: str | None) -> Value:
        """The subject of `entity` to whom a record belongs."""
        if through is not None:
            return row.columns[through]
        if row.entity == entity:
            return row.subject
        org = self.successor(entity, row.columns.get("org"))
        if isinstance(org, (str, int)) and org in self.subjects(entity):
            return org
        return self.above(row, entity)

    def above(self, row: Row, entity: str) -> Value:
        """The row's subject itself, or its ancestor where the row stands."""
        if row.entity == entity:
            return row.subject
        return row.span.values.get(entity) if row.span else None


def merged_by(table: pa.Table, end: int) -> dict[Id, Id]:
    """Who stands, on the period's last day, for each organisation that is no more: the last of a chain of mergers."""
    last: dict[Id, tuple[int, Id]] = {}
    there = set()
    for line in table.to_pylist():
        subject, into = line["subject"], line.get("merged_into")
        if line["from_day"] <= end <= line["to_day"]:
            there.add(subject)
        if into is not None:
            last[subject] = max(last.get(subject, (line["to_day"], into)), (line["to_day"], into))
    found = {}
    for subject in last:
        chain = [subject]
        while chain[-1] not in there and chain[-1] in last:
            following = last[chain[-1]][1]
            if following in chain:
                raise RunRefusedError("XH-R018", f"{chain} were merged into each other")
            chain.append(following)
        found[subject] = chain[-1]
    return found


def lines_of(records: Records) -> list[dict[str, object]]:
    """The records as dictionaries, from the table in memory or the files."""
    if records.table is not None:
        return list(records.table.to_pylist())
    lines: list[dict[str, object]] = []
    for path in records.files:
        for line in pq.read_table(path).to_pylist():
            renamed = {ours: line.get(theirs) for ours, theirs in records.columns.items()} if records.columns else line
            lines.append({"verified": True, "recorded": 0, **renamed})
    return lines


def table_lines(table: Table) -> list[Row]:
    names = [column.name for column in table.columns]
    return [Row(dict(zip(names, cells, strict=True))) for cells in table.rows]
