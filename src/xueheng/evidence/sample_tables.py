"""The tables of draws and of the records that a draw fell on."""

from django.urls import reverse

from xueheng.evidence.samples import GENUINE, LOOKS, OPEN, OTHERWISE, Look
from xueheng.shell.public import Column, Filter, Table
from xueheng.wording import Text


def draw_address(number: int) -> str:
    """The page of a draw."""
    return reverse("sample", args=[number])


def _look_address(look: Look) -> str:
    return reverse("look_at_sample", args=[look.draw, look.told.number])


def _signed(look: Look) -> Text | None:
    if look.by is None:
        return None
    name = f" · {look.by.name}" if look.by.name else ""
    return Text(f"{look.by.post.zh} {look.by.unit}{name}", f"{look.by.post.en or look.by.post.zh} {look.by.unit}{name}")


DRAWS = Table(
    "samples",
    Text("抽查", "Samples"),
    (
        Column("type", Text("类型", "Type"), lambda row: row.type_title, link=lambda row: draw_address(row.number)),
        Column("unit", Text("单位", "Unit"), lambda row: row.unit),
        Column("from", Text("从", "From"), lambda row: row.draw.from_day, on_phone=False),
        Column("to", Text("到", "To"), lambda row: row.draw.to_day, on_phone=False),
        Column("among", Text("总数", "Among"), lambda row: row.draw.among, unit=Text("条", "records")),
        Column("share", Text("比例", "Share"), lambda row: row.draw.per_cent, unit=Text("%", "%")),
        Column("post", Text("抽查岗位", "Drawn by"), lambda row: row.post, on_phone=False),
        Column("sealed", Text("封存时间", "Sealed"), lambda row: row.sealed, on_phone=False),
        Column("state", Text("进度", "Progress"), lambda row: row.state),
    ),
    ("-number",),
    key="number",
    empty=Text("还没有抽查。", "Nothing has been drawn yet."),
    holds_personal_data=False,
)
DRAWN = Table(
    "sample",
    Text("抽中的记录", "Drawn records"),
    (
        Column("day", Text("日期", "Day"), lambda row: row.told.record.day),
        Column("number", Text("编号", "Number"), lambda row: str(row.told.number), on_phone=False),
        Column("subject", Text("对象", "About"), lambda row: row.told.subject, link=_look_address),
        Column("told", Text("内容", "What"), lambda row: row.told.summary),
        Column("unit", Text("单位", "Unit"), lambda row: row.told.unit, on_phone=False),
        Column("recorder", Text("记录人", "Recorder"), lambda row: row.told.recorder, on_phone=False),
        Column("state", Text("核对", "Look"), lambda row: row.status),
        Column("by", Text("核对人", "Looked at by"), _signed, on_phone=False),
        Column("looked", Text("核对日期", "On"), lambda row: row.by.day if row.by else None, on_phone=False),
        Column("words", Text("说明", "Remark"), lambda row: row.words, on_phone=False),
        Column("after", Text("后续", "What followed"), lambda row: row.after),
    ),
    ("id",),
    key="id",
    filters=(
        Filter(
            "state",
            Text("核对", "Look"),
            "choice",
            tuple((code, LOOKS[code].words) for code in (OPEN, GENUINE, OTHERWISE)),
        ),
    ),
    empty=Text("没有您能看到的抽中记录。", "There is no drawn record that you may see."),
)
