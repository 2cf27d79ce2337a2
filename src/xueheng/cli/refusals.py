"""What the command line itself refuses: a name it does not know, a place it cannot write."""

from collections.abc import Iterable
from pathlib import Path
from pkgutil import resolve_name

from xueheng.errors import XuehengError
from xueheng.wording import Text

_MOST_NAMED = 20
_NEAREST = "xueheng.language.public:did_you_mean"
"""Looked up where a name is unknown: the list of commands need not wait for the reading of packs."""


class CommandRefused(XuehengError):
    """A command that cannot be carried out as it was given."""


def listed(names: Iterable[str], between: str = "、") -> str:
    """Names in a sentence, cut where there are too many to read.

    >>> listed(["a", "b"])
    'a、b'
    """
    known = list(names)
    more = f"{between}…" if len(known) > _MOST_NAMED else ""
    return between.join(known[:_MOST_NAMED]) + more


def unknown(kind: Text, name: str, known: Iterable[str]) -> CommandRefused:
    """A name that is not among those known, with the nearest one."""
    names = list(known)
    hint: Text = resolve_name(_NEAREST)(name, names)
    return CommandRefused(
        Text(f"没有名为“{name}”的{kind.zh}。{hint.zh}", f'There is no {kind.en} called "{name}".{hint.en}'),
        Text(f"可用的有：{listed(names) or '无'}", f"Known: {listed(names, ', ') or 'none'}"),
    )


def cannot_write(path: Path, fault: OSError) -> CommandRefused:
    """A place that cannot be written."""
    detail = fault.strerror or str(fault)
    return CommandRefused(
        Text(f"写不了 {path}：{detail}", f"{path} cannot be written: {detail}"),
        Text(
            "请检查文件夹权限和磁盘空间，并关闭正打开的同名文件。",
            "Check the folder and the disk, and close the file if it is open.",
        ),
    )


class SeveralRefused(CommandRefused):
    """Several refusals of one command, told together."""

    def __init__(self, faults: Iterable[XuehengError]) -> None:
        found = list(faults)
        super().__init__(
            Text("\n".join(fault.say("zh") for fault in found), "\n".join(fault.say("en") for fault in found))
        )
        self.faults = tuple(found)
