"""Facts and subjects as typed tables: measured values alone, under the numbers of subjects, never what is private."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec
import pyarrow as pa

from xueheng.evidence.catalogue import private_fields
from xueheng.evidence.counting import verified_by
from xueheng.evidence.snapshots.what_stands import Row, day_number
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
_read = msgspec.json.Decoder().decode


def measured_fields(type_: EvidenceType) -> list[Field]:
    """The fields that an evaluation may read: neither private nor sensitive, and no files."""
    hidden = private_fields(type_)
    return [field for field in type_.fields if field.name not in hidden and not field.is_file]


def table_schema(type_: EvidenceType) -> pa.Schema:
    """The columns of a type's facts."""
    return pa.schema([*ENVELOPE, *(pa.field(field.name, arrow_type(field)) for field in measured_fields(type_))])


def facts_batch(type_: EvidenceType, rows: Sequence[Row], merged: Mapping[int, int]) -> pa.RecordBatch:
    """Facts with their measured fields; those of people whose key was destroyed, and whose time is over, are not among
    them.
    """
    values = opened(type_.name, [(row[0], row[3]) for row in rows], [row[-1] for row in rows])
    fields = [
        pa.array([None if value is None else value.get(field.name) for value in values], arrow_type(field))
        for field in measured_fields(type_)
    ]
    batch = pa.RecordBatch.from_arrays([*_envelope(type_, rows, merged), *fields], schema=table_schema(type_))
    if any(value is None for value in values):
        return batch.filter(pa.array([value is not None for value in values]))
    return batch


def _envelope(type_: EvidenceType, rows: Sequence[Row], merged: Mapping[int, int]) -> list[pa.Array]:
    number, _, day, subject, unit, recorder, recorded, attested, refused, _ = zip(*rows, strict=True)
    about = [merged.get(one, one) for one in subject] if merged else subject
    verified = [verified_by(type_, *both) for both in zip(attested, refused, strict=True)]
    return [
        pa.array(number, pa.int64()), _as_text(about), _as_text(unit), pa.array(map(day_number, day), pa.int32()),
        _as_text(recorder), pa.array(verified, pa.bool_()), pa.array(recorded, pa.int64()),
    ]  # fmt: skip


def _as_text(numbers: Sequence[int | None]) -> pa.Array:
    return pa.array(numbers, pa.int64()).cast(pa.string())


def opened(type_: str, whose: Sequence[tuple[int, int]], payloads: Sequence[bytes]) -> list[Mapping[str, Any] | None]:
    """The fields of records, decrypted under the number that the subject had when they were sealed; None where nothing
    is left to read. `whose`: number and subject of each.
    """
    sealed = [
        (subject, f"record|{type_}|{number}", bytes(payload))
        for (number, subject), payload in zip(whose, payloads, strict=True)
    ]
    return [None if plain is None else _read(plain)["fields"] for plain in unseal_many(sealed)]


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
