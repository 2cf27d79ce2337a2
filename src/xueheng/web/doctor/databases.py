"""The databases: they answer, are whole, of this version, and PostgreSQL is set so that nothing is lost."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connections

from xueheng.shell.public import storage_fault
from xueheng.trust.public import due_since, now, said_time
from xueheng.web.backups.before_upgrade import standing
from xueheng.web.backups.sqlite_copy import whole
from xueheng.web.doctor.findings import Found
from xueheng.wording import Text

POSTGRESQL = 140_000
NIGHTS = 2 * 24 * 3600 * 1_000_000
"""A sweep that is due for longer was tried, and somebody stood in its way."""
_RESTORE = Text(
    "请停下服务，从最近的备份恢复到新的文件夹：./xueheng restore。",
    "Stop the server and restore the latest backup into a new folder: ./xueheng restore.",
)


def reached() -> list[Found]:
    """Whether both answer."""
    found = []
    for name in connections:
        try:
            connections[name].ensure_connection()
            connections[name].introspection.table_names()
        except (DatabaseError, OSError) as fault:
            found.append(_unreachable(name, fault))
    return found


def intact() -> list[Found]:
    """Files of SQLite read through, and references that lead nowhere."""
    found = []
    for name in connections:
        if connections[name].vendor != "sqlite":
            continue
        file = Path(str(settings.DATABASES[name]["NAME"]))
        for wrong in whole(file)[:3]:
            text = Text(f"数据库 {file.name} 有损坏：{wrong}", f"The database {file.name} is damaged: {wrong}")
            found.append(Found("damaged", text, _RESTORE))
    return found


def tables() -> list[Found]:
    """Migrations that are missing, or of a newer version."""
    found = []
    for name in connections:
        newer, lacking = standing(name)
        if newer:
            found.append(
                Found(
                    "newer",
                    Text(
                        f"数据库（{name}）是更新的版本留下的：{newer[-1][0]}.{newer[-1][1]}",
                        f"The database ({name}) was left by a newer version: {newer[-1][0]}.{newer[-1][1]}",
                    ),
                    Text("请装上那个版本或更新的。", "Install that version or a later one."),
                )
            )
        elif lacking:
            found.append(
                Found(
                    "pending",
                    Text(
                        f"数据库（{name}）还差 {len(lacking)} 步更新，第一步 {lacking[0][0]}.{lacking[0][1]}",
                        f"The database ({name}) lacks {len(lacking)} steps, the first {lacking[0][0]}.{lacking[0][1]}",
                    ),
                    Text(
                        "先作备份，再运行 ./xueheng serve：它先留一份，再更新。",
                        "Make a backup, then run ./xueheng serve: it keeps a copy and brings it up to date.",
                    ),
                )
            )
    return found


def postgresql() -> list[Found]:
    """Settings under which PostgreSQL keeps what it has acknowledged."""
    connection = connections["default"]
    if connection.vendor != "postgresql":
        return []
    rules: dict[str, tuple[Callable[[str], bool], str]] = {
        "server_version_num": (lambda said: int(said) >= POSTGRESQL, "14+"),
        "server_encoding": (lambda said: said == "UTF8", "UTF8"),
        "fsync": (lambda said: said == "on", "on"),
        "full_page_writes": (lambda said: said == "on", "on"),
        "synchronous_commit": (lambda said: said != "off", "on"),
    }
    found = []
    with connection.cursor() as cursor:
        for name, (good, wanted) in rules.items():
            cursor.execute("SELECT current_setting(%s)", [name])
            said = str(cursor.fetchone()[0])
            if not good(said):
                found.append(
                    Found(
                        f"postgresql_{name}",
                        Text(
                            f"PostgreSQL 的 {name} 是 {said}，应为 {wanted}",
                            f"PostgreSQL's {name} is {said}; {wanted} is wanted",
                        ),
                        Text(
                            "请在 postgresql.conf 里改正后重启；编码不对的，用 UTF8 重建库，再恢复备份。",
                            "Set it right in postgresql.conf and restart; a wrong encoding takes a new database in "
                            "UTF8 and a restored backup.",
                        ),
                    )
                )
        cursor.execute("SELECT current_setting('wal_recycle')")
        if cursor.fetchone()[0] == "on":
            found.append(_RECYCLED)
    return found


def swept() -> list[Found]:
    """Whether what was removed has left the databases' files as well."""
    since = due_since()
    if since is None or now() - since < NIGHTS:
        return []
    text = Text(
        f"清除过的内容自 {said_time(since)} 起还没有从数据库文件里抹去",
        f"What was erased has not left the databases' files since {said_time(since)}",
    )
    remedy = Text(
        "夜里没有开着服务，或有别的程序一直占着数据库：让服务过夜开着，停下别的程序。",
        "The server was off at night, or another programme holds the database: let the server run through the night, "
        "and stop the other.",
    )
    return [Found("not_swept", text, remedy, advice=True)]


_RECYCLED = Found(
    "postgresql_wal_recycle",
    Text(
        "PostgreSQL 的 wal_recycle 是 on：清除过的内容会留在它旧的写入日志里",
        "PostgreSQL's wal_recycle is on: what was erased stays in its old logs of writes",
    ),
    Text(
        "请设 wal_recycle = off，并照管理员手册“PostgreSQL”一节授权。",
        "Set wal_recycle = off, and grant what the administrators' guide says under PostgreSQL.",
    ),
    advice=True,
)


def _unreachable(name: str, fault: Exception) -> Found:
    known = storage_fault(fault)
    if known is None:
        return Found(
            "unreachable",
            Text(
                f"数据库（{name}）用不了：{type(fault).__name__}",
                f"The database ({name}) does not answer: {type(fault).__name__}",
            ),
            Text("请检查 XUEHENG_DATABASE、口令和权限。", "Check XUEHENG_DATABASE, its password and rights."),
        )
    what = known.cause.what
    return Found("unreachable", Text(f"{what.zh}（{name}）", f"{what.en} ({name})"), known.cause.remedy)
