"""Who moved, on a page: from which level to which, grouped by cause, in order of numbers and never of points."""

from xueheng.cli.compare_words import (
    KIND_NOTES,
    cause_words,
    group_words,
    headline_words,
    in_label_order,
    signed,
    standing_words,
)
from xueheng.cli.documents.pages.markup import Html, Voice, escaped, heading_row, table_row
from xueheng.evaluation.core.public import MOST_LISTED, CauseKind, Movement, Mover
from xueheng.wording import Text

MOST_IN_GROUP = 100
"""Movers of one cause that stand on the page; the workbook has the others."""
MOST_CAUSES = 3
ORDER = Text(
    "按原因分组，组内按编号排列，不按得分。", "Grouped by cause; within a group in order of numbers, not of points."
)


class MoverSections:
    """Draws the sections of the headlines."""

    def __init__(self, voice: Voice, titles: dict[str, Text]) -> None:
        self.voice, self.titles = voice, titles

    def say(self, zh: str, en: str = "") -> Html:
        return self.voice.say(Text(zh, en))

    def section(self, movement: Movement) -> Html:
        """The matrix, real change by its main cause, and apart from it missing data."""
        name = headline_words(movement)
        heading = Text(f"{name.zh}：从哪级到哪级", f"{name.en or name.zh}: from which level to which")
        return (
            f"<section><h2>{self.voice.say(heading)}</h2>{self._matrix(movement)}"
            f"{self._groups(movement, gap=False)}{self._groups(movement, gap=True)}</section>"
        )

    def _matrix(self, movement: Movement) -> Html:
        ladder = movement.ladder
        sides = [in_label_order(ladder, {pair[side] for pair in movement.matrix}) for side in (0, 1)]
        corner = Text("原来 ↓　现在 →", "before ↓ after →")
        heads = heading_row(
            map(self.voice.say, (corner, *(ladder.title(now) for now in sides[1]), Text("合计", "All")))
        )
        rows = []
        for was in sides[0]:
            counts = [movement.matrix[was, now] for now in sides[1]]
            cells = [
                f"<strong>{count:,}</strong>" if count and was != now else f"{count:,}"
                for count, now in zip(counts, sides[1], strict=True)
            ]
            rows.append(table_row([self.voice.say(ladder.title(was)), *cells, f"{sum(counts):,}"]))
        sums = [f"{sum(movement.matrix[was, now] for was in sides[0]):,}" for now in sides[1]]
        foot = table_row([self.say("合计", "All"), *sums, f"{sum(movement.matrix.values()):,}"])
        body = f"<tbody>{''.join(rows)}</tbody><tfoot>{foot}</tfoot>"
        return f'<div class="scroll" tabindex="0"><table>{heads}{body}</table></div>'

    def _groups(self, movement: Movement, *, gap: bool) -> Html:
        groups = movement.gap_groups if gap else movement.groups
        if not groups:
            return ""
        heading = (
            Text("因为缺数据，不是真的变化", "Because data is missing, no real change")
            if gap
            else Text("真的变化，按主要原因", "Real change, by its main cause")
        )
        intro = Text(
            "补上记录再算一次，多半就不再变动。" if gap else ORDER.zh,
            "Add the records and compute again; most would move no more." if gap else ORDER.en,
        )
        parts = [self._group(movement, key, count, gap=gap) for key, count in groups.most_common()]
        return f"<h3>{self.voice.say(heading)}</h3><p>{self.voice.say(intro)}</p>{''.join(parts)}"

    def _group(self, movement: Movement, key: tuple[str, CauseKind], count: int, *, gap: bool) -> Html:
        movers = [mover for mover in movement.movers if mover.main == key and mover.gap == gap]
        words = group_words(self.titles.get(key[0], Text(key[0])), key[1])
        note = KIND_NOTES.get(key[1])
        lines = "".join(f"<li>{self._mover(movement, mover)}</li>" for mover in movers[:MOST_IN_GROUP])
        rest = count - min(len(movers), MOST_IN_GROUP)
        more = ""
        if rest:
            said_more = Text(
                f"另有 {rest:,} 个没有列在本页；工作簿（--out）最多列 {MOST_LISTED:,} 个。",
                f"{rest:,} more are not on this page; the workbook (--out) lists up to {MOST_LISTED:,}.",
            )
            more = f"<p>{self.voice.say(said_more)}</p>"
        said = f"<p>{self.voice.say(note)}</p>" if note else ""
        return f"<details><summary>{self.voice.say(words)} · {count:,}</summary>{said}<ul>{lines}</ul>{more}</details>"

    def _mover(self, movement: Movement, mover: Mover) -> Html:
        ladder = movement.ladder
        stands = [self.voice.say(standing_words(standing, ladder)) for standing in (mover.before, mover.after)]
        points = f' <span class="sum">({escaped(signed(mover.difference))})</span>' if mover.difference else ""
        told = [
            self.voice.say(cause_words(cause, self.titles.get(cause.node, Text(cause.node))))
            for cause in mover.causes[:MOST_CAUSES]
        ]
        rest = len(mover.causes) - len(told)
        if rest > 0:
            told.append(self.say(f"另有 {rest} 处小的变化", f"{rest} smaller ones"))
        causes = "".join(f"<br>{each}" for each in told)
        return f"<strong>{escaped(mover.subject)}</strong> {stands[0]} → {stands[1]}{points}{causes}"
