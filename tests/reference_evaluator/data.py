"""Datasets written by hand: spans, records, entries of registers and pinned results given as dictionaries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, Literal

import pyarrow as pa

from tests.reference_evaluator.nodes import Answer
from tests.reference_evaluator.values import day_number
from xueheng.evaluation.core.dataset import FIRST_DAY, LAST_DAY, Dataset, Period, PinnedResults, Records
from xueheng.language.definitions import Cell, Entity, EvidenceType, Field, Register
from xueheng.language.library_definitions import Library
from xueheng.language.typed import Kind, Type

Id = str | int
Lines = Iterable[Mapping[str, Any]]
Spans = dict[str, list[dict[str, Any]]]
"""What holds of the subjects of each entity, from a day to a day."""
PACK = "p"
TEXT = Type(Kind.TEXT)
DATE = Type(Kind.DATE)


def stored(value: Cell | date, kind: Type) -> str | bool | int | None:
    """A value as a dataset stores it: 12.34 of two decimals is 1234, a day is a count of days."""
    if value is None:
        return None
    if isinstance(value, date):
        return day_number(value)
    if kind.kind is Kind.NUMBER:
        units = Fraction(value) * 10 ** (kind.decimals or 0)
        if units.denominator != 1:
            raise ValueError(f"{value} does not fit {kind.decimals} decimals")
        return int(units)
    return value if isinstance(value, (str, bool)) else int(value)


def arrow_type(kind: Type) -> pa.DataType:
    if kind.kind in (Kind.NUMBER, Kind.TIME):
        return pa.int64()
    if kind.kind is Kind.DATE:
        return pa.int32()
    return pa.bool_() if kind.kind is Kind.YES_NO else pa.string()


def id_type(lines: Lines) -> pa.DataType:
    """Subjects are named by whole numbers where they are given so, else by text."""
    return pa.int64() if any(isinstance(line["subject"], int) for line in lines) else pa.string()


def spans_table(made: Entity, spans: Lines) -> pa.Table:
    """Spans given as dictionaries: subject, from_day and to_day (dates; absent = open), attributes, ancestors, and
    perhaps `merged_into`.
    """
    spans = list(spans)
    names = id_type(spans)
    columns = {"subject": names, "from_day": pa.int32(), "to_day": pa.int32()}
    columns |= {f.name: arrow_type(f.type) for f in made.attributes}
    columns |= dict.fromkeys(made.ancestors, names)
    if any("merged_into" in span for span in spans):
        columns["merged_into"] = names
    types = {f.name: f.type for f in made.attributes}
    lines = []
    for span in spans:
        line = {name: stored(span.get(name), types.get(name, TEXT)) for name in columns}
        line["from_day"] = FIRST_DAY if line["from_day"] is None else line["from_day"]
        line["to_day"] = LAST_DAY if line["to_day"] is None else line["to_day"]
        lines.append(line)
    return pa.table({name: [line[name] for line in lines] for name in columns}, schema=pa.schema(columns.items()))


def records_table(made: EvidenceType, records: Lines) -> pa.Table:
    """Records given as dictionaries; an id counts up, a record is verified, where they do not say."""
    return dated_table(made.fields, records)


def entries_table(made: Register, entries: Lines) -> pa.Table:
    """Entries of a register given as dictionaries: `since`, `until` (dates; absent = open), fields."""
    dated = [{"day": entry["since"], **entry} for entry in entries]
    return dated_table(made.fields, dated, {"since": DATE, "until": DATE})


def dated_table(fields: Sequence[Field], given_lines: Lines, more: Mapping[str, Type] | None = None) -> pa.Table:
    records = list(given_lines)
    types = {f.name: f.type for f in fields} | dict(more or {})
    columns = {"id": pa.int64(), "subject": id_type(records), "org": pa.string(), "day": pa.int32()}
    columns |= {"recorder": id_type(records), "verified": pa.bool_(), "recorded": pa.int64()}
    columns |= {name: arrow_type(kind) for name, kind in types.items()}
    settled = {"verified": True, "recorded": 0}
    found = {
        name: [stored(record.get(name, settled.get(name)), types.get(name, TEXT)) for record in records]
        for name in columns
        if name != "id"
    }
    found["id"] = [record.get("id", count) for count, record in enumerate(records, 1)]
    return pa.table(found, schema=pa.schema(columns.items()))


def pinned_results(
    standard: str,
    answers: Mapping[Id, Mapping[str, Answer]],
    period: Period,
    layer: Literal["base", "own"] = "base",
) -> PinnedResults:
    """Answers as a run before would have left them; codes are those of the first subject's answers."""
    names = list(answers)
    columns: dict[str, Any] = {"subject": pa.array(names, id_type([{"subject": name} for name in names]))}
    nothing = pa.nulls(len(names), pa.int64())
    for code in next(iter(answers.values()), {}):
        one = [answers[name][code] for name in names]
        columns[f"{code}.state"] = pa.array([a.state for a in one], pa.string())
        columns[f"{code}.points"], columns[f"{code}.points_den"] = parts_of([a.points for a in one])
        columns[f"{code}.level"] = pa.array([a.level for a in one], pa.string())
        columns[f"{code}.value"], columns[f"{code}.value_den"] = nothing, nothing
        values = [a.value for a in one]
        if any(isinstance(value, Fraction) for value in values):
            columns[f"{code}.value"], columns[f"{code}.value_den"] = parts_of(values)
        elif any(value is not None for value in values):
            columns[f"{code}.value"] = pa.array(values)
    return PinnedResults(f"{PACK}.{standard}", "1.0.0", period, layer, "0" * 64, pa.table(columns))


def parts_of(numbers: Sequence[Any]) -> tuple[pa.Array, pa.Array]:
    """Numerators and denominators: as whole numbers where they fit, else as text, as result files have them."""
    parts = [[None if n is None else getattr(n, part) for n in numbers] for part in ("numerator", "denominator")]
    narrow = all(n is None or abs(n) < 2**63 for part in parts for n in part)
    kind = pa.int64() if narrow else pa.string()
    made = [pa.array([n if n is None or narrow else str(n) for n in part], kind) for part in parts]
    return made[0], made[1]


@dataclass(frozen=True)
class More:
    """What a dataset may hold besides subjects and records."""

    registers: Mapping[str, Lines] = field(default_factory=dict)
    results: tuple[PinnedResults, ...] = ()
    values: Mapping[tuple[str, str], Mapping[Id, Cell]] = field(default_factory=dict)


def dataset(
    made: Library, subjects: Mapping[str, Lines], records: Mapping[str, Lines], more: More | None = None
) -> Dataset:
    """A dataset of a library: spans by entity, records, entries and values by the plain names of what they are of."""
    more = more or More()
    return Dataset(
        {
            f"{PACK}.{name}": Records(records_table(made.evidence[f"{PACK}.{name}"], lines))
            for name, lines in records.items()
        },
        {name: spans_table(made.entities[name], lines) for name, lines in subjects.items()},
        results={pinned.standard: pinned for pinned in more.results},
        registers={
            f"{PACK}.{name}": Records(entries_table(made.registers[f"{PACK}.{name}"], lines))
            for name, lines in more.registers.items()
        },
        values={(f"{PACK}.{name}", entity): held for (name, entity), held in more.values.items()},
    )
