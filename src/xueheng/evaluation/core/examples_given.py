"""What worked examples give beside records: entries of registers, values of measures, results of other standards."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Literal

import pyarrow as pa

from xueheng.evaluation.core.dataset import Period, PinnedResults, Records
from xueheng.evaluation.core.grains import BETWEEN, grain_of_measure
from xueheng.evaluation.core.needs import nodes_of
from xueheng.evaluation.core.registers import entry_type
from xueheng.evaluation.core.relations import record_fields, stored_cell
from xueheng.evaluation.core.windows import Windows, day_number, from_day_number
from xueheng.language.public import (
    Cell,
    Input,
    Library,
    Standard,
    WorkedEntry,
    WorkedExample,
    WorkedResult,
    WorkedSubject,
)

Given = Mapping[str, Sequence[WorkedSubject]]
"""The subjects an example names, by entity."""


def given_of(library: Library, result: WorkedResult, known: Given) -> str:
    """Whose a given value is: the standard's entity; of a measure with several, the one that has such a subject."""
    if result.what != "measure":
        return library.standards[result.name].of
    entities = [entity for name, entity in library.measures if name == result.name]
    named = [e for e in entities if any(s.id == result.subject for s in known.get(e, ()))]
    return (named or entities)[0]


def given_values(
    library: Library, example: WorkedExample, known: Given
) -> dict[tuple[str, str], dict[str | int, Cell]]:
    """Given measures, by name and grain."""
    found: dict[tuple[str, str], dict[str | int, Cell]] = {}
    for result in example.results:
        if result.what == "measure":
            measure = library.measures[(result.name, given_of(library, result, known))]
            found.setdefault((result.name, grain_of_measure(measure)), {})[_subject(result)] = result.value
    return found


def _subject(result: WorkedResult) -> str:
    return f"{result.subject}{BETWEEN}{result.by}" if result.by else result.subject


def given_entries(library: Library, example: WorkedExample) -> dict[str, Records]:
    """Entries of registers; ids count from 1 in the order given."""
    by_register: dict[str, list[WorkedEntry]] = {}
    for entry in example.entries:
        by_register.setdefault(entry.register, []).append(entry)
    return {name: Records(_entries(library, name, entries)) for name, entries in by_register.items()}


def _entries(library: Library, name: str, entries: Sequence[WorkedEntry]) -> pa.Table:
    type_ = entry_type(library.registers[name])
    types = {f.name: f.type for f in type_.fields}
    rows: list[dict[str, Any]] = []
    for number, entry in enumerate(entries, 1):
        since = day_number(entry.since) if entry.since is not None else None
        row: dict[str, Any] = {"id": number, "subject": entry.about, "day": since, "verified": True, "recorded": 0}
        row["since"], row["until"] = since, day_number(entry.until) if entry.until is not None else None
        row.update({f: stored_cell(v, types[f]) for f, v in entry.fields.items() if f in types})
        rows.append(row)
    return pa.table({c: pa.array([r.get(c) for r in rows], kind) for c, kind in record_fields(type_).items()})


def given_results(library: Library, example: WorkedExample, period: Period) -> dict[str, PinnedResults]:
    """Given results of other standards; nodes that are not named are missing, and so is every input of the standard
    of which the example gives nothing.
    """
    reader = library.standards.get(example.standard or "")
    by_standard: dict[str, list[WorkedResult]] = {i.standard: [] for i in (reader.inputs if reader is not None else ())}
    for result in example.results:
        if result.what != "measure":
            by_standard.setdefault(result.name, []).append(result)
    return {name: _pinned(library, example, period, name, found) for name, found in by_standard.items()}


def _pinned(
    library: Library, example: WorkedExample, period: Period, name: str, found: Sequence[WorkedResult]
) -> PinnedResults:
    standard, reader = library.standards[name], library.standards.get(example.standard or "")
    asked = next((i for i in (reader.inputs if reader is not None else ()) if i.standard == name), None)
    codes = ["total", *(n.code for n in list(nodes_of(standard.root))[1:])]
    lines: dict[str, dict[str, Any]] = {}
    for result in found:
        line = lines.setdefault(_subject(result), {f"{code}.state": "missing" for code in codes})
        line.update(_told(result))
    names = [f"{code}.{what}" for code in codes for what in WHAT]
    columns = {c: [line.get(c) for line in lines.values()] for c in names}
    table = pa.table({"subject": pa.array(list(lines), pa.string()), **{c: _array(v) for c, v in columns.items()}})
    return PinnedResults(
        name, standard.version, _window(library, reader or standard, asked, period), _layer(asked), "", table
    )


WHAT = ("state", "points", "points_den", "value", "value_den", "level")


def _told(result: WorkedResult) -> dict[str, Any]:
    """The columns that one given result fills."""
    told: dict[str, Any] = {f"{result.code}.state": "missing" if result.value is None else "known"}
    value = result.value
    if isinstance(value, (Fraction, int)) and not isinstance(value, bool):
        exactly = Fraction(value)
        told[f"{result.code}.{result.what}"] = exactly.numerator
        told[f"{result.code}.{result.what}_den"] = exactly.denominator
    else:
        told[f"{result.code}.{result.what}"] = value
    return told


def _array(cells: list[Any]) -> pa.Array:
    """Whole numbers of any size as text."""
    wide = any(isinstance(c, int) and not isinstance(c, bool) for c in cells)
    return pa.array([None if c is None else str(c) for c in cells] if wide else cells)


def _window(library: Library, reader: Standard, asked: Input | None, period: Period) -> Period:
    """The period that given results are of: the one that is asked for."""
    if asked is None or asked.of.kind == "period":
        return period
    windows = Windows(library.calendar_for(reader.name.rpartition(".")[0]), period)
    first, last = (from_day_number(day) for day in windows.during(asked.of))
    return Period(asked.of.name, f"{first}..{last}", first, last)


def _layer(asked: Input | None) -> Literal["base", "own"]:
    return asked.layer if asked is not None else "base"
