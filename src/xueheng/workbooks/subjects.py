"""Subjects as rows name them, and as spans from a day to a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from xueheng.language.public import Entity
from xueheng.workbooks.field_readers import arrow_type

FIRST_DAY, LAST_DAY = -1_000_000, 1_000_000
"""Ends of a span that is open, in days since 1970-01-01 (as the evaluation reads them)."""


@dataclass(frozen=True, slots=True)
class Subjects:
    """Subjects of one entity. `table`: subject · from_day · to_day (int32, both included) · each
    attribute · each ancestor entity, by their names; `kept`: heading → subject → text, asked for to
    check rows against; `rows` read.
    """

    entity: str
    table: Any = field(repr=False)
    kept: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)
    rows: int = 0


def value_columns(entity: Entity) -> dict[str, Any]:
    """Attribute and ancestor columns with their Arrow types."""
    columns = {each.name: arrow_type(each) for each in entity.attributes}
    return columns | {ancestor: pa.string() for ancestor in entity.ancestors}


def spans(seen: Sequence[Any], entity: Entity) -> Any:
    """Spans from sightings: tables of subject · day · any of the attributes and ancestors.

    A blank says nothing. A subject always seen alike exists throughout; where what is said changes,
    the new span begins on the day of the row that says so.
    """
    columns = value_columns(entity)
    schema = pa.schema([("subject", pa.string()), ("day", pa.int32()), *columns.items()])
    tables = [_completed(table, schema) for table in seen]
    table = pa.concat_tables(tables) if tables else schema.empty_table()
    unlike = table.drop_columns(["day"]).group_by(table.drop_columns(["day"]).column_names, use_threads=False)
    alike = unlike.aggregate([])
    counted = alike.group_by("subject", use_threads=False).aggregate([([], "count_all")])
    several = counted.filter(pc.greater(counted["count_all"], 1))["subject"]
    single = alike.filter(pc.invert(pc.is_in(alike["subject"], value_set=several.combine_chunks())))
    open_ended = single.append_column("from_day", pa.repeat(pa.scalar(FIRST_DAY, pa.int32()), single.num_rows))
    open_ended = open_ended.append_column("to_day", pa.repeat(pa.scalar(LAST_DAY, pa.int32()), single.num_rows))
    names = ["subject", "from_day", "to_day", *columns]
    changing = table.filter(pc.is_in(table["subject"], value_set=several.combine_chunks()))
    return pa.concat_tables(
        [open_ended.select(names), _changing(changing, list(columns), open_ended.select(names).schema)]
    )


def _completed(table: Any, schema: Any) -> Any:
    columns = [
        table[name] if name in table.column_names else pa.nulls(table.num_rows, schema.field(name).type)
        for name in schema.names
    ]
    return pa.table(columns, schema=schema)


def _changing(table: Any, columns: Sequence[str], schema: Any) -> Any:
    """Spans of subjects about whom different rows say different things."""
    by_subject: dict[str, list[dict[str, Any]]] = {}
    for row in table.to_pylist():
        by_subject.setdefault(row["subject"], []).append(row)
    found: list[dict[str, Any]] = []
    for subject, rows in by_subject.items():
        rows.sort(key=lambda row: row["day"])
        said = {name: next((row[name] for row in rows if row[name] is not None), None) for name in columns}
        current = {"subject": subject, "from_day": FIRST_DAY, "to_day": LAST_DAY, **said}
        found.append(current)
        for row in rows:
            news = {n: row[n] for n in columns if row[n] is not None and row[n] != current[n]}
            if not news:
                continue
            if row["day"] <= current["from_day"] or row["day"] <= rows[0]["day"]:
                current.update(news)
                continue
            current["to_day"] = row["day"] - 1
            current = {**current, "from_day": row["day"], "to_day": LAST_DAY, **news}
            found.append(current)
    return pa.Table.from_pylist(found, schema=schema)


def nearest_numbers(number: str, known: Mapping[str, object] | frozenset[str]) -> tuple[str, ...]:
    """Known numbers that differ in one digit, or in two neighbours changing places.

    >>> nearest_numbers("3701", frozenset({"3702", "3710", "9999"}))
    ('3702', '3710')
    """
    places = range(len(number))
    variants = {number[:at] + other + number[at + 1 :] for at in places for other in "0123456789"}
    variants |= {number[:at] + number[at + 1 : at + 2] + number[at] + number[at + 2 :] for at in places}
    return tuple(sorted(variant for variant in variants if variant in known and variant != number))[:3]
