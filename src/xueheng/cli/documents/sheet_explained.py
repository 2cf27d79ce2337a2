"""The sheet 说明: which standard and version, what it rests on, what was received, how absences are shown."""

from collections.abc import Iterator
from math import ceil

from xlsxwriter import Workbook

from xueheng.cli.documents.evaluated import Evaluated, period_words
from xueheng.cli.documents.run_facts import RunFacts, count_rows
from xueheng.cli.documents.sheet_results import LACKING
from xueheng.cli.documents.sheet_styles import SheetStyles, safe_text
from xueheng.cli.documents.source_words import document_words, owner_words, status_words
from xueheng.cli.documents.standard_sources import sources_of
from xueheng.cli.documents.tally import MISSING_WORD, NOT_APPLYING_WORD, Tally
from xueheng.language.public import Library
from xueheng.wording import Language, Text

EXPLAINED = Text("说明", "About")
HOW_READ = (
    (
        Text("缺", "Missing"),
        Text(
            f"“{MISSING_WORD.zh}”：该有而没有，谁也不知道是多少；它不是零分。“{LACKING.zh}”一列写明缺哪些。"
            "灰色的“0 缺”：标准规定缺了按 0 分计。",
            f"“{MISSING_WORD.en}”: it should be there and is not; it is not a nought. "
            f"The column “{LACKING.en}” names what. A grey “0 missing”: the standard counts what is missing as 0.",
        ),
    ),
    (
        Text("不适用", "Not applying"),
        Text(
            f"“{NOT_APPLYING_WORD.zh}”：不要求，连同权重一起不计。",
            f"“{NOT_APPLYING_WORD.en}”: not asked for; it leaves together with its weight.",
        ),
    ),
    (Text("零", "Nought"), Text("“0”：确实测得或数得是零。", "“0”: it was measured or counted, and is nought.")),
    (
        Text("次序", "Order"),
        Text(
            "按编号的次序排列，不按得分排名。“结果”页可以筛选，不提供排序；没有设密码，表格右边的空列可写备注。",
            "Rows stand in the order of the numbers, not of the points. The results can be filtered, not sorted; "
            "there is no password, and the empty columns at the right take remarks.",
        ),
    ),
    (
        Text("取舍", "Rounding"),
        Text(
            "各项按确切的数计算，只在公布时按“四舍五入”取舍一次。等级看公布的数。",
            "Everything is computed exactly and rounded once, half up, when it is published. "
            "Levels read what is published.",
        ),
    ),
)
DIGEST_WORDS = {
    "meaning": Text("标准的含义", "the standard's meaning"),
    "bytes": Text("标准的文件", "the standard's files"),
    "pack_meaning": Text("标准的含义", "the standard's meaning"),
    "pack_bytes": Text("标准的文件", "the standard's files"),
    "dataset": Text("所读的记录", "the records that were read"),
    "results": Text("本结果", "these results"),
    "leaves": Text("各项的值", "the values of all items"),
}

_ABOUT_WIDTH, _WORDS_WIDTH = 34, 104
"""Widths of the two columns, in Latin characters; a Chinese one takes two."""
_LINE_HEIGHT = 15

Line = tuple[Text, str]


def write_explained_sheet(
    book: Workbook,
    styles: SheetStyles,
    evaluation: Evaluated,
    library: Library,
    language: Language,
    facts: RunFacts,
    tally: Tally,
) -> None:
    """Write the sheet as two columns: what it is about, and the words."""
    sheet = book.add_worksheet(EXPLAINED.say("en" if language == "en" else "zh"))
    sheet.set_column(0, 0, _ABOUT_WIDTH)
    sheet.set_column(1, 1, _WORDS_WIDTH)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    write = safe_text(sheet, styles)
    lines = (
        *_standard(evaluation, library, language),
        *_counts(facts, tally, language),
        *((about, words.say(language, "\n")) for about, words in HOW_READ),
        *_sources(evaluation, library, language),
        *((digest_words(name), digest) for name, digest in evaluation.digests.items()),
    )
    for row, (about, words) in enumerate(lines):
        heading = about.say(language, "\n")
        tall = max(_lines_taken(heading, _ABOUT_WIDTH), _lines_taken(words, _WORDS_WIDTH))
        sheet.set_row(row, _LINE_HEIGHT * tall + 3)
        sheet.write_string(row, 0, heading, styles.made(bold=True, valign="top", text_wrap=True))
        write(row, 1, words, styles.text(wrap=True))


def _lines_taken(text: str, width: int) -> int:
    r"""Lines that a text takes in a column: not every programme fits the height by itself.

    >>> _lines_taken("十个汉字十个汉字十个", 10), _lines_taken("one\ntwo", 10)
    (2, 2)
    """
    return sum(max(ceil(sum(1 + (ord(letter) > 0x2E7F) for letter in line) / width), 1) for line in text.split("\n"))


def digest_words(name: str) -> Text:
    words = DIGEST_WORDS.get(name, Text(name))
    return Text(f"摘要（SHA-256）：{words.zh}", f"Digest (SHA-256) of {words.en or words.zh}")


def _standard(evaluation: Evaluated, library: Library, language: Language) -> Iterator[Line]:
    standard = library.standards[evaluation.standard]
    yield Text("标准", "Standard"), f"{standard.title.say(language)}（{evaluation.standard}）"
    yield Text("版本", "Version"), standard.version
    yield Text("谁定的", "Whose decision"), owner_words(standard.owner).say(language)
    yield Text("时段", "Period"), period_words(evaluation.period)


def _counts(facts: RunFacts, tally: Tally, language: Language) -> Iterator[Line]:
    without = tally.without_total + tally.not_applying
    said = Text(
        f"共 {tally.subjects:,}，有总得分 {tally.with_total:,}，没有总得分 {without:,}"
        f"（缺 {tally.without_total:,}，不适用 {tally.not_applying:,}）",
        f"{tally.subjects:,} in all, {tally.with_total:,} with a total, {without:,} without one "
        f"({tally.without_total:,} missing, {tally.not_applying:,} not applying)",
    )
    yield Text("结果", "Results"), said.say(language, "\n")
    if facts.files:
        rows = count_rows(facts.files)
        yield (
            Text("收到的行", "Rows received"),
            Text(
                f"收到 {rows.received:,} = 读入 {rows.stored:,} + 退回 {rows.rejected:,}（{len(facts.files)} 个文件）",
                f"received {rows.received:,} = stored {rows.stored:,} + rejected {rows.rejected:,} "
                f"({len(facts.files)} files)",
            ).say(language, "\n"),
        )
    for note in facts.notes:
        yield Text("请注意", "Please note"), note.say(language, "\n")


def _sources(evaluation: Evaluated, library: Library, language: Language) -> Iterator[Line]:
    for source in sources_of(library, library.standards[evaluation.standard]):
        status = status_words(source.status)
        named = document_words(source.doc, source.no)
        note = f"；{source.note.say(language)}" if source.note else ""
        yield Text("依据", "Source"), f"{named}{note}：{status.say(language)}" if named else status.say(language)
