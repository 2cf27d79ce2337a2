"""One subject's facts as they stand now, as the files of a snapshot taken at this moment would hold them."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from xueheng.evidence.catalogue import types_known
from xueheng.evidence.snapshots.typed_tables import fact_rows, subjects_table
from xueheng.evidence.snapshots.what_stands import Standing
from xueheng.identity.public import library, subject_spans

Rows = list[tuple[Any, ...]]


def standing_rows(subject: int, wanted: dict[str, Sequence[str]]) -> dict[str, Rows]:
    """By type the subject's facts that count, by number, each with the wanted columns in the order asked for."""
    standing = Standing(subject)
    found: dict[str, Rows] = {}
    for type_, columns in wanted.items():
        names, rows = fact_rows(types_known()[type_], standing.rows_of_subject(type_))
        places = [names.index(column) for column in columns]
        found[type_] = [tuple(row[place] for place in places) for row in rows]
    return found


def subject_table(entity: str, subject: int) -> pa.Table:
    """The spans of one subject, as a snapshot's list of subjects has them."""
    definition = library().entities[entity]
    return subjects_table(definition, subject_spans(definition, subject))
