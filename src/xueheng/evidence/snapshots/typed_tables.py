"""Facts and subjects as typed tables: measured values alone, under the numbers of subjects, never what is private."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any

import msgspec
import pyarrow as pa

from xueheng.evidence.catalogue import private_fields, types_known
from xueheng.evidence.counting import verified_by
from xueheng.evidence.snapshots.what_stands import Month
from xueheng.evidence.stored_values import EPOCH
from xueheng.identity.public import OPEN, SubjectSpan
from xueheng.language.public import Entity, EvidenceType, Field
from xueheng.trust.public import unseal_many
from xueheng.workbooks.public import arrow_type

ENVELOPE = (
    pa.field("id", pa.int64()),
    pa.field("subject", pa.string()),
    pa.field("org", pa.string()),
    pa.field("day", pa.int32()),
    pa.field("recorder", pa.string()),
    pa.field("verified", pa.bool_()),
    pa.field("recorded", pa.int64()),
)
"""What every fact has. `day`: days since 1970-01-01; `recorded`: microseconds since then."""
OPEN_DAY = 1_000_000
"""The last day of a span without an end."""
_AT_ONCE = 2_000
_read = msgspec.json.Decoder().decode


def measured_fields(type_: EvidenceType) -> list[Field]:
    """The fields that an evaluation may read: neither private nor sensitive, and no files."""
    hidden = private_fields(type_)
    return [field for field in type_.fields if field.name not in hidden and not field.is_file]


def facts_table(month: Month, rows: Iterable[tuple[Any, ...]]) -> pa.Table:
    """One month's facts, by number. Those of people whose key was destroyed are not among them."""
    type_ = types_known()[month.type]
    schema = pa.schema([*ENVELOPE, *(pa.field(field.name, arrow_type(field)) for field in measured_fields(type_))])
    columns: list[list[Any]] = [[] for _ in schema]
    add = [column.append for column in columns]
    for told in fact_rows(type_, rows)[1]:
        for put, cell in zip(add, told, strict=True):
            put(cell)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def fact_rows(type_: EvidenceType, rows: Iterable[tuple[Any, ...]]) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
    """The names of a fact's columns, and the facts with their fields in them."""
    names = [field.name for field in measured_fields(type_)]
    return [*(field.name for field in ENVELOPE), *names], _told(type_, names, rows)


def _told(type_: EvidenceType, names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    for row, values in _opened(type_.name, rows):
        number, subject, _, unit, day, recorder, recorded, _, attested, refused = row
        yield (
            number, str(subject), None if unit is None else str(unit), (day - EPOCH).days, str(recorder),
            verified_by(type_, attested, refused), recorded, *map(values.get, names),
        )  # fmt: skip


def _opened(type_: str, rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[tuple[Any, ...], dict[str, Any]]]:
    """Rows with their fields, decrypted in portions under the number that the subject had when they were sealed."""
    coming = iter(rows)
    while some := list(islice(coming, _AT_ONCE)):
        sealed = [(row[2], f"record|{type_}|{row[0]}", bytes(row[7])) for row in some]
        for row, plain in zip(some, unseal_many(sealed), strict=True):
            if plain is not None:
                yield row, _read(plain)["fields"]


def subjects_table(entity: Entity, spans: Iterable[SubjectSpan]) -> pa.Table:
    """An entity's subjects with their attributes, the units above, and what they were merged into."""
    found = list(spans)
    columns: dict[str, pa.Array] = {
        "subject": pa.array([str(span.subject) for span in found], pa.string()),
        "from_day": pa.array([_number(span.first) for span in found], pa.int32()),
        "to_day": pa.array([_number(span.last) for span in found], pa.int32()),
    }
    for attribute in entity.attributes:
        cells = [span.attributes.get(attribute.name) for span in found]
        columns[attribute.name] = pa.array(cells, arrow_type(attribute))
    for ancestor in entity.ancestors:
        above = (span.above.get(ancestor.rpartition(".")[2]) for span in found)
        columns[ancestor] = pa.array([None if unit is None else str(unit) for unit in above], pa.string())
    merged = [None if span.merged_into is None else str(span.merged_into) for span in found]
    if any(merged):
        columns["merged_into"] = pa.array(merged, pa.string())
    return pa.table(columns)


def _number(day: date) -> int:
    return OPEN_DAY if day == OPEN else (day - EPOCH).days
