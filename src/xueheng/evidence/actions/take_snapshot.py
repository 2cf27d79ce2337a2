"""The record as it stands now, in typed files: a file that says the same as in the last snapshot is used again."""

from collections.abc import Callable
from pathlib import Path

from django.db import transaction

from xueheng.evidence.catalogue import types_known
from xueheng.evidence.snapshots.in_use import reading_snapshots
from xueheng.evidence.snapshots.manifest import NAME, Manifest, SnapshotFile
from xueheng.evidence.snapshots.one_reading import one_reading
from xueheng.evidence.snapshots.place import latest_snapshot, snapshots_folder
from xueheng.evidence.snapshots.typed_tables import facts_table, subjects_table
from xueheng.evidence.snapshots.what_stands import Month, Standing
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
    with one_reading():
        journal = {told.name: told.length for told in streams_told()}
        taken_at, standing = now(), Standing()
        months = {month: said for month, said in standing.months().items() if month.type in types_known()}
        records = []
        for done, (month, said) in enumerate(months.items(), 1):
            records.append(_month_file(folder, standing, month, said, known.get((month.type, month.label))))
            if progress:
                progress(done, len(months), _SAID)
        subjects = _subject_files(folder)
    packs = {name: pack.digest_meaning for name, pack in library().packs.items()}
    made = Manifest(new_number(), taken_at, journal, packs, tuple(records), tuple(subjects))
    _keep(folder, made)
    with transaction.atomic():
        detail = {"digest": made.digest, "files": len(records) + len(subjects), "facts": sum(f.rows for f in records)}
        about = [("snapshot", made.number)]
        write_journal(STREAM, "take_snapshot", actor=by.person or None, post=by.post, about=about, detail=detail)
    return made


def _month_file(folder: Path, standing: Standing, month: Month, said: str, before: SnapshotFile | None) -> SnapshotFile:
    if before is not None and before.stands == said and digest_of_file(folder / before.path) == before.sha256:
        return before
    table = facts_table(month, standing.rows(month))
    path, digest = written(folder, table, f"{month.type}-{month.label}")
    return SnapshotFile(month.type, month.label, path, digest, table.num_rows, said)


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
