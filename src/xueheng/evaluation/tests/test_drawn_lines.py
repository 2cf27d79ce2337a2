"""Tables drawn without a template: what comes from people and packs is written as text, never as marks of a page."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils.translation import override

from xueheng.evaluation.burdens.drawn_units import drawn_units
from xueheng.evaluation.burdens.told import UnitTold
from xueheng.evaluation.distributions.chart import HIGHER, Cell, Chart, Line
from xueheng.evaluation.distributions.counting import Group
from xueheng.evaluation.distributions.drawn_lines import drawn_lines
from xueheng.evaluation.distributions.indicators import Indicator
from xueheng.evaluation.distributions.lacking import Lacking
from xueheng.evaluation.drawn_figures import drawn_lines as drawn_figures
from xueheng.evaluation.run_page import Headline
from xueheng.evaluation.run_page import Line as UnitLine
from xueheng.wording import Text

HOSTILE = '<b>"一小"&\''
ESCAPED = "&lt;b&gt;&quot;一小&quot;&amp;&#x27;"
LEVELS = (("good", Text("好<", "good")), ("fair", Text("中", "fair")))
CELLS = (
    Cell("75.0%", 1200, "70.1", "79.3", HIGHER, Decimal("75.0")),
    Cell("25.0%", 400, "20.7", "29.9", None, Decimal("25.0")),
)
LINE = Line(Group("school", 7), HOSTILE, "/a/?b=1&c=2", own=True, total=1600, missing=3, cells=CELLS, hidden=False)
WHOLE = replace(LINE, name="区", address="", own=False)


@pytest.fixture(autouse=True)
def chinese() -> object:
    with override("zh-hans"):
        yield


def drawn(*lines: Line) -> list[str]:
    """Each group's line, without the whole's."""
    chart = Chart(Indicator("a", Text("项"), LEVELS, has_parts=False), Text(""), Text(""), WHOLE, (), lines, 0)
    *mine, whole = drawn_lines(chart).removesuffix("</tr>\n").split("</tr>\n")
    assert whole.startswith('<tr class="whole"><td data-heading="单位">合计</td>')
    return mine


def test_a_name_an_address_and_a_level_are_escaped() -> None:
    (line,) = drawn(LINE)
    assert f'<a href="/a/?b=1&amp;c=2">{ESCAPED}</a> <small>（本单位）</small></td>' in line
    assert 'data-heading="好&lt;"><span>75.0% <small>(1,200)</small>' in line
    assert "70.1～79.3 · 高于其余</small>" in line
    assert "20.7～29.9</small>" in line
    assert '<td class="number" data-heading="缺数据">3</td>' in line


def test_why_there_is_no_level_is_told_in_the_last_cell() -> None:
    (line,) = drawn(replace(LINE, lacking=Lacking(1001, 2, 3)))
    assert line.endswith('data-heading="没有等级"><small>没有记录 1,001<br>数据不全 2<br>不适用 3</small></td>')


def test_a_hidden_group_says_nothing_but_that_it_is() -> None:
    (line,) = drawn(replace(LINE, cells=(), hidden=True))
    assert '<td colspan="4" data-heading="人数"><span class="hint">○ 已隐去' in line
    assert "1,600" not in line


def test_a_group_without_levels_says_whether_they_were_asked_for() -> None:
    nobody, not_asked = replace(LINE, cells=(), total=0), replace(LINE, cells=(), total=0, missing=0)
    waiting, beside = drawn(nobody, not_asked)
    assert '<td colspan="2" data-heading="等级"><span class="hint">还没有等级</span></td>' in waiting
    assert '<td colspan="2" data-heading="等级"><span class="hint">不适用</span></td>' in beside


def test_the_words_are_those_of_the_reader() -> None:
    with override("en"):
        chart = Chart(Indicator("a", Text("项"), LEVELS, has_parts=False), Text(""), Text(""), WHOLE, (), (LINE,), 0)
        page = drawn_lines(chart)
    assert "above the rest" in page
    assert "Together" in page


def test_figures_of_units_stand_under_their_titles_and_are_escaped() -> None:
    titles = (Text("平均", "Mean"), Text("最高>", "Greatest"))
    lines = (UnitLine(HOSTILE, ("81.5", "<i>")), UnitLine("二小", hidden=True))
    first, second = drawn_figures(Headline(Text("总评"), titles, lines)).removesuffix("</tr>").split("</tr>")
    assert first == (
        f'<tr><td data-heading="单位">{ESCAPED}</td><td class="number" data-heading="平均">81.5</td>'
        '<td class="number" data-heading="最高&gt;">&lt;i&gt;</td>'
    )
    assert second == '<tr><td data-heading="单位">二小</td><td colspan="2">不足 10 人，不显示</td>'


def test_burdens_of_units_are_escaped_and_what_is_not_known_is_a_dash() -> None:
    page = drawn_units([UnitTold(HOSTILE, "/burdens/?unit=7&period=x", 45, 1320, "<0.1", "")])
    assert page == (
        f'<tr><td data-heading="单位"><a href="/burdens/?unit=7&amp;period=x">{ESCAPED}</a></td>'
        '<td class="number" data-heading="任职人数">45</td><td class="number" data-heading="条数">1,320</td>'
        '<td class="number" data-heading="合计（小时）">&lt;0.1</td>'
        '<td class="number" data-heading="每人每周（分）">—</td></tr>'
    )
