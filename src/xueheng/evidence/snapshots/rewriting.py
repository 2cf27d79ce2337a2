"""People and single records taken out of every snapshot that was ever taken.

New files first, then what the snapshots say, then the old files go: broken off anywhere, the next time comes to the
same end, for whatever no snapshot names any more is taken away too.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from xueheng.evidence.snapshots.amendments import Rewritten, Step, read_steps, with_files, write_steps
from xueheng.evidence.snapshots.in_use import rewriting_snapshots
from xueheng.evidence.snapshots.manifest import NAME, Manifest, SnapshotFile, SnapshotRefused
from xueheng.evidence.snapshots.place import read_snapshot, snapshots_folder
from xueheng.evidence.snapshots.written import FILES, written
from xueheng.trust.public import digest_of_file, now

SUBJECT, RECORD = "subject", "id"


@dataclass(frozen=True, slots=True)
class _Out:
    """What is to be taken out."""

    subjects: frozenset[str]
    records: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Anew:
    """A file written anew, and who and what was in it."""

    file: Rewritten
    subjects: frozenset[str]
    records: frozenset[int]


def take_out(subjects: Iterable[int] = (), records: Iterable[int] = ()) -> int:
    """Take people, or single records, out of all snapshots; how many files were written anew. Raises SnapshotsInUse."""
    if not snapshots_folder().is_dir():
        return 0
    with rewriting_snapshots():
        return take_out_alone(subjects, records)


def take_out_alone(subjects: Iterable[int] = (), records: Iterable[int] = ()) -> int:
    """The same, for a caller who is inside `rewriting_snapshots`."""
    folder, out = snapshots_folder(), _Out(frozenset(map(str, subjects)), frozenset(records))
    snapshots = _readable(folder)
    named = {file.path: file for _, manifest in snapshots for file in (*manifest.records, *manifest.subjects)}
    anew = {path: found for path, file in named.items() if (found := _without(folder, file, out)) is not None}
    for place, manifest in snapshots:
        _amend(place, manifest, anew)
    _tidy(folder, out)
    return len(anew)


def _readable(folder: Path) -> list[tuple[Path, Manifest]]:
    """Snapshots as they are now; one that somebody damaged is none any more."""
    found = []
    for path in sorted(folder.glob(f"*/{NAME}")):
        try:
            found.append((path.parent, read_snapshot(path)))
        except SnapshotRefused:
            continue
    return found


def _without(folder: Path, file: SnapshotFile, out: _Out) -> _Anew | None:
    path = folder / file.path
    subjects, records = _found(path, out)
    if not subjects and not records:
        return None
    if digest_of_file(path) != file.sha256:
        return None  # damaged: no snapshot can be opened with it, and `_tidy` takes it away
    table = pq.ParquetFile(path).read()
    stays = _mask(table, out)
    name = Path(file.path).name.rpartition("-")[0]
    new_path, digest = written(folder, table.filter(stays), name)
    removed = table.num_rows - int(pc.sum(stays).as_py() or 0)
    return _Anew(Rewritten(file.path, file.sha256, new_path, digest, removed), subjects, records)


def _found(path: Path, out: _Out) -> tuple[frozenset[str], frozenset[int]]:
    """Who and what of it is in a file; of a file that cannot be read everybody might be."""
    try:
        names = pq.read_schema(path).names
        subjects = _named(path, out.subjects) if SUBJECT in names else frozenset[str]()
        records = pq.read_table(path, columns=[RECORD]).column(RECORD) if RECORD in names and out.records else None
    except FileNotFoundError:
        return frozenset(), frozenset()
    except (OSError, pa.ArrowException):
        return out.subjects, out.records
    return subjects, frozenset() if records is None else out.records.intersection(records.to_pylist())


def _named(path: Path, wanted: frozenset[str]) -> frozenset[str]:
    """Those of them that a file names. Only the list of who is named is looked through, not every row."""
    column = pq.read_table(path, columns=[SUBJECT], read_dictionary=[SUBJECT]).column(SUBJECT)
    asked, found = pa.array(sorted(wanted), pa.string()), set[str]()
    for chunk in column.chunks:
        named = chunk.dictionary.cast(pa.string()) if pa.types.is_dictionary(chunk.type) else chunk
        found.update(named.filter(pc.is_in(named, value_set=asked)).to_pylist())
    return frozenset(found)


def _mask(table: pa.Table, out: _Out) -> pa.Array:
    """True where a row stays."""
    stays = pc.invert(pc.is_in(table.column(SUBJECT), value_set=pa.array(sorted(out.subjects), pa.string())))
    if out.records and RECORD in table.column_names:
        going = pc.is_in(table.column(RECORD), value_set=pa.array(sorted(out.records), pa.int64()))
        stays = pc.and_(stays, pc.invert(going))
    return stays


def _amend(place: Path, manifest: Manifest, anew: dict[str, _Anew]) -> None:
    mine = [anew[file.path] for file in (*manifest.records, *manifest.subjects) if file.path in anew]
    if not mine:
        return
    files = tuple(each.file for each in mine)
    subjects = frozenset[str]().union(*(each.subjects for each in mine))
    records = frozenset[int]().union(*(each.records for each in mine))
    after = with_files(manifest, files).digest
    write_steps(place, [*read_steps(place), Step(now(), len(subjects), len(records), manifest.digest, after, files)])


def _tidy(folder: Path, out: _Out) -> None:
    """Away with files that tell of them and with those that nothing names: of a snapshot that was never finished, or
    as they were before somebody was taken out. Whoever takes a snapshot now is waiting.
    """
    named = {file.path for _, manifest in _readable(folder) for file in (*manifest.records, *manifest.subjects)}
    for path in sorted((folder / FILES).glob("*")) + sorted((folder / FILES).glob(".*")):
        gone = str(path.relative_to(folder)) not in named
        if path.is_file() and (gone or any(_found(path, out))):
            path.unlink(missing_ok=True)


def taken_out_since(snapshot: int, digest: str) -> tuple[int, int]:
    """How many people and single records were taken out of a snapshot after it came to this digest."""
    for path in snapshots_folder().glob(f"*-{snapshot}/{NAME}"):
        steps = read_steps(path.parent)
        first = next((place for place, step in enumerate(steps) if step.before == digest), len(steps))
        return sum(step.subjects for step in steps[first:]), sum(step.records for step in steps[first:])
    return 0, 0
