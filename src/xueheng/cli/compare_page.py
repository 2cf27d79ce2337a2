"""A comparison as two web pages: index.html for those who may see people's results, handout.html for anybody."""

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from xueheng.cli.compare_handout import Block, handout_blocks, handout_notes, left_out_words
from xueheng.cli.compare_movers import MoverSections
from xueheng.cli.compare_records import MOST_EXPLAINED, RecordChange
from xueheng.cli.compare_words import HIDDEN, headline_words, run_words, titles_of
from xueheng.cli.compare_workbook import RECORD_WHAT
from xueheng.cli.documents.pages.markup import Html, Voice, described, escaped, heading_row, table_row
from xueheng.cli.documents.pages.page_frame import Frame
from xueheng.evaluation.core.public import CHANGED_WHAT, DIRECTIONS, MOVED, Comparison, Handout, Movement
from xueheng.wording import Language, Text

INDEX, HANDOUT = "index.html", "handout.html"
DIRECTION_WORDS = (Text("原来", "Before"), Text("现在", "After"))
MOST_RECORDS = 300
MOST_NUMBERS = 200
PRIVATE = Text(
    "本页有个人编号，只给可以看个人结果的人。要转给别人，用概要页，里面没有个人，人数太少的格已隐去。",
    "This page names people by their numbers: only for those who may see people's results. To hand something on, use "
    "the summary: nobody is named in it, and small counts are hidden.",
)


