"""Worked examples, run: a few records in, the answer out, compared with what the author worked out by hand."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import isqrt
from typing import Any

import pyarrow as pa

from xueheng.evaluation.core.dataset import FIRST_DAY, LAST_DAY, Dataset, Period, Records
from xueheng.evaluation.core.evaluation import Answer
from xueheng.evaluation.core.relations import arrow_type, record_fields, stored_cell
from xueheng.evaluation.core.run import EngineName, evaluate, measure_values
from xueheng.evaluation.core.windows import day_number, period_for, window_period
from xueheng.language.public import Cell, Expected, Kind, Library, WorkedExample, WorkedRecord, WorkedSubject


@dataclass(frozen=True, slots=True)
class Mismatch:
    """An answer that differs from the one worked out by hand."""

    example: str
    expected: Expected
    found: str


@dataclass(frozen=True, slots=True)
class Squared:
    """A variation, known by its square."""

    square: Fraction


def example_dataset(library: Library, example: WorkedExample) -> Dataset:
    """The example's subjects and records as a dataset; subjects that are only named exist for ever."""
    by_entity: dict[str, list[WorkedSubject]] = {}
    for subject in example.subjects:
        by_entity.setdefault(subject.entity, []).append(subject)
    for record in example.records:
        about = library.evidence[record.type].about
        if all(s.id != record.about for s in by_entity.get(about, [])):
            by_entity.setdefault(about, []).append(WorkedSubject(about, record.about, {}))
    subjects = {entity: subject_table(library, entity, members) for entity, members in by_entity.items()}
    by_type: dict[str, list[WorkedRecord]] = {}
    for record in example.records:
        by_type.setdefault(record.type, []).append(record)
    return Dataset({name: Records(record_table(library, name, found)) for name, found in by_type.items()}, subjects)


def subject_table(library: Library, entity: str, members: Iterable[WorkedSubject]) -> pa.Table:
    """Spans cut wherever one of a subject's values begins or ends."""
    definition = library.entities[entity]
    types = {a.name: a.type for a in definition.attributes}
    rows: list[dict[str, Any]] = []
    for member in members:
        starts = {_first(s[1]) for spans in member.values.values() for s in spans}
        starts |= {_last(s[2]) + 1 for spans in member.values.values() for s in spans if s[2] is not None}
        edges = sorted(starts | {FIRST_DAY})
        for number, start in enumerate(edges):
            end = edges[number + 1] - 1 if number + 1 < len(edges) else LAST_DAY
            row: dict[str, Any] = {"subject": member.id, "from_day": start, "to_day": end}
            for name, spans in member.values.items():
                held = [v for v, a, b in spans if _first(a) <= start and end <= _last(b)]
                row[name] = stored_cell(held[0], types[name]) if held and name in types else held[0] if held else None
            rows.append(row)
    columns = {
        "subject": pa.string(),
        "from_day": pa.int32(),
        "to_day": pa.int32(),
        **{name: arrow_type(t) for name, t in types.items()},
        **dict.fromkeys(definition.ancestors, pa.string()),
    }
    return pa.table({name: pa.array([r.get(name) for r in rows], kind) for name, kind in columns.items()})


def _first(day: date | None) -> int:
    return FIRST_DAY if day is None else day_number(day)


def _last(day: date | None) -> int:
    return LAST_DAY if day is None else day_number(day)


def record_table(library: Library, name: str, records: list[WorkedRecord]) -> pa.Table:
    """An example's records of one type; ids count from 1 in the order given."""
    type_ = library.evidence[name]
    types = {f.name: f.type for f in type_.fields}
    rows = []
    for number, record in enumerate(records, 1):
        day = day_number(record.day) if record.day is not None else 0
        row: dict[str, Any] = {
            "id": number,
            "subject": record.about,
            "org": record.org,
            "day": day,
            "recorder": record.recorder,
            "verified": record.verified,
            "recorded": 0,
        }
        row.update({f: stored_cell(v, types[f]) for f, v in record.fields.items() if f in types})
        rows.append(row)
    return pa.table({c: pa.array([r.get(c) for r in rows], kind) for c, kind in record_fields(type_).items()})


def example_period(library: Library, example: WorkedExample) -> Period:
    """The period an example names."""
    today = date.min  # an example names its period, so that no day of its own is ever needed
    if example.standard is not None:
        return period_for(library, example.standard, example.period, today)
    pack = example.measures[0].rpartition(".")[0]
    window = "calendar_year" if re.fullmatch(r"\d{4}", example.period) else "school_year"
    return window_period(library.calendar_for(pack), window, example.period, today)


