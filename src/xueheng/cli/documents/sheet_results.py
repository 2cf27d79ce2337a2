"""The sheet 结果: one row a subject, numbers as numbers, absences in words."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import ceil

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from xueheng.cli.documents.bulk_rows import RowText, column_letters, write_style_row, xml_text
from xueheng.cli.documents.evaluated import Evaluated, period_words
from xueheng.cli.documents.result_rows import LEVEL, MISSING, SUBJECT, ResultRow, numeric_columns, result_rows
from xueheng.cli.documents.run_facts import Progress
from xueheng.cli.documents.sheet_styles import FORMULA_STARTS, SheetStyles
from xueheng.cli.documents.standard_tree import LEVEL_WORDS, TOTAL, TOTAL_WORDS, printed_nodes, root_levels
from xueheng.cli.documents.tally import MISSING_WORD, NOT_APPLYING_WORD
from xueheng.language.public import Library
from xueheng.wording import Language, Text

RESULTS = Text("结果", "Results")
LACKING = Text("缺的项目", "What is missing")
NO_LEVEL = "—"
HEADING_ROWS = 2
_TELL_EVERY = 2_000
_REMARK_COLUMNS = 8
_COLUMNS_A_PAGE = 15
_PLAIN, _CENTER, _ABSENT, _QUOTED = range(4)
_FIRST_NUMBER_STYLE = 4


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the results' column it shows, the node whose state decides about it, and how it looks."""

    name: str
    node: str
    title: Text
    decimals: int | None = None
    levels: Mapping[str, Text] | None = None


def columns_of(evaluation: Evaluated, library: Library) -> tuple[Column, ...]:
    """The sheet's columns after the subject: the total first, then every node in the standard's order."""
    standard = library.standards[evaluation.standard]
    present = set(evaluation.results.schema.names)
    columns = [
        Column(TOTAL, TOTAL, TOTAL_WORDS, standard.root.decimals),
        Column(LEVEL, TOTAL, LEVEL_WORDS, levels=root_levels(standard)),
    ]
    for node in printed_nodes(library, standard):
        columns.append(Column(node.code, node.code, node.title, node.decimals))
        title = Text(f"{node.title.zh}等级", f"{node.title.en} level" if node.title.en else "")
        if node.levels:
            columns.append(Column(f"{node.code}.level", node.code, title, levels=node.levels))
    return tuple(column for column in columns if column.name in present)


