"""What is kept besides the tables: journal and checkpoints, packs, snapshots, files, backups, jobs, the clock."""

from collections.abc import Callable

from django.conf import settings

from xueheng.evidence.public import SnapshotRefused, missing_files, read_manifest, require_whole, snapshots_folder
from xueheng.identity.public import PacksBroken, library
from xueheng.shell.public import stuck_jobs
from xueheng.trust.public import (
    JournalUnreadable,
    NoJournal,
    checkpoints_told,
    clock_behind,
    now,
    read_stream,
    said_time,
    verify_journal,
)
from xueheng.web.backups.make_backup import STREAM, VERB
from xueheng.web.doctor.findings import Found
from xueheng.wording import Text

Progress = Callable[[Text, int, int], None]
DAY = 24 * 3600 * 1_000_000
CHECKPOINT_DAYS, BACKUP_DAYS = 7, 7
BEFORE_ALL = 1_700_000_000_000_000
"""November 2023, in microseconds: no clock of this programme shows an earlier time."""


def clock() -> list[Found]:
    """A clock behind the journal, or behind the programme itself."""
    behind = clock_behind()
    if behind is not None:
        return [Found("clock_behind", behind.text, behind.remedy)]
    if now() < BEFORE_ALL:
        return [
            Found(
                "clock_wrong",
                Text(f"时钟不对：{said_time(now())}", f"The clock is wrong: {said_time(now())}"),
                Text("请校准时钟并打开自动对时。", "Set it right and turn time synchronisation on."),
            )
        ]
    return []


def journal(told: Progress) -> list[Found]:
    """Whether the journal is whole, and how old its last checkpoint is."""
    try:
        found = verify_journal(None, told)
    except (NoJournal, JournalUnreadable) as fault:
        return [Found("no_journal", fault.text, fault.remedy or Text("", ""))]
    wrong = [
        Found(
            "journal",
            finding.text,
            Text(
                "用 ./xueheng journal verify --checkpoint 文件 看全部，告诉审计管理员。",
                "See all with ./xueheng journal verify --checkpoint FILE and tell the audit administrator.",
            ),
        )
        for finding in found.findings[:5]
    ]
    newest = max((one.at for one in checkpoints_told(1)), default=0)
    if found.entries and now() - newest > CHECKPOINT_DAYS * DAY:
        wrong.append(_old_checkpoint(newest))
    return wrong


def packs() -> list[Found]:
    """Whether the packs in force can be used."""
    try:
        library()
    except PacksBroken as fault:
        return [
            Found("packs", fault.text, Text("请运行 ./xueheng check 看每一处。", "./xueheng check shows every place."))
        ]
    return []


def snapshots(told: Progress) -> list[Found]:
    """Every file of every snapshot, as its manifest has it."""
    folder = snapshots_folder()
    paths = sorted(folder.glob("*/manifest.json"))
    found: dict[str, Found] = {}
    for done, path in enumerate(paths):
        told(Text("核对快照", "Checking snapshots"), done, len(paths))
        try:
            require_whole(folder, read_manifest(path))
        except SnapshotRefused as fault:
            remedy = Text(
                "从备份放回这个文件；没有备份，再作一次快照，钉在它上面的评价不能再重算。",
                "Put the file back from a backup; without one take another snapshot: runs pinned to this one cannot be "
                "computed again.",
            )
            found.setdefault(fault.text.zh, Found("snapshot", fault.text, remedy))
    return list(found.values())[:5]


def files() -> list[Found]:
    """Files that the record names and the disk does not have."""
    gone = missing_files()
    if not gone:
        return []
    text = Text(
        f"记录里有 {len(gone):,} 个附件在磁盘上不见了（如 {gone[0][:12]}…）",
        f"{len(gone):,} files named by records are gone from the disk ({gone[0][:12]}…)",
    )
    remedy = Text(
        "从备份把 attachments 文件夹里缺的放回。", "Put what lacks in the folder attachments back from a backup."
    )
    return [Found("files_gone", text, remedy)]


def jobs() -> list[Found]:
    """Work that does not go on."""
    stuck = stuck_jobs()
    if not any(stuck):
        return []
    return [
        Found(
            "stuck_jobs",
            Text(
                f"有 {stuck.waiting} 项工作等了十分钟以上，{stuck.silent} 项正在做的十分钟没有动静",
                f"{stuck.waiting} jobs have waited for over ten minutes; {stuck.silent} running ones are as silent",
            ),
            Text(
                "服务没有运行就启动它：./xueheng serve；在运行就重启一次，断了的会接着做。",
                "Start the server where it does not run: ./xueheng serve; else restart it: they are taken up again.",
            ),
        )
    ]


def backups() -> list[Found]:
    """When the last backup was made, by the journal."""
    made = [entry for entry in read_stream(STREAM, limit=200) if entry.verb == VERB]
    if not made:
        begun = int((settings.PLACES.secrets / "master.key").stat().st_mtime * 1_000_000)
        return [_no_backup(advice=now() - begun < BACKUP_DAYS * DAY)]
    last, found = made[0], []
    if now() - last.at > BACKUP_DAYS * DAY:
        text = Text(
            f"最近一次备份是 {said_time(last.at)}，过了 {BACKUP_DAYS} 天",
            f"The last backup was {said_time(last.at)}, over {BACKUP_DAYS} days ago",
        )
        found.append(Found("old_backup", text, _BACK_UP))
    if not any(entry.detail.get("with_keys") for entry in made):
        text = Text("密钥从来没有备份过", "The keys were never backed up")
        found.append(Found("keys_not_backed_up", text, _BACK_UP))
    return found


_BACK_UP = Text(
    "请运行：./xueheng backup 文件夹 --keys 另一块盘上的文件夹，并定时做。",
    "Run ./xueheng backup FOLDER --keys FOLDER_ON_ANOTHER_DISK, and do so by a timer.",
)


def _no_backup(*, advice: bool) -> Found:
    return Found("no_backup", Text("还没有作过备份", "There is no backup yet"), _BACK_UP, advice=advice)


def _old_checkpoint(newest: int) -> Found:
    when = Text(f"最近一个检查点是 {said_time(newest)}", f"The last checkpoint was made {said_time(newest)}")
    never = Text("日志还没有作过检查点", "The journal has no checkpoint yet")
    return Found(
        "old_checkpoint",
        when if newest else never,
        Text(
            "请运行 ./xueheng journal checkpoint --out 另一处，并每周做。",
            "Run ./xueheng journal checkpoint --out ELSEWHERE, every week.",
        ),
        advice=True,
    )