def write_comparison_pages(
    comparison: Comparison, told: list[Handout], records: list[RecordChange] | None, folder: Path, language: Language
) -> None:
    """Write both pages into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    page = _Page(comparison, told, records, Voice(language))
    frame = Frame(page.voice)
    title = page.voice.plain(comparison.sides.after.tree.title)
    to_handout = page.link(HANDOUT, Text("可以转发的概要", "Summary that may be handed on"))
    (folder / INDEX).write_bytes(frame.page(title, page.index(), to_handout).encode("utf-8", "replace"))
    (folder / HANDOUT).write_bytes(frame.page(title, page.handout()).encode("utf-8", "replace"))


class _Page:
    """Draws the parts of both pages."""

    def __init__(
        self, comparison: Comparison, told: list[Handout], records: list[RecordChange] | None, voice: Voice
    ) -> None:
        self.comparison, self.told, self.records, self.voice = comparison, told, records, voice
        self.titles = titles_of(comparison)
        self.movers = MoverSections(voice, self.titles)
        self.before, self.after = comparison.sides.before, comparison.sides.after

    def say(self, zh: str, en: str = "") -> Html:
        return self.voice.say(Text(zh, en))

    def link(self, to: str, text: Text) -> Html:
        said = self.voice.say(text)
        return f'<nav aria-label="{self.voice.plain(text)}"><a href="{to}">{said} →</a></nav>'

    # -- the page with people -------------------------------------------------------------------

    def index(self) -> Html:
        """What changed, who moved, and why."""
        return "".join(
            (
                self._head(),
                f'<section class="note"><p>{self.voice.say(PRIVATE)}</p></section>' if self.after.tree.person else "",
                self._answer(),
                self._changes(),
                *(self.movers.section(movement) for movement in self.comparison.movements),
                self._leaves(),
                self._records(),
                self._one_side(),
                self._check(),
            )
        )

    def _head(self) -> Html:
        title = self.after.tree.title
        lines = ((DIRECTION_WORDS[0], self.before), (DIRECTION_WORDS[1], self.after))
        said = described((self.voice.say(what), self.voice.say(run_words(side.results))) for what, side in lines)
        heading = Text(f"{title.zh}：两次结果的对比", f"{title.en or title.zh}: two results compared")
        return f"<h1>{self.voice.say(heading)}</h1>{said}"

    def _answer(self) -> Html:
        comparison, subject = self.comparison, self.after.tree.subject
        counts = comparison.both, len(comparison.only_before), len(comparison.only_after)
        zh = f"{counts[0]:,} 个{subject.zh}两边都有结果"
        zh += f"；只在原来 {counts[1]:,} 个，只在现在 {counts[2]:,} 个。" if sum(counts[1:]) else "。"
        en = f"{counts[0]:,} are in both results" + (
            f"; {counts[1]:,} before only, {counts[2]:,} after only." if sum(counts[1:]) else "."
        )
        lines = [Text(zh, en), *(self._sentence(movement) for movement in comparison.movements)]
        return f'<section class="answer">{"".join(f"<p>{self.voice.say(line)}</p>" for line in lines)}</section>'

    def _sentence(self, movement: Movement) -> Text:
        name = headline_words(movement)
        if not movement.moved:
            zh, en = f"{name.zh}：没有变动。", f"{name.en or name.zh}: nobody moved."
        else:
            counts = movement.directions
            ways = [(DIRECTIONS[way], counts[way]) for way in MOVED if counts[way]]
            gaps = sum(movement.gap_groups.values())
            zh = f"{name.zh}：{movement.moved:,} 个变动，{'，'.join(f'{way.zh} {count:,}' for way, count in ways)}。"
            en = f"{name.en or name.zh}: {movement.moved:,} moved, {', '.join(f'{w.en} {c:,}' for w, c in ways)}."
            if gaps:
                zh += f"其中 {gaps:,} 个是因为缺数据，不是真的变化。"
                en += f" {gaps:,} of them because data is missing, which is no real change."
        if movement.points_only:
            zh += f"另有 {movement.points_only:,} 个等级没变、得分变了。"
            en += f" {movement.points_only:,} more kept their level with other points."
        return Text(zh, en)

    def _changes(self) -> Html:
        heading = f"<h2>{self.say('标准变了什么', 'What changed in the standard')}</h2>"
        if not self.comparison.changes:
            return f"<section>{heading}<p>{self.say('标准没有变。', 'The standard is the same.')}</p></section>"
        heads = heading_row(
            map(
                self.voice.say,
                (Text("项目", "Item"), Text("变了什么", "What"), DIRECTION_WORDS[0], DIRECTION_WORDS[1]),
            )
        )
        rows = "".join(
            table_row(
                [
                    self.voice.say(change.title),
                    self.voice.say(CHANGED_WHAT[change.what])
                    + (f"<br>{self.voice.say(change.decision)}" if change.decision else ""),
                    self.voice.say(change.before),
                    self.voice.say(change.after),
                ]
            )
            for change in self.comparison.changes
        )
        table = _table(heads, rows, ' class="words"')
        return f"<section>{heading}{table}</section>"

    def _leaves(self) -> Html:
        leaves = [leaf for leaf in self.comparison.leaves if leaf.any]
        if not leaves:
            return ""
        heads = (
            Text("观测点", "Leaf"),
            Text("值变了", "Value changed"),
            Text("值没变，得分变了", "Same value, other points"),
            Text("现在缺", "Missing now"),
            Text("原来缺", "Missing before"),
        )
        rows = "".join(
            table_row(
                [self.voice.say(leaf.title), *(f"{n:,}" for n in (leaf.value, leaf.points, leaf.lost, leaf.found))]
            )
            for leaf in leaves
        )
        intro = self.say(
            "数的是两边都有的全部对象，不只是变动的。",
            "Everybody in both results is counted, not only those who moved.",
        )
        return (
            f"<section><h2>{self.say('各观测点', 'Leaf by leaf')}</h2><p>{intro}</p>"
            f"{_table(heading_row(map(self.voice.say, heads)), rows)}</section>"
        )

    def _records(self) -> Html:
        if self.records is None:
            return ""
        heading = f"<h2>{self.say('背后的记录', 'The records behind it')}</h2>"
        if not self.records:
            return f"<section>{heading}<p>{self.say('没有变化的记录。', 'No record changed.')}</p></section>"
        lines = "".join(f"<li>{self._record(record)}</li>" for record in self.records[:MOST_RECORDS])
        rest = len(self.records) - MOST_RECORDS
        more = (
            f"<p>{self.say(f'另有 {rest:,} 条，见工作簿。', f'{rest:,} more: see the workbook.')}</p>"
            if rest > 0
            else ""
        )
        looked = self.say(
            f"查了编号在前的 {MOST_EXPLAINED:,} 个变动者。",
            f"Looked up for the first {MOST_EXPLAINED:,} movers by number.",
        )
        return f"<section>{heading}<p>{looked}</p><ul>{lines}</ul>{more}</section>"

    def _record(self, record: RecordChange) -> Html:
        leaf = self.voice.say(self.titles.get(record.leaf, Text(record.leaf)))
        what = self.voice.say(RECORD_WHAT[record.what])
        fields = [self.voice.say(each) for each in (record.before, record.after) if each is not None]
        ref = f" · {escaped(record.ref)}" if record.ref else ""
        return (
            f"<strong>{escaped(record.subject)}</strong> {leaf} · {self.voice.say(record.type)} {what}{ref}<br>"
            f"{' → '.join(fields)}"
        )

    def _one_side(self) -> Html:
        parts = []
        for subjects, said in (
            (self.comparison.only_before, Text("只在原来的", "Before only")),
            (self.comparison.only_after, Text("只在现在的", "After only")),
        ):
            if subjects:
                listed = "".join(f"<li>{escaped(subject)}</li>" for subject in subjects[:MOST_NUMBERS])
                rest = len(subjects) - MOST_NUMBERS
                more = (
                    f"<p>{self.say(f'另有 {rest:,} 个，见工作簿。', f'{rest:,} more: see the workbook.')}</p>"
                    if rest > 0
                    else ""
                )
                parts.append(
                    f"<details><summary>{self.voice.say(said)} · {len(subjects):,}</summary>"
                    f'<ul class="list">{listed}</ul>{more}</details>'
                )
        heading = f"<h2>{self.say('只在一边的', 'On one side only')}</h2>"
        return f"<section>{heading}{''.join(parts)}</section>" if parts else ""

    def _check(self) -> Html:
        """Which folders were compared, with the digests of their results."""
        rows = []
        for what, side in zip(DIRECTION_WORDS, (self.before, self.after), strict=True):
            digest = escape(side.results.digests.get("results", ""))
            rows.append(
                (
                    self.voice.say(what),
                    f'{self.voice.say(run_words(side.results))}<br><code class="digest">{digest}</code>',
                )
            )
        order = self.say(
            "原因按固定的次序找：先是得分（记录，再是赋分规则），再是不再计入的项，再是权重，再是新计入的项，最后是否决、封顶和加分；"
            "加起来正好是相差的分。",
            "Causes are found in a fixed order: points first (records, then scales), then parts that count no more, "
            "then weights, then parts that count now, last vetoes, caps and bonuses; "
            "they add up to the difference exactly.",
        )
        heading = f"<h2>{self.say('自己核对', 'Check it yourself')}</h2>"
        return f"<section>{heading}<p>{order}</p>{described(rows)}</section>"

    # -- the page for anybody -------------------------------------------------------------------

    def handout(self) -> Html:
        """Counts alone."""
        notes = handout_notes(self.comparison, self.told)[3:]
        said = "".join(f"<p>{self.voice.say(note)}</p>" for note in notes)
        return "".join(
            (
                self._head(),
                f'<section class="answer">{said}</section>',
                self._changes(),
                *self._blocks(),
            )
        )

    def _blocks(self) -> Iterator[Html]:
        for each in self.told:
            for block in handout_blocks(self.comparison, each):
                yield self._block(block)
            words = left_out_words(self.comparison, each)
            yield f"<p>{self.voice.say(words)}</p>" if words else ""

    def _block(self, block: Block) -> Html:
        def cell(value: Text | int | str) -> Html:
            if value is HIDDEN:  # the note above says what the mark means; readers hear it in each cell
                mark, said = value.zh.split(" ")[0], self.voice.plain(Text(value.zh[2:], value.en[2:]))
                return f'<span role="img" aria-label="{said}">{mark}</span>'
            if isinstance(value, Text):
                return self.voice.say(value)
            return f"{value:,}" if isinstance(value, int) else escaped(value)

        rows: Iterable[Html] = (table_row([cell(value) for value in row]) for row in block.rows)
        table = _table(heading_row(map(self.voice.say, block.heads)), "".join(rows))
        return f"<section><h2>{self.voice.say(block.title)}</h2>{table}</section>"


def _table(heads: Html, rows: Html, more: str = "") -> Html:
    """A table that scrolls by itself where it is wider than the page."""
    return f'<div class="scroll" tabindex="0"><table{more}>{heads}<tbody>{rows}</tbody></table></div>'
