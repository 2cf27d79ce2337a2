"""The kinds of long work: a job names one of these, never code."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xueheng.errors import XuehengError
from xueheng.wording import Text

if TYPE_CHECKING:
    from xueheng.shell.jobs.handle import JobHandle

Outcome = Mapping[str, object]
Work = Callable[["JobHandle", Mapping[str, object]], Outcome | None]


class JobUnknown(XuehengError):
    """A job of a kind that this programme does not have."""


@dataclass(frozen=True, slots=True)
class JobKind:
    """What a kind of job is called, what runs it, and where its result is looked at.

    `work` may be run again from the start after its process died: it asks the database what is already done.
    `address` makes the address of the result from what `work` returned.
    """

    kind: str
    title: Text
    work: Work
    address: Callable[[Outcome], str] | None = None


_KINDS: dict[str, JobKind] = {}


def declare_job(kind: str, title: Text, work: Work, address: Callable[[Outcome], str] | None = None) -> None:
    """Declares a kind of long work, once, when its room is loaded."""
    known = _KINDS.get(kind)
    if known is not None and known.work is not work:
        raise ValueError(kind)
    _KINDS[kind] = JobKind(kind, title, work, address)


def job_kind(kind: str) -> JobKind:
    """The kind, by its name. Raises JobUnknown."""
    try:
        return _KINDS[kind]
    except KeyError:
        raise JobUnknown(
            Text(f"没有“{kind}”这种后台工作", f'There is no background work called "{kind}"'),
            Text("请用同一版本的程序启动服务。", "Start the server with the version that began it."),
        ) from None
