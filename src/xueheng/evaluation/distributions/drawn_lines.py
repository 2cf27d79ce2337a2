"""The lines of a distribution's table as HTML: a district's page has hundreds, and a template for each would take most
of the time that the page takes.
"""

from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString

from xueheng.evaluation.distributions.chart import ALIKE, HIGHER, LOWER, Cell, Chart, Line
from xueheng.shell.public import exact, said
from xueheng.wording import Text

UNIT, TOGETHER, YOURS = Text("单位", "Unit"), Text("合计", "Together"), Text("（本单位）", " (yours)")
NUMBER, HAVING = Text("人数", "Number"), Text("有等级（人）", "With a level")
FEW = Text("○ 已隐去：不足 10 人，或可由相减得出", "○ hidden: fewer than 10, or found by subtraction")
LEVEL, NONE_YET, ASKED_NOT = Text("等级", "Level"), Text("还没有等级", "no level yet"), Text("不适用", "does not apply")
WITHOUT, LACKING = Text("没有等级", "No level"), Text("缺数据", "No data")
WHY = Text("没有记录 {}<br>数据不全 {}<br>不适用 {}", "{} no record<br>{} incomplete<br>{} not applying")


def drawn_lines(chart: Chart) -> SafeString:
    """Every group's line, the whole's last, in the language of the page."""
    drawing = _Drawing.of(chart)
    lines = [drawing.line(line, drawing.name(line)) for line in chart.lines]
    return SafeString("".join((*lines, drawing.line(chart.mine, _html(TOGETHER), ' class="whole"'))))


@dataclass(frozen=True, slots=True)
class _Drawing:
    """The words of a table, ready to stand in HTML. Whatever else a line has is a number, but for name and address."""

    unit: str
    yours: str
    having: str
    heads: tuple[str, ...]
    beside: dict[Text | None, str]
    without: str
    lacking: str
    why: str

    @classmethod
    def of(cls, chart: Chart) -> "_Drawing":
        return cls(
            unit=_html(UNIT),
            yours=f" <small>{_html(YOURS)}</small>",
            having=_html(HAVING),
            heads=tuple(map(_html, chart.heads)),
            beside={None: "", **{words: f" · {_html(words)}" for words in (HIGHER, LOWER, ALIKE)}},
            without=_html(WITHOUT),
            lacking=_html(LACKING),
            why=f"<small>{said(WHY)}</small>",
        )

    def name(self, line: Line) -> str:
        shown = escape(line.name)
        linked = f'<a href="{escape(line.address)}">{shown}</a>' if line.address else shown
        return f"{linked}{self.yours}" if line.own else linked

    def line(self, line: Line, name: str, kind: str = "") -> str:
        return f'<tr{kind}><td data-heading="{self.unit}">{name}</td>\n{self._numbers(line)}</tr>\n'

    def _numbers(self, line: Line) -> str:
        if line.hidden:
            return _across(len(self.heads) + 2, NUMBER, FEW)
        having = _number(self.having, exact(line.total))
        cells = "".join(map(self._cell, self.heads, line.cells)) if line.cells else self._no_cells(line)
        return f"{having}{cells}{self._without(line)}"

    def _cell(self, head: str, cell: Cell) -> str:
        likely = f'<small class="likely-words">{cell.low}～{cell.high}{self.beside[cell.beside]}</small>'
        return _number(head, f"<span>{cell.share} <small>({exact(cell.count)})</small><br>{likely}</span>")

    def _no_cells(self, line: Line) -> str:
        return _across(len(self.heads), LEVEL, NONE_YET if line.asked else ASKED_NOT)

    def _without(self, line: Line) -> str:
        why = line.lacking
        if not why:
            return _number(self.lacking, exact(line.missing))
        return _number(self.without, self.why.format(*map(exact, (why.nothing, why.partly, why.not_applying))))


def _number(head: str, shown: str) -> str:
    return f'<td class="number" data-heading="{head}">{shown}</td>'


def _across(columns: int, head: Text, hint: Text) -> str:
    return f'<td colspan="{columns}" data-heading="{_html(head)}"><span class="hint">{_html(hint)}</span></td>'


def _html(words: Text) -> str:
    return escape(said(words))
