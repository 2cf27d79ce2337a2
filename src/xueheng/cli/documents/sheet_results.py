"""The sheet 结果: one row a subject, numbers as numbers, absences in words."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from xueheng.cli.documents.evaluated import Evaluated, period_words
from xueheng.cli.documents.result_rows import LEVEL, SUBJECT, ResultRow, State, result_rows
from xueheng.cli.documents.run_facts import Progress
from xueheng.cli.documents.sheet_styles import SheetStyles, safe_text
from xueheng.cli.documents.standard_tree import LEVEL_WORDS, TOTAL, TOTAL_WORDS, printed_nodes, root_levels
from xueheng.language.public import Library
from xueheng.wording import Language, Text

RESULTS = Text("结果", "Results")
MISSING_WORD = Text("缺", "missing")
NOT_APPLYING_WORD = Text("不适用", "n/a")
NO_LEVEL = "—"
LACKING = Text("缺的项目", "What is missing")
_TELL_EVERY = 2_000
_REMARK_COLUMNS = 8  # the writer walks every declared column of every row: no more than are of use


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the results' column it shows, the node whose state decides about it, and how it looks."""

    name: str
    node: str
    title: Text
    decimals: int | None = None
    levels: Mapping[str, Text] | None = None


@dataclass(slots=True)
class Tally:
    """What was counted while the rows went by: subjects, their levels, and what is missing, by code."""

    subjects: int = 0
    levels: Counter[str] = field(default_factory=Counter)
    without_total: Counter[State] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)

    def add(self, row: ResultRow) -> None:
        """Count one more row."""
        self.subjects += 1
        level = row.cells.get(LEVEL)
        if level is not None:
            self.levels[str(level)] += 1
        if row.cells.get(TOTAL) is None:
            self.without_total[row.state(TOTAL)] += 1
        self.missing.update(row.missing)


def columns_of(evaluation: Evaluated, library: Library) -> tuple[Column, ...]:
    """The sheet's columns after the subject: the total first, then every node in the standard's order."""
    standard = library.standards[evaluation.standard]
    present = set(evaluation.results.schema.names)
    levels = root_levels(standard)
    columns = [Column(TOTAL, TOTAL, TOTAL_WORDS, standard.root.decimals)]
    columns.append(Column(LEVEL, TOTAL, LEVEL_WORDS, levels=levels))
    for node in printed_nodes(library, standard):
        columns.append(Column(node.code, node.code, node.title, node.decimals))
        title = Text(f"{node.title.zh}等级", f"{node.title.en} level" if node.title.en else "")
        columns.append(Column(f"{node.code}.level", node.code, title, levels=node.levels))
    return tuple(column for column in columns if column.name in present)


def write_results_sheet(
    book: Workbook,
    styles: SheetStyles,
    evaluation: Evaluated,
    library: Library,
    language: Language,
    progress: Progress | None,
) -> Tally:
    """Write the sheet and return what was counted on the way."""
    sheet = book.add_worksheet(RESULTS.say("en" if language == "en" else "zh"))
    columns = columns_of(evaluation, library)
    _frame(sheet, styles, evaluation, library, columns, language)
    titles = {node.code: node.title for node in printed_nodes(library, library.standards[evaluation.standard])}
    writer = _RowWriter(sheet, styles, columns, language, titles)
    tally, count = Tally(), len(evaluation.subjects)
    for place, row in enumerate(result_rows(evaluation), 1):
        tally.add(row)
        writer.write(place + 1, row)
        if progress and (place % _TELL_EVERY == 0 or place == count):
            progress(Text("正在写结果工作簿", "Writing the results workbook"), place, count)
    sheet.autofilter(1, 0, max(tally.subjects + 1, 2), len(columns) + 1)
    return tally


