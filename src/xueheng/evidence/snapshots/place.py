"""Where snapshots lie, and the last that was taken."""

from pathlib import Path

from xueheng.evidence.snapshots.manifest import NAME, Manifest, read_manifest
from xueheng.trust.public import data_folder


def snapshots_folder() -> Path:
    """Where snapshots lie."""
    return data_folder() / "snapshots"


def latest_snapshot() -> Manifest | None:
    """The last one that was taken; None before the first. Raises SnapshotRefused where it was changed."""
    found = sorted(snapshots_folder().glob(f"*/{NAME}"))
    return read_manifest(found[-1]) if found else None
