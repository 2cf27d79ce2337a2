"""The sheet 分布: how many reached which level, and the figures of each group. Groups stand in their own order."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from xueheng.cli.documents.evaluated import Evaluated
from xueheng.cli.documents.exact_numbers import share_words
from xueheng.cli.documents.sheet_styles import SheetStyles, safe_text
from xueheng.cli.documents.standard_tree import TOTAL, TOTAL_WORDS, printed_nodes, root_levels
from xueheng.cli.documents.tally import LevelCount, Tally, level_counts
from xueheng.language.public import Library
from xueheng.wording import Language, Text

GROUPS = Text("分布", "Distribution")
STATISTIC_WORDS = {
    "count": Text("数量", "Number"),
    "mean": Text("平均", "Mean"),
    "p25": Text("下四分位", "Lower quartile"),
    "p50": Text("中位数", "Median"),
    "p75": Text("上四分位", "Upper quartile"),
}
_PERCENTILE = re.compile(r"p(\d+)")


def write_groups_sheet(
    book: Workbook, styles: SheetStyles, evaluation: Evaluated, library: Library, language: Language, tally: Tally
) -> None:
    """Write the counts of all subjects, then one table for each kind of group."""
    sheet = book.add_worksheet(GROUPS.say("en" if language == "en" else "zh"))
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 20, 14)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    levels = root_levels(library.standards[evaluation.standard])
    next_row = _whole(sheet, styles, level_counts(levels, tally), tally.subjects, language)
    for table in _tables(evaluation, library, language):
        next_row = _table(sheet, styles, table, next_row + 1)


def _whole(
    sheet: Worksheet, styles: SheetStyles, counts: tuple[LevelCount, ...], subjects: int, language: Language
) -> int:
    headings = (Text("等级分布", "Levels"), Text("数量", "Number"), Text("占全部", "Share of all"))
    for place, heading in enumerate(headings):
        sheet.write_string(0, place, heading.say(language, "\n"), styles.heading())
    rows = (*counts, LevelCount("", Text("合计", "All"), subjects))
    for row, counted in enumerate(rows, 1):
        sheet.write_string(row, 0, counted.title.say(language), styles.text())
        sheet.write_number(row, 1, counted.count, styles.number(0))
        sheet.write_string(row, 2, share_words(counted.count, subjects) if subjects else "—", styles.text(center=True))
    return len(rows) + 1


@dataclass(frozen=True, slots=True)
class GroupTable:
    """The figures of one kind of group: a line a group, a column a statistic."""

    title: str
    headings: tuple[str, ...]
    lines: tuple[tuple[str, tuple[object, ...]], ...]


def _tables(evaluation: Evaluated, library: Library, language: Language) -> Iterator[GroupTable]:
    """One table for each entity and result column, groups and statistics as they come."""
    found: dict[tuple[str, str], dict[str, dict[str, object]]] = {}
    for row in evaluation.groups.to_pylist():
        figures = found.setdefault((row["entity"], row["column"]), {}).setdefault(str(row["group"]), {})
        figures[row["statistic"]] = row["value"]
    standard = library.standards[evaluation.standard]
    titles = {node.code: node.title for node in printed_nodes(library, standard)} | {TOTAL: TOTAL_WORDS}
    levels = root_levels(standard)
    for (entity, column), groups in found.items():
        statistics = tuple(dict.fromkeys(name for figures in groups.values() for name in figures))
        named = library.entities[entity].title if entity in library.entities else Text(entity)
        title = f"{named.say(language)} · {titles.get(column, Text(column)).say(language)}"
        lines = tuple((group, tuple(figures.get(name) for name in statistics)) for group, figures in groups.items())
        yield GroupTable(title, tuple(_statistic(name, levels).say(language, "\n") for name in statistics), lines)


def _statistic(name: str, levels: Mapping[str, Text]) -> Text:
    """The words for a statistic; the number at a level is called by the level."""
    if percentile := _PERCENTILE.fullmatch(name):
        at = percentile.group(1)
        return STATISTIC_WORDS.get(name, Text(f"第 {at} 百分位", f"Percentile {at}"))
    return STATISTIC_WORDS.get(name) or levels.get(name.removeprefix("level.")) or Text(name)


def _table(sheet: Worksheet, styles: SheetStyles, table: GroupTable, top: int) -> int:
    write = safe_text(sheet, styles)
    sheet.write_string(top, 0, table.title, styles.heading())
    for place, heading in enumerate(table.headings, 1):
        sheet.write_string(top, place, heading, styles.heading())
    for row, (group, figures) in enumerate(table.lines, top + 1):
        write(row, 0, group, styles.text())
        for place, figure in enumerate(figures, 1):
            _figure(sheet, styles, row, place, figure)
    return top + len(table.lines) + 1


def _figure(sheet: Worksheet, styles: SheetStyles, row: int, place: int, figure: object) -> None:
    """A number as a number with the decimals it was published with; anything else as text."""
    if figure is None:
        sheet.write_string(row, place, "—", styles.absent())
        return
    written = str(figure)
    try:
        number = float(written)
    except ValueError:
        safe_text(sheet, styles)(row, place, written, styles.text(center=True))
        return
    sheet.write_number(row, place, number, styles.number(len(written.partition(".")[2])))
