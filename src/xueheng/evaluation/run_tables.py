"""The table of runs."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from xueheng.evaluation.model_runs import Run
from xueheng.identity.public import library
from xueheng.shell.public import Column, Filter, Status, Table, moment
from xueheng.wording import Text

STATES = {
    "running": Status("going", Text("正在算", "running")),
    "done": Status("ok", Text("已完成", "finished")),
    "failed": Status("fault", Text("没有算成", "failed")),
}
SAME = Status("ok", Text("复算一致", "the same again"))
OTHERWISE = Status("fault", Text("复算不一致", "not the same again"))


@dataclass(frozen=True, slots=True)
class RunTold:
    """A run as a line of a table."""

    run: Run

    @property
    def number(self) -> int:
        """Its number."""
        return int(self.run.number)

    @property
    def title(self) -> Text:
        """What its standard is called."""
        return standard_title(self.run.standard)

    @property
    def state(self) -> Status:
        """Where it stands."""
        return STATES[self.run.state]

    @property
    def again(self) -> Status | None:
        """Whether the same came out when it was computed again."""
        return None if self.run.same is None else SAME if self.run.same else OTHERWISE


def standard_title(name: str) -> Text:
    """A standard's title; its name where the packs in force no longer have it."""
    found = library().standards.get(name)
    return found.title if found else Text(name, name)


def told(rows: Sequence[Run]) -> list[RunTold]:
    """The rows as the table reads them."""
    return [RunTold(row) for row in rows]


def _address(row: RunTold) -> str:
    return reverse("run", args=[row.number])


RUNS = Table(
    "runs",
    Text("评价批次", "Runs"),
    (
        Column("standard", Text("标准", "Standard"), lambda row: row.title, link=_address),
        Column("period", Text("周期", "Period"), lambda row: row.run.label),
        Column("state", Text("状态", "State"), lambda row: row.state),
        Column("begun", Text("开始", "Begun"), lambda row: moment(row.run.begun), order=("begun",)),
        Column("known", Text("按何时的记录", "Record as of"), lambda row: moment(row.run.known_at), on_phone=False),
        Column("version", Text("版本", "Version"), lambda row: row.run.version, on_phone=False),
        Column("again", Text("复算", "Computed again"), lambda row: row.again, on_phone=False),
    ),
    ("-begun",),
    key="number",
    filters=(Filter("standard", Text("标准", "Standard"), "choice"),),
    prepare=told,
    empty=Text("还没有评价批次。", "Nothing has been evaluated yet."),
    holds_personal_data=False,
)  # fmt: skip
