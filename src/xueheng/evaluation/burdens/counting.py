"""How many records of each type each unit made in each month: counted from a snapshot when a run is stored, so that no
page has to read the record for it. The counts tell of nobody.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from xueheng.evaluation.core.public import write_parquet
from xueheng.evidence.public import Manifest, SnapshotFile, snapshots_folder
from xueheng.identity.public import Closure, Post, holds_on, policy
from xueheng.trust.public import data_folder

_WHY = "the burden of recording is counted, unit by unit"
STAFF = "-staff"
"""In the place of a type: how many people hold a post in the unit."""
SCHEMA = pa.schema(
    [
        ("unit", pa.int64()),
        ("type", pa.string()),
        ("month", pa.string()),
        ("records", pa.int64()),
        ("staff", pa.int64()),
    ]
)
"""One row a unit, type and month. `unit`: one right below the highest, or the highest itself; `staff`: of the records,
those that somebody with a post entered."""
KNOWN_AT, TAKEN = b"known_at", b"snapshot"


def counts_file() -> Path:
    """Where the counts of the last snapshot lie."""
    return data_folder() / "burdens.parquet"


def keep_burdens(snapshot: Manifest, day: date) -> None:
    """Count the records of a snapshot, unless they are, or a later snapshot's."""
    path = counts_file()
    if path.is_file():
        kept = pq.read_schema(path).metadata or {}
        if int(kept.get(KNOWN_AT, b"0")) >= snapshot.taken_at:
            return
    table = counted(snapshot, day).replace_schema_metadata({KNOWN_AT: str(snapshot.taken_at), TAKEN: snapshot.digest})
    draft = path.with_name(f".{path.name}")
    write_parquet(table, draft)
    draft.replace(path)


def counted(snapshot: Manifest, day: date) -> pa.Table:
    """The counts of a snapshot."""
    staff = _staff(day)
    people = pa.array(sorted({str(person) for person, _ in staff}), pa.string())
    found: Counter[tuple[int, str, str]] = Counter()
    entered: Counter[tuple[int, str, str]] = Counter()
    raw = [(file, *row) for file in snapshot.records if file.rows for row in _rows(file, people)]
    over = _units_over({unit for _, unit, _, _ in raw} | {unit for _, unit in staff}, day)
    for file, unit, records, by_staff in raw:
        key = (over.get(unit, unit), file.of, file.month)
        found[key] += records
        entered[key] += by_staff
    holders = {(over.get(unit, unit), person) for person, unit in staff}
    for unit, many in Counter(unit for unit, _ in holders).items():
        found[(unit, STAFF, "")] = entered[(unit, STAFF, "")] = many
    rows = [(*key, found[key], entered[key]) for key in sorted(found)]
    cells = zip(*rows, strict=True) if rows else [()] * len(SCHEMA)
    return pa.Table.from_arrays(
        [pa.array(column, field.type) for column, field in zip(cells, SCHEMA, strict=True)], schema=SCHEMA
    )


def _rows(file: SnapshotFile, people: pa.Array) -> Iterator[tuple[int, int, int]]:
    """(unit, records, those entered by staff) of one month of one type."""
    table = pq.read_table(
        snapshots_folder() / file.path, columns=["org", "recorder"], read_dictionary=["org", "recorder"]
    )
    by_staff = pc.is_in(table.column("recorder").cast(pa.string()), value_set=people).cast(pa.int64())
    sums = pa.table({"org": table.column("org").cast(pa.string()), "staff": by_staff}).group_by("org")
    for row in sums.aggregate([("staff", "count"), ("staff", "sum")]).to_pylist():
        yield int(row["org"] or 0), row["staff_count"], row["staff_sum"]


def _staff(day: date) -> list[tuple[int, int]]:
    """(person, unit) of everybody who holds a post on a day, administrators of the server left out."""
    rows: Any = Post.objects.for_the_programme(_WHY).filter(holds_on(day)).exclude(role__in=policy().administrators)
    return [(int(person), int(unit)) for person, unit in rows.values_list("person", "organisation")]


def _units_over(units: set[int], day: date) -> Mapping[int, int]:
    """For each unit the one that is right below the highest of its hierarchy and over it, or itself."""
    rows = Closure.objects.for_the_programme(_WHY).filter(
        holds_on(day), descendant__in=units, hierarchy="administrative"
    )
    chains: dict[int, list[tuple[int, int]]] = {}
    for unit, over, depth in rows.values_list("descendant", "ancestor", "depth"):
        chains.setdefault(int(unit), []).append((int(depth), int(over)))
    return {unit: sorted(chain)[-2][1] if len(chain) > 1 else unit for unit, chain in chains.items()}
