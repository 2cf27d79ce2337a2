"""What this room refuses, in words for whoever has to act on it."""

from pathlib import Path

from xueheng.errors import XuehengError
from xueheng.wording import Text


class SecretsLost(XuehengError):
    """A file of the secrets folder that others depend on is missing or damaged: nothing is made in its place."""


class KeyDestroyed(XuehengError):
    """The subject's key was destroyed: what was sealed with it can be read by nobody any more."""

    def __init__(self, subject: int) -> None:
        super().__init__(
            Text(
                f"{subject} 的数据已经清除，不能再读写", f"The data of {subject} was erased; it can no longer be used"
            ),
            Text("这一步不能撤销。", "This cannot be undone."),
        )
        self.subject = subject


class KeyMissing(XuehengError):
    """The keys database has no key of this subject, although something was sealed with it."""

    def __init__(self, subject: int) -> None:
        super().__init__(
            Text(f"密钥库里没有 {subject} 的密钥", f"The keys database has no key of {subject}"),
            Text(
                "数据和密钥库不是同一时候的：请恢复备份里的 secrets 文件夹。",
                "The data and the keys are not of one time: restore the folder `secrets` from its backup.",
            ),
        )
        self.subject = subject


class SealBroken(XuehengError):
    """Sealed bytes that are not what was sealed: changed, cut short, or taken from elsewhere."""

    def __init__(self, label: str, subject: int) -> None:
        super().__init__(
            Text(
                f"加密的内容与密钥不符（{label}，{subject}）：被改动过、被截断，或是从别处挪来的",
                f"The sealed content does not open ({label}, {subject}): changed, cut short, or taken from elsewhere",
            ),
            Text(
                "请不要再写入，用 ./xueheng journal verify 核对，并从备份恢复。",
                "Stop writing, check with ./xueheng journal verify, and restore from a backup.",
            ),
        )


class CheckpointRefused(XuehengError):
    """A checkpoint that cannot be made, written or read."""


class OutsideTransaction(RuntimeError):
    """The journal was to be written outside a transaction: the act and its entry would not stand or fall together."""


def cannot_keep(path: Path, fault: OSError) -> SecretsLost:
    """A secrets folder that cannot be made or read."""
    detail = fault.strerror or str(fault)
    return SecretsLost(
        Text(f"密钥文件夹不能用：{path}：{detail}", f"The secrets folder cannot be used: {path}: {detail}"),
        Text(
            "请检查磁盘空间，以及运行程序的账号对它的权限。",
            "Check the disk, and that the account running the programme owns the folder.",
        ),
    )


class JournalUnreadable(XuehengError):
    """The journal's database does not answer."""

    def __init__(self, detail: str) -> None:
        super().__init__(
            Text(f"读不了日志：{detail}", f"The journal cannot be read: {detail}"),
            Text(
                "请检查数据文件夹和数据库设置；数据库文件损坏时从备份恢复。",
                "Check the data folder and the database's setting; restore a damaged database from its backup.",
            ),
        )


class ProgrammeKeyKept(XuehengError):
    """The programme's own key was to be destroyed."""

    def __init__(self) -> None:
        super().__init__(
            Text("程序自己的密钥不能销毁", "The programme's own key is not destroyed"),
            Text(
                "要清除的是某一个人的数据：请给出这个人的编号。",
                "What is erased is one person's data: give the person's number.",
            ),
        )


class NoJournal(XuehengError):
    """There is no journal in this database."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            Text(f"这里还没有日志（数据文件夹 {folder}）", f"There is no journal here (data folder {folder})"),
            Text(
                "请看 XUEHENG_DATA、XUEHENG_DATABASE 指的地方对不对；服务器第一次启动时建立日志。",
                "Check where XUEHENG_DATA and XUEHENG_DATABASE point; the server makes the journal at its first start.",
            ),
        )
