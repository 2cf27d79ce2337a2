"""The burden of recording as a workbook: a line for each type."""

from collections.abc import Iterator

from xueheng.evaluation.burdens.told import BurdenTold
from xueheng.shell.public import said, workbook_of
from xueheng.wording import Text

HEADS = (
    Text("记录类型", "Type of records"), Text("条数", "Records"), Text("其中教职工记的", "Entered by staff"),
    Text("每条分钟（申报）", "Minutes each, declared"), Text("合计小时", "Hours"),
    Text("每位教职工每周分钟", "Minutes a person and week"), Text("用在", "Used by"),
)  # fmt: skip
UNUSED = Text("还没有被用到", "not used yet")


def sheet_of(told: BurdenTold) -> bytes:
    """The workbook."""
    return workbook_of(Text("记录负担", "The burden of recording"), [said(head) for head in HEADS], _lines(told))


def _lines(told: BurdenTold) -> Iterator[list[str | int | Text]]:
    for each in told.types:
        uses = said(UNUSED) if each.unused else "、".join(said(use) for use in each.uses)
        yield [each.title, each.records, each.by_staff, each.minutes, each.hours, each.weekly, uses]
