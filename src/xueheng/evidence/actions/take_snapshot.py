"""The record as it stands now, in typed files: a file that says the same as in the last snapshot is used again."""

from collections.abc import Callable, Mapping
from itertools import chain
from pathlib import Path

import pyarrow.parquet as pq
from django.db import transaction

from xueheng.evidence.catalogue import types_known
from xueheng.evidence.collecting import much_that_stays
from xueheng.evidence.snapshots.in_use import reading_snapshots
from xueheng.evidence.snapshots.manifest import NAME, Manifest, SnapshotFile
from xueheng.evidence.snapshots.month_tables import grown_month, read_months
from xueheng.evidence.snapshots.one_reading import one_reading
from xueheng.evidence.snapshots.place import latest_snapshot, snapshots_folder
from xueheng.evidence.snapshots.typed_tables import subjects_table, table_schema
from xueheng.evidence.snapshots.what_stands import Month, Standing, facts_in, opened_alike
from xueheng.evidence.snapshots.written import written
from xueheng.identity.public import Viewer, library, require, subject_spans
from xueheng.trust.public import digest_of_file, new_number, now, streams_told, write_journal, write_over
from xueheng.wording import Text

Progress = Callable[[int, int, Text], None]
STREAM = "record/0"
_SAID = Text("正在作快照", "Taking a snapshot")


@reading_snapshots()
def take_snapshot(by: Viewer, progress: Progress | None = None) -> Manifest:
    """The snapshot, complete on the disk. Raises PermissionRefused."""
    require(by, "manages", "runs")
    folder = snapshots_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    before = latest_snapshot()
    known = {(file.of, file.month): file for file in before.records} if before else {}
    with one_reading(), much_that_stays():
        journal = {told.name: told.length for told in streams_told()}
        taken_at, standing = now(), Standing()
        months = {month: said for month, said in standing.months().items() if month.type in types_known()}
        records = _record_files(folder, standing, months, known, progress)
        subjects = _subject_files(folder)
    packs = {name: pack.digest_meaning for name, pack in library().packs.items()}
    made = Manifest(new_number(), taken_at, journal, packs, tuple(records), tuple(subjects))
    _keep(folder, made)
    with transaction.atomic():
        detail = {"digest": made.digest, "files": len(records) + len(subjects), "facts": sum(f.rows for f in records)}
        about = [("snapshot", made.number)]
        write_journal(STREAM, "take_snapshot", actor=by.person or None, post=by.post, about=about, detail=detail)
    return made


def _record_files(
    folder: Path,
    standing: Standing,
    months: Mapping[Month, str],
    known: Mapping[tuple[str, str], SnapshotFile],
    progress: Progress | None,
) -> list[SnapshotFile]:
    """A file for each month: the one of the last snapshot where nothing has changed since."""
    made: dict[Month, SnapshotFile] = {}
    grown: dict[Month, Path] = {}
    for month, said in months.items():
        before = known.get((month.type, month.label))
        if before is None or digest_of_file(folder / before.path) != before.sha256:
            continue
        if before.stands == said:
            made[month] = before
        elif _holds_still(folder / before.path, month, said, before):
            grown[month] = folder / before.path
    changed = [month for month in months if month not in made]
    counted = _counting(sum(facts_in(months[month]) for month in changed), progress)
    tables = chain(
        ((month, grown_month(standing, month, pq.ParquetFile(path).read(), counted)) for month, path in grown.items()),
        read_months(standing, [month for month in changed if month not in grown], counted),
    )
    for month, table in tables:
        path, digest = written(folder, table, f"{month.type}-{month.label}")
        made[month] = SnapshotFile(month.type, month.label, path, digest, table.num_rows, months[month])
    return [made[month] for month in months]


def _counting(facts: int, progress: Progress | None) -> Callable[[int], None]:
    """Adds up what was read, and says so."""
    read = 0

    def counted(count: int) -> None:
        nonlocal read
        read = min(read + count, facts)
        if progress:
            progress(read, facts, _SAID)

    return counted


def _holds_still(path: Path, month: Month, said: str, before: SnapshotFile) -> bool:
    """Whether the rows that the last snapshot has of a month would be made alike now."""
    schema = table_schema(types_known()[month.type])
    return opened_alike(before.stands, said) and pq.read_schema(path).equals(schema)


def _subject_files(folder: Path) -> list[SnapshotFile]:
    found = []
    for name, entity in sorted(library().entities.items()):
        spans = subject_spans(entity)
        if spans:
            table = subjects_table(entity, spans)
            path, digest = written(folder, table, name)
            found.append(SnapshotFile(name, "", path, digest, table.num_rows))
    return found


def _keep(folder: Path, made: Manifest) -> None:
    """The manifest last: without it there is no snapshot."""
    place = folder / f"{made.taken_at:020d}-{made.number}"
    place.mkdir(mode=0o700)
    write_over(place / NAME, made.text().encode())
