"""Looking at a backup before anything is restored: every file as the manifest says it, and the keys that fit."""

from collections.abc import Callable
from pathlib import Path, PurePosixPath

from xueheng.trust.public import digest_of_file
from xueheng.web.backups.manifest import DATA, KEYS, BackupManifest, read_backup
from xueheng.web.backups.refusals import RestoreRefused, changed_file
from xueheng.wording import Text

Progress = Callable[[Text, int, int], None]
_CHECKING = Text("核对备份", "Checking the backup")


def whole_backup(folder: Path, keys: Path | None, told: Progress) -> tuple[BackupManifest, BackupManifest]:
    """The manifests of a backup and of the keys that open it, both whole. Raises RestoreRefused."""
    data = read_backup(folder, DATA)
    if keys is None:
        raise _keys_wanted()
    held = read_backup(keys, KEYS)
    _refuse_foreign(data, held)
    of, done = data.size + held.size, 0
    for root, manifest in ((keys, held), (folder, data)):
        for file in manifest.files:
            path = _place(root, file.path)
            if not path.is_file() or path.stat().st_size != file.size or digest_of_file(path) != file.sha256:
                raise changed_file(path)
            done += file.size
            told(_CHECKING, done, of)
    return data, held


def _place(root: Path, path: str) -> Path:
    """Where a file lies; a manifest leads nowhere else."""
    parts = PurePosixPath(path)
    if parts.is_absolute() or ".." in parts.parts or "\\" in path:
        raise changed_file(root / path)
    return root / parts


def _keys_wanted() -> RestoreRefused:
    return RestoreRefused(
        Text(
            "没有密钥：数据是加密的，没有密钥的备份打不开", "There are no keys: without them the data cannot be opened"
        ),
        Text(
            "请加上 --keys 和密钥备份的文件夹（keys-…，./xueheng backup --keys 写出的）；"
            "旧机器还在，也可以现在用它作一份。",
            "Add --keys with the folder of a keys' backup (keys-…, written by ./xueheng backup --keys); where the old "
            "machine still runs, make one there now.",
        ),
    )


def _refuse_foreign(data: BackupManifest, keys: BackupManifest) -> None:
    if keys.installation != data.installation:
        raise RestoreRefused(
            Text(
                "这份密钥是另一处安装的，打不开这份数据", "These keys are another installation's and open nothing here"
            ),
            Text("请用同一台服务器作的密钥备份。", "Use a keys' backup that the same server made."),
        )
    lacking = int(data.keys[0]) - int(keys.keys[0])
    if lacking > 0 or int(data.keys[1]) > int(keys.keys[1]):
        count = max(lacking, 1)
        raise RestoreRefused(
            Text(
                f"密钥的备份比数据旧，少 {count:,} 人的密钥，他们的数据会打不开",
                f"The keys' backup is older than the data and lacks the keys of {count:,} people",
            ),
            Text(
                "请用和数据同时作的，或以后作的密钥备份。",
                "Use a keys' backup made together with the data, or later.",
            ),
        )
