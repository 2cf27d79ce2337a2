"""What a growth page says of a pupil: each aspect beside her own earlier self, what to do next, what was recorded.

Nothing here knows of other pupils: no rank, no mean of a class, no distance to anybody.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from xueheng.evaluation.core.public import (
    Answer,
    MeasureUnsupported,
    Period,
    RunError,
    period_for,
)
from xueheng.evaluation.explanation_page import address_of
from xueheng.evaluation.live_standards import LiveResults
from xueheng.evaluation.next_steps import Step, next_steps
from xueheng.evaluation.types_behind import types_behind
from xueheng.evaluation.visibility import standards_seen
from xueheng.evidence.public import TypeCount, counts_of
from xueheng.identity.public import Viewer, library
from xueheng.language.public import Standard, StandardNode
from xueheng.wording import Text

FEW = 3
"""With fewer records nothing is concluded about an aspect, unless its records are taken once a window, as tests are."""
WIDTH, MARGIN = 200, 10
"""Of the drawing, in its own units; points run from 0 to 100 between the margins."""
FEW_SAID = Text("记录少，暂不下结论", "few records: nothing is concluded yet")
GAPS_SAID = Text("还有几项没有记录，暂不下结论", "parts of it lack records: nothing is concluded yet")
NOTHING_SAID = Text("还没有记录", "no record yet")


@dataclass(frozen=True, slots=True)
class Aspect:
    """One aspect now and in the period before. `few`: too few records to say anything; `change`: in words; `was_x`,
    `now_x`: places in the drawing, None where there is nothing to draw.
    """

    title: Text
    now: str
    level: Text | None
    was: str
    change: Text
    few: bool
    count: int
    address: str
    was_x: int | None = None
    now_x: int | None = None

    @property
    def from_x(self) -> int:
        """Where the line between the two begins."""
        return min(self.was_x or 0, self.now_x or 0)


@dataclass(frozen=True, slots=True)
class StandardGrown:
    """A standard's aspects for one pupil; `before`: the period compared with, None where there is none."""

    title: Text
    period: Period
    before: Period | None
    aspects: tuple[Aspect, ...]
    finding: Text


@dataclass(frozen=True, slots=True)
class Grown:
    """All standards of a pupil, and the next steps."""

    standards: tuple[StandardGrown, ...]
    steps: tuple[Step, ...]
    counts_for: Mapping[str, tuple[Text, ...]]
    """Type of record → the aspects that it counts for."""


def grown(viewer: Viewer, subject: int, *, minors: Sequence[str]) -> Grown:
    """Of the standards of pupils that the viewer may see. `minors`: their names, in the order shown."""
    found: list[StandardGrown] = []
    read: dict[str, list[Text]] = {}
    past = _Past(viewer, subject, minors)
    for name in minors:
        standard = library().standards[name]
        one = _standard(standard, past)
        if one is not None:
            found.append(one)
            for node in standard.root.parts:
                for type_ in types_behind(name)[node.code]:
                    read.setdefault(type_, []).append(node.title)
    first = min((one.period.start for one in found), default=viewer.day - timedelta(days=365))
    counts = past.counts(first, viewer.day)
    types = list(read)
    return Grown(
        tuple(found), tuple(next_steps(viewer, subject, types, counts)), {name: tuple(t) for name, t in read.items()}
    )


def standards_of_pupils(viewer: Viewer) -> list[str]:
    """The standards of pupils that the viewer may see, those side by side first."""
    packs = library()
    names = [name for name in standards_seen(viewer) if name in packs.standards and not packs.standards[name].unused]
    minors = [name for name in names if packs.entities[packs.standards[name].of].person == "minor"]
    return sorted(minors, key=lambda name: (packs.standards[name].root.combine != "profile", name))


class _Past:
    """A pupil's record for her growth page, each part read once: the periods of today and the ones before, the answers
    over them, the counts.
    """

    def __init__(self, viewer: Viewer, subject: int, minors: Sequence[str]) -> None:
        self.subject = subject
        self.periods = {name: _periods(name, viewer.day) for name in minors}
        asked = [(name, period) for name, periods in self.periods.items() for period in periods if period]
        self._live = LiveResults(subject, asked)
        self._counts: dict[tuple[date, date], Mapping[str, TypeCount]] = {}

    def answers(self, standard: Standard, period: Period | None) -> Mapping[str, Answer] | None:
        """The answers of the aspects over a period by code; None where there are none, or where the standard says
        nothing of her.
        """
        if period is None:
            return None
        try:
            live = self._live.of(standard.name, period)
        except (MeasureUnsupported, RunError):
            return None
        if not live.table.num_rows:
            return None
        aspects = {node.code for node in standard.root.parts}
        answers = {column.code: live.answer_at(0, column) for column in live.columns if column.code in aspects}
        return answers if _says_anything(standard, answers) else None

    def counts(self, first: date, last: date) -> Mapping[str, TypeCount]:
        """By type of record, as `counts_of` has them."""
        if (first, last) not in self._counts:
            self._counts[first, last] = counts_of(self.subject, first, last)
        return self._counts[first, last]


