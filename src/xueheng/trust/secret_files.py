"""The files of the secrets folder: made once, whole or not at all, readable by their owner alone."""

import os
import secrets
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from xueheng.trust.refusals import SecretsLost, cannot_keep
from xueheng.trust.whole_files import write_new
from xueheng.wording import Text

MASTER = "master.key"
SIGNING = "signing.key"
DJANGO = "django.key"
KEYS_DATABASE = "keys.sqlite3"
LENGTH = 32
"""Bytes of each secret."""
_FOLDER_RIGHTS = 0o700
_FILE_RIGHTS = 0o600


@dataclass(frozen=True, slots=True)
class Secrets:
    """What the folder holds. The master key wraps the subjects' keys; the signing key signs checkpoints."""

    master: bytes = field(repr=False)
    signing: bytes = field(repr=False)
    django: bytes = field(repr=False)


@lru_cache(maxsize=8)
def read_secrets(folder: Path) -> Secrets:
    """The secrets in `folder`, made at first use. Two programmes that start at once come to the same ones.

    The master key is made last: where it stands, the others have stood. Raises SecretsLost where one that
    something depends on is gone or damaged; it is never made anew behind anybody's back.
    """
    try:
        return _prepared(folder)
    except OSError as fault:
        raise cannot_keep(folder, fault) from fault


def django_secret(folder: Path) -> str:
    """What Django signs cookies with: 64 hexadecimal digits."""
    return read_secrets(folder).django.hex()


def _prepared(folder: Path) -> Secrets:
    folder.parent.mkdir(mode=_FOLDER_RIGHTS, parents=True, exist_ok=True)
    folder.mkdir(mode=_FOLDER_RIGHTS, exist_ok=True)
    _close_to_others(folder, _FOLDER_RIGHTS)
    # The keys database is looked at first: whoever made it had the master key before.
    used = _in_use(folder)
    settled = (folder / MASTER).exists()
    if used and not settled:
        raise _lost(
            folder / MASTER,
            Text("用它锁住的密钥打不开了", "the keys that it locks cannot be opened without it"),
        )
    if settled and not (folder / SIGNING).exists():
        raise _lost(
            folder / SIGNING,
            Text("日志的检查点是用它签名的", "the journal's checkpoints were signed with it"),
        )
    django, signing = _read_or_make(folder / DJANGO), _read_or_make(folder / SIGNING)
    return Secrets(_read_or_make(folder / MASTER), signing, django)


def _in_use(folder: Path) -> bool:
    database = folder / KEYS_DATABASE
    return database.exists() and database.stat().st_size > 0


def _lost(path: Path, why: Text) -> SecretsLost:
    return SecretsLost(
        Text(f"{path} 不见了：{why.zh}", f"{path} is gone: {why.en}"),
        Text(
            "请从备份恢复整个 secrets 文件夹。程序不会另造一个：那样旧数据就再也打不开、对不上了。",
            "Restore the whole folder `secrets` from its backup. No new one is made: the old data would never fit it.",
        ),
    )


def _read_or_make(path: Path) -> bytes:
    if not path.exists():
        write_new(path, secrets.token_bytes(LENGTH).hex().encode("ascii") + b"\n", _FILE_RIGHTS)
    _close_to_others(path, _FILE_RIGHTS)
    try:
        found = bytes.fromhex(path.read_text("ascii"))
    except ValueError:
        found = b""
    if len(found) != LENGTH:
        raise SecretsLost(
            Text(f"{path} 已损坏：应是 64 位十六进制数", f"{path} is damaged: it should be 64 hexadecimal digits"),
            Text("请从备份恢复这个文件。", "Restore this file from its backup."),
        )
    return found


def _close_to_others(path: Path, rights: int) -> None:
    if os.name == "posix" and path.stat().st_mode & 0o077:
        path.chmod(rights)
