"""Django over a data folder, and its tables as this version wants them; nothing of the rooms is imported here."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.core.checks import Tags
from django.core.checks.registry import registry
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import DatabaseError, connections
from django.utils.module_loading import import_string

from xueheng.errors import XuehengError
from xueheng.web.places import DATA, DATABASE, places
from xueheng.wording import Text

HALF_RESTORED = "restore-unfinished"
"""The mark of a folder into which a backup is being restored."""
STARTING = "starting.lock"
ADDRESSES = "addresses"
"""The tag of the checks that look at every address."""
UPGRADE = "xueheng.web.backups.before_upgrade.ready_for_tables"
FOR_ITS_OWNER_ALONE = 0o077
_SQLITE = b"SQLite format 3\0"
Say = Callable[[Text], None]


class ServerRefused(XuehengError):
    """The server cannot start; says what is in the way."""


def start_django(data: Path | None = None, *, restoring: bool = False) -> None:
    """Django with this server's settings; for commands that need the rooms' tables. Files made from now on are their
    owner's alone. Raises ServerRefused.
    """
    if data is not None:
        os.environ[DATA] = str(data.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xueheng.web.settings")
    if not apps.ready:
        os.umask(FOR_ITS_OWNER_ALONE)
        folder = places().folder
        make_folder(folder)
        if not restoring:
            refuse_half_restored(folder)
        refuse_lost_secrets(folder)
        django.setup()


def make_folder(folder: Path) -> None:
    """The data folder, for its owner alone. Raises ServerRefused where it cannot be written."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        trial = folder / f".writable-{os.getpid()}"
        trial.write_bytes(b"x")
        trial.unlink()
    except OSError as fault:
        raise ServerRefused(
            Text(
                f"数据文件夹 {folder} 不能写入：{fault.strerror}",
                f"The data folder {folder} cannot be written: {fault.strerror}",
            ),
            Text(
                "请检查权限和磁盘空间，或用 --data 指定另一个文件夹。",
                "Check its rights and the disk, or give another folder with --data.",
            ),
        ) from fault


def refuse_half_restored(folder: Path) -> None:
    """Raises ServerRefused for a folder into which a backup is being, or was half, restored."""
    if (folder / HALF_RESTORED).exists():
        raise ServerRefused(
            Text(f"{folder} 正在恢复，或上次没有恢复完", f"{folder} is being restored, or a restore did not end there"),
            Text(
                "等它做完；已经断了的，清空这个文件夹，再运行一次 ./xueheng restore。",
                "Wait for it; where it broke off, empty the folder and run ./xueheng restore again.",
            ),
        )


def refuse_lost_secrets(folder: Path) -> None:
    """Raises ServerRefused where there is a record and the whole folder of its keys is gone: new ones would open
    nothing of it.
    """
    record = folder / "record.sqlite3"
    if os.environ.get(DATABASE) or (folder / "secrets" / "master.key").exists() or not record.is_file():
        return
    with record.open("rb") as file:
        if file.read(len(_SQLITE)) != _SQLITE:
            return
    raise ServerRefused(
        Text(
            f"{folder} 里有数据，密钥文件夹 secrets 却不见了",
            f"{folder} holds a record, and its folder secrets is gone",
        ),
        Text(
            "请把密钥备份（keys-…）里的文件放回 secrets（文件夹 0700，文件 0600）。"
            "程序不会另造：那样旧数据再也打不开。",
            "Put the files of the keys' backup (keys-…) back into secrets (folder 0700, files 0600). No new ones are "
            "made: they would open nothing.",
        ),
    )


def bring_up_to_date(say: Say | None = None, *, pages: bool = False) -> None:
    """Both databases reached, and their tables as this version wants them; an older one is copied before it is
    changed. Raises ServerRefused, also for a newer one. `pages`: addresses and signing in are looked at as well, for
    which all pages are loaded: a command that answers no request need not wait for it.
    """
    try:
        with one_at_a_time():
            for name in connections:
                connections[name].ensure_connection()
            if import_string(UPGRADE)(say):
                make_tables()
            _close_to_others(settings.PLACES.folder)
        call_command("check", tags=None if pages else _without_pages(), stdout=StringIO())
    except SystemCheckError as fault:
        raise ServerRefused(
            Text(f"程序自检没有通过：{fault}", f"The programme's own check failed: {fault}"),
            Text("请用完整的一份程序重新安装。", "Install a whole copy of the programme."),
        ) from fault
    except (DatabaseError, OSError) as fault:
        raise database_refused(fault) from fault


def _without_pages() -> list[str]:
    """What Django's check looks at, but for addresses; the checks of signing in have no tag."""
    return sorted(set(registry.tags_available()) - {Tags.urls, ADDRESSES})


def make_tables() -> None:
    """The tables of both databases, made or changed."""
    for name in connections:
        call_command("migrate", database=name, verbosity=0, interactive=False)


def database_refused(fault: Exception) -> ServerRefused:
    """A database that cannot be used, in words."""
    known = import_string("xueheng.shell.storage_faults.storage_fault")(fault)
    said = str(fault).strip().splitlines()[0] if str(fault).strip() else type(fault).__name__
    if known is None:
        what = Text("数据库用不了", "The database cannot be used")
        remedy: Text = Text(
            "请检查 XUEHENG_DATABASE 的地址、口令和权限；没有设它时，检查数据文件夹。",
            "Check the address, password and rights of XUEHENG_DATABASE; without it, the data folder.",
        )
    else:
        what, remedy = known.cause.what, known.cause.remedy
    return ServerRefused(Text(f"{what.zh}：{said}", f"{what.en}: {said}"), remedy)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Of two that start over one data folder the second waits: half-gathered files and half-made tables are not for
    it to find. A killed process lets go of the lock by itself.
    """
    with (settings.PLACES.folder / STARTING).open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _close_to_others(folder: Path) -> None:
    """Database files that an earlier version left open to other accounts."""
    for path in (*folder.glob("record.sqlite3*"), *(folder / "secrets").glob("keys.sqlite3*")):
        if path.stat().st_mode & FOR_ITS_OWNER_ALONE:
            path.chmod(0o600)
