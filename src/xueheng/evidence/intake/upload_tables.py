"""The tables of uploads and of an upload's rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from xueheng.evidence.intake.layouts import upload_layout
from xueheng.evidence.intake.outcomes import KINDS, NEW, REJECTED, SAME, RowOutcome, opened_outcomes
from xueheng.evidence.intake.refusals import LayoutUnknown
from xueheng.evidence.intake.uploads import name_of
from xueheng.evidence.model_batches import Batch
from xueheng.shell.public import Column, Filter, Status, Table, moment_shown
from xueheng.wording import Text
from xueheng.workbooks.public import column_letters

STATUS = {
    "received": Status("going", Text("等待核对", "waiting to be checked")),
    "checking": Status("going", Text("正在核对", "being checked")),
    "checked": Status("attention", Text("已核对，未入库", "checked, not stored")),
    "storing": Status("going", Text("正在入库", "being stored")),
    "visible": Status("ok", Text("已入库", "stored")),
    "failed": Status("fault", Text("没有读出来", "could not be read")),
    "withdrawing": Status("going", Text("正在撤回", "being taken back")),
    "withdrawn": Status("unknown", Text("已撤回", "taken back")),
    "retracted": Status("unknown", Text("已撤回", "taken back")),
}
OUTCOMES = {
    REJECTED: Text("退回", "sent back"),
    NEW: Text("可新入库", "new"),
    SAME: Text("已有相同", "stored before"),
}


@dataclass(frozen=True, slots=True)
class UploadShown:
    """An upload in words."""

    batch: Batch
    name: str
    layout: Text


def layout_title(batch: Batch) -> Text:
    """What the workbook is; its bare name where no pack in use knows it any more."""
    try:
        return upload_layout(batch.layout).title
    except LayoutUnknown:
        return Text(batch.layout)


def uploads_shown(rows: Sequence[Batch]) -> list[UploadShown]:
    """The rows of the list."""
    return [UploadShown(each, name_of(each), layout_title(each)) for each in rows]


UPLOADS = Table(
    "uploads",
    Text("上传", "Uploads"),
    (
        Column(
            "name",
            Text("文件", "File"),
            lambda row: row.name or "—",
            link=lambda row: reverse("upload", args=[row.batch.pk]),
        ),
        Column("layout", Text("种类", "Kind"), lambda row: row.layout, on_phone=False),
        Column("created", Text("上传时间", "Sent"), lambda row: moment_shown(row.batch.created)),
        Column("state", Text("状态", "State"), lambda row: STATUS[row.batch.state]),
        Column("received", Text("收到", "Received"), lambda row: row.batch.received, unit=Text("行", "rows")),
        Column("new", Text("新入库", "New"), lambda row: row.batch.new, unit=Text("行", "rows")),
        Column("same", Text("已有相同", "Same"), lambda row: row.batch.same, unit=Text("行", "rows")),
        Column("rejected", Text("退回", "Sent back"), lambda row: row.batch.rejected, unit=Text("行", "rows")),
    ),
    ("-created",),
    key="number",
    empty=Text("还没有上传。可以先传去年的表格试一试。", "No uploads yet. You may try last year's workbook."),
)


def _first(row: RowOutcome) -> str:
    cells = [f"{column_letters(p.column)}{row.row}" for p in row.problems if p.column is not None]
    return "、".join(dict.fromkeys(cells)) or str(row.row)


def _joined(row: RowOutcome, what: str) -> Text:
    texts = [getattr(each, what) for each in row.problems]
    headings = [f"{each.heading}：" if each.heading and what == "reason" else "" for each in row.problems]
    zh = "；".join(f"{heading}{text.zh}" for heading, text in zip(headings, texts, strict=True))
    en = "; ".join(f"{heading}{text.en}" for heading, text in zip(headings, texts, strict=True))
    return Text(zh or "—", en or "—")


ROWS = Table(
    "upload_rows",
    Text("各行的处理", "Rows"),
    (
        Column("sheet", Text("工作表", "Sheet"), lambda row: row.sheet or "—", on_phone=False),
        Column("row", Text("行", "Row"), lambda row: row.row),
        Column("cell", Text("单元格", "Cell"), _first),
        Column("value", Text("您填的", "You wrote"), lambda row: "；".join(p.value or "（空）" for p in row.problems)),
        Column("reason", Text("退回原因", "Why"), lambda row: _joined(row, "reason")),
        Column("remedy", Text("怎么改", "What to do"), lambda row: _joined(row, "remedy")),
        Column("outcome", Text("结果", "Outcome"), lambda row: OUTCOMES[row.outcome], on_phone=False),
    ),
    ("id",),
    key="id",
    filters=(
        Filter("outcome", Text("只看", "Only"), "choice", tuple((code, words) for code, words in OUTCOMES.items())),
        Filter("kind", Text("问题类型", "Kind of problem"), "choice"),
    ),
    prepare=opened_outcomes,
    empty=Text("没有退回的行。", "No row was sent back."),
)


def kind_said(kind: str) -> Text:
    """A kind of problem in words: one of ours, or the heading of the column it is in."""
    return KINDS.get(kind) or Text(f"“{kind}”的问题", f'about "{kind}"')


def kind_choices(batch: Batch) -> tuple[tuple[str, Text], ...]:
    """The kinds of problem that this upload has."""
    return tuple((kind, kind_said(kind)) for kind in dict(batch.said.get("kinds", {})))


def narrowed_rows(rows: "QuerySet[Any]", values: Mapping[str, Any]) -> "QuerySet[Any]":
    """The rows asked for; those sent back where nothing is."""
    found = rows.filter(outcome=values.get("outcome", REJECTED))
    return found.filter(kind=values["kind"]) if "kind" in values else found
