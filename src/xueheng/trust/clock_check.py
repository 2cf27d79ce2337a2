"""Whether this machine's clock stands behind what the journal knows: it was set back, or it was ahead before."""

from typing import NamedTuple

from django.db.models import Max

from xueheng.trust.clock import now
from xueheng.trust.findings import said_time
from xueheng.trust.tables import streams
from xueheng.wording import Text

LEEWAY = 5 * 60 * 1_000_000
"""Microseconds by which clocks of one office may differ without anybody having to be told."""
_SECOND = 1_000_000
_REMEDY = Text(
    "请校准时钟并打开自动对时。日志和记录的先后按序号排，不受影响；任职起止、会话和停登的时间按现在的时钟算，"
    "动态验证码可能对不上，可先用恢复码登录。",
    "Set the clock right and turn time synchronisation on. The order of journal and records goes by number and is "
    "whole; posts, sessions and lock-outs go by the present clock, and one-time codes may not fit: recovery codes do.",
)


class ClockBehind(NamedTuple):
    """The time of the journal's last entry, and the clock's, in microseconds since 1970."""

    last: int
    clock: int

    @property
    def text(self) -> Text:
        """What is the matter."""
        last, clock = said_time(self.last), said_time(self.clock)
        zh, en = _span((self.last - self.clock) // _SECOND)
        return Text(
            f"时钟不对：现在是 {clock}，比日志的最后一条（{last}）早{zh}。",
            f"The clock is wrong: it shows {clock}, {en} before the journal's last entry ({last}).",
        )

    @property
    def remedy(self) -> Text:
        """What it means and what to do."""
        return _REMEDY


def clock_behind() -> ClockBehind | None:
    """The clock and the last entry of the journal, where the clock is more than five minutes behind; else None."""
    last, clock = streams().objects.aggregate(last=Max("last_at"))["last"] or 0, now()
    return ClockBehind(last, clock) if last - clock > LEEWAY else None


def _span(seconds: int) -> tuple[str, str]:
    hours, minutes = divmod(seconds // 60, 60)
    if hours < 1:
        return f" {minutes} 分钟", f"{minutes} min"
    return f" {hours} 小时 {minutes} 分钟", f"{hours} h {minutes} min"
