"""What a backup says of itself: what it holds, of which moment, and the digest of every file."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from xueheng.trust.public import canonical_json, signature_holds
from xueheng.web.backups.refusals import RestoreRefused, changed_file, not_a_backup
from xueheng.wording import Text

FORMAT = "xueheng-backup-"
NUMBER = 1
"""Of the form that this programme writes; it reads all up to it."""
NAME = "manifest.json"
DATA, KEYS = "data", "keys"


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file: its place below the backup's folder with `/` between, SHA-256 and bytes."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class BackupManifest:
    """A backup. `kind`: data or keys; `database`: sqlite or postgresql; `made_at`: microseconds since 1970;
    `installation`: the public key that signs it; `migrations`: app → what was applied; `counts`: table → rows;
    `journal`: stream → its length and head; `keys`: how many subjects had a key, and when the newest was made.
    """

    kind: str
    version: str
    database: str
    made_at: int
    installation: str
    migrations: Mapping[str, Sequence[str]]
    counts: Mapping[str, int]
    journal: Mapping[str, Sequence[object]]
    keys: Sequence[int]
    files: tuple[KeptFile, ...]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)

    def text(self) -> str:
        """What is signed."""
        return canonical_json({"format": f"{FORMAT}{NUMBER}", **asdict(self)})


def written(manifest: BackupManifest, signature: bytes) -> str:
    """The manifest's file."""
    return canonical_json({"manifest": manifest.text(), "signature": signature.hex()}) + "\n"


def read_backup(folder: Path, kind: str) -> BackupManifest:
    """The manifest of a backup. Raises RestoreRefused for something else, a newer form, or one that was changed."""
    path = folder / NAME
    try:
        held: Any = json.loads(path.read_text("utf-8"))
        text, signature = str(held["manifest"]), bytes.fromhex(held["signature"])
        told: dict[str, Any] = json.loads(text)
        form = str(told.pop("format"))
        number = int(form.removeprefix(FORMAT))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise (changed_file(path) if path.is_file() else not_a_backup(folder)) from fault
    if number > NUMBER:
        raise _newer(folder, str(told.get("version", "?")))
    try:
        made = BackupManifest(**{**told, "files": tuple(KeptFile(**each) for each in told["files"])})
    except (KeyError, TypeError) as fault:
        raise changed_file(path) from fault
    if not signature_holds(text, signature, made.installation):
        raise changed_file(path)
    if made.kind != kind:
        raise _other_kind(folder, kind)
    return made


def _newer(folder: Path, version: str) -> RestoreRefused:
    return RestoreRefused(
        Text(
            f"{folder} 是更新的版本（{version}）作的备份，这个版本读不了",
            f"{folder} was made by a newer version ({version}), which this one cannot read",
        ),
        Text("请装上作备份的版本或更新的，再恢复。", "Install that version or a later one, then restore."),
    )


def _other_kind(folder: Path, kind: str) -> RestoreRefused:
    if kind == KEYS:
        return RestoreRefused(
            Text(f"{folder} 是数据的备份，不是密钥的", f"{folder} is a backup of the data, not of the keys"),
            Text("--keys 后面请写名称以 keys- 开头的文件夹。", "Give --keys the folder whose name begins with keys-."),
        )
    return RestoreRefused(
        Text(f"{folder} 是密钥的备份，不是数据的", f"{folder} is a backup of the keys, not of the data"),
        Text("请先写数据的备份（backup-…），再写 --keys。", "Give the backup of the data (backup-…), then --keys."),
    )
