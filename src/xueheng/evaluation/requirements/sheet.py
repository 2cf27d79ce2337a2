"""A block as a workbook: what the page shows, line by line."""

from collections.abc import Iterator

from xueheng.evaluation.requirements.told import Block
from xueheng.shell.public import said, workbook_of
from xueheng.wording import Text

HEADS = (
    Text("单位", "Unit"), Text("要求", "Requirement"), Text("状态", "State"), Text("数值", "Value"),
    Text("界限", "Limit"), Text("差距", "Short by"), Text("单位（量）", "Measured in"),
)  # fmt: skip
COUNTS = (
    Text("要求", "Requirement"), Text("达到", "Met"), Text("未达到", "Short"), Text("未报或未定", "Not reported"),
    Text("不适用", "Not applying"),
)  # fmt: skip


def sheet_of(block: Block) -> bytes:
    """The workbook of one block."""
    heads = HEADS if block.units else COUNTS
    return workbook_of(block.title, [said(head) for head in heads], _lines(block))


def _lines(block: Block) -> Iterator[list[str | int | Text]]:
    for unit in block.units:
        for cell in unit.cells:
            if cell.state is not None:
                state = cell.state.words
                yield [unit.name, cell.title, state, said(cell.value), cell.limit, said(cell.gap), said(cell.unit)]
    for line in block.lines:
        if line.leaf:
            yield [line.title, line.met, line.short, line.missing, line.not_applying]
