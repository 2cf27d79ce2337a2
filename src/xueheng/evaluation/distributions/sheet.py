"""A chart's table as a workbook: the same lines in the same order, numbers as numbers."""

from collections.abc import Iterator
from decimal import Decimal

from xueheng.evaluation.distributions.chart import Chart, Line
from xueheng.shell.public import said, workbook_of
from xueheng.wording import Text

HIDDEN = Text("不足 10 人或可由相减得出，不显示", "fewer than 10, or found by subtraction: not shown")
MISSING = (Text("缺数据", "No data"),)
WHY = (Text("没有记录", "No record"), Text("数据不全", "Incomplete"), Text("不适用", "Does not apply"))
Value = str | int | Decimal | Text | None


def sheet_of(chart: Chart) -> bytes:
    """The workbook: a line for each group, the whole last."""
    heads = [said(Text("单位", "Unit")), said(Text("有等级的人数", "With a level"))]
    heads += [said(title) for title in (WHY if chart.says_why else MISSING)]
    for title in chart.heads:
        name = said(title)
        heads += [f"{name}（%）", f"{name} 95%↓", f"{name} 95%↑", said(Text(f"{name}人数", f"{name}: number"))]
        heads.append(said(Text(f"{name}与其余相比", f"{name}: against the rest")))
    return workbook_of(chart.indicator.title, heads, _lines(chart))


def _lines(chart: Chart) -> Iterator[list[Value]]:
    for line in (*chart.lines, chart.mine):
        yield [line.name, *_numbers(line)]


def _numbers(line: Line) -> list[Value]:
    if line.hidden:
        return [HIDDEN]
    why = line.lacking
    found: list[Value] = [line.total, *((why.nothing, why.partly, why.not_applying) if why else (line.missing,))]
    for cell in line.cells:
        found += [cell.percent, Decimal(cell.low), Decimal(cell.high), cell.count, cell.beside]
    return found