class ResultsSheet:
    """The sheet's frame, and the rows that fill it."""

    def __init__(self, evaluation: Evaluated, library: Library, language: Language) -> None:
        self._evaluation, self._library, self._language = evaluation, library, language
        self._standard = library.standards[evaluation.standard]
        self._columns = columns_of(evaluation, library)

    def write_frame(self, book: Workbook, styles: SheetStyles) -> None:
        """Titles, codes, widths, frozen panes, the printed page, and the row of styles that `rows` replaces."""
        sheet = book.add_worksheet(RESULTS.say("en" if self._language == "en" else "zh"))
        self._write_headings(sheet, styles)
        last = len(self._columns) + 1
        sheet.set_column(last + 1, last + _REMARK_COLUMNS, 12, styles.made(locked=False))
        sheet.freeze_panes(HEADING_ROWS, 1 + sum(column.node == TOTAL for column in self._columns))
        sheet.autofilter(1, 0, max(len(self._evaluation.subjects) + 1, 2), last)
        self._set_page(sheet)
        # Filtering is offered, sorting by a total is not; there is no password, a person may lift it.
        allowed = ("autofilter", "format_cells", "format_columns", "format_rows", "select_locked_cells")
        sheet.protect("", {**dict.fromkeys(allowed, True), "sort": False})
        write_style_row(sheet, HEADING_ROWS, self._styles(styles))

    def _write_headings(self, sheet: Worksheet, styles: SheetStyles) -> None:
        entity = self._library.entities[self._standard.of].title
        subject = Column(SUBJECT, TOTAL, Text(f"{entity.zh}编号", f"{entity.en} number" if entity.en else ""))
        columns = (subject, *self._columns, Column(MISSING, TOTAL, LACKING))
        sheet.set_row(0, 48 if self._language == "both" else 34)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, _width(column))
            sheet.write_string(0, place, column.title.say(self._language, "\n"), styles.heading())
        for place, column in enumerate(columns):
            sheet.write_string(1, place, column.name, styles.code())

    def _set_page(self, sheet: Worksheet) -> None:
        title, period = self._standard.title.say("zh"), period_words(self._evaluation.period)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.repeat_rows(0, HEADING_ROWS - 1)
        sheet.repeat_columns(0, 0)
        sheet.fit_to_pages(ceil(len(self._columns) / _COLUMNS_A_PAGE), 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        sheet.set_header(f"&L{_in_header(title)}&R{_in_header(period)}")
        sheet.set_footer(f"&L&8results {self._evaluation.digests.get('results', '')[:16]}&R&P / &N")

    def _styles(self, styles: SheetStyles) -> list[Format]:
        """The sheet's styles by number: four for text, then two for each column."""
        missing = MISSING_WORD.say(self._language, " ")
        looks = [styles.text(), styles.text(center=True), styles.absent(), styles.quoted()]
        for column in self._columns:
            looks += [styles.number(column.decimals), styles.zeroed(column.decimals, missing)]
        return looks

    def rows(self, progress: Progress | None = None) -> Iterator[RowText]:
        """Every subject's row, in the order of the evaluation."""
        writer = _RowWriter(self._evaluation, self._library, self._columns, self._language)
        count = len(self._evaluation.subjects)
        for place, row in enumerate(result_rows(self._evaluation), 1):
            yield writer.row(HEADING_ROWS - 1 + place, row)
            if progress and (place % _TELL_EVERY == 0 or place == count):
                progress(Text("正在写结果工作簿", "Writing the results workbook"), place, count)


def _in_header(text: str) -> str:
    """Text in a printed header, where & begins a command."""
    return text.replace("&", "&&")


def _width(column: Column) -> int:
    if column.name == SUBJECT:
        return 22
    if column.name == MISSING:
        return 28
    return min(max(2 * len(column.title.zh) + 2, 11), 18)


@dataclass(frozen=True, slots=True)
class _Cell:
    """How one column's cells are made. `says_why`: an empty cell says what its node lacks."""

    letters: str
    name: str
    node: str
    numeric: bool
    says_why: bool
    levels: Mapping[str, str]
    style: int


class _RowWriter:
    """Makes rows; words are looked up and made ready once for the sheet."""

    def __init__(
        self, evaluation: Evaluated, library: Library, columns: tuple[Column, ...], language: Language
    ) -> None:
        self._absences = {
            "known": NO_LEVEL,
            "missing": MISSING_WORD.say(language, " "),
            "not_applying": NOT_APPLYING_WORD.say(language, " "),
        }
        numeric = numeric_columns(evaluation.results)
        letters = column_letters(len(columns) + 2)
        self._first, self._last = letters[0], letters[-1]
        self._cells = [
            _Cell(
                letters[place + 1],
                column.name,
                column.node,
                column.name in numeric,
                column.levels is None or column.node == TOTAL,  # an item's level leaves it to the item's points
                {code: xml_text(title.say(language, " ")) for code, title in (column.levels or {}).items()},
                _FIRST_NUMBER_STYLE + 2 * place,
            )
            for place, column in enumerate(columns)
        ]
        self._lacking = _missing_words(library, evaluation, language)

    def row(self, at: int, row: ResultRow) -> RowText:
        """One subject's row."""
        made = RowText(at)
        subject = str(row.subject)
        made.text(self._first, _text_style(subject, _PLAIN), xml_text(subject))
        for cell in self._cells:
            shown = row.cells[cell.name]
            if shown is None:
                said = self._absences[row.state(cell.node)] if cell.says_why else NO_LEVEL
                made.text(cell.letters, _ABSENT, said)
            elif cell.numeric:
                made.number(cell.letters, cell.style + (cell.node in row.missing), shown)
            else:
                made.text(cell.letters, _text_style(shown, _CENTER), cell.levels.get(shown) or xml_text(shown))
        if row.missing:
            made.text(self._last, _PLAIN, self._lacking(row.missing))
        return made


def _text_style(text: str, usual: int) -> int:
    """Text that begins like a formula is marked as text, so that it stays text when somebody edits it."""
    return _QUOTED if text.startswith(FORMULA_STARTS) else usual


def _missing_words(library: Library, evaluation: Evaluated, language: Language) -> Callable[[frozenset[str]], str]:
    """The titles of missing leaves in the standard's order; the same set is put into words once."""
    leaves = [node for node in printed_nodes(library, library.standards[evaluation.standard]) if node.is_leaf]
    spoken: Language = "en" if language == "en" else "zh"
    known: dict[frozenset[str], str] = {}

    def words(missing: frozenset[str]) -> str:
        if missing not in known:
            titles = [node.title.say(spoken) for node in leaves if node.code in missing]
            known[missing] = xml_text((", " if spoken == "en" else "、").join(titles))
        return known[missing]

    return words
