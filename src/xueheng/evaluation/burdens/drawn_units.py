"""The lines of the units in a page of burdens as HTML: a district has a hundred, and a template would take most of the
page's time for them.
"""

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString

from xueheng.evaluation.burdens.told import UnitTold
from xueheng.shell.public import exact, said
from xueheng.wording import Text

UNIT = Text("单位", "Unit")
NUMBERS = (
    Text("任职人数", "People"), Text("条数", "Records"), Text("合计（小时）", "Hours"),
    Text("每人每周（分）", "Minutes a week"),
)  # fmt: skip


def drawn_units(units: Iterable[UnitTold]) -> SafeString:
    """Every unit's line, in the language of the page."""
    unit = escape(said(UNIT))
    heads = [f'<td class="number" data-heading="{escape(said(title))}">' for title in NUMBERS]

    def drawn(line: UnitTold) -> str:
        numbers = exact(line.staff), exact(line.records), line.hours, line.weekly or "—"
        cells = "".join(f"{head}{escape(number)}</td>" for head, number in zip(heads, numbers, strict=True))
        link = f'<a href="{escape(line.address)}">{escape(line.name)}</a>'
        return f'<tr><td data-heading="{unit}">{link}</td>{cells}</tr>'

    return SafeString("".join(map(drawn, units)))
