"""`restore`: a backup checked and brought into an empty folder."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from xueheng.cli.progress import Waiting
from xueheng.cli.speech import Speech, speech
from xueheng.trust.public import said_time
from xueheng.web.public import Restored, restore_backup
from xueheng.wording import Text

Say = Callable[[str, str], str]
_FINDINGS = 1


def add_restore(made: typer.Typer, say: Say, about: str) -> None:
    """`restore` with its options."""

    @made.command("restore", help=about)
    def command(
        backup: Annotated[
            Path, typer.Argument(metavar="BACKUP", help=say("备份的文件夹（backup-时间）。", "The folder backup-TIME."))
        ],
        data: Annotated[
            Path,
            typer.Option(
                "--data",
                metavar="DIR",
                help=say("恢复到这里：空的或还没有的文件夹。", "Where to: an empty folder, or one not there yet."),
            ),
        ],
        keys: Annotated[
            Path | None,
            typer.Option(
                "--keys", metavar="FOLDER", help=say("密钥的备份（keys-时间）。", "The backup of the keys, keys-TIME.")
            ),
        ] = None,
        erasures: Annotated[
            Path | None,
            typer.Option(
                "--erasures",
                metavar="FILE",
                help=say(
                    "最新的清除记录 ledger.jsonl（旧机器上的，或另存的）；不写则按 XUEHENG_ERASURES。",
                    "The newest ledger of erasures, ledger.jsonl, of the old machine or the second copy; else "
                    "XUEHENG_ERASURES.",
                ),
            ),
        ] = None,
    ) -> int:
        return restore_command(backup, keys, data, erasures, speech())


def restore_command(backup: Path, keys: Path | None, data: Path, erasures: Path | None, told: Speech) -> int:
    """The command itself; returns its exit code."""
    with Waiting(told.language) as waiting:
        restored = restore_backup(backup, keys, data, erasures, waiting)
    manifest, rows = restored.manifest, sum(restored.manifest.counts.values())
    told.say(
        Text(
            f"已恢复 {said_time(manifest.made_at)} 的备份：{rows:,} 行，{len(manifest.files):,} 个文件，"
            "行数和校验值都对得上。",
            f"Restored the backup of {said_time(manifest.made_at)}: {rows:,} rows, {len(manifest.files):,} files; rows "
            "and digests agree.",
        )
    )
    _say_erasures(restored, told)
    code = _say_journal(restored, told)
    told.say(
        Text(
            f"以前登录着的人都要重新登录。现在运行：./xueheng serve --data '{data}'",
            f"Everybody signs in again. Now run: ./xueheng serve --data '{data}'",
        )
    )
    return code


def _say_erasures(restored: Restored, told: Speech) -> None:
    told.say(Text(f"重做的清除：{restored.erased:,} 项。", f"Erased again: {restored.erased:,} subjects and records."))
    if restored.ledger is None:
        told.say(
            Text(
                "注意：没有给更新的清除记录，备份以后清除的人现在又在了。旧机器的 erasures/ledger.jsonl "
                "或另存的一份还在，就清空文件夹，加 --erasures 再恢复一次。",
                "Mind: no newer ledger of erasures was given, so whoever was erased after the backup is back. Where "
                "the old machine's erasures/ledger.jsonl or its second copy exists, empty the folder and restore again "
                "with --erasures.",
            )
        )


def _say_journal(restored: Restored, told: Speech) -> int:
    found = restored.verification
    if found.whole:
        told.say(
            Text(
                f"日志完整：{found.streams:,} 条链，{found.entries:,} 条。",
                f"The journal is whole: {found.streams:,} streams, {found.entries:,} entries.",
            )
        )
        return 0
    told.say(
        Text(f"日志有 {len(found.findings):,} 处不对：", f"The journal is wrong in {len(found.findings):,} places:")
    )
    for finding in found.findings[:20]:
        told.line(f"  · {told.label(finding.text)}")
    return _FINDINGS
