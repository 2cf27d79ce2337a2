"""The lines of a run's table of units as HTML: a district's page has hundreds of cells, and a template would take most
of the page's time for them.
"""

from html import escape

from django.utils.safestring import SafeString

from xueheng.evaluation.run_page import Headline, Line
from xueheng.shell.public import said
from xueheng.wording import Text

UNIT = Text("单位", "Unit")
FEW = Text("不足 10 人，不显示", "fewer than 10, not shown")


def drawn_lines(headline: Headline) -> SafeString:
    """Every unit's line, in the language of the page."""
    unit = escape(said(UNIT))
    heads = [f'<td class="number" data-heading="{escape(said(title))}">' for title in headline.titles]
    few = f'<td colspan="{len(heads)}">{escape(said(FEW))}</td>'

    def drawn(line: Line) -> str:
        cells = few if line.hidden else "".join(f"{h}{escape(c)}</td>" for h, c in zip(heads, line.cells, strict=True))
        return f'<tr><td data-heading="{unit}">{escape(line.unit)}</td>{cells}</tr>'

    return SafeString("".join(map(drawn, headline.lines)))
