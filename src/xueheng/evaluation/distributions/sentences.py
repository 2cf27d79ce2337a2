"""What is said beside a distribution: its finding, and the whole of it in one sentence."""

from collections.abc import Iterable, Sequence

from xueheng.evaluation.distributions.chart import HIGHER, LOWER, Cell, LevelStrip, Line
from xueheng.evaluation.distributions.indicators import Indicator
from xueheng.wording import Text


def found(cells: Sequence[Cell], noun: Text) -> Text:
    """How many groups differ, in words that need no measure word: every kind of unit has its own."""
    if len(cells) < 2:
        return Text("", "")
    high, low = (sum(cell.beside == word for cell in cells) for word in (HIGHER, LOWER))
    alike = len(cells) - high - low
    if not high and not low:
        return Text(f"{noun.zh}共 {len(cells)}，相互看不出差别", f"no difference to be seen between {len(cells)}")
    zh = [f"高于其余的 {high}" if high else "", f"低于其余的 {low}" if low else "", f"看不出差别的 {alike}"]
    en = [f"{high} above the rest" if high else "", f"{low} below it" if low else ""]
    zh_said, en_said = "、".join(filter(None, zh)), ", ".join(filter(None, en))
    return Text(
        f"{noun.zh}共 {len(cells)}：{zh_said}",
        f"of {len(cells)}: {en_said}, {alike} show no difference",
    )


def finding(indicator: Indicator, strips: Sequence[LevelStrip]) -> Text:
    """The chart's title: of the first level, in the pack's order."""
    if not strips:
        return indicator.title
    first = strips[0]
    zh = f"{indicator.title.zh}：{first.title.zh} {first.mine.share}"
    en = f"{indicator.title.en or indicator.title.zh}: {first.title.en or first.title.zh} {first.mine.share}"
    if first.finding.zh:
        zh, en = f"{zh}，{first.finding.zh}", f"{en}, {first.finding.en}"
    return Text(zh, en)


def sentence(indicator: Indicator, here: Line, lines: Iterable[Line]) -> Text:
    """The chart in one sentence: what it rests on, every level, who has none and why, what is left out."""
    if here.hidden:
        return Text("不足 10 人，或可由相减得出，不显示。", "Fewer than 10, or found by subtraction: not shown.")
    without = _without(here)
    if not here.cells:
        return Text(f"还没有人有等级：{without.zh}。", f"Nobody has a level yet: {without.en}.")
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
        f"有等级的 {here.total:,} 人：{zh}。不计在内：{without.zh}{more[0]}。",
        f"{here.total:,} have a level: {en}. Left out: {without.en}{more[1]}.",
    )


def _without(here: Line) -> Text:
    """Those without a level: with no record, with some, and of whom it is not asked."""
    if here.lacking is None:
        return Text(f"{here.missing:,} 人缺数据", f"{here.missing:,} lack data")
    nothing, partly, asked_not = here.lacking.nothing, here.lacking.partly, here.lacking.not_applying
    return Text(
        f"{nothing:,} 人没有记录，{partly:,} 人数据不全，{asked_not:,} 人不适用",
        f"{nothing:,} without any record, {partly:,} with a part of the data, {asked_not:,} to whom it does not apply",
    )
