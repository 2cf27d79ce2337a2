"""What making and restoring backups refuse, in words."""

import errno
import sqlite3
from pathlib import Path

from xueheng.errors import XuehengError
from xueheng.wording import Text

FULL = {errno.ENOSPC, errno.EDQUOT}


class BackupRefused(XuehengError):
    """No backup was made; nothing that looks like one is left."""


class RestoreRefused(XuehengError):
    """Nothing was restored, and the folder is as empty as before."""


def not_stored(place: Path, fault: Exception) -> BackupRefused:
    """A place that takes no more, or nothing at all."""
    if getattr(fault, "errno", None) in FULL or getattr(fault, "sqlite_errorname", "") == "SQLITE_FULL":
        return BackupRefused(
            Text(f"磁盘已满，备份没有作成：{place}", f"The disk is full; no backup was made: {place}"),
            Text(
                "请腾出空间，或换一个文件夹。没有作完的已经删去。",
                "Make room, or give another folder. What was unfinished is removed.",
            ),
        )
    detail = getattr(fault, "strerror", None) or str(fault) or type(fault).__name__
    if isinstance(fault, sqlite3.Error):
        what = Text(f"数据库读不出来：{detail}", f"the database cannot be read: {detail}")
    else:
        what = Text(f"{place} 不能写入：{detail}", f"{place} cannot be written: {detail}")
    return BackupRefused(
        Text(f"备份没有作成：{what.zh}", f"No backup was made: {what.en}"),
        Text(
            "请检查权限和磁盘，用 ./xueheng doctor 看看，再作一次。",
            "Check rights and disk, look with ./xueheng doctor, and try again.",
        ),
    )


def too_little_room(place: Path, needed: int, free: int) -> BackupRefused:
    """Less room than the copy takes."""
    mega = 1024 * 1024
    wants, has = f"{-(-needed // mega):,} MB", f"{free // mega:,} MB"
    return BackupRefused(
        Text(
            f"{place} 的磁盘放不下备份：要 {wants}，还剩 {has}",
            f"The disk of {place} has no room for the backup: {wants} are needed, {has} are free",
        ),
        Text("请腾出空间，或换一个文件夹。", "Make room, or give another folder."),
    )


def not_a_backup(folder: Path) -> RestoreRefused:
    """A folder without a manifest that can be read."""
    return RestoreRefused(
        Text(f"{folder} 不是一份完整的备份", f"{folder} is no whole backup"),
        Text(
            "请给出 ./xueheng backup 写出的文件夹（名称以 backup- 开头，密钥的以 keys- 开头）。",
            "Give a folder that ./xueheng backup wrote: its name begins with backup-, that of keys with keys-.",
        ),
    )


def changed_file(path: Path) -> RestoreRefused:
    """A file that is not as it was when the backup was made."""
    return RestoreRefused(
        Text(f"备份里的文件被改动、损坏或不见了：{path}", f"A file of the backup was changed or is gone: {path}"),
        Text("什么也没有恢复。请用另一份备份。", "Nothing was restored. Use another backup."),
    )


def cannot_restore(place: Path, fault: OSError) -> RestoreRefused:
    """A place that cannot be written."""
    detail = fault.strerror or str(fault)
    return RestoreRefused(
        Text(f"没有恢复：{place} 不能写入：{detail}", f"Nothing was restored: {place} cannot be written: {detail}"),
        Text("请检查权限和磁盘空间。", "Check its rights and the disk."),
    )
