"""The table of schools' layers, and how their states are called."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse

from xueheng.evaluation.layers.laying import base_as_it_was
from xueheng.evaluation.model_layers import ADOPTED, DRAFT, SENT, SchoolLayer
from xueheng.evaluation.run_tables import standard_title
from xueheng.identity.public import Viewer, names_on
from xueheng.shell.public import Column, Filter, Status, Table, moment
from xueheng.wording import Text

STATE_CHOICES = (
    (DRAFT, Text("草稿", "Drafts")),
    (SENT, Text("送审", "Under review")),
    (ADOPTED, Text("已采用", "Adopted")),
    ("withdrawn", Text("已撤销", "Withdrawn")),
)


def state_of(layer: SchoolLayer, day: date) -> Status:
    """Where a layer stands on a day."""
    again = not base_as_it_was(layer)
    if layer.state == DRAFT:
        if again:
            return Status("attention", Text("草稿，基准已变", "draft, its base has changed"))
        words = Text("退回修改", "sent back") if layer.answer else Text("草稿", "draft")
        return Status("attention" if layer.answer else "unknown", words)
    if layer.state == SENT:
        return Status("going", Text("送审", "under review"))
    if layer.state != ADOPTED or layer.from_day is None:
        return Status("unknown", Text("已撤销", "withdrawn"))
    if layer.ended_before(day):
        return Status("unknown", Text(f"{layer.to_day} 已结束", f"ended on {layer.to_day}"))
    if again:
        return Status("attention", Text("要重新采用", "to be re-adopted"))
    since = Text(f"自 {layer.from_day} 起生效", f"in force from {layer.from_day}")
    if layer.to_day is not None:
        since = Text(f"{layer.from_day} 至 {layer.to_day} 生效", f"in force from {layer.from_day} to {layer.to_day}")
    return Status("ok" if layer.from_day <= day else "going", since)


@dataclass(frozen=True, slots=True)
class LayerTold:
    """A layer as a line of the table."""

    layer: SchoolLayer
    school: str
    state: Status
    opened: bool

    @property
    def address(self) -> str:
        """Its page; '' where the reader sees its state alone."""
        return reverse("layer", args=[self.layer.number]) if self.opened else ""


def table_for(viewer: Viewer) -> Table:
    """The table as this viewer may open its lines: two queries a page."""

    def told(rows: Sequence[SchoolLayer]) -> list[LayerTold]:
        numbers = [row.pk for row in rows]
        opened = SchoolLayer.objects.visible_to(viewer, act="open").filter(pk__in=numbers)
        may_open = set(opened.values_list("pk", flat=True))
        names = names_on([row.organisation for row in rows], viewer.day)
        return [
            LayerTold(row, names.get(row.organisation, ""), state_of(row, viewer.day), row.pk in may_open)
            for row in rows
        ]

    return replace(LAYERS_TABLE, prepare=told)


def _address(row: LayerTold) -> str:
    return row.address


def _base(row: LayerTold) -> Text:
    return standard_title(row.layer.standard)


LAYERS_TABLE = Table(
    "layers",
    Text("校本指标", "School layers"),
    (
        Column("standard", Text("基准标准", "Base standard"), _base, link=_address),
        Column("school", Text("学校", "School"), lambda row: row.school),
        Column("state", Text("状态", "State"), lambda row: row.state),
        Column("version", Text("基准版本", "Version of the base"), lambda row: row.layer.version, on_phone=False),
        Column("changed", Text("最近改动", "Last changed"), lambda row: moment(row.layer.changed), on_phone=False),
    ),
    ("-begun",),
    key="number",
    filters=(Filter("state", Text("状态", "State"), "choice", choices=STATE_CHOICES),),
    empty=Text("还没有校本指标。", "No school has a layer of its own yet."),
    holds_personal_data=False,
)  # fmt: skip