def _frame(
    sheet: Worksheet,
    styles: SheetStyles,
    evaluation: Evaluated,
    library: Library,
    columns: tuple[Column, ...],
    language: Language,
) -> None:
    """Titles, codes, widths, frozen panes, the printed page and the protection against sorting."""
    standard = library.standards[evaluation.standard]
    entity = library.entities[standard.of].title
    subject = Column(SUBJECT, TOTAL, Text(f"{entity.zh}编号", f"{entity.en} number" if entity.en else ""))
    lacking = Column("missing", TOTAL, LACKING)
    sheet.set_column(len(columns) + 2, len(columns) + 1 + _REMARK_COLUMNS, 12, styles.made(locked=False))
    for place, column in enumerate((subject, *columns, lacking)):
        sheet.set_column(place, place, _width(column))
        sheet.write_string(0, place, column.title.say(language, "\n"), styles.heading())
    sheet.set_row(0, 48 if language == "both" else 34)
    for place, column in enumerate((subject, *columns, lacking)):
        sheet.write_string(1, place, column.name, styles.code())
    sheet.freeze_panes(2, 1 + sum(column.node == TOTAL for column in columns))
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.repeat_rows(0, 1)
    sheet.repeat_columns(0, 0)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    sheet.set_header(f"&L{_in_header(standard.title.say('zh'))}&R{_in_header(period_words(evaluation.period))}")
    sheet.set_footer(f"&L&8results {evaluation.digests.get('results', '')[:16]}&R&P / &N")
    # Filtering is offered, sorting by a total is not; there is no password, a person may lift it.
    allowed = ("autofilter", "format_cells", "format_columns", "format_rows", "select_locked_cells")
    sheet.protect("", {**dict.fromkeys(allowed, True), "sort": False})


def _in_header(text: str) -> str:
    """Text in a printed header, where & begins a command."""
    return text.replace("&", "&&")


def _width(column: Column) -> int:
    if column.name == SUBJECT:
        return 22
    if column.name == "missing":
        return 28
    return min(max(2 * len(column.title.zh) + 2, 10), 18)


class _RowWriter:
    """Writes rows; formats and words are looked up once for the sheet."""

    def __init__(
        self,
        sheet: Worksheet,
        styles: SheetStyles,
        columns: tuple[Column, ...],
        language: Language,
        titles: Mapping[str, Text],
    ) -> None:
        self._sheet = sheet
        self._text = safe_text(sheet, styles)
        self._plain, self._center, self._absent = styles.text(), styles.text(center=True), styles.absent()
        self._words = {
            "known": NO_LEVEL,
            "missing": MISSING_WORD.say(language, " "),
            "not_applying": NOT_APPLYING_WORD.say(language, " "),
        }
        self._columns: list[tuple[int, str, str, bool, Mapping[str, str], Format, Format]] = [
            (
                place,
                column.name,
                column.node,
                column.levels is None or column.node == TOTAL,  # an item's level is told by its points' column
                {code: title.say(language, " ") for code, title in (column.levels or {}).items()},
                styles.number(column.decimals),
                styles.zeroed(column.decimals, self._words["missing"]),
            )
            for place, column in enumerate(columns, 1)
        ]
        order = {code: place for place, code in enumerate(titles)}
        self._lacking = _missing_words(titles, order, language)

    def write(self, at: int, row: ResultRow) -> None:
        """Write one subject's row."""
        self._text(at, 0, str(row.subject), self._plain)
        number, words, cells = self._sheet.write_number, self._words, row.cells
        for place, name, node, said, levels, look, zeroed in self._columns:
            shown = cells[name]
            if shown is None:
                self._sheet.write_string(at, place, words[row.state(node)] if said else NO_LEVEL, self._absent)
            elif isinstance(shown, Decimal):
                number(at, place, float(shown), zeroed if node in row.missing else look)
            else:
                self._text(at, place, levels.get(shown, shown), self._center)
        if row.missing:
            self._text(at, len(self._columns) + 1, self._lacking(row.missing), self._plain)


def _missing_words(
    titles: Mapping[str, Text], order: Mapping[str, int], language: Language
) -> Callable[[frozenset[str]], str]:
    """The titles of missing nodes in the standard's order; the same set is put into words once."""
    known: dict[frozenset[str], str] = {}

    def words(missing: frozenset[str]) -> str:
        if missing not in known:
            codes = sorted(missing & order.keys(), key=lambda code: order[code])
            known[missing] = "、".join(titles[code].say("en" if language == "en" else "zh") for code in codes)
        return known[missing]

    return words