def _periods(standard: str, day: date) -> tuple[Period | None, Period | None]:
    """The period of a day and the one before it."""
    period = _period(standard, day)
    return period, _period(standard, period.start - timedelta(days=1)) if period else None


def _period(standard: str, day: date) -> Period | None:
    try:
        return period_for(library(), standard, None, day)
    except (MeasureUnsupported, RunError):
        return None


def _standard(standard: Standard, past: _Past) -> StandardGrown | None:
    period, before = past.periods[standard.name]
    now = past.answers(standard, period)
    if period is None or now is None:
        return None
    was = past.answers(standard, before)
    counts = past.counts(period.start, period.end)
    aspects = tuple(
        _aspect(standard, node, now, was, counts, past.subject)
        for node in standard.root.parts
        if now[node.code].state != "not_applying"
    )
    compared = before if was is not None else None
    return StandardGrown(standard.title, period, compared, aspects, _finding(aspects, compared))


def _says_anything(standard: Standard, answers: Mapping[str, Answer]) -> bool:
    """Whether the standard applies to her, with something to say or to wait for."""
    return any(answers[node.code].state != "not_applying" for node in standard.root.parts)


def _aspect(
    standard: Standard, node: StandardNode, now: Mapping[str, Answer], was: Mapping[str, Answer] | None,
    counts: Mapping[str, TypeCount], subject: int,
) -> Aspect:  # fmt: skip
    types = types_behind(standard.name)[node.code]
    count = sum(counts[type_].count for type_ in types if type_ in counts)
    here = now[node.code]
    few = count < FEW and not any(library().evidence[type_].once_per for type_ in types)
    earlier = was[node.code] if was is not None and node.code in was else None
    address = address_of(None, standard.name, subject, node.code)
    level = _level(standard, node, here.level)
    if few or here.state == "missing":
        change = NOTHING_SAID if not count else FEW_SAID if few else GAPS_SAID
        return Aspect(node.title, "", None, _shown(earlier), change, few=True, count=count, address=address)
    now_x, was_x = _place(here.points), _place(earlier.points if earlier else None)
    return Aspect(
        node.title, _shown(here), level, _shown(earlier), _change(here, earlier), few=False, count=count,
        address=address, was_x=was_x, now_x=now_x,
    )  # fmt: skip


def _shown(answer: Answer | None) -> str:
    if answer is None or answer.state != "known":
        return ""
    return answer.shown or ("" if answer.value is None else str(answer.value))


def _level(standard: Standard, node: StandardNode, code: str | None) -> Text | None:
    levels = node.levels or standard.root.levels
    return next((level.title for level in levels if level.code == code), None)


def _change(now: Answer, was: Answer | None) -> Text:
    """Against oneself, in the decimals shown."""
    if was is None or was.shown is None or now.shown is None or was.points is None:
        return Text("", "")
    moved = Decimal(now.shown) - Decimal(was.shown)
    if not moved:
        return Text("持平", "as before")
    amount = f"{abs(moved).normalize():f}"
    return Text(f"↑ 增加 {amount}", f"↑ up {amount}") if moved > 0 else Text(f"↓ 减少 {amount}", f"↓ down {amount}")


def _place(points: Fraction | None) -> int | None:
    if points is None or not 0 <= points <= 100:
        return None
    return MARGIN + round(float(points) * (WIDTH - 2 * MARGIN) / 100)


def _finding(aspects: Sequence[Aspect], before: Period | None) -> Text:
    """The chart's title: what it shows, in a sentence."""
    few = sum(aspect.few for aspect in aspects)
    known = len(aspects) - few
    rest = Text(f"，{few} 个方面记录还少", f"; {few} with few records") if few else Text("", "")
    if before is None:
        return Text(
            f"{known} 个方面有结果{rest.zh}；还没有上一周期的结果可比",
            f"{known} aspects with results{rest.en}; no earlier period to compare with",
        )
    up = sum(aspect.change.zh.startswith("↑") for aspect in aspects)
    down = sum(aspect.change.zh.startswith("↓") for aspect in aspects)
    return Text(
        f"和 {before.label} 的自己比：{up} 个方面增加，{down} 个减少{rest.zh}",
        f"Against {before.label}: {up} aspects up, {down} down{rest.en}",
    )
