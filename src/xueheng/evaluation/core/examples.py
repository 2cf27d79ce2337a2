"""Worked examples, run: a few records in, the answer out, compared with what the author worked out by hand."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import isqrt
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from xueheng.evaluation.core.dataset import FIRST_DAY, LAST_DAY, Dataset, Period, Records
from xueheng.evaluation.core.evaluation import Answer
from xueheng.evaluation.core.examples_given import given_entries, given_of, given_results, given_values
from xueheng.evaluation.core.grains import BETWEEN, measure_at
from xueheng.evaluation.core.layers import evaluate_layers
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


def example_dataset(library: Library, example: WorkedExample, period: Period) -> Dataset:
    """All that the example gives, as a dataset; subjects that are only named exist for ever."""
    by_entity: dict[str, list[WorkedSubject]] = {}
    for subject in example.subjects:
        by_entity.setdefault(subject.entity, []).append(subject)
    named = [(library.evidence[r.type].about, r.about) for r in example.records]
    named += [(library.registers[e.register].of, e.about) for e in example.entries]
    named += [(given_of(library, r, by_entity), r.subject) for r in example.results]
    for about, name in named:
        if all(s.id != name for s in by_entity.get(about, [])):
            by_entity.setdefault(about, []).append(WorkedSubject(about, name, {}))
    subjects = {entity: subject_table(library, entity, members) for entity, members in by_entity.items()}
    by_type: dict[str, list[WorkedRecord]] = {}
    for record in example.records:
        by_type.setdefault(record.type, []).append(record)
    return Dataset(
        {name: Records(record_table(library, name, found)) for name, found in by_type.items()},
        subjects,
        results=given_results(library, example, period),
        registers=given_entries(library, example),
        values=given_values(library, example, by_entity),
    )


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


Answers = Mapping[str, Mapping[Any, Mapping[str, Answer]]]
"""By layer ('' for the only one there is), then by subject, then by the node's code."""


def run_example(library: Library, example: WorkedExample, engine: EngineName = "duckdb") -> list[Mismatch]:
    """Where the example's answers differ from what is computed; empty when all agree."""
    period = example_period(library, example)
    dataset = example_dataset(library, example, period)
    pack = (example.standard or example.measures[0]).rpartition(".")[0]
    answers = example_answers(library, example, dataset, period, engine)
    asked = {e.code for e in example.expected}
    found_in_tree = {code for layer in answers.values() for per in layer.values() for code in per}
    wanted = [
        f"{pack}.{code}" for code in asked - found_in_tree if any(m == f"{pack}.{code}" for m, _ in library.measures)
    ]
    wanted += [m for m in example.measures if m not in wanted]
    values = measure_values(library, wanted, dataset, period, engine=engine, reader=example.standard) if wanted else {}
    mismatches = []
    for expected in example.expected:
        found = _found(expected, answers, values, pack, library)
        if not _agrees(expected.answer, found):
            mismatches.append(Mismatch(example.name, expected, _say(found)))
    return mismatches


def example_answers(
    library: Library, example: WorkedExample, dataset: Dataset, period: Period, engine: EngineName
) -> Answers:
    """The results that the example asks for, of every layer it runs with."""
    if example.standard is None:
        return {}
    if example.overlay:
        return _layered_answers(library, example, dataset, period, engine)
    return {"": evaluate(library, example.standard, dataset, period, engine=engine).answers()}


def _layered_answers(
    library: Library, example: WorkedExample, dataset: Dataset, period: Period, engine: EngineName
) -> Answers:
    """The results of base and layer. Who is given without an organisation of the layer's kind is of the layer's."""
    layer = library.overlays[example.overlay]
    whose = dataset.subjects.get(layer.own.of)
    if whose is not None:
        at = whose.column_names.index(layer.entity)
        filled = pc.fill_null(whose.column(at), layer.subject)
        dataset = replace(
            dataset, subjects={**dataset.subjects, layer.own.of: whose.set_column(at, layer.entity, filled)}
        )
    made = evaluate_layers(library, layer.base, [layer.name], dataset, period, engine=engine)
    return {"base": made.base.answers(), "own": made.own[layer.name].answers()}


def _found(
    expected: Expected,
    answers: Answers,
    values: dict[tuple[str, str], dict[Any, Cell]],
    pack: str,
    library: Library,
) -> Answer | Cell | Squared:
    code, _, part = expected.code.partition(".")
    subject = f"{expected.subject}{BETWEEN}{expected.by}" if expected.by else expected.subject
    per = answers.get(expected.layer, answers.get("", {})).get(subject, {})
    if expected.code == "level" and "total" in per:
        return per["total"].level if per["total"].level is not None else per["total"]
    if part == "level" and code in per:
        return per[code].level if per[code].level is not None else per[code]
    if part == "value" and code in per:
        return per[code].value if per[code].state != "not_applying" else per[code]
    if expected.code in per:
        return per[expected.code]
    for (measure, grain), by_subject in values.items():
        if measure == f"{pack}.{expected.code}" and subject in by_subject:
            value = by_subject[subject]
            variation = measure_at(library, measure, grain).type.kind is Kind.VARIATION
            return Squared(value) if variation and isinstance(value, Fraction) else value
    return None


WITHOUT_NUMBER = "none"
"""The answer for a part that is known and has no number of its own by design, as the total of a profile."""


def _agrees(answer: str, found: Answer | Cell | Squared) -> bool:
    if isinstance(found, Squared):
        return _is_root(answer, found.square)
    if answer in ("missing", "not_applying"):
        return found.state == answer if isinstance(found, Answer) else found is None and answer == "missing"
    if isinstance(found, Answer):
        if found.points is None and found.value is None:
            return answer == WITHOUT_NUMBER and found.state == "known"
        if found.points is None:
            return _same(answer, found.value)
        if found.shown is not None and _number(answer) == Fraction(found.shown):
            return True
        return _same(answer, found.points)
    return _same(answer, found)


def _is_root(answer: str, square: Fraction) -> bool:
    """Roots seldom end: an answer of several decimals is a rounded one, another is exact."""
    number, decimals = _number(answer), len(answer.partition(".")[2])
    if number is None:
        return False
    return number**2 == square or (decimals >= DECIMALS_OF_A_ROOT and _root(square, decimals) == number)


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


DECIMALS_OF_A_ROOT = 3
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
