"""What the server says of a sheet that was sent: for each pupil whether it is stored, and why not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xueheng.evidence.facts import Outcome, Recorded
from xueheng.evidence.refusals import FieldFault
from xueheng.evidence.sheets.sheet_form import Tap
from xueheng.shell.public import said
from xueheng.wording import Text

STORED, RETURNED = "stored", "returned"
NOTHING_TOUCHED = Text(
    "还没有点选学生，没有存。请先点学生，再保存。",
    "No pupil is marked; nothing was stored. Mark some, then save.",
)
ANOTHER_HOLDER = Text(
    "这些点选是在另一个任职下作的，没有存，还在本机。请换回那个任职再发送。",
    "These marks were made under another post. They were not stored and are still on this device; change back to send.",
)


@dataclass(frozen=True, slots=True)
class RowAnswer:
    """What became of one pupil's row. `told`: what there is to say of it, '' for nothing."""

    state: str
    told: str = ""
    record: int | None = None

    def as_told(self) -> dict[str, object]:
        """As the page's script reads it. Numbers as text: JavaScript rounds 63 bits."""
        return {"state": self.state, "told": self.told, "record": str(self.record or "")}


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a sheet, by pupil; `words` in one sentence."""

    rows: Mapping[int, RowAnswer]
    others: int = 0

    @property
    def stored(self) -> int:
        """How many are in the record now."""
        return sum(row.state == STORED for row in self.rows.values())

    @property
    def returned(self) -> int:
        """How many are not."""
        return len(self.rows) - self.stored

    @property
    def words(self) -> Text:
        """The sum of it."""
        zh, en = f"已存 {self.stored} 条。", f"{self.stored} stored."
        if self.returned:
            zh += f"退回 {self.returned} 条，原因在姓名下面。"
            en += f" {self.returned} sent back; the reason stands under the name."
        if self.others:
            zh += f"这一天另有老师在本班记了 {self.others} 条同类记录，都保留。"
            en += f" Others recorded {self.others} of this kind here that day; all are kept."
        return Text(zh, en)

    def as_told(self) -> dict[str, object]:
        """As the page's script reads it."""
        rows = {str(pupil): row.as_told() for pupil, row in self.rows.items()}
        return {"rows": rows, "said": said(self.words), "stored": self.stored, "returned": self.returned}


def answer_to(taps: Sequence[Tap], outcomes: Sequence[Outcome], others: int) -> Answer:
    """The answer to taps of which those that could be read came to `outcomes`, in order."""
    rest = iter(outcomes)
    rows = {
        tap.pupil: _answered(next(rest)) if tap.value is not None else RowAnswer(RETURNED, tap.problem) for tap in taps
    }
    return Answer(rows, others)


def _answered(outcome: Outcome) -> RowAnswer:
    if not isinstance(outcome, Recorded):
        told = " ".join(_in_words(fault) for fault in outcome.faults)
        return RowAnswer(RETURNED, told, outcome.by_record)
    return RowAnswer(STORED, said(_beside(outcome)), outcome.number)


def _in_words(fault: FieldFault) -> str:
    return f"{said(fault.reason)}{said(Text('。', '. '))}{said(fault.remedy)}"


def _beside(outcome: Recorded) -> Text:
    """What was found beside a fact that was stored."""
    if outcome.differs:
        return Text("另一位老师记得不同，两条都留，请核实", "another teacher says otherwise; both are kept, check")
    if outcome.same_as is not None:
        return Text("另一位老师已记同样的，只计一次", "another teacher recorded the same; counted once")
    return Text("", "") if outcome.is_new else Text("先前已存，没有重复", "stored before, not twice")
