"""What a person gave that cannot be recorded, and why an act on a record is refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from xueheng.errors import XuehengError
from xueheng.wording import Text


@dataclass(frozen=True, slots=True)
class FieldFault:
    """Why one field cannot be recorded, and what to write instead. `field` '' means the record as a whole."""

    field: str
    reason: Text
    remedy: Text


class EvidenceRejected(XuehengError):
    """A fact that does not fit its record type; `faults` name each field. Nothing was recorded."""

    def __init__(self, faults: Sequence[FieldFault]) -> None:
        self.faults = tuple(faults)
        zh = "；".join(each.reason.zh for each in self.faults)
        en = "; ".join(each.reason.en for each in self.faults)
        remedies = [each.remedy for each in self.faults if each.remedy.zh]
        super().__init__(
            Text(f"没有记录：{zh}", f"Not recorded: {en}"),
            Text("".join(r.zh for r in remedies), " ".join(r.en for r in remedies)),
        )


class TypeUnknown(XuehengError):
    """No pack in use declares this record type."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Text(f"没有“{name}”这种记录", f'there is no record type "{name}"'),
            Text("请从记录类型的清单里选。", "Choose one from the list of record types."),
        )


class RecordUnknown(XuehengError):
    """There is no such record, or the viewer may not know of it: both are answered alike."""

    def __init__(self) -> None:
        super().__init__(
            Text("没有找到这条记录，或者您不能看它", "there is no such record, or you may not see it"),
            Text("请从记录列表里打开。", "Open it from the list of records."),
        )


class ClientReused(XuehengError):
    """An id of the sender's came twice with different contents; the first is stored, the second is not."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(
            Text(
                f"同一个发送编号已经存过另一条记录（{number}），这一条没有存",
                f"the same sender's id has stored another record ({number}); this one was not stored",
            ),
            Text(
                "请刷新后重新填写；要改已存的那条，请作更正。",
                "Reload and fill it in again; to change the stored one, correct it.",
            ),
        )


class AlreadyCorrected(XuehengError):
    """The record is no longer the one that stands."""

    def __init__(self, number: int, by: int) -> None:
        self.number, self.by = number, by
        super().__init__(
            Text(f"记录 {number} 已由 {by} 更正", f"record {number} has been corrected by {by}"),
            Text("请打开更正后的记录再改。", "Open the correcting record and change that one."),
        )


class AlreadyRetracted(XuehengError):
    """The record has been taken back."""

    def __init__(self, number: int) -> None:
        super().__init__(
            Text(f"记录 {number} 已撤回", f"record {number} has been retracted"),
            Text("如需再记，请新记一条。", "Record it anew if it is to stand."),
        )


class NothingChanged(XuehengError):
    """A correction that says what the record says already."""

    def __init__(self, number: int) -> None:
        super().__init__(
            Text(
                f"更正的内容与记录 {number} 相同，没有存",
                f"the correction says what record {number} says; nothing was stored",
            ),
            Text("请改动要更正的项目。", "Change what is to be corrected."),
        )


class OwnRecord(XuehengError):
    """Nobody verifies her own record."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(
            Text(
                f"记录 {number} 是您记的或关于您的，不能由您审核",
                f"record {number} is yours or about you: you cannot verify it",
            ),
            Text("请由另一位有审核权的人处理。", "Somebody else who may verify has to do it."),
        )


class NotToVerify(XuehengError):
    """The record does not wait for anybody's attestation."""

    def __init__(self, number: int, why: Text) -> None:
        self.number = number
        super().__init__(
            Text(f"记录 {number} {why.zh}", f"record {number} {why.en}"),
            Text("请刷新待审核的列表。", "Reload the list of what waits for verification."),
        )


class ReasonMissing(XuehengError):
    """An act that changes what stands needs a reason in words."""

    def __init__(self, most: int) -> None:
        super().__init__(
            Text("请写明原因", "say why"),
            Text(f"一句话即可，不超过 {most} 字。", f"One sentence will do, at most {most} characters."),
        )


