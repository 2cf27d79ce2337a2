"""`backup`: the record and its files copied while the server runs, the keys into another place."""

from collections.abc import Callable
from pathlib import Path
from pkgutil import resolve_name
from typing import Annotated, Any

import typer

from xueheng.cli.data_folder import data_option
from xueheng.cli.progress import Waiting
from xueheng.cli.speech import Speech, speech
from xueheng.web.public import start_django
from xueheng.wording import Text

Say = Callable[[str, str], str]
MAKE = "xueheng.web.backups.make_backup:make_backup"
"""Looked up once Django stands."""


def add_backup(made: typer.Typer, say: Say, about: str) -> None:
    """`backup` with its options."""

    @made.command("backup", help=about)
    def command(
        folder: Annotated[
            Path,
            typer.Argument(
                metavar="FOLDER",
                help=say("放备份的文件夹；每次在里面新建一个 backup-时间。", "Each backup is a new backup-TIME in it."),
            ),
        ],
        keys: Annotated[
            Path | None,
            typer.Option(
                "--keys",
                metavar="FOLDER",
                help=say(
                    "密钥另存到这里，不能和备份放在一起。没有密钥，备份打不开。",
                    "The keys go here, never beside the backup. Without them no backup opens.",
                ),
            ),
        ] = None,
        data: Annotated[Path | None, data_option(say)] = None,
    ) -> int:
        return backup_command(folder, keys, data, speech())


def backup_command(folder: Path, keys: Path | None, data: Path | None, told: Speech) -> int:
    """The command itself; returns its exit code."""
    start_django(data)
    with Waiting(told.language) as waiting:
        made: Any = resolve_name(MAKE)(folder, keys, waiting)
    rows, files, size = sum(made.manifest.counts.values()), len(made.manifest.files), made.manifest.size
    told.say(Text(f"备份作好了：{made.folder}", f"The backup is made: {made.folder}"))
    told.say(
        Text(
            f"{rows:,} 行，{files:,} 个文件，{size / 2**20:,.1f} MB，每个文件都有校验值。",
            f"{rows:,} rows, {files:,} files, {size / 2**20:,.1f} MB, a digest of each.",
        )
    )
    if made.keys is None:
        told.say(
            Text(
                "里面没有密钥，单凭它恢复不了。密钥另存：加 --keys 和另一块盘上的文件夹。",
                "It holds no keys and cannot be restored by itself. Back them up too: --keys FOLDER, on another disk.",
            )
        )
        return 0
    told.say(Text(f"密钥在 {made.keys}", f"The keys are in {made.keys}"))
    told.say(
        Text(
            "注意：谁同时拿到备份和密钥，谁就能看到全部数据。密钥要与备份分开放，锁起来。",
            "Mind: whoever has both reads everything. Keep the keys apart from the backup, under lock.",
        )
    )
    return 0
