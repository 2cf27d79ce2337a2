"""The data folder before anything is opened: there, one's own, its secrets in place. Nothing is made here."""

import fcntl
import os
import time
from collections.abc import Callable
from pathlib import Path

from xueheng.errors import XuehengError
from xueheng.web.backups.copying import RECORD, SECRETS
from xueheng.web.doctor.findings import Found
from xueheng.web.start import STARTING, refuse_half_restored, refuse_lost_secrets
from xueheng.wording import Text

KEY_FILES = ("master.key", "signing.key", "django.key")
LONG = 600.0
"""Seconds that a start takes at the very most."""
_LENGTH = 32


def place(folder: Path) -> list[Found]:
    """Whether there is a data folder that one may use."""
    if not folder.is_dir():
        return [
            Found(
                "no_folder",
                Text(f"没有数据文件夹 {folder}", f"There is no data folder {folder}"),
                Text(
                    "请看 --data 或 XUEHENG_DATA 写得对不对；第一次用，运行 ./xueheng setup。",
                    "Check --data or XUEHENG_DATA; for a first start run ./xueheng setup.",
                ),
            )
        ]
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK) or not _takes_files(folder):
        return [
            Found(
                "not_writable",
                Text(f"数据文件夹 {folder} 不能写入", f"The data folder {folder} cannot be written"),
                Text("请检查权限、磁盘和运行程序的账号。", "Check its rights, the disk and the account that runs it."),
            )
        ]
    return _said("half_restored", lambda: refuse_half_restored(folder))


def rights(folder: Path) -> list[Found]:
    """Folders that others may look into, and files that others may read."""
    wanted = [(folder, 0o700), (folder / SECRETS, 0o700)]
    wanted += [(path, 0o600) for path in sorted(folder.glob(f"{RECORD}*"))]
    wanted += [(path, 0o600) for path in sorted((folder / SECRETS).glob("*")) if path.is_file()]
    open_ones = [(path, mode) for path, mode in wanted if path.exists() and path.stat().st_mode & 0o077]
    return [
        Found(
            "open_to_others",
            Text(f"别的账号也能看 {path}", f"Other accounts may look at {path}"),
            Text(f"请运行：chmod {mode:o} '{path}'", f"Run: chmod {mode:o} '{path}'"),
        )
        for path, mode in open_ones
    ]


def secrets(folder: Path) -> list[Found]:
    """The files of keys: there where there is a record, and whole."""
    lost = _said("secrets_lost", lambda: refuse_lost_secrets(folder))
    place = folder / SECRETS
    if lost or not place.is_dir():
        return lost
    found = []
    for name in KEY_FILES:
        path = place / name
        if not path.is_file():
            found.append(_key("secret_missing", path, Text("不见了", "is gone")))
        elif not _whole(path):
            found.append(_key("secret_damaged", path, Text("已损坏", "is damaged")))
    if (folder / RECORD).exists() and not (place / "keys.sqlite3").is_file():
        found.append(_key("keys_missing", place / "keys.sqlite3", Text("不见了", "is gone")))
    return found


def start_lock(folder: Path) -> list[Found]:
    """A start that does not come to its end."""
    lock = folder / STARTING
    if not lock.is_file():
        return []
    with lock.open("rb") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            seconds = time.time() - lock.stat().st_mtime
            return [_starting(lock, advice=seconds < LONG)]
    return []


def _starting(lock: Path, *, advice: bool) -> Found:
    return Found(
        "starting",
        Text("有一个学衡正在启动或更新数据库", "A Xueheng is starting, or bringing the database up to date"),
        Text(
            f"等它做完；十分钟还没完，看是哪个进程拿着 {lock}（lsof），结束它再启动。",
            f"Wait for it; after ten minutes find the process that holds {lock} (lsof), end it and start again.",
        ),
        advice=advice,
    )


def _said(name: str, refuses: Callable[[], None]) -> list[Found]:
    try:
        refuses()
    except XuehengError as fault:
        return [Found(name, fault.text, fault.remedy or Text("", ""))]
    return []


def _takes_files(folder: Path) -> bool:
    trial = folder / f".writable-{os.getpid()}"
    try:
        trial.write_bytes(b"x")
        trial.unlink()
    except OSError:
        return False
    return True


def _whole(path: Path) -> bool:
    try:
        return len(bytes.fromhex(path.read_text("ascii"))) == _LENGTH
    except (OSError, ValueError):
        return False


def _key(name: str, path: Path, what: Text) -> Found:
    return Found(
        name,
        Text(f"密钥文件 {path} {what.zh}", f"The secret {path} {what.en}"),
        Text(
            "请从密钥备份（keys-…）恢复整个 secrets 文件夹。程序不会另造。",
            "Restore the whole folder secrets from the keys' backup (keys-…). No new one is made.",
        ),
    )
