"""What was taken out of a snapshot after it was taken: beside its manifest, which itself stays as it was written.

Each step names the files that were written anew (old digest, new digest, rows removed) and what the whole snapshot came
to before and after it; all of it is checked before a snapshot is used.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from xueheng.evidence.snapshots.manifest import Manifest, SnapshotFile, not_whole
from xueheng.trust.public import canonical_json, write_over

FORMAT = "xueheng-amendments-1"
NAME = "amendments.json"


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A file as it was and as it is. `rows`: how many were taken out."""

    old_path: str
    old_sha256: str
    new_path: str
    new_sha256: str
    rows: int


@dataclass(frozen=True, slots=True)
class Step:
    """One rewriting. `subjects`: how many people were taken out; `records`: how many single records whose time was
    over; `before`, `after`: the snapshot's digest.
    """

    at: int
    subjects: int
    records: int
    before: str
    after: str
    files: tuple[Rewritten, ...]


def read_steps(folder: Path) -> tuple[Step, ...]:
    """The steps in a snapshot's folder; none where nothing was amended. Raises SnapshotRefused."""
    path = folder / NAME
    try:
        told: dict[str, Any] = json.loads(path.read_text("utf-8"))
        if told["format"] != FORMAT:
            raise not_whole(path)
        return tuple(
            Step(**{**each, "files": tuple(Rewritten(**file) for file in each["files"])}) for each in told["steps"]
        )
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise not_whole(path) from fault


def write_steps(folder: Path, steps: Sequence[Step]) -> None:
    """All steps of a snapshot."""
    said = canonical_json({"format": FORMAT, "steps": [asdict(step) for step in steps]}) + "\n"
    write_over(folder / NAME, said.encode())


def as_amended(taken: Manifest, folder: Path) -> Manifest:
    """The snapshot as it is now. Raises SnapshotRefused where a step does not fit what came before it."""
    now = taken
    for step in read_steps(folder):
        if now.digest != step.before:
            raise not_whole(folder / NAME)
        now = with_files(now, step.files)
        if now.digest != step.after:
            raise not_whole(folder / NAME)
        now = replace(
            now, erased=now.erased + step.subjects, expired=now.expired + step.records, taken_digest=taken.digest
        )
    return now


def with_files(manifest: Manifest, files: Sequence[Rewritten]) -> Manifest:
    """The snapshot with these files in place of the old ones."""
    by_path = {file.old_path: file for file in files}

    def anew(file: SnapshotFile) -> SnapshotFile:
        found = by_path.get(file.path)
        if found is None or found.old_sha256 != file.sha256:
            return file
        return replace(file, path=found.new_path, sha256=found.new_sha256, rows=file.rows - found.rows)

    return replace(manifest, records=tuple(map(anew, manifest.records)), subjects=tuple(map(anew, manifest.subjects)))
