"""A snapshot as an evaluation reads it."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import reduce
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from xueheng.evaluation.core.public import Dataset, Records, spans_in_file
from xueheng.evidence.public import Manifest, require_whole


def dataset_of(folder: Path, manifest: Manifest, unit: int | None = None) -> Dataset:
    """The files of a snapshot below `folder`, each checked before it is opened; with the subjects of one unit, or of
    all. Raises SnapshotRefused.
    """
    require_whole(folder, manifest)
    subjects = {file.of: pq.ParquetFile(folder / file.path).read() for file in manifest.subjects}
    return Dataset(_records(folder, manifest), _within(subjects, unit), manifest.digest)


def dataset_of_one(
    folder: Path, manifest: Manifest, of: str, subject: int, entities: Collection[str], unit: int | None = None
) -> Dataset:
    """The same of one subject: her own spans, and of these entities all. Files are checked when they are first opened,
    and again when they are no longer those that were. Raises SnapshotRefused.
    """
    _require_known_whole(folder, manifest)
    subjects = {
        file.of: spans_in_file(path, [str(subject)]) if file.of == of else pq.ParquetFile(path).read()
        for file in manifest.subjects
        if file.of == of or file.of in entities
        for path in (folder / file.path,)
    }
    return Dataset(_records(folder, manifest), _within(subjects, unit), manifest.digest)


MOST_KNOWN = 16
_known_whole: dict[tuple[Path, str], tuple[tuple[int, int, int], ...]] = {}
"""Of each snapshot that was found whole, what the system said of its files then."""


def _require_known_whole(folder: Path, manifest: Manifest) -> None:
    key, said = (folder, manifest.digest), _as_they_are(folder, manifest)
    if said and _known_whole.get(key) == said:
        return
    require_whole(folder, manifest)
    _known_whole[key] = said
    for oldest in list(_known_whole)[:-MOST_KNOWN]:
        _known_whole.pop(oldest, None)


def _as_they_are(folder: Path, manifest: Manifest) -> tuple[tuple[int, int, int], ...]:
    """Of each file which it is, how large, and when it was last written; empty where one cannot be looked at."""
    try:
        stats = [(folder / file.path).stat() for file in (*manifest.records, *manifest.subjects)]
    except OSError:
        return ()
    return tuple((each.st_ino, each.st_size, each.st_mtime_ns) for each in stats)


def _records(folder: Path, manifest: Manifest) -> dict[str, Records]:
    files: dict[str, list[Path]] = defaultdict(list)
    for file in manifest.records:
        if file.rows:
            files[file.of].append(folder / file.path)
    return {
        type_: Records(files=tuple(paths), columns={name: name for name in pq.read_schema(paths[0]).names})
        for type_, paths in files.items()
    }


def _within(subjects: Mapping[str, pa.Table], unit: int | None) -> Mapping[str, pa.Table]:
    return subjects if unit is None else {name: _of_unit(table, unit) for name, table in subjects.items()}


def _of_unit(table: pa.Table, unit: int) -> pa.Table:
    """The unit itself and what belongs to it: columns that name a unit above carry the kind's qualified name."""
    said = ["subject", *(name for name in table.column_names if "." in name)]
    there = [pc.fill_null(pc.equal(table.column(name), str(unit)), fill_value=False) for name in said]
    return table.filter(reduce(pc.or_, there))
