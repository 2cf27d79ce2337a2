"""One subject's facts as they stand now, as the files of a snapshot taken at this moment would hold them."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from xueheng.evidence.catalogue import types_known
from xueheng.evidence.counting import verified_by
from xueheng.evidence.snapshots.typed_tables import ENVELOPE, measured_fields, opened, subjects_table
from xueheng.evidence.snapshots.what_stands import Row, Standing, day_number
from xueheng.identity.public import library, subject_spans
from xueheng.language.public import EvidenceType

Rows = list[tuple[Any, ...]]


def standing_rows(subject: int, wanted: Mapping[str, Sequence[str]]) -> dict[str, Rows]:
    """By type the subject's facts that count, by number, each with the wanted columns in the order asked for."""
    standing = Standing(subject)
    by_type: dict[str, list[Row]] = defaultdict(list)
    for row in standing.facts_of_subject(list(wanted)):
        by_type[row[1]].append(row)
    found: dict[str, Rows] = {type_: [] for type_ in wanted}
    for type_, rows in by_type.items():
        found[type_] = _told(types_known()[type_], rows, standing.merged, wanted[type_])
    return found


def _told(type_: EvidenceType, rows: Sequence[Row], merged: Mapping[int, int], columns: Sequence[str]) -> Rows:
    readable = {*(field.name for field in ENVELOPE), *(field.name for field in measured_fields(type_))}
    if not readable.issuperset(columns):
        raise ValueError(f"{sorted({*columns} - readable)} of {type_.name} are not to be read")
    every = opened(type_.name, [(row[0], row[3]) for row in rows], [row[-1] for row in rows])
    told = [(row, fields) for row, fields in zip(rows, every, strict=True) if fields is not None]
    envelope = _envelope(type_, [row for row, _ in told], merged)
    cells = [
        envelope[column]() if column in envelope else [fields.get(column) for _, fields in told] for column in columns
    ]
    return list(zip(*cells, strict=True)) if columns else [() for _ in told]


def _envelope(
    type_: EvidenceType, rows: Sequence[Row], merged: Mapping[int, int]
) -> dict[str, Callable[[], list[Any]]]:
    """What every fact has, column by column."""
    return {
        "id": lambda: [row[0] for row in rows],
        "subject": lambda: [str(merged.get(row[3], row[3])) for row in rows],
        "org": lambda: [None if row[4] is None else str(row[4]) for row in rows],
        "day": lambda: [day_number(row[2]) for row in rows],
        "recorder": lambda: [str(row[5]) for row in rows],
        "verified": lambda: [verified_by(type_, row[7], row[8]) for row in rows],
        "recorded": lambda: [row[6] for row in rows],
    }


def subject_table(entity: str, subject: int) -> pa.Table:
    """The spans of one subject, as a snapshot's list of subjects has them."""
    definition = library().entities[entity]
    return subjects_table(definition, subject_spans(definition, subject))
