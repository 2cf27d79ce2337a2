"""When the disk or the database says no: what happened in words, instead of a trace."""

import errno
import sqlite3
from dataclasses import dataclass

from django.db import DatabaseError

from xueheng.errors import XuehengError
from xueheng.wording import Text


@dataclass(frozen=True, slots=True)
class Cause:
    """What is wrong with the storage, and what to do about it."""

    what: Text
    remedy: Text


class StorageRefused(XuehengError):
    """Nothing can be stored, or nothing read, until somebody mends the machine. Nothing half is left behind."""

    def __init__(self, cause: Cause) -> None:
        zh, en = cause.what.zh, cause.what.en
        super().__init__(Text(f"{zh}，没有保存任何改动。", f"{en}; no change was saved."), cause.remedy)
        self.cause = cause


FULL = Cause(
    Text("磁盘已满", "The disk is full"),
    Text("请系统管理员腾出空间后再试。", "Ask the system administrator to make room, then try again."),
)
READ_ONLY = Cause(
    Text("数据文件夹不能写入", "The data folder cannot be written"),
    Text(
        "请系统管理员检查磁盘和文件夹的权限。",
        "Ask the system administrator to check the disk and the folder's rights.",
    ),
)
BUSY = Cause(
    Text("别的工作正在大量写入", "Other work is writing a great deal"),
    Text("请过半分钟再试。", "Try again in half a minute."),
)
DAMAGED = Cause(
    Text("数据文件读不出来", "The data file cannot be read"),
    Text(
        "请系统管理员检查磁盘，必要时从备份恢复。",
        "Ask the system administrator to check the disk, and to restore a backup if need be.",
    ),
)
UNREACHABLE = Cause(
    Text("数据库连不上", "The database cannot be reached"),
    Text(
        "请过一会儿再试；还是这样，请系统管理员检查数据库和 XUEHENG_DATABASE。",
        "Try again in a while; if it stays so, the system administrator should check it and XUEHENG_DATABASE.",
    ),
)

_OF_SQLITE = {
    "SQLITE_FULL": FULL,
    "SQLITE_READONLY": READ_ONLY,
    "SQLITE_CANTOPEN": READ_ONLY,
    "SQLITE_PERM": READ_ONLY,
    "SQLITE_BUSY": BUSY,
    "SQLITE_LOCKED": BUSY,
    # A file that was open before its disk turned read-only: the longer names stand before the name they begin with.
    "SQLITE_IOERR_WRITE": READ_ONLY,
    "SQLITE_IOERR_FSYNC": READ_ONLY,
    "SQLITE_IOERR_DIR_FSYNC": READ_ONLY,
    "SQLITE_IOERR_TRUNCATE": READ_ONLY,
    "SQLITE_IOERR_DELETE": READ_ONLY,
    "SQLITE_IOERR_SHMOPEN": READ_ONLY,
    "SQLITE_IOERR_SHMSIZE": READ_ONLY,
    "SQLITE_IOERR": DAMAGED,
    "SQLITE_CORRUPT": DAMAGED,
    "SQLITE_NOTADB": DAMAGED,
}
_OF_POSTGRESQL = {
    "53100": FULL,  # disk_full
    "25006": READ_ONLY,  # read_only_sql_transaction
    "55P03": BUSY,  # lock_not_available
    "40P01": BUSY,  # deadlock_detected
    "40001": BUSY,  # serialization_failure
}
_OF_THE_DISK = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EROFS: READ_ONLY,
    errno.EACCES: READ_ONLY,
    errno.EPERM: READ_ONLY,
}


def storage_fault(fault: BaseException) -> StorageRefused | None:
    """The fault in words, where it is the storage's; None for a fault of the programme."""
    cause = _cause(fault) or (_cause(fault.__cause__) if fault.__cause__ else None)
    return StorageRefused(cause) if cause else None


def storage_fault_behind(fault: BaseException | None) -> StorageRefused | None:
    """As `storage_fault`, also where somebody else's code has caught the storage's fault and raised its own."""
    while fault is not None:
        found = storage_fault(fault)
        if found is not None:
            return found
        fault = fault.__cause__ or fault.__context__
    return None


def _cause(fault: BaseException) -> Cause | None:
    if isinstance(fault, sqlite3.Error):
        name = getattr(fault, "sqlite_errorname", "") or ""
        return next((cause for begin, cause in _OF_SQLITE.items() if name.startswith(begin)), None)
    if isinstance(fault, OSError) and not isinstance(fault, ConnectionError):
        return _OF_THE_DISK.get(fault.errno or 0)
    state = getattr(fault, "sqlstate", "")
    if state == "" or isinstance(fault, DatabaseError):
        return None
    return UNREACHABLE if state is None or state[:2] in ("08", "57") else _OF_POSTGRESQL.get(state)
