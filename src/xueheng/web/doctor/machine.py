"""The machine: versions of Python, SQLite and the components, and room on the disk."""

import re
import shutil
import sqlite3
import sys
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from xueheng.web.doctor.findings import Found
from xueheng.web.readiness import LEAST_ROOM
from xueheng.wording import Text

PYTHON = (3, 11)
SQLITE = (3, 37, 0)
LITTLE_ROOM = 1024 * 1024 * 1024
LIST = Path(__file__).resolve().parents[4] / "requirements" / "run.in"
_PIN = re.compile(r"(?m)^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;]+)\s*(;[^\n]*)?$")


def versions() -> list[Found]:
    """Python, SQLite, and the components as the list of this version has them."""
    found = []
    if sys.version_info < PYTHON:
        found.append(_old("python", "Python", ".".join(map(str, sys.version_info[:3])), PYTHON))
    if sqlite3.sqlite_version_info < SQLITE:
        found.append(_old("sqlite", "SQLite", sqlite3.sqlite_version, SQLITE))
    for name, wanted in pinned().items():
        have = _version(name)
        if have != wanted:
            found.append(_component(name, wanted, have))
    return found


def pinned(listed: Path | None = None) -> Mapping[str, str]:
    """Component → version, by the list beside the source, else by what was installed with the programme."""
    path = listed or LIST
    text = path.read_text("utf-8") if path.is_file() else "\n".join(_required())
    return {name: wanted for name, wanted, marker in _PIN.findall(text) if "win32" not in marker}


def room(folder: Path) -> list[Found]:
    """Free space where the data lies."""
    free = shutil.disk_usage(folder).free
    if free >= LITTLE_ROOM:
        return []
    said = f"{free // 2**20:,} MB"
    return [
        Found(
            "little_room",
            Text(f"数据文件夹所在的磁盘只剩 {said}", f"The disk of the data folder has {said} left"),
            Text("请腾出空间，或把数据移到大一些的磁盘。", "Make room, or move the data to a larger disk."),
            advice=free >= LEAST_ROOM,
        )
    ]


def _required() -> list[str]:
    try:
        return requires("xueheng") or []
    except PackageNotFoundError:
        return []


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _old(name: str, title: str, have: str, wanted: tuple[int, ...]) -> Found:
    least = ".".join(map(str, wanted))
    return Found(
        f"old_{name}",
        Text(f"{title} 是 {have}，至少要 {least}", f"{title} is {have}; {least} is the least"),
        Text(
            "请安装新的 Python，设 XUEHENG_PYTHON 指向它，删掉 .venv 后再运行一次。",
            "Install a newer Python, let XUEHENG_PYTHON name it, delete .venv and run again.",
        ),
    )


def _component(name: str, wanted: str, have: str) -> Found:
    what = (
        Text(f"没有装 {name}", f"{name} is not installed")
        if not have
        else Text(f"{name} 是 {have}", f"{name} is {have}")
    )
    return Found(
        "component",
        Text(f"{what.zh}，这个版本要 {wanted}", f"{what.en}; this version wants {wanted}"),
        Text("请删掉 .venv，再运行一次 ./xueheng。", "Delete .venv and run ./xueheng again."),
        advice=bool(have),
    )
