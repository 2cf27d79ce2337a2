"""The table of erasures."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from xueheng.identity.public import Erasure, ErasureTold, Viewer, erasure_told
from xueheng.shell.public import Column, Filter, Status, Table, moment_shown
from xueheng.web.post_tables import HIDDEN
from xueheng.wording import Text

GONE = Text("（已清除）", "(erased)")
STATES = {
    "proposed": Status("attention", Text("待批", "Waits")),
    "refused": Status("unknown", Text("未批准", "Refused")),
    "approved": Status("going", Text("已批准，待执行", "Approved, about to begin")),
    "erasing": Status("going", Text("正在清除", "Being carried out")),
    "done": Status("ok", Text("已清除", "Erased")),
}


@dataclass(frozen=True, slots=True)
class ErasureRow:
    """An erasure as the list and its page show it. `typed`: what is written once more to approve it: the name, or the
    number where the name is not open.
    """

    number: int
    subject: int
    name: str | Text
    typed: str
    ground: Text
    reason: str
    unit: str
    asked_by: Text
    asked: str
    decided_by: Text | None
    decided: str
    ended: str
    removed: int
    state: Status


def erasure_rows(viewer: Viewer, rows: Sequence[Erasure]) -> list[ErasureRow]:
    """In a fixed number of queries."""
    return [_row(told) for told in erasure_told(viewer, rows)]


def _row(told: ErasureTold) -> ErasureRow:
    row = told.row
    return ErasureRow(
        number=int(row.number),
        subject=int(row.subject),
        name=told.name or (GONE if row.state == "done" else HIDDEN),
        typed=told.name or str(row.subject),
        ground=told.ground,
        reason=told.reason,
        unit=told.unit,
        asked_by=told.asked_by,
        asked=moment_shown(row.proposed_at),
        decided_by=told.decided_by,
        decided=moment_shown(row.decided_at) if row.decided_at else "",
        ended=moment_shown(row.ended) if row.ended else "",
        removed=int(row.removed),
        state=STATES[row.state],
    )


def erasure_table(viewer: Viewer) -> Table:
    """The erasures that the viewer may see."""
    return Table(
        "erasures",
        Text("个人信息清除", "Erasures"),
        (
            Column(
                "name",
                Text("清除谁", "Whom"),
                lambda row: row.name,
                link=lambda row: reverse("erasure", args=[row.number]),
            ),
            Column("ground", Text("法律依据", "Ground in law"), lambda row: row.ground),
            Column("unit", Text("提出单位", "Asked at"), lambda row: row.unit, on_phone=False),
            Column("asked_by", Text("提出岗位", "Asked by"), lambda row: row.asked_by, on_phone=False),
            Column("asked", Text("提出时间", "Asked"), lambda row: row.asked),
            Column("state", Text("状态", "State"), lambda row: row.state),
        ),
        order=("number",),
        key="number",
        filters=(
            Filter(
                "state",
                Text("状态", "State"),
                "choice",
                tuple((code, status.words) for code, status in STATES.items()),
            ),
        ),
        prepare=lambda rows: erasure_rows(viewer, rows),
        empty=Text("没有清除申请。", "Nobody's erasure was asked for."),
        exportable=False,
    )