def run_example(library: Library, example: WorkedExample, engine: EngineName = "duckdb") -> list[Mismatch]:
    """Where the example's answers differ from what is computed; empty when all agree."""
    dataset, period = example_dataset(library, example), example_period(library, example)
    pack = (example.standard or example.measures[0]).rpartition(".")[0]
    answers = evaluate(library, example.standard, dataset, period, engine=engine).answers() if example.standard else {}
    asked = {e.code for e in example.expected}
    found_in_tree = {code for per in answers.values() for code in per}
    wanted = [
        f"{pack}.{code}" for code in asked - found_in_tree if any(m == f"{pack}.{code}" for m, _ in library.measures)
    ]
    wanted += [m for m in example.measures if m not in wanted]
    values = measure_values(library, wanted, dataset, period, engine=engine) if wanted else {}
    mismatches = []
    for expected in example.expected:
        found = _found(expected, answers, values, pack, library)
        if not _agrees(expected.answer, found, library, f"{pack}.{expected.code}"):
            mismatches.append(Mismatch(example.name, expected, _say(found)))
    return mismatches


def _found(
    expected: Expected,
    answers: dict[Any, dict[str, Answer]],
    values: dict[tuple[str, str], dict[Any, Cell]],
    pack: str,
    library: Library,
) -> Answer | Cell | Squared:
    code, _, part = expected.code.partition(".")
    per = answers.get(expected.subject, {})
    if expected.code == "level" and "total" in per:
        return per["total"].level if per["total"].level is not None else per["total"]
    if part == "level" and code in per:
        return per[code].level if per[code].level is not None else per[code]
    if part == "value" and code in per:
        return per[code].value
    if expected.code in per:
        return per[expected.code]
    for (measure, entity), by_subject in values.items():
        if measure == f"{pack}.{expected.code}" and expected.subject in by_subject:
            value = by_subject[expected.subject]
            variation = library.measures[(measure, entity)].type.kind is Kind.VARIATION
            return Squared(value) if variation and isinstance(value, Fraction) else value
    return None


def _agrees(answer: str, found: Answer | Cell | Squared, library: Library, measure: str) -> bool:
    del library, measure
    if isinstance(found, Squared):
        decimals = len(answer.partition(".")[2])
        return _number(answer) is not None and _root(found.square, decimals) == _number(answer)
    if answer in ("missing", "not_applying"):
        return found.state == answer if isinstance(found, Answer) else found is None and answer == "missing"
    if isinstance(found, Answer):
        if found.points is None:
            return found.value is not None and _same(answer, found.value)
        if found.shown is not None and _number(answer) == Fraction(found.shown):
            return True
        return _same(answer, found.points)
    return _same(answer, found)


def _same(answer: str, found: Cell) -> bool:
    if found is None:
        return False
    if isinstance(found, bool):
        return answer in (("yes", "true") if found else ("no", "false"))
    if isinstance(found, str):
        return answer == found
    number = _number(answer)
    if number is None:
        return False
    decimals = len(answer.partition(".")[2]) if "/" not in answer else 0
    exactly = Fraction(found)
    if exactly == number:
        return True
    return decimals >= ENOUGH_DECIMALS and _half_up(exactly, decimals) == number


ENOUGH_DECIMALS = 4
"""An answer written with this many decimals may be a rounded one; with fewer it must be exact."""


def _half_up(number: Fraction, decimals: int) -> Fraction:
    scaled = abs(number) * 10**decimals
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(units if number >= 0 else -units, 10**decimals)


def _root(square: Fraction, decimals: int) -> Fraction:
    """√square, half up to `decimals`, exactly: floor(√(4·s)) tells on which side of the half it lies."""
    scaled = square * 4 * 10 ** (2 * decimals)
    twice = isqrt(scaled.numerator // scaled.denominator)
    return Fraction((twice + 1) // 2, 10**decimals)


def _number(text: str) -> Fraction | None:
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        return None


def _say(found: Answer | Cell | Squared) -> str:
    if isinstance(found, Squared):
        return str(_root(found.square, ENOUGH_DECIMALS))
    if isinstance(found, Answer):
        if found.points is None:
            return found.state if found.value is None else str(found.value)
        return found.shown or str(found.points)
    return "missing" if found is None else ("yes" if found else "no") if isinstance(found, bool) else str(found)
