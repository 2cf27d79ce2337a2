"""A snapshot as an evaluation reads it."""

from collections import defaultdict
from functools import reduce
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from xueheng.evaluation.core.public import Dataset, Records
from xueheng.evidence.public import Manifest, require_whole


def dataset_of(folder: Path, manifest: Manifest, unit: int | None = None) -> Dataset:
    """The files of a snapshot below `folder`, each checked before it is opened; with the subjects of one unit, or of
    all. Raises SnapshotRefused.
    """
    require_whole(folder, manifest)
    files: dict[str, list[Path]] = defaultdict(list)
    for file in manifest.records:
        if file.rows:
            files[file.of].append(folder / file.path)
    records = {
        type_: Records(files=tuple(paths), columns={name: name for name in pq.read_schema(paths[0]).names})
        for type_, paths in files.items()
    }
    subjects = {file.of: pq.ParquetFile(folder / file.path).read() for file in manifest.subjects}
    if unit is not None:
        subjects = {name: _of_unit(table, unit) for name, table in subjects.items()}
    return Dataset(records, subjects, manifest.digest)


def _of_unit(table: pa.Table, unit: int) -> pa.Table:
    """The unit itself and what belongs to it: columns that name a unit above carry the kind's qualified name."""
    said = ["subject", *(name for name in table.column_names if "." in name)]
    there = [pc.fill_null(pc.equal(table.column(name), str(unit)), fill_value=False) for name in said]
    return table.filter(reduce(pc.or_, there))
