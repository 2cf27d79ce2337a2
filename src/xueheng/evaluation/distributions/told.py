"""What a page of distributions says: of each indicator a finding, a strip for each level, and the table behind it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xueheng.evaluation.core.public import Interval, difference_interval, share_interval, share_percent
from xueheng.evaluation.distributions.counting import YEAR, Group
from xueheng.evaluation.distributions.indicators import Indicator
from xueheng.evaluation.distributions.kept import Counted, Groups
from xueheng.evaluation.distributions.strips import Strip, strip
from xueheng.wording import Text

HUNDRED_RESULTS = 100
"""Below so many results a share is told without decimals."""
HIGHER, LOWER = Text("高于其余", "above the rest"), Text("低于其余", "below the rest")
ALIKE = Text("看不出差别", "no difference to be seen")


@dataclass(frozen=True, slots=True)
class Cell:
    """A share of a level. `low`, `high`: its interval; `beside`: against all others together, None without others."""

    share: str
    count: int
    low: str
    high: str
    beside: Text | None
    percent: Decimal


@dataclass(frozen=True, slots=True)
class Line:
    """A group's line. `cells` is empty where it is hidden or has no results."""

    group: Group
    name: str
    address: str
    own: bool
    total: int
    missing: int
    cells: tuple[Cell, ...]
    hidden: bool


@dataclass(frozen=True, slots=True)
class LevelStrip:
    """One level: its share of all, what is found of the groups, and the drawing (None for too few groups)."""

    title: Text
    mine: Cell
    finding: Text
    drawing: Strip | None


@dataclass(frozen=True, slots=True)
class Chart:
    """One indicator. `mine`: of the unit itself; `drawn`: how many dots a strip has; the addresses of its parts, of its
    workbook and of the pupils behind it, '' for none.
    """

    indicator: Indicator
    finding: Text
    sentence: Text
    mine: Line
    strips: tuple[LevelStrip, ...]
    lines: tuple[Line, ...]
    drawn: int
    parts: str = ""
    workbook: str = ""
    pupils: str = ""

    @property
    def twice(self) -> bool:
        """Whether the lines make up the whole twice: by year group, and by class."""
        return len({line.group.entity == YEAR for line in self.lines}) > 1

    @property
    def heads(self) -> tuple[Text, ...]:
        """The levels' titles."""
        return tuple(title for _, title in self.indicator.levels)


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
    sentence = _sentence(indicator, here, lines)
    return Chart(indicator, _finding(indicator, strips), sentence, here, strips, shown, len(drawn))


def _line(group: Group, counted: Counted, whole: Counted | None, indicator: Indicator, told: Told) -> Line:
    hidden = counted.hidden and not told.few_too
    cells: tuple[Cell, ...] = ()
    if counted.total and not hidden:
        cells = tuple(_cell(code, counted, whole) for code, _ in indicator.levels)
    missing = 0 if hidden else counted.missing
    name, address = told.names.get(group, ""), told.addresses.get(group, "")
    return Line(
        group, name, address, group.unit == told.own and group.entity != YEAR, counted.total, missing, cells, hidden
    )


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
    return LevelStrip(title, mine, _found(cells, told.noun), drawing)


def _found(cells: Sequence[Cell], noun: Text) -> Text:
    """How many groups differ, in words."""
    if len(cells) < 2:
        return Text("", "")
    high, low = (sum(cell.beside == word for cell in cells) for word in (HIGHER, LOWER))
    alike = len(cells) - high - low
    if not high and not low:
        return Text(f"{len(cells)} 个{noun.zh}之间看不出差别", f"no difference to be seen between {len(cells)}")
    zh = [f"{high} 个高于其余" if high else "", f"{low} 个低于其余" if low else ""]
    en = [f"{high} above the rest" if high else "", f"{low} below it" if low else ""]
    zh_said, en_said = "、".join(filter(None, zh)), ", ".join(filter(None, en))
    return Text(
        f"{len(cells)} 个{noun.zh}里 {zh_said}，{alike} 个看不出差别",
        f"of {len(cells)}: {en_said}, {alike} show no difference",
    )


def _finding(indicator: Indicator, strips: Sequence[LevelStrip]) -> Text:
    """The chart's title: of the first level, in the pack's order."""
    if not strips:
        return indicator.title
    first = strips[0]
    zh = f"{indicator.title.zh}：{first.title.zh} {first.mine.share}"
    en = f"{indicator.title.en or indicator.title.zh}: {first.title.en or first.title.zh} {first.mine.share}"
    if first.finding.zh:
        zh, en = f"{zh}，{first.finding.zh}", f"{en}, {first.finding.en}"
    return Text(zh, en)


def _sentence(indicator: Indicator, here: Line, lines: Iterable[Line]) -> Text:
    """The chart in one sentence: what it rests on, every level, what is left out."""
    if not here.cells:
        if here.hidden:
            return Text("有结果的不足 10 人，不显示。", "Fewer than 10 have a result: not shown.")
        return Text(f"还没有人有等级；{here.missing} 人缺数据。", f"Nobody has a level yet; {here.missing} lack data.")
    shares = list(zip(indicator.levels, here.cells, strict=True))
    zh = "，".join(f"{t.zh} {c.share}（{c.count} 人，很可能在 {c.low}%～{c.high}% 之间）" for (_, t), c in shares)
    en = ", ".join(f"{t.en or t.zh} {c.share} ({c.count}, probably {c.low}% to {c.high}%)" for (_, t), c in shares)
    few = sum(line.hidden for line in lines)
    more = ("", "")
    if few:
        more = (
            f"；{few} 组不足 10 人或可由相减得出，已隐去",
            f"; {few} groups are hidden, of fewer than 10 or found by subtraction",
        )
    return Text(
        f"有等级的 {here.total:,} 人：{zh}。缺数据的 {here.missing:,} 人不计{more[0]}。",
        f"{here.total:,} have a level: {en}. {here.missing:,} lack data and are left out{more[1]}.",
    )
