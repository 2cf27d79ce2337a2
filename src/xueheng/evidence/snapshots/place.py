"""Where snapshots lie, and the last that was taken."""

from pathlib import Path

from xueheng.evidence.snapshots.amendments import as_amended
from xueheng.evidence.snapshots.manifest import NAME, Manifest, read_manifest
from xueheng.trust.public import data_folder


def snapshots_folder() -> Path:
    """Where snapshots lie."""
    return data_folder() / "snapshots"


def latest_snapshot() -> Manifest | None:
    """The last one that was taken; None before the first. Raises SnapshotRefused where it was changed."""
    found = sorted(snapshots_folder().glob(f"*/{NAME}"))
    return read_snapshot(found[-1]) if found else None


def read_snapshot(manifest: Path) -> Manifest:
    """The snapshot of a manifest's file, without those who were taken out since. Raises SnapshotRefused."""
    return as_amended(read_manifest(manifest), manifest.parent)


def snapshot_numbered(number: int) -> Manifest | None:
    """The snapshot of that number; None where it is not there. Raises SnapshotRefused where it was changed."""
    found = list(snapshots_folder().glob(f"*-{number}/{NAME}"))
    return read_snapshot(found[0]) if found else None


def snapshot_known_at(moment: int) -> Manifest | None:
    """The last one taken at or before a moment (microseconds since 1970): what was known then."""
    found = [path for path in sorted(snapshots_folder().glob(f"*/{NAME}")) if taken_at(path) <= moment]
    return read_snapshot(found[-1]) if found else None


def snapshot_moments() -> list[int]:
    """When snapshots were taken, the last first."""
    return sorted((taken_at(path) for path in snapshots_folder().glob(f"*/{NAME}")), reverse=True)


def taken_at(manifest: Path) -> int:
    """When the snapshot of this manifest was taken, by its folder's name."""
    return int(manifest.parent.name.partition("-")[0])
