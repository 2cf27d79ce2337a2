"""The first page: what was evaluated, what was received, how the levels are spread, and where to look next."""

from collections.abc import Iterable, Iterator, Sequence

from xueheng.cli.documents.evaluated import Evaluated, period_words
from xueheng.cli.documents.exact_numbers import share_words
from xueheng.cli.documents.pages.markup import (
    Html,
    Voice,
    described,
    escaped,
    heading_row,
    relative_link,
    source_words,
    table_row,
)
from xueheng.cli.documents.pages.page_words import SHORT_POLICY
from xueheng.cli.documents.run_facts import ReceivedFile, RunFacts, count_rows
from xueheng.cli.documents.source_words import owner_words
from xueheng.cli.documents.standard_sources import sources_of
from xueheng.cli.documents.standard_tree import printed_nodes, root_levels
from xueheng.cli.documents.tally import LevelCount, Tally, level_counts
from xueheng.language.public import Library
from xueheng.wording import Text

MOST_FILES = 60
MOST_NOTES = 3
ORDERED_SHADES = 4


class IndexPage:
    """Draws the first page's parts."""

    def __init__(self, evaluation: Evaluated, library: Library, voice: Voice, facts: RunFacts, tally: Tally) -> None:
        self._evaluation, self._library, self._voice = evaluation, library, voice
        self._facts, self._tally = facts, tally
        self._standard = library.standards[evaluation.standard]
        self._entity = library.entities[self._standard.of].title

    def title(self) -> str:
        """The page's title, escaped."""
        return self._voice.plain(self._standard.title)

    def main(self, subjects: Html) -> Html:
        """The page's content around the list of subjects."""
        say = self._voice.say
        period = period_words(self._evaluation.period)
        about = Text(f"评价时段 {period}　版本 {self._standard.version}", f"version {self._standard.version}")
        entity = Text(
            f"按编号找{self._entity.zh}", f"Find a {self._entity.en.lower()} by number" if self._entity.en else ""
        )
        return "".join(
            (
                f"<h1>{say(self._standard.title)}</h1>",
                f'<p class="soft">{say(about)}</p>',
                f'<section class="answer">{self._counts()}{self._workbook()}</section>',
                self._notes(),
                self._levels(),
                self._missing(),
                f'<section><h2 id="subjects">{say(entity)}</h2>{subjects}</section>',
                self._files(),
                self._sources(),
            )
        )

    def _counts(self) -> Html:
        """The sentences that a reader needs first."""
        tally, entity = self._tally, self._entity
        said = Text(
            f"{entity.zh}共 {tally.subjects:,}：有总得分 {tally.with_total:,}，"
            f"有缺项、没有总得分 {tally.without_total:,}，不适用 {tally.not_applying:,}。",
            f"{tally.subjects:,} evaluated: {tally.with_total:,} with a total, {tally.without_total:,} without one "
            f"because something is missing, {tally.not_applying:,} to whom the standard does not apply.",
        )
        lines = [said]
        if self._facts.files:
            rows = count_rows(self._facts.files)
            lines.append(
                Text(
                    f"收到 {rows.received:,} 行 = 读入 {rows.stored:,} 行 + 退回 {rows.rejected:,} 行。",
                    f"{rows.received:,} rows received = {rows.stored:,} stored + {rows.rejected:,} rejected.",
                )
            )
        said_lines = "".join(f"<p>{self._voice.say(line)}</p>" for line in lines)
        return f"<h2>{self._voice.say(Text('一览', 'At a glance'))}</h2>{said_lines}{self._rejected()}"

    def _rejected(self) -> Html:
        """The next step where rows were rejected."""
        if not count_rows(self._facts.files).rejected:
            return ""
        said = Text("先看退回的行，改好后再评价一次", "See the rejected rows first, mend them and evaluate again")
        return f'<p><a href="#files">{self._voice.say(said)}</a></p>'

    def _notes(self) -> Html:
        """What the reader must know; of many, the first are open and the others a click away."""
        notes = [f"<p>{self._voice.say(note)}</p>" for note in self._facts.notes]
        if not notes:
            return ""
        rest = notes[MOST_NOTES:]
        more = self._voice.say(Text(f"还有 {len(rest)} 条说明", f"{len(rest)} more notes"))
        folded = f"<details><summary>{more}</summary>{''.join(rest)}</details>" if rest else ""
        return f'<div class="note">{"".join(notes[:MOST_NOTES])}{folded}</div>'

    def _workbook(self) -> Html:
        if not self._facts.workbook:
            return ""
        words = self._voice.say(Text("打开结果工作簿（Excel、WPS）", "Open the workbook of results (Excel, WPS)"))
        return f'<p><a href="{escaped(relative_link(self._facts.workbook))}">{words}</a></p>'

    def _levels(self) -> Html:
        """The spread of levels: a sentence that states the finding, the table, and bars beside its numbers."""
        levels = root_levels(self._standard)
        if not levels or not self._tally.subjects:
            return ""
        say, counts = self._voice.say, level_counts(levels, self._tally)
        headings = (Text("等级", "Level"), Text("数量", "Number"), Text("占全部", "Share of all"), Text("图", "Bar"))
        lines = "".join(self._level_line(place, counted) for place, counted in enumerate(counts, 1))
        all_of_them = table_row([say(Text("合计", "All")), f"{self._tally.subjects:,}", "100%", ""])
        return (
            f"<section><h2>{say(Text('等级分布', 'Levels'))}</h2><p>{self._voice.say(self._finding(counts))}</p>"
            f'<table class="bars">{heading_row(map(say, headings))}<tbody>{lines}</tbody>'
            f"<tfoot>{all_of_them}</tfoot></table></section>"
        )

    def _level_line(self, place: int, counted: LevelCount) -> Html:
        percent = 100 * counted.count / self._tally.subjects
        shade = min(place, ORDERED_SHADES) if counted.code else 0
        bar = (
            f'<span class="bar l{shade}" style="width:{percent:.1f}%" aria-hidden="true"></span>'
            if counted.count
            else ""
        )
        share = share_words(counted.count, self._tally.subjects)
        return table_row([self._voice.say(counted.title), f"{counted.count:,}", share, bar])

    def _finding(self, counts: Sequence[LevelCount]) -> Text:
        """The level that most have, and how many have none, in one sentence."""
        most = max((counted for counted in counts if counted.code), key=lambda counted: counted.count)
        share = share_words(most.count, self._tally.subjects)
        without = sum(counted.count for counted in counts if not counted.code)
        if not most.count:
            return Text("还没有得到等级的结果。", "No result has a level yet.")
        zh = f"“{most.title.zh}”最多：{most.count:,}，占全部的 {share}。"
        en = f"Most common: {most.title.en or most.title.zh}, {most.count:,} ({share} of all)."
        if without:
            zh += f"另有 {without:,} 没有等级。"
            en += f" {without:,} have no level."
        return Text(zh, en)

    def _missing(self) -> Html:
        """What is missing, by leaf in the standard's order, and what to do about it."""
        leaves = [node for node in printed_nodes(self._library, self._standard) if node.is_leaf]
        lacking = [leaf for leaf in leaves if self._tally.missing.get(leaf.code)]
        if not lacking:
            return ""
        say = self._voice.say
        todo = Text(
            "下列项目缺记录。补测或补录后重新评价一次；名单在结果工作簿的“缺的项目”一列。",
            "Records are missing for these items. Add them and evaluate again; the workbook's column "
            "“What is missing” says whose.",
        )
        lines = "".join(
            table_row([say(leaf.title), f"{self._tally.missing[leaf.code]:,}", say(SHORT_POLICY[leaf.if_missing])])
            for leaf in lacking
        )
        headings = heading_row(
            map(say, (Text("项目", "Item"), Text("缺的数量", "Missing"), Text("标准怎么处理", "What follows")))
        )
        return (
            f"<section><h2>{say(Text('还缺什么', 'What is missing'))}</h2><p>{say(todo)}</p>"
            f"<table>{headings}<tbody>{lines}</tbody></table></section>"
        )

    def _files(self) -> Html:
        files, say = self._facts.files, self._voice.say
        if not files:
            return ""
        headings = (Text("文件", "File"), Text("收到", "Received"), Text("读入", "Stored"), Text("退回", "Rejected"))
        shown = _worth_showing(files)
        lines = "".join(self._file_line(file) for file in shown)
        rows = count_rows(files)
        foot = table_row([say(Text("合计", "All")), f"{rows.received:,}", f"{rows.stored:,}", f"{rows.rejected:,}"])
        rest = Text(f"另有 {len(files) - len(shown)} 个文件没有列出。", f"{len(files) - len(shown)} more files.")
        return (
            f'<section><h2 id="files">{say(Text("收到的文件", "Files received"))}</h2>'
            f'<div class="scroll"><table>{heading_row(map(say, headings))}<tbody>{lines}</tbody>'
            f"<tfoot>{foot}</tfoot></table></div>"
            f"{f'<p>{self._voice.say(rest)}</p>' if len(shown) < len(files) else ''}</section>"
        )

    def _file_line(self, file: ReceivedFile) -> Html:
        name = escaped(file.name)
        if file.rejected and file.returned:
            said = Text(f"退回的行和原因见 {file.returned}", f"rejected rows with reasons: {file.returned}")
            name += f'<br><span class="soft">{self._voice.say(said)}</span>'
        return table_row([name, f"{file.received:,}", f"{file.stored:,}", f"{file.rejected:,}"])

    def _sources(self) -> Html:
        say = self._voice.say
        owner = [(say(Text("谁定的", "Decided by")), say(owner_words(self._standard.owner)))]
        sources = ((say(Text("依据", "Source")), words) for words in self._source_words())
        digests = described(
            (escaped(name), f'<code class="digest">{escaped(digest)}</code>')
            for name, digest in self._evaluation.digests.items()
        )
        summary = say(Text("摘要（SHA-256）", "Digests (SHA-256)"))
        return (
            f"<section><h2>{say(Text('谁定的标准，依据什么', 'Whose standard, resting on what'))}</h2>"
            f"{described([*owner, *sources])}<details><summary>{summary}</summary>{digests}</details></section>"
        )

    def _source_words(self) -> Iterator[Html]:
        for source in sources_of(self._library, self._standard):
            yield source_words(self._voice, source.doc, source.no, source.status, source.note)


def _worth_showing(files: Iterable[ReceivedFile]) -> list[ReceivedFile]:
    """The files that fit on a page: those with rejected rows first, otherwise as they were read."""
    return sorted(files, key=lambda file: not file.rejected)[:MOST_FILES]
