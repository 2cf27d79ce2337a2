"""What a page of distributions says: of each indicator a finding, a strip for each level, and the table behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xueheng.evaluation.core.public import Interval, difference_interval, share_interval, share_percent
from xueheng.evaluation.distributions.chart import ALIKE, HIGHER, LOWER, Cell, Chart, LevelStrip, Line
from xueheng.evaluation.distributions.counting import YEAR, Group
from xueheng.evaluation.distributions.indicators import Indicator
from xueheng.evaluation.distributions.kept import Counted, Groups
from xueheng.evaluation.distributions.sentences import finding, found, sentence
from xueheng.evaluation.distributions.strips import strip
from xueheng.wording import Text

HUNDRED_RESULTS = 100
"""Below so many results a share is told without decimals."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a page knows besides the counts: names, addresses, the reader's own unit, whether she is told of few, and
    which groups she may be told of by name.
    """

    names: Mapping[Group, str]
    addresses: Mapping[Group, str]
    own: int
    few_too: bool
    noun: Text
    named: frozenset[Group]
    order: Mapping[Group, str]


def chart_of(indicator: Indicator, groups: Groups, told: Told, mine: Group) -> Chart:
    """One indicator's chart and table."""
    whole = groups.mine.get(indicator.code) or Counted({}, 0, False)
    under = [(group, columns[indicator.code]) for group, columns in groups.under.items() if indicator.code in columns]
    under.sort(key=lambda each: (each[0].entity != YEAR, each[0].part, told.order.get(each[0], ""), each[0].unit))
    against = None if whole.hidden and not told.few_too else whole
    lines = tuple(_line(group, counted, against, indicator, told) for group, counted in under)
    here = _line(mine, whole, None, indicator, told)
    drawn = [line for line in lines if line.cells and line.group.entity != YEAR]
    drawn = drawn if len(drawn) > 1 else [line for line in lines if line.cells and line.group.entity == YEAR]
    strips = tuple(_strip(at, title, here, drawn, told) for at, (_, title) in enumerate(indicator.levels) if here.cells)
    shown = tuple(line for line in lines if line.group in told.named)
    said = sentence(indicator, here, lines)
    return Chart(indicator, finding(indicator, strips), said, here, strips, shown, len(drawn))


def _line(group: Group, counted: Counted, whole: Counted | None, indicator: Indicator, told: Told) -> Line:
    hidden = counted.hidden and not told.few_too
    cells: tuple[Cell, ...] = ()
    if counted.total and not hidden:
        cells = tuple(_cell(code, counted, whole) for code, _ in indicator.levels)
    missing, lacking = (0, None) if hidden else (counted.missing, counted.lacking)
    name, address = told.names.get(group, ""), told.addresses.get(group, "")
    own = group.unit == told.own and group.entity != YEAR
    return Line(group, name, address, own, counted.total, missing, cells, hidden, lacking)


def _cell(level: str, counted: Counted, whole: Counted | None) -> Cell:
    count, of = counted.levels.get(level, 0), counted.total
    interval = share_interval(count, of)
    percent = share_percent(count, of)
    shown = share_percent(count, of, 1 if of >= HUNDRED_RESULTS else 0)
    beside = None
    if whole is not None and whole.total > of:
        beside = _beside(difference_interval(count, of, whole.levels.get(level, 0) - count, whole.total - of))
    return Cell(f"{shown}%", count, str(interval.low), str(interval.high), beside, percent)


def _beside(difference: Interval) -> Text:
    if difference.holds_nought:
        return ALIKE
    return HIGHER if difference.low > 0 else LOWER


def _strip(at: int, title: Text, here: Line, drawn: Sequence[Line], told: Told) -> LevelStrip:
    mine = here.cells[at]
    cells = [line.cells[at] for line in drawn]
    own = next((line.cells[at].percent for line in drawn if line.own), None)
    drawing = None
    if len(drawn) > 1:
        shares = [(cell.percent, cell.beside in (HIGHER, LOWER)) for cell in cells]
        drawing = strip(shares, mine.percent, Decimal(mine.low), Decimal(mine.high), own)
    return LevelStrip(title, mine, found(cells, told.noun), drawing)
