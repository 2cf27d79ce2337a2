"""What a snapshot consists of: its files with their digests, and the journal's position that they reflect."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from xueheng.errors import XuehengError
from xueheng.trust.public import canonical_json, digest_of_file
from xueheng.wording import Text

FORMAT = "xueheng-snapshot-1"
NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class SnapshotFile:
    """One file: of what (a type of records or an entity), of which month ('' for subjects), where it lies below the
    folder of snapshots, its SHA-256, its rows; `stands`: what the month's facts came to, by which it is used again.
    """

    of: str
    month: str
    path: str
    sha256: str
    rows: int
    stands: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """A snapshot. `taken_at`: microseconds since 1970; `journal`: stream → how many entries it had; `packs`: pack →
    digest of what it means.
    """

    number: int
    taken_at: int
    journal: Mapping[str, int]
    packs: Mapping[str, str]
    records: tuple[SnapshotFile, ...]
    subjects: tuple[SnapshotFile, ...]
    erased: int = 0
    """People taken out since it was taken: then it cannot be computed from as it was."""
    expired: int = 0
    """Single records taken out since, because their time was over."""
    taken_digest: str = ""
    """The digest it was taken with, where it was amended since; a run is pinned to that."""

    @property
    def digest(self) -> str:
        """SHA-256 over what its files say, whenever it was taken: the same for the same record."""
        told = sorted((file.of, file.month, file.sha256) for file in (*self.records, *self.subjects))
        return hashlib.sha256(canonical_json(told).encode()).hexdigest()

    def text(self) -> str:
        """As it is written."""
        told = {name: value for name, value in asdict(self).items() if name not in _SINCE}
        return canonical_json({"format": FORMAT, "digest": self.digest, **told}) + "\n"


_SINCE = ("erased", "expired", "taken_digest")
"""What the amendments beside the manifest say, not itself."""


class SnapshotRefused(XuehengError):
    """A snapshot that cannot be read as it was written."""


def read_manifest(path: Path) -> Manifest:
    """The manifest in a file, as it was taken. Raises SnapshotRefused for anything else."""
    try:
        told: dict[str, Any] = json.loads(path.read_text("utf-8"))
        if told.pop("format") != FORMAT:
            raise ValueError(path)
        digest = told.pop("digest")
        records, subjects = (tuple(SnapshotFile(**each) for each in told.pop(part)) for part in ("records", "subjects"))
        made = Manifest(**told, records=records, subjects=subjects)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise not_whole(path) from fault
    if made.digest != digest:
        raise not_whole(path)
    return made


def require_whole(folder: Path, manifest: Manifest) -> None:
    """Every file as the manifest says it, before any is opened: a flipped page would be read without a word. Raises
    SnapshotRefused.
    """
    for file in (*manifest.records, *manifest.subjects):
        if digest_of_file(folder / file.path) != file.sha256:
            raise not_whole(folder / file.path)


def not_whole(path: Path) -> SnapshotRefused:
    """A file of a snapshot was changed, damaged or taken away."""
    return SnapshotRefused(
        Text(
            f"快照里的 {path.name} 被改动过、损坏或不见了", f"{path.name} of a snapshot was changed, damaged or is gone"
        ),
        Text("请再作一次快照。", "Take another snapshot."),
    )