class FileRefused(XuehengError):
    """A file that cannot be kept with a record."""

    def __init__(self, reason: Text, remedy: Text) -> None:
        self.reason = reason
        super().__init__(reason, remedy)


class AttachmentUnknown(XuehengError):
    """There is no such file, or the viewer may not open it."""

    def __init__(self) -> None:
        super().__init__(
            Text("没有找到这个附件，或者您不能看它", "there is no such file, or you may not open it"),
            Text("请从记录页打开。", "Open it from the record's page."),
        )


class RecordIsKept(TypeError):
    """Somebody's code tried to change or delete a record: a fault of the programme, never a user's."""


class DayRefused(XuehengError):
    """A window or a day that cannot be used."""

    def __init__(self, first: date, last: date) -> None:
        super().__init__(
            Text(f"{first} 到 {last} 不是一段日期", f"{first} to {last} is no span of days"),
            Text("开始日期不能晚于结束日期。", "The first day cannot be after the last."),
        )


class DrawRefused(XuehengError):
    """A draw by lot that cannot be made."""

    @classmethod
    def share(cls, per_cent: int) -> "DrawRefused":
        """No share of all."""
        return cls(
            Text(f"抽查比例 {per_cent}% 不在 1%–100% 之间", f"a share of {per_cent}% is not within 1% and 100%"),
            Text("请填 1 到 100 的整数。", "Write a whole number from 1 to 100."),
        )

    @classmethod
    def number(cls, count: int, most: int) -> "DrawRefused":
        """Nothing to draw from, or too much."""
        if not count:
            return cls(
                Text("这个范围里没有可抽查的记录", "there is no record to draw from"),
                Text("请换一段日期或一种记录。", "Choose other days or another type."),
            )
        return cls(
            Text(f"这个范围里的记录超过 {most} 条", f"there are more than {most} records to draw from"),
            Text("请分月或分单位抽查。", "Draw by month or by unit."),
        )

    @classmethod
    def drawn(cls) -> "DrawRefused":
        """Drawn before."""
        return cls(
            Text("这一次抽查已经抽过，结果不能重抽", "this draw has been made; its result stands"),
            Text("如需再抽，请新建一次抽查。", "Begin a new draw to draw again."),
        )


class ObjectionRefused(XuehengError):
    """An objection that cannot be put, answered or taken back."""

    @classmethod
    def words_missing(cls, most: int) -> "ObjectionRefused":
        """Without words where some are needed, or with too many."""
        return cls(
            Text(f"请用一两句话说明，不超过 {most} 字", f"say it in a sentence or two, at most {most} characters"),
            Text("写清楚哪里不对，应当是什么。", "Write what is wrong and what would be right."),
        )

    @classmethod
    def not_here(cls) -> "ObjectionRefused":
        """A record that this person cannot object to."""
        return cls(
            Text("这条记录不能在这里提出疑问", "this record cannot be objected to here"),
            Text(
                "自己记的可以直接更正或撤回；已被更正或撤回的不用再提。",
                "Correct or take back what you recorded yourself; what was corrected or taken back needs nothing more.",
            ),
        )

    @classmethod
    def put_already(cls) -> "ObjectionRefused":
        """The same person's waits for an answer."""
        return cls(
            Text("您对这条记录的疑问还在等答复", "your objection to this record still waits for its answer"),
            Text(
                "请在“疑问”里查看；要改说法，先撤回再提。", "Look at it; take it back first to put it in other words."
            ),
        )

    @classmethod
    def unknown(cls) -> "ObjectionRefused":
        """There is none that is hers to act upon."""
        return cls(
            Text("没有等您处理的这条疑问", "no such objection waits for you"),
            Text(
                "请从首页的“等我办”打开；记录人本人不能答复。", "Open it from the home page; a recorder cannot answer."
            ),
        )

    @classmethod
    def ended(cls) -> "ObjectionRefused":
        """Somebody was quicker."""
        return cls(
            Text("这条疑问刚刚已有答复或已撤回", "this objection has just been answered or taken back"),
            Text("请刷新页面查看。", "Reload the page."),
        )
