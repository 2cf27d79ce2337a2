"""The months of a snapshot as tables, each by number, in one piece: the same facts make the same file, however they
came.

What a record says never changes. Where the last snapshot has a month already, its rows are taken over, and only records
that are new in it are opened.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

import numpy as np
import pyarrow as pa

from xueheng.evidence.catalogue import types_known
from xueheng.evidence.snapshots.typed_tables import facts_batch, table_schema
from xueheng.evidence.snapshots.what_stands import Month, Row, Standing
from xueheng.language.public import EvidenceType

MOST_WAITING = 40_000
"""Rows that wait, all months together, until they are made into columns."""
Counted = Callable[[int], None]


def read_months(standing: Standing, months: Collection[Month], counted: Counted) -> Iterator[tuple[Month, pa.Table]]:
    """Each month's facts that count, from one reading of the record. `counted` is told how many facts were read."""
    if not months:
        return
    made: dict[Month, list[pa.RecordBatch]] = {month: [] for month in months}
    places: dict[tuple[str, str], list[Row] | None] = {}
    waiting: dict[Month, list[Row]] = defaultdict(list)
    count = 0
    for portion in standing.facts(months):
        for row in portion:
            key = (row[1], row[2])
            if key not in places:
                month = Month.of_day(*key)
                places[key] = waiting[month] if month in made else None
            place = places[key]
            if place is not None:
                place.append(row)
        counted(len(portion))
        count += len(portion)
        if count >= MOST_WAITING:
            _hand_over(standing, waiting, made)
            count = 0
    _hand_over(standing, waiting, made)
    for month, batches in made.items():
        yield month, pa.Table.from_batches(batches, schema=table_schema(_type(month))).combine_chunks()


def _hand_over(
    standing: Standing, waiting: Mapping[Month, list[Row]], made: Mapping[Month, list[pa.RecordBatch]]
) -> None:
    for month, rows in waiting.items():
        if rows:
            made[month].append(facts_batch(_type(month), rows, standing.merged))
            rows.clear()


def grown_month(standing: Standing, month: Month, before: pa.Table, counted: Counted) -> pa.Table:
    """A month's facts that count, from its table in an earlier snapshot, whose rows are still opened alike."""
    numbers, known = np.array(standing.numbers(month), dtype=np.int64), before.column("id").to_numpy()
    kept = before.filter(pa.array(np.isin(known, numbers, assume_unique=True)))
    if _type(month).verified_by_anyone:
        place = kept.schema.get_field_index("verified")
        verified = np.isin(kept.column("id").to_numpy(), np.array(standing.verified(month), dtype=np.int64))
        kept = kept.set_column(place, kept.schema.field(place), pa.array(verified))
    new: Sequence[int] = np.setdiff1d(numbers, known, assume_unique=True).tolist()
    added = [facts_batch(_type(month), rows, standing.merged) for rows in standing.facts_numbered(new)]
    counted(len(numbers))
    whole = pa.concat_tables([kept, pa.Table.from_batches(added, schema=table_schema(_type(month)))])
    return whole.sort_by("id").combine_chunks()


def _type(month: Month) -> EvidenceType:
    return types_known()[month.type]
