"""The tables of imports and of their rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from xueheng.identity.public import (
    ImportedRow,
    ImportTold,
    RegisterImport,
    RowTold,
    import_told,
    rows_told,
    value_choices,
    value_meanings,
)
from xueheng.shell.public import Column, Filter, Status, Table, moment_shown
from xueheng.wording import Text

STATES = {
    "received": Status("unknown", Text("待核对", "to be checked")),
    "columns": Status("attention", Text("待对列", "headings to be settled")),
    "checked": Status("attention", Text("已核对，待入库", "checked, not stored yet")),
    "storing": Status("going", Text("入库中", "being stored")),
    "stored": Status("ok", Text("已入库", "stored")),
    "withdrawn": Status("unknown", Text("已撤回", "withdrawn")),
}
OUTCOMES = {
    "new": Status("going", Text("新", "new")),
    "changed": Status("attention", Text("有变化", "changed")),
    "same": Status("ok", Text("相同", "the same")),
    "rejected": Status("fault", Text("退回", "rejected")),
    "gone": Status("unknown", Text("表里没有", "not in the file")),
}
UNCONFIRMED = Text("未确认", "unconfirmed")


def _link(row: ImportTold) -> str:
    return reverse("import", args=[row.batch.number])


IMPORTS = Table(
    "imports",
    Text("导入名册", "Imports of registers"),
    columns=(
        Column("file", Text("文件", "File"), lambda row: row.file_name or Text("已删除", "deleted"), link=_link),
        Column("layout", Text("表的种类", "Kind"), lambda row: row.layout.title),
        Column("day", Text("生效日期", "Holds from"), lambda row: row.batch.day, on_phone=False),
        Column("state", Text("状态", "State"), lambda row: STATES[row.batch.state]),
        Column("received", Text("收到", "Received"), lambda row: row.batch.received, unit=Text("行", "rows")),
        Column("rejected", Text("退回", "Rejected"), lambda row: row.batch.rejected, unit=Text("行", "rows")),
        Column("created", Text("时间", "Time"), lambda row: moment_shown(row.batch.created), on_phone=False),
    ),
    order=("-created",),
    key="number",
    prepare=import_told,
    empty=Text("还没有导入过名册。", "No register was imported yet."),
)


@dataclass(frozen=True, slots=True)
class AskedValue:
    """A spelling of which it is asked what it stands for: `rows` bear it, 0 where it was said before."""

    word: str
    title: Text
    value: str
    rows: int
    chosen: str
    choices: Mapping[str, str]


def asked_values(told: ImportTold) -> list[AskedValue]:
    """The spellings that this file could not be read by, then those that the unit has explained."""
    titles = {column.field.name: column.field.title for column in told.layout.columns}
    choices = value_choices(told.layout)
    known = value_meanings(told.batch.organisation, told.layout.name)
    new = [one for one in told.values if (one.word, one.value) not in known]
    return [
        *(AskedValue(one.word, titles[one.word], one.value, one.rows, one.code, choices[one.word]) for one in new),
        *(
            AskedValue(word, titles[word], value, 0, code, choices[word])
            for (word, value), code in known.items()
            if word in choices
        ),
    ]


def guesses(told: ImportTold) -> list[tuple[str, str]]:
    """Each heading that is not known, with the word that is offered first: one that no other column fills or offers."""
    taken = {each.fills for each in told.headings if each.fills}
    found: dict[str, str] = {}
    for each in told.headings:
        if each.role == "unknown" and each.heading not in found:
            found[each.heading] = "" if each.guess in taken else each.guess
            taken.add(each.guess)
    return list(found.items())


def _said(row: RowTold) -> Text:
    """What is to be done, or why not."""
    parts = [text for text in (*row.changes, row.reason, *row.remarks) if text.zh]
    return Text("；".join(text.zh for text in parts), "; ".join(text.en for text in parts))


def rows_table(batch: RegisterImport) -> Table:
    """The table of one import's rows that are not simply the same."""

    def prepare(rows: Sequence[Any]) -> Sequence[RowTold]:
        return rows_told(batch, rows)

    choices = tuple((code, status.words) for code, status in OUTCOMES.items())
    return Table(
        "import_rows",
        Text("各行的结果", "What becomes of each row"),
        columns=(
            Column("row", Text("行", "Row"), lambda row: row.row or None),
            Column("name", Text("名称", "Name"), lambda row: row.name or "—"),
            Column("outcome", Text("结果", "Outcome"), lambda row: OUTCOMES[row.outcome]),
            Column("said", Text("说明", "Why"), _said),
            Column("remedy", Text("怎么改", "What to do"), lambda row: row.remedy),
        ),
        order=("id",),
        key="id",
        filters=(Filter("outcome", Text("结果", "Outcome"), "choice", choices=choices),),
        prepare=prepare,
        empty=Text("每一行都与已存的相同。", "Every row is the same as what is stored."),
        exportable=False,
    )


def rows_seen(viewer: Any, batch: RegisterImport, values: Any) -> Any:
    """The rows of one import, narrowed to an outcome."""
    found = ImportedRow.objects.visible_to(viewer).filter(batch=batch)
    wanted = values.get("outcome")
    return found.filter(outcome=wanted) if wanted else found
