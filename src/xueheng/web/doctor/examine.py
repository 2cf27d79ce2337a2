"""Looking at everything, in the order in which one thing needs another. Nothing is changed and nothing is made."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from django.db import DatabaseError
from django.utils.module_loading import import_string

from xueheng.errors import XuehengError
from xueheng.web.doctor import folder as folders
from xueheng.web.doctor import machine
from xueheng.web.doctor.findings import Found, Looked
from xueheng.web.places import DATA, Places, databases, places
from xueheng.web.start import start_django
from xueheng.wording import Text

Progress = Callable[[Text, int, int], None]
Look = Callable[[], Sequence[Found]]
_ROOM = "xueheng.web.doctor."
_WITH_DJANGO: tuple[tuple[str, Text, str, bool], ...] = (
    ("database", Text("数据库能连上", "databases answer"), "databases.reached", False),
    ("postgresql", Text("PostgreSQL 设置", "PostgreSQL's settings"), "databases.postgresql", False),
    ("tables", Text("数据库版本", "tables of this version"), "databases.tables", False),
    ("integrity", Text("数据库完整", "databases whole"), "databases.intact", False),
    ("keys", Text("密钥与数据配套", "keys fit the record"), "keys.fitting", False),
    ("clock", Text("时钟", "clock"), "kept.clock", False),
    ("packs", Text("业务包", "packs"), "kept.packs", False),
    ("journal", Text("日志与检查点", "journal and checkpoints"), "kept.journal", True),
    ("snapshots", Text("快照", "snapshots"), "kept.snapshots", True),
    ("files", Text("附件", "files of records"), "kept.files", False),
    ("jobs", Text("后台工作", "jobs"), "kept.jobs", False),
    ("backups", Text("备份", "backups"), "kept.backups", False),
    ("leftovers", Text("清除后的残余", "what erasures left"), "databases.swept", False),
)
"""What is looked at over Django: name, title, where the function is, whether it tells of its progress."""
GATES = ("database", "tables")
"""Where one of these is not well, nothing behind it can be looked at."""


def examine(data: Path | None, told: Progress) -> list[Looked]:
    """Every part of the installation in `data` (None: as the environment says)."""
    if data is not None:
        os.environ[DATA] = str(data.resolve())
    try:
        where = places()
        databases(where)
    except XuehengError as fault:
        found = [Found("setting", fault.text, fault.remedy or Text("", ""))]
        return [Looked("settings", Text("设置", "settings"), found), *_not_looked()]
    looked = [Looked("settings", Text("设置", "settings"), []), *_before_django(where)]
    if not all(one.well for one in looked if one.name in ("folder", "secrets")):
        return [*looked, *_not_looked()]
    try:
        start_django(where.folder)
    except XuehengError as fault:
        found = [Found("start", fault.text, fault.remedy or Text("", ""))]
        return [*looked, Looked("start", Text("启动", "start"), found), *_not_looked()]
    return [*looked, *_over_django(told)]


def _before_django(where: Places) -> list[Looked]:
    place = folders.place(where.folder)
    looked = [
        Looked("versions", Text("Python、SQLite 和组件", "Python, SQLite and components"), machine.versions()),
        Looked("folder", Text("数据文件夹", "data folder"), place),
    ]
    there = where.folder.is_dir()
    rest: tuple[tuple[str, Text, Callable[[Path], Sequence[Found]]], ...] = (
        ("rights", Text("文件权限", "rights of files"), folders.rights),
        ("room", Text("磁盘空间", "room on the disk"), machine.room),
        ("secrets", Text("密钥文件", "files of keys"), folders.secrets),
        ("starting", Text("启动锁", "start lock"), folders.start_lock),
    )
    return [*looked, *(Looked(name, title, look(where.folder) if there else None) for name, title, look in rest)]


def _over_django(told: Progress) -> list[Looked]:
    looked: list[Looked] = []
    stopped = False
    for name, title, place, tells in _WITH_DJANGO:
        told(title, 0, 0)
        one = Looked(name, title, None if stopped else _found(name, place, told if tells else None))
        looked.append(one)
        stopped = stopped or (name in GATES and not one.well)
    return looked


def _found(name: str, place: str, told: Progress | None) -> Sequence[Found]:
    look = import_string(_ROOM + place)
    try:
        found: Sequence[Found] = look(told) if told is not None else look()
    except (DatabaseError, OSError) as fault:
        return [
            Found(
                f"{name}_unreadable",
                Text(f"读不出来：{type(fault).__name__}", f"It cannot be read: {type(fault).__name__}"),
                Text("请检查磁盘和权限，必要时从备份恢复。", "Check disk and rights; restore a backup if need be."),
            )
        ]
    return found


def _not_looked() -> list[Looked]:
    return [Looked(name, title, None) for name, title, _, _ in _WITH_DJANGO]
