"""A snapshot as an evaluation reads it."""

from collections import defaultdict
from pathlib import Path

import pyarrow.parquet as pq

from xueheng.evaluation.core.public import Dataset, Records
from xueheng.evidence.public import Manifest, require_whole


def dataset_of(folder: Path, manifest: Manifest) -> Dataset:
    """The files of a snapshot below `folder`, each checked before it is opened. Raises SnapshotRefused."""
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
    return Dataset(records, subjects, manifest.digest)
